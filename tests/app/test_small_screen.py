"""The smallest screen that is supported, also for people who need large type."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.theme import Theme
from app.window.main_window import MainWindow
from optimizer.events import PoolChanged, TaskChanged
from tests.app.build_views import pool_view, task_view


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_every_page_fits_1024_by_700(
    qtbot: QtBot, theme: Theme, tmp_path: Path, zoom: float
) -> None:
    theme.set_zoom(zoom)
    context = AppContext(tmp_path / "home")
    window = MainWindow(context, theme)
    qtbot.addWidget(window)
    for name in ("data", "compare", "prompts", "progress"):
        page = window.pages[name]
        page.handle(TaskChanged(task_view()))
        page.handle(PoolChanged(pool_view()))
        window.frame.show_page(page)
        least = window.minimumSizeHint()
        assert least.width() <= 1024, name
        assert least.height() <= 700, name
    window.close()
    context.close()
