"""How the window bears a file of 10,000 prompts and 100,000 votes, against one of the usual size.

Run as `python -m tests.benchmarks.huge`. Each size is a program of its own, with the real window
and pages and a scripted engine behind them, so that what is measured is the window's own code. The
figures that count are the ratios: what should not depend on the size of the file should be near 1.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from app.pool_rows import candidates_of
from optimizer.commands import CastVote, Command
from optimizer.events import (
    CurveChanged,
    Event,
    HistoryChanged,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import Candidate, Prompt, Purpose, Standing, Strength, Verdict
from optimizer.reports.candidate_rows import CandidateRows, Facts
from optimizer.reports.standing_columns import Standings
from optimizer.store import AnswerCost
from optimizer.views import (
    Advice,
    AdviceKind,
    CurvePoint,
    HistoryRow,
    PoolView,
    Reveal,
)
from tests.app.fake_engine import make_pair, make_status, make_task

if TYPE_CHECKING:
    from app.progress.progress_page import ProgressPage
    from app.prompts.prompts_page import PromptsPage

USUAL, HUGE = (200, 5_000), (10_000, 100_000)
PRESSES, STEPS = 100, 60


def main() -> None:
    """Print the figures of both sizes and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("child", nargs="*", type=int)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(*options.child)), flush=True)
        return
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}")
    usual, huge = (_child(*size) for size in (USUAL, HUGE))
    print(f"{'':44}{USUAL[0]:>10,} prompts{HUGE[0]:>10,} prompts{'ratio':>8}")
    print(f"{'':44}{USUAL[1]:>10,} votes  {HUGE[1]:>10,} votes")
    for name, before in usual.items():
        after = huge[name]
        print(f"{name:44}{before:>18.1f}{after:>18.1f}{after / max(before, 0.01):>8.1f}")
    print(f"load {os.getloadavg()[0]:.1f}")


def _child(prompts: int, votes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="pairtune-bench-home-") as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.huge", str(prompts), str(votes)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PAIRTUNE_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(prompts: int, votes: int) -> dict[str, float]:
    """Return milliseconds (and megabytes) of what a person does with a file of this size."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.context import AppContext
    from app.prompts.prompts_head import LINEAGE, TABLE
    from app.theme import Theme
    from app.window.main_window import MainWindow

    down = Qt.SortOrder.DescendingOrder
    app = QApplication(sys.argv[:1])
    engine: list[Scripted] = []

    def opener(path: Path, context: AppContext, emit: Callable[[Event], None]) -> Scripted:
        engine.append(Scripted(emit, prompts, votes))
        return engine[0]

    window = MainWindow(AppContext(Path(tempfile.mkdtemp())), Theme(app, "light"), opener=opener)
    window.resize(1280, 820)
    window.show()
    for name in ("data", "prompts", "progress"):
        window.show_page(name)
        app.processEvents()
    figures: dict[str, float] = {}
    window.projects.open(Path("/projects/huge.pairtune"))
    while not engine:
        QTest.qWait(5)
    window.show_page("compare")

    def timed(name: str, act: Callable[[], object]) -> None:
        begun = time.perf_counter()
        act()
        app.processEvents()
        figures[name] = 1000 * (time.perf_counter() - begun)

    timed("opening: taking in all that is told", engine[0].tell_all)
    keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Q, Qt.Key.Key_3)
    took = []
    for at in range(PRESSES):
        QTest.qWait(10)
        begun = time.perf_counter()
        QTest.keyClick(window.compare, keys[at % len(keys)])
        window.compare.stage.repaint()
        took.append(1000 * (time.perf_counter() - begun))
    took.sort()
    figures["vote: key to next pair, p50"] = statistics.median(took)
    figures["vote: key to next pair, p99"] = took[int(len(took) * 0.99)]
    timed("what the engine tells after a vote", lambda: engine[0].tell_vote(engine[0].number))
    for name in ("prompts", "compare", "prompts"):
        timed(f"turning to {name}", partial(window.show_page, name))
    prompts_page = cast("PromptsPage", window.pages["prompts"])
    progress = cast("ProgressPage", window.pages["progress"])
    figures |= _scrolling(app, "table of prompts", prompts_page.table)
    timed("sorting the prompts", lambda: prompts_page.table.sortByColumn(2, down))
    timed("growing the lineage", lambda: prompts_page.head.tabs.setCurrentIndex(LINEAGE))
    timed("turning back to the table", lambda: prompts_page.head.tabs.setCurrentIndex(TABLE))
    details = prompts_page.details
    timed("where a prompt wins", lambda: details.setCurrentWidget(details.examples))
    window.show_page("progress")
    timed("turning to the history", lambda: progress._tabs.setCurrentIndex(1))
    history = progress.history
    figures |= _scrolling(app, "history", history.table)
    history.text.setText("refund")
    timed("finding in the history, first time", history.redraw)
    history.text.setText("refund helps")
    timed("finding in the history, then", history.redraw)
    history.text.clear()
    app.processEvents()
    window.show_page("compare")
    QTest.qWait(300)
    timed("turning to the history again", lambda: window.show_page("progress"))
    timed("turning back to compare", lambda: window.show_page("compare"))
    figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    window.close()
    return figures


def _scrolling(app: Any, name: str, table: Any) -> dict[str, float]:
    """Scroll a table from top to bottom, painting every step."""
    bar, frames = table.verticalScrollBar(), []
    for step in range(STEPS + 1):
        begun = time.perf_counter()
        bar.setValue(round(bar.maximum() * step / STEPS))
        table.viewport().repaint()
        frames.append(1000 * (time.perf_counter() - begun))
    frames.sort()
    return {f"scrolling the {name}, worst frame": frames[-1]}


class Scripted:
    """Tells what an engine would tell of a file, and answers votes at once.

    Args:
        emit: Takes events.
        prompts: How many prompts the file has.
        votes: How many votes.
    """

    def __init__(self, emit: Callable[[Event], None], prompts: int, votes: int) -> None:
        self._emit = emit
        self._pool = _pool(prompts)
        self._rows = _rows(self._pool, votes)
        self.number = votes
        self._next = 1
        self._ready: list[int] = []

    def tell_all(self) -> None:
        """Tell what an engine tells on opening."""
        self._emit(TaskChanged(make_task("/projects/huge.pairtune")))
        self._emit(HistoryChanged(self._rows, whole=True))
        self._tell_pairs()
        self._emit(PoolChanged(self._pool))
        self._emit(CurveChanged(_curve(self._pool, self.number)))
        self._emit(StatusChanged(make_status(votes=self.number)))
        from PySide6.QtTest import QTest

        QTest.qWait(20)

    def tell_vote(self, number: int) -> None:
        """Tell that one more vote is stored, as far as it is told at once."""
        row = replace(self._rows[-1], vote_id=f"n{number}", number=number, duel_id=f"d{number}")
        self._emit(VoteStored(Reveal(row.vote_id, number, row.verdict, "B1", "B2", "x", "y"), row))

    def post(self, command: Command) -> None:
        """Take a command; only votes are answered."""
        if isinstance(command, CastVote):
            self.number += 1
            self.tell_vote(self.number)
            self._ready = [n for n in self._ready if f"duel-{n}" != command.next_duel]
            self._tell_pairs()
            self._emit(StatusChanged(make_status(votes=self.number)))

    def join(self, timeout: float | None = None) -> bool:
        """Tell that it has ended; it has no thread."""
        return True

    def _tell_pairs(self) -> None:
        while len(self._ready) < 4:
            self._ready.append(self._next)
            self._next += 1
        self._emit(PairsReady(tuple(make_pair(number) for number in self._ready)))


def _pool(prompts: int) -> PoolView:
    pool: list[Candidate] = []
    standings = []
    for k in range(prompts):
        pool.append(
            Candidate(
                Prompt(f"Reply kindly, in way {k}: {{{{message}}}}"),
                f"B{k}" if k else "Start",
                label="plainer words" if k else "",
                parents=(pool[k // 3].id,) if k else (),
                proposer="rephrase" if k else "",
                start=not k,
            )
        )
        mean = ((k * 7919) % 1000) / 500 - 1
        standing = Standing(k % 9, k % 5, k % 3, mean, 0.4, 0.01, 0.5, 0.5, 0.3, 0.7, k < 60)
        standings.append(astuple(standing))
    ids = [candidate.id for candidate in pool]
    cost = AnswerCost(5, 80.0, 0.0001)
    rows = CandidateRows(
        tuple(pool),
        Standings(ids, [np.array(column) for column in zip(*standings, strict=True)]),
        np.full(prompts, 40),
        np.zeros(prompts, dtype=bool),
        Facts(best=ids[7], costs=dict.fromkeys(ids, cost)),
        {prompt_id: place for place, prompt_id in enumerate(ids)},
    )
    advice = Advice(AdviceKind.KEEP_VOTING, "Keep voting.", 0.9, 0.05)
    return PoolView(rows, (), (), advice, ids[7], ids[0])


def _rows(pool: PoolView, votes: int) -> tuple[HistoryRow, ...]:
    candidates = candidates_of(pool.candidates)
    verdicts = (Verdict.LEFT, Verdict.RIGHT, Verdict.TIE, Verdict.LEFT, Verdict.SKIP)
    rows = []
    for at in range(votes):
        left = candidates[(at * 31) % len(candidates)]
        right = candidates[(at * 31 + 1 + at % 7) % len(candidates)]
        rows.append(
            HistoryRow(
                vote_id=f"v{at}",
                duel_id=f"d{at}",
                number=at + 1,
                cast_at=f"2026-{1 + at % 10:02}-{1 + at % 28:02}T{at % 24:02}:10:05.000Z",
                example_id=f"e{at % 700}",
                example_title=f"Ticket {at % 700}: the refund of my order has not arrived yet",
                verdict=verdicts[at % 5],
                strength=Strength.CLEARLY,
                tags=("too long",) if at % 10 == 0 else (),
                reason="It says nothing that helps." if at % 20 == 0 else "",
                left_name=left.name,
                right_name=right.name,
                left_prompt=left.id,
                right_prompt=right.id,
                took_ms=4000,
                rater="You",
                purpose=Purpose.TUNE,
                voided=False,
            )
        )
    return tuple(rows)


def _curve(pool: PoolView, votes: int) -> tuple[CurvePoint, ...]:
    steps, best = range(0, votes + 1, max(1, votes // 60)), pool.incumbent_id
    return tuple(CurvePoint(n, 0.6, 0.5, 0.7, 0.9, best, best, f"v{n}") for n in steps)


if __name__ == "__main__":
    main()
