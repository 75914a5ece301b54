"""What `tests.benchmarks.window` runs as programs of their own, so that each starts cold."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

HEAVY = ("litellm", "pandas", "scipy")
KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_S)
SOONEST_MS, LATEST_MS = 200, 900
SETTLE_MS = 3_000


def main() -> None:
    """Do what the first argument says."""
    sys.excepthook = _end
    work, arguments = sys.argv[1], sys.argv[2:]
    works: dict[str, Callable[..., None]] = {
        "bare": bare,
        "start": start,
        "open": open_big,
        "vote": vote,
        "turn": turn,
    }
    works[work](*arguments)


def _end(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    """End at the first bug: Qt would go on, and the parent wait for ever."""
    traceback.print_exception(kind, bug, trace)
    os._exit(1)


def say(**figures: object) -> None:
    """Tell the parent."""
    print(json.dumps(figures), flush=True)


def bare() -> None:
    """Show a window with one plot and nothing else."""
    import pyqtgraph as pg

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    plot = pg.PlotWidget()
    plot.plot(list(range(100)))
    window.setCentralWidget(plot)
    window.resize(1280, 820)
    window.show()

    def told() -> None:
        say(interactive=True)
        app.quit()

    when_interactive(window, told)
    app.exec()


def start() -> None:
    """Show the program's own window as it starts without a project."""
    from app.__main__ import main as program
    from app.context import AppContext

    settings = AppContext().settings
    # The very first start opens a sample by itself; this is every other one.
    settings.remember_project(Path(__file__))
    settings.flush()
    qt = QApplication(sys.argv[:1])

    def tell() -> None:
        loaded = [name for name in HEAVY if name in sys.modules]
        say(interactive=True, loaded=loaded)
        qt.quit()

    def look() -> None:
        (window,) = (w for w in qt.topLevelWidgets() if isinstance(w, QMainWindow))
        when_interactive(window, tell)

    QTimer.singleShot(0, look)
    program([])


def when_interactive(window: QMainWindow, then: Callable[[], object]) -> None:
    """Call `then` once the window was painted and its event loop has nothing else to do."""

    def look() -> None:
        # Painting is part of being exposed; a timer of 0 ms fires when nothing else waits.
        QTimer.singleShot(0, then if window.windowHandle().isExposed() else look)

    QTimer.singleShot(0, look)


class Watch(QObject):
    """The program's window on the big project, and when its two panes were painted.

    Args:
        path: The project.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        from app.context import AppContext
        from app.theme import Theme
        from app.widgets import reader
        from app.window.main_window import MainWindow
        from app.window.window_program import yield_quickly
        from tests.benchmarks.late_service import LateService

        self._painted: dict[object, float] = {}
        self._wanted: tuple[str, Callable[[float], None]] | None = None
        self._shown: str | None = None
        self._wrap(reader.Reader)
        self.app = QApplication(sys.argv[:1])
        home = Path(tempfile.mkdtemp(prefix="pairtune-bench-"))
        context = AppContext(home, lambda keys, servers: LateService())  # type: ignore[arg-type, return-value]
        self.window = MainWindow(context, Theme(self.app, "light"))
        yield_quickly(self.window)
        self.window.resize(1280, 820)
        self.window.show()
        self.window.activateWindow()
        self.path = path

    def when_painted(self, duel_id: str, then: Callable[[float], None]) -> None:
        """Tell the time when both panes have painted a pair; "" stands for any.

        The engine may put another in its place before it is painted: that one counts then.
        """
        self._painted.clear()
        current = self.window.compare.model.current
        self._shown = current.duel_id if current else None
        self._wanted = (duel_id, then)

    def close(self) -> None:
        """End window and engine."""
        self.window.close()
        self.window.context.close()
        self.app.quit()

    def _wrap(self, reader: Any) -> None:
        watch, before = self, reader.paintEvent

        def paint(pane: Any, event: QPaintEvent) -> None:
            before(pane, event)
            watch._note(pane)

        reader.paintEvent = paint

    def _note(self, pane: object) -> None:
        stage, model = self.window.compare.stage, self.window.compare.model
        pair = model.current
        if self._wanted is None or pair is None:
            return
        shown = (stage.left.page, stage.right.page)
        if None in shown or (self._wanted[0] and pair.duel_id == self._shown):
            return
        if [page.output.output_id for page in shown if page] != [
            pair.left.output_id,
            pair.right.output_id,
        ]:
            return
        self._painted[pane] = time.perf_counter()
        if len(self._painted) == 2:
            (_, then), self._wanted = self._wanted, None
            then(max(self._painted.values()))


def open_big(path: str) -> None:
    """Open the big project in a window that is there, until its pair is painted."""
    watch = Watch(Path(path))

    def begin() -> None:
        begun, worked = time.perf_counter(), time.process_time()

        def tell(painted: float) -> None:
            work = 1000 * (time.process_time() - worked)
            say(opened_ms=1000 * (painted - begun), work_ms=work)
            QTimer.singleShot(0, watch.close)

        watch.when_painted("", tell)
        watch.window.open_path(watch.path)

    when_interactive(watch.window, begin)
    watch.app.exec()


def vote(path: str, presses: str) -> None:
    """Open the big project and vote at a person's quickest pace while the optimizer works."""
    watch = Watch(Path(path))
    Presser(watch, int(presses))
    watch.app.exec()


def turn(path: str) -> None:
    """Open the big project and turn from page to page."""
    from tests.benchmarks.window_pages import turns

    watch = Watch(Path(path))

    def begin(_: float) -> None:
        say(took=turns(watch.window, watch.app))
        watch.close()

    watch.when_painted("", lambda painted: QTimer.singleShot(0, lambda: begin(painted)))
    watch.window.open_path(watch.path)
    watch.app.exec()


class Presser(QObject):
    """Presses keys at random moments.

    Args:
        watch: The window.
        presses: How many.
    """

    def __init__(self, watch: Watch, presses: int) -> None:
        super().__init__(watch)
        self._watch = watch
        self._left = presses
        self._rng = Random(5)
        self._due = 0.0
        self._waits = 0
        self._figures: list[tuple[float, float, float]] = []
        self._work: list[float] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._press)
        watch.when_painted("", lambda _: QTimer.singleShot(SETTLE_MS, self._plan))
        watch.window.open_path(watch.path)

    def _plan(self) -> None:
        self._after(self._rng.randint(SOONEST_MS, LATEST_MS))

    def _after(self, wait_ms: int) -> None:
        # The moment that was meant counts: a window that is busy then lets the person wait.
        self._due = time.perf_counter() + wait_ms / 1000
        self._timer.start(wait_ms)

    def _press(self) -> None:
        page = self._watch.window.compare
        if not page.model.may_vote or page.model.next is None:
            self._waits += 1
            self._after(50)
            return
        begun = time.perf_counter()
        due = min(self._due, begun)
        seen: dict[str, float] = {}

        def note(**moment: float) -> None:
            # The pair may be painted while the key is handled or after it.
            seen.update(moment)
            if len(seen) == 2:
                self._note(due, begun, seen["handled"], seen["painted"])

        self._watch.when_painted(page.model.next.duel_id, lambda painted: note(painted=painted))
        worked = time.thread_time()
        QTest.keyClick(page, self._rng.choice(KEYS))
        self._work.append(time.thread_time() - worked)
        note(handled=time.perf_counter())

    def _note(self, due: float, begun: float, handled: float, painted: float) -> None:
        self._figures.append((painted - due, begun - due, handled - begun))
        self._left -= 1
        if self._left:
            QTimer.singleShot(0, self._plan)
        else:
            QTimer.singleShot(0, self._end)

    def _end(self) -> None:
        status = self._watch.window.status
        say(
            whole=[1000 * whole for whole, _, _ in self._figures],
            late=[1000 * late for _, late, _ in self._figures],
            handled=[1000 * handled for _, _, handled in self._figures],
            work=[1000 * work for work in self._work],
            waits=self._waits,
            calls=sum(role.calls for role in status.spend.values()) if status else 0,
            peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )
        self._watch.close()


if __name__ == "__main__":
    main()
