"""Files that are dragged over the window and dropped on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.file_drop import FileDrop

COPY, BUTTON, NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


class Desk:
    """A window that is one field of text, and what was dropped on it."""

    def __init__(self, window: QWidget, field: QPlainTextEdit, drops: FileDrop) -> None:
        self.window, self.field, self.drops = window, field, drops
        self.files: list[Path] = []
        drops.wanted.connect(self.files.append)

    def drag(self, mime: QMimeData) -> bool:
        """Hold something over the field; tell whether it may fall."""
        at = QPoint(50, 50)
        enter = QDragEnterEvent(at, COPY, mime, BUTTON, NONE)
        QApplication.sendEvent(self.window.windowHandle(), enter)
        return enter.isAccepted()

    def leave(self) -> None:
        """Go away with it."""
        QApplication.sendEvent(self.window.windowHandle(), QDragLeaveEvent())

    def drop(self, mime: QMimeData) -> None:
        """Let it fall on the field."""
        fall = QDropEvent(QPointF(50, 50), COPY, mime, BUTTON, NONE, QEvent.Type.Drop)
        QApplication.sendEvent(self.window.windowHandle(), fall)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    """A shown window."""
    window = QWidget()
    window.setAcceptDrops(True)
    window.resize(400, 300)
    field = QPlainTextEdit(window)
    field.resize(400, 300)
    drops = FileDrop(theme, window)
    qtbot.addWidget(window)
    window.show()
    drops.watch(window.windowHandle())
    return Desk(window, field, drops)


def files(*paths: Path | str) -> QMimeData:
    """Return what a file manager drags."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_file_on_a_field_is_opened_and_not_written_into_it(desk: Desk) -> None:
    mime = files("/data/mails.csv")
    assert desk.drag(mime)
    desk.drop(mime)
    assert desk.files == [Path("/data/mails.csv")]
    assert desk.field.toPlainText() == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [("mails.csv", "new project with the rows of mails.csv"), ("Old.PairTune", "project Old")],
)
def test_what_becomes_of_a_file_is_said_before_it_falls(desk: Desk, name: str, told: str) -> None:
    mime = files(f"/data/{name}")
    desk.drag(mime)
    assert desk.drops.veil.isVisible()
    assert desk.drops.veil.text.endswith(told)
    desk.drop(mime)
    assert not desk.drops.veil.isVisible()


def test_the_words_go_with_the_file(desk: Desk) -> None:
    desk.drag(files("/data/mails.csv"))
    desk.leave()
    assert not desk.drops.veil.isVisible()
    assert desk.files == []


def test_two_files_and_a_folder_are_refused_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    for mime, told in (
        (files("/data/a.csv", "/data/b.csv"), "One file"),
        (files(tmp_path), "is a folder"),
    ):
        assert not desk.drag(mime)
        assert told in desk.drops.veil.text
        desk.drop(mime)
    assert desk.files == []


def test_a_text_still_falls_into_the_field(desk: Desk) -> None:
    mime = QMimeData()
    mime.setText("kindly")
    assert desk.drag(mime)
    assert not desk.drops.veil.isVisible()
    desk.drop(mime)
    assert desk.field.toPlainText() == "kindly"
    assert desk.files == []
