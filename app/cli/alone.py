"""`pairtune tune --answers N`: labels alone decide, with nobody at the keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.cli.map import elite_lines
from app.cli.method import Wish
from app.cli.run import TerminalRun
from app.language import figure, tr, tr_n
from app.progress.score_lines import score_lines
from app.widgets.plain_text import visible
from app.words.score_words import PARETO, drawn_text, score_text
from optimizer.commands import SetOptions
from optimizer.events import Event, TaskChanged
from optimizer.records import Options
from optimizer.views import EngineState, MeasuredView, PoolView

_TOLD_EVERY = 25
_BEST = 8
_STOPPED = (EngineState.CAP_REACHED, EngineState.OFFLINE, EngineState.READ_ONLY)


class Alone(TerminalRun):
    """One run without votes: events in, lines out.

    Args:
        path: The project file.
        wanted: Makes the options of the run out of those of the project.
        wish: The method that a project which is there already is to go on with.
    """

    def __init__(self, path: Path, wanted: Options, wish: Wish | None) -> None:
        super().__init__(path, wish)
        self._wanted = wanted
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._told = -_TOLD_EVERY
        self._set = False
        self._noted: set[str] = set()

    def _take(self, item: Event | str) -> None:
        if isinstance(item, str):
            return  # nobody is at the keyboard
        self.latest.handle(item)
        self._take_faults(item)
        if isinstance(item, TaskChanged):
            self._set_options()
        self._tell_notes()
        self._tell()
        status = self.latest.status
        if status is not None and self._set and (status.state in _STOPPED or self._is_done()):
            self._finish()

    def _set_options(self) -> None:
        """Let labels decide in a project that was begun otherwise, or with fewer answers."""
        task = self.latest.task
        if task is not None and not self._set:
            self._set = True
            if task.options != self._wanted:
                self.runner.post(SetOptions(self._wanted))

    @property
    def _measured(self) -> MeasuredView | None:
        return self.latest.status.measured if self.latest.status else None

    def _tell_notes(self) -> None:
        status = self.latest.status
        for note in status.notes if status else ():
            if note not in self._noted:
                self._noted.add(note)
                self._console.print(f"{visible(tr(note))}.")

    def _tell(self) -> None:
        measured = self._measured
        if measured is None or measured.made - self._told < _TOLD_EVERY:
            return
        self._told = measured.made
        prompts = len(self.latest.pool.candidates) if self.latest.pool else 1
        self._console.print(
            tr(
                "{made} of {limit} answers; {prompts}, {retired} out of the race",
                made=measured.made,
                limit=measured.limit,
                prompts=tr_n("{n:,} prompt", "{n:,} prompts", prompts),
                retired=measured.retired,
            )
        )

    def _is_done(self) -> bool:
        """Whether all is made and the last view tells of it."""
        measured, pool = self._measured, self.latest.pool
        if measured is None or not measured.complete or measured.limit != self._limit:
            return False
        return pool is not None and _scores_in(pool) == measured.scored

    @property
    def _limit(self) -> int:
        return self._wanted.answers

    def _tell_fault(self, text: str) -> None:
        sys.stderr.write(f"{visible(text)}\n")

    def _end(self) -> None:
        console, pool = self._console, self.latest.pool
        console.rule("PairTune")
        if pool is not None:
            best = next(row for row in pool.candidates if row.incumbent)
            console.print(tr("Recommended: {name}", name=visible(best.candidate.name)))
            for sentence in (*pool.verdict, pool.trade_off):
                if sentence:
                    console.print(visible(tr(sentence)))
            console.print(_table(pool))
            run = self.latest.status.run if self.latest.status else None
            if (lines := elite_lines(pool, run)) is not None:
                console.print(lines)
            if pool.scorecard is not None and pool.scorecard.unclear:
                console.print(
                    tr_n(
                        "{n:,} answer named no label, or several; the window lists them.",
                        "{n:,} answers named no label, or several; the window lists them.",
                        len(pool.scorecard.unclear),
                    )
                )
        status = self.latest.status
        if status is not None and status.stop_reason:
            console.print(visible(tr(status.stop_reason)))
        console.print(tr("Kept in {path}", path=self._path))


def _table(pool: PoolView) -> Table:
    """Return the best prompts with their scores, the Pareto set marked."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(tr("Prompt"))
    for title in (tr("Tuning"), tr("Less luck"), tr("Held out"), tr("Words")):
        table.add_column(title, justify="right")
    table.add_column(PARETO)
    for line in score_lines(pool)[:_BEST]:
        row = line.candidate
        table.add_row(
            visible(row.candidate.name),
            score_text(line.score.tuning),
            drawn_text(line.score),
            score_text(line.score.held_out),
            figure(f"{row.words:,}"),
            PARETO if row.pareto else "",
        )
    return table


def _scores_in(pool: PoolView) -> int:
    rows = pool.scorecard.rows if pool.scorecard else ()
    return sum(len(row.scores) for row in rows)
