"""How long the window takes from page to page: the first time, and once more."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QTimer

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

SETTLED_MS = 6_000  # after the prompts are told
BETWEEN_MS = 500


def turns(window: MainWindow, app: Any) -> dict[str, tuple[float, float]]:
    """Turn to every page and back.

    Args:
        window: With a project that is open.
        app: The application.

    Returns:
        By what was done milliseconds by the clock, and of this thread's processor time.
    """
    from app.prompts.prompts_head import LINEAGE, TABLE
    from app.window.spare_time import load_charts, load_engine

    load_engine()  # as the program does once its window is up
    for _ in load_charts():
        pass
    prompts: Any = window.pages["prompts"]
    progress: Any = window.pages["progress"]
    while window.latest.pool is None or len(window.pages.made) < len(window.pages):
        _wait(BETWEEN_MS)
    for page in (prompts, progress):  # in spare time, as the program does
        page.make_ready()
        _wait(BETWEEN_MS)
    _wait(SETTLED_MS)
    tab = progress._tabs.setCurrentIndex
    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("prompts, first", partial(window.show_page, "prompts")),
        ("lineage, first", partial(prompts.head.tabs.setCurrentIndex, LINEAGE)),
        ("table", partial(prompts.head.tabs.setCurrentIndex, TABLE)),
        ("lineage", partial(prompts.head.tabs.setCurrentIndex, LINEAGE)),
        ("table again", partial(prompts.head.tabs.setCurrentIndex, TABLE)),
        ("progress, first", partial(window.show_page, "progress")),
        ("history, first", partial(tab, 1)),
        ("overview", partial(tab, 0)),
        ("history", partial(tab, 1)),
        ("matrix", partial(tab, 2)),
        ("overview again", partial(tab, 0)),
        ("data", partial(window.show_page, "data")),
        ("prompts", partial(window.show_page, "prompts")),
        ("progress", partial(window.show_page, "progress")),
        ("compare", partial(window.show_page, "compare")),
    )
    took = {}
    for name, act in acts:
        app.processEvents()
        begun, worked = time.perf_counter(), time.thread_time()
        act()
        _until_idle()
        took[name] = (
            1000 * (time.perf_counter() - begun),
            1000 * (time.thread_time() - worked),
        )
        _wait(BETWEEN_MS)
    return took


def _until_idle() -> None:
    """Let the window lay out and paint what changed, once, as it does by itself.

    A timer of 0 ms fires when nothing else waits. Told to paint before what was just filled in is
    laid out, it would paint everything twice.
    """
    _wait(0)


def _wait(ms: int) -> None:
    """Let the window live for a while; QTest's own waiting would keep the interpreter to itself."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
