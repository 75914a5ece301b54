"""The main job, whole: a real window, the real engine, the real bundled model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.dialogs.export_dialog import ExportDialog
from app.requests import ExportPrompt, OpenSample
from app.theme import Theme
from app.window.main_window import MainWindow
from optimizer.records import Prompt, Verdict
from optimizer.store import Store
from tests.app.conftest import FakeAsk

PATIENCE_MS = 240_000  # the model may share one slow core with other tests
SAMPLE = "ticket-routing"  # its answers are single words: the quickest to make


class Person:
    """Sits before one window and presses keys.

    Args:
        qtbot: Presses them.
        folder: Where the program keeps its files.
        theme: The appearance.
    """

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme) -> None:
        self._qtbot = qtbot
        self.ask = FakeAsk()
        self.context = AppContext(folder)
        self.window = MainWindow(self.context, theme, ask=self.ask)
        qtbot.addWidget(self.window)
        self.window.show()
        self.model = self.window.compare.model

    def wait(self, condition: Callable[[], bool]) -> None:
        """Look at the window until something is there."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def press(self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
        """Press a key where the focus is."""
        modifier = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifier |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifier |= Qt.KeyboardModifier.ShiftModifier
        self._qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def vote(self, key: Qt.Key) -> str:
        """Vote by one key and wait until the vote is stored; returns the duel."""
        self.wait(lambda: self.model.may_vote)
        before = len(self.window.latest.votes)
        assert self.model.current is not None
        judged, following = self.model.current.duel_id, self.model.next
        self.press(key)
        if following is not None:
            assert self.model.current is following  # at once, before anything is stored
        self.wait(lambda: len(self.window.latest.votes) > before)
        return judged

    def standing_votes(self) -> int:
        """How many votes are not taken back."""
        return sum(not row.voided for row in self.window.latest.votes)

    def leave(self) -> None:
        """Close the window and end the program."""
        with self._qtbot.waitSignal(self.window.closed, timeout=PATIENCE_MS):
            self.window.close()
        self.context.close()


@pytest.fixture
def sit_down(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, bundled_model_file: Path
) -> Iterator[Callable[[], Person]]:
    """Start the program; whoever is still sitting there at the end leaves."""
    people: list[Person] = []

    def sit() -> Person:
        people.append(Person(qtbot, tmp_path, Theme(qapp, "light", 1.0)))
        return people[-1]

    yield sit
    for person in people:
        person.window.close()
        person.context.close()


@pytest.mark.timeout(900)
def test_the_main_job(sit_down: Callable[[], Person], tmp_path: Path, qtbot: QtBot) -> None:
    person = sit_down()
    person.window.request(OpenSample(SAMPLE))
    person.window.show_page("compare")

    seen: set[str] = set()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        seen.add(person.vote(key))
    assert len(seen) == 5
    verdicts = [row.verdict for row in person.window.latest.votes]
    assert verdicts == [
        Verdict.LEFT,
        Verdict.RIGHT,
        Verdict.TIE,
        Verdict.BOTH_BAD,
        Verdict.LEFT,
    ]

    # A reason, written after the vote.
    person.press(Qt.Key.Key_C)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "names the team at once")
    person.press(Qt.Key.Key_Return, ctrl=True)
    person.wait(lambda: person.window.latest.votes[-1].reason == "names the team at once")

    # A proposer's child is in the pool and was shown.
    shown = {p for row in person.window.latest.votes for p in (row.left_prompt, row.right_prompt)}
    person.wait(lambda: bool(person.window.latest.pool))
    pool = person.window.latest.pool
    assert pool is not None
    children = {row.candidate.id for row in pool.candidates if row.candidate.proposer}
    assert children & shown

    # The curve follows the votes.
    person.wait(lambda: bool(person.window.latest.curve))
    person.wait(lambda: person.window.latest.curve[-1].votes == 5)

    # Undo brings the last pair back, redo takes the vote again.
    last = person.window.latest.votes[-1].duel_id
    person.press(Qt.Key.Key_Z, ctrl=True)
    person.wait(lambda: person.standing_votes() == 4)
    person.wait(lambda: person.model.current is not None and person.model.current.duel_id == last)
    person.wait(lambda: bool(person.window.status and person.window.status.redo_text))
    person.press(Qt.Key.Key_Z, ctrl=True, shift=True)
    person.wait(lambda: person.standing_votes() == 5)

    # The recommended prompt goes to a file, as it was scored.
    out = tmp_path / "tuned.json"
    person.ask.answer = out

    def choose_json() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.format.setCurrentIndex(dialog.format.findData("json"))
        dialog.save.click()
        qtbot.waitUntil(out.exists, timeout=PATIENCE_MS)
        dialog.accept()

    QTimer.singleShot(0, choose_json)
    person.window.request(ExportPrompt())
    exported = json.loads(out.read_text(encoding="utf-8"))
    assert exported["id"] in {row.candidate.id for row in pool.candidates} | shown

    person.wait(lambda: person.model.current is not None)
    assert person.model.current is not None
    on_screen = person.model.current.duel_id
    person.leave()

    # What the file holds is what was done, and the same pair is there again.
    project = person.context.samples_folder / f"{SAMPLE}.pairtune"
    with Store.open(project) as store:
        assert store.check() == []
        assert len(store.votes()) == 5
        prompts = {c.id: c.prompt for c in store.candidates()}
    assert isinstance(prompts[exported["id"]], Prompt)

    again = sit_down()
    again.window.open_path(project)
    again.wait(lambda: again.model.current is not None)
    assert again.model.current is not None
    assert again.model.current.duel_id == on_screen
    assert again.standing_votes() == 5
    again.vote(Qt.Key.Key_2)
    again.leave()
