"""The map of elites in the terminal: the best prompt of every kind, as a table."""

from __future__ import annotations

from rich.table import Table

from app.language import tr
from app.pool_rows import Names
from app.widgets.plain_text import visible
from app.words.elite_words import worth_words
from optimizer.methods import load_catalogue
from optimizer.views import PoolView, RunView

MAPPING = "map_elites"  # the proposer that keeps a map


def elite_lines(pool: PoolView, run: RunView | None) -> Table | None:
    """Return the map that the method keeps, the best kind first; None where there is nothing on it.

    Args:
        pool: The pool with the map.
        run: What is at work now: the pool may have been told before it began.
    """
    found = pool.elites
    if found is None or not found.elites or (run is not None and not _maps(run.method)):
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


def _maps(method: str) -> bool:
    known = load_catalogue().methods.get(method)
    return known is None or any(part.name == MAPPING for part in known.proposers)
