"""Files that cannot be read as they are: each is told in the window with what can be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.data.data_page import DataPage
from app.jobs import Jobs
from app.projects import Projects
from app.requests import OpenDataFile
from app.theme import Theme
from app.window.request_desk import RequestDesk
from app.worker import Worker
from optimizer.commands import AddExamples
from optimizer.events import TaskChanged
from tests.app.build_views import task_view
from tests.app.conftest import FakeAsk

GOOD = "text,team\nA,x\nB,y\n"


class Room(QObject):
    """A Data page whose requests are really fulfilled."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__()
        self.page = DataPage(theme)
        self.ask = FakeAsk()
        context = AppContext(folder)
        jobs = Jobs(self.page)  # as in the window: what is late finds nobody who has gone
        projects = Projects(context, Worker(self), self.ask)
        self.desk = RequestDesk(context, jobs, projects, self.ask, self)
        self.page.request.connect(lambda asked: self.desk.handle(asked, self.page.receive))
        self.commands: list[object] = []
        self.page.command.connect(self.commands.append)
        self.page.resize(1000, 700)
        self.page.show()

    def text(self) -> str:
        """Everything that the page says now."""
        QApplication.processEvents()
        return "\n".join(w.text() for w in self.page.findChildren(QLabel) if w.isVisible())

    def offers(self, text: str) -> bool:
        """Whether a button of this text is there."""
        QApplication.processEvents()
        return any(b.text() == text and b.isVisible() for b in self.page.findChildren(QPushButton))

    def press(self, text: str) -> None:
        """Press the button of this text."""
        QApplication.processEvents()
        next(
            b for b in self.page.findChildren(QPushButton) if b.text() == text and b.isVisible()
        ).click()


@pytest.fixture
def room(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Room:
    made = Room(theme, tmp_path / "home")
    qtbot.addWidget(made.page)
    return made


@pytest.mark.parametrize(
    ("name", "data", "said", "good_rows"),
    [
        ("empty.csv", b"", "is empty", 0),
        ("header.csv", b"text,team\n", "has no rows", 0),
        ("utf16.csv", b"\xff\xfea\x00\x00\xd8", "is not valid utf-16", 0),
        ("ragged.csv", b"text,team\nA,x\nB\nC,z\n", "Line 3", 2),
        ("quote.csv", b'text,team\nA,x\n"B"b,y\nC,z\n', "Line 3", 2),
        ("twice.csv", b"text,text\nA,x\n", "both called 'text'", 0),
        ("nameless.csv", b"text,\nA,x\n", "has no name", 0),
        ("broken.jsonl", b'{"text": "A"}\n{"text": \n{"text": "C"}\n', "Line 2", 2),
        ("nested.jsonl", b'{"text": {"a": 1}}\n{"text": "B"}\n', "nested value in 'text'", 2),
        ("nul.csv", b"text,team\nA,x\nB\x00,y\nC,z\n", "NUL", 2),
        ("broken.json", b'[{"text": "A"}, {"text": ]', "not valid JSON at line 1", 0),
        ("all bad.csv", b"text,team\nA\nB\n", "Line 2 of all bad.csv has 1 cell", 0),
    ],
)
def test_a_fault_is_told_and_the_other_rows_are_offered_only_where_there_are_some(
    room: Room, qtbot: QtBot, tmp_path: Path, name: str, data: bytes, said: str, good_rows: int
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    room.page.request.emit(OpenDataFile(path))
    qtbot.waitUntil(lambda: said in room.text())
    assert room.offers("Use the other rows") is bool(good_rows)
    if good_rows:
        room.press("Use the other rows")
        qtbot.waitUntil(lambda: len(room.page.draft.data.examples) == good_rows)
        left_out = 0 if "nested" in name else 1
        assert ("1 bad row left out" in room.text()) is bool(left_out)


def test_a_folder_is_no_table(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    room.page.request.emit(OpenDataFile(tmp_path))
    qtbot.waitUntil(lambda: "is a folder. Choose a file in it." in room.text())


def test_another_try_asks_for_no_file_again(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    room.ask.answer = path
    room.press("Open data…")
    qtbot.waitUntil(lambda: "There is no file" in room.text())
    path.write_text(GOOD)
    room.press("Retry")
    qtbot.waitUntil(lambda: len(room.page.draft.data.examples) == 2)
    assert room.ask.asked == ["Open data"]


def test_rows_are_added_without_the_bad_ones_and_their_number_is_told(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    room.page.handle(TaskChanged(task_view()))
    wanted = [c.name for c in task_view().task.columns]
    lines = [json.dumps(dict.fromkeys(wanted, f"value {n}")) for n in range(4)]
    path = tmp_path / "more.jsonl"
    room.ask.answer = path
    room.press("Add rows…")
    qtbot.waitUntil(lambda: "There is no file" in room.text())
    path.write_text("\n".join([*lines[:2], "{broken", *lines[2:]]))
    room.press("Retry")
    qtbot.waitUntil(lambda: "Line 3 of more.jsonl" in room.text())
    room.press("Use the other rows")
    qtbot.waitUntil(lambda: bool(room.commands))
    (command,) = room.commands
    assert isinstance(command, AddExamples)
    assert len(command.examples) == 4
    assert "4 rows read, 1 bad row left out" in room.text()
    assert not room.page.drafting
    assert room.ask.asked == ["Open data"]
