"""The map of elites in the terminal: the best prompt of every kind, as a table."""

from __future__ import annotations

from rich.table import Table

from app.language import tr
from app.pool_rows import Names
from app.widgets.plain_text import visible
from app.words.elite_words import worth_words
from optimizer.views import PoolView, RunView


def elite_lines(pool: PoolView, run: RunView | None = None) -> Table | None:
    """Return the map that the method keeps, the best kind first; None where there is nothing on it.

    Args:
        pool: The pool with the map.
        run: What is at work now: the pool may have been told before it began.
    """
    found = pool.elites
    if found is None or not found.elites or (run is not None and not run.mapped):
        return None
    names = Names(pool.candidates)
    table = Table(title=tr("The best of every kind"), title_justify="left", box=None)
    for title in (tr("Tone"), tr("Rules"), tr("Length"), tr("Best prompt")):
        table.add_column(title)
    table.add_column(tr("Score") if found.scored else tr("Strength"), justify="right")
    for elite in found.elites:
        table.add_row(
            tr(elite.tone),
            tr(elite.rules),
            tr(elite.length),
            visible(names[elite.prompt_id]),
            worth_words(elite, found),
        )
    return table
