"""Several windows of one program, and one project in two of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.theme import Theme
from app.window.main_window import MainWindow
from app.window.menus import WRITING
from app.window.windows import Windows
from optimizer.project import create_project
from tests.fake_service import FakeService
from tests.small_project import small_draft


@pytest.fixture
def windows(theme: Theme, tmp_path: Path) -> Iterator[Windows]:
    context = AppContext(
        tmp_path / "home", lambda keys, servers: FakeService(lambda request: "An answer.")
    )
    made = Windows(context, theme, lambda window: None)
    yield made
    for window in made.open:
        window.close()
        window.deleteLater()
    context.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "replies.pairtune"
    create_project(path, small_draft()).close()
    return path


def opened(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Wait until a project is open in a window."""
    qtbot.waitUntil(lambda: window.task is not None, timeout=20_000)
    return window


def test_a_second_window_stands_beside_the_first_and_is_forgotten_once_closed(
    windows: Windows,
) -> None:
    first = windows.new()
    first.new_window_wanted.emit(None)
    second = windows.open[1]
    assert second.pos() != first.pos()
    second.close()
    assert windows.open == (first,)


def test_a_file_of_the_system_goes_to_a_free_window_or_to_a_new_one(
    windows: Windows, project: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    first = windows.new()
    windows.open_path(project)
    opened(first, qtbot)
    other = tmp_path / "other.pairtune"
    create_project(other, small_draft()).close()
    windows.open_path(other)
    assert len(windows.open) == 2
    assert opened(windows.open[1], qtbot).task.path == str(other)


def test_one_file_in_two_windows_is_read_only_in_the_second_and_says_so(
    windows: Windows, project: Path, qtbot: QtBot
) -> None:
    first = windows.new(project)
    assert not opened(first, qtbot).task.read_only
    second = windows.new(project)
    assert opened(second, qtbot).task.read_only
    qtbot.waitUntil(lambda: bool(second.messages.texts))
    assert "open in another window" in second.messages.texts[0]
    assert "(read-only)" in second.windowTitle()
    able = second.menus.actions
    qtbot.waitUntil(lambda: not able["project.merge"].isEnabled())
    assert not any(able[name].isEnabled() for name in WRITING)
    assert able["project.copy"].isEnabled()
    assert able["project.export"].isEnabled()
    assert not first.messages.texts


def test_what_the_system_hands_over_is_passed_on(qtbot: QtBot, tmp_path: Path) -> None:
    from app.window import windows as module

    asked: list[Path] = []

    class Heard:
        """Stands in for the application, of which there can be only one."""

        def emit(self, path: Path) -> None:
            asked.append(path)

    class Stand:
        file_wanted = Heard()

    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "a.pairtune")))
    assert module.Program.event(Stand(), event)  # type: ignore[arg-type]
    assert asked == [tmp_path / "a.pairtune"]
