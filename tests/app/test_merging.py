"""Another copy of the project is taken in: the menu, the file, the news."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.theme import Theme
from app.window.main_window import MainWindow
from app.words.merge_words import merge_words
from optimizer.commands import MergeCopy
from optimizer.events import CopyMerged
from optimizer.store import Store
from optimizer.views import MergeView
from tests.app.conftest import Bench, FakeAsk
from tests.fake_service import FakeService
from tests.optimizer import sessions

VIEW = MergeView("there.pairtune", 12, 1, 0, 30, (), "/x/here before merging.pairtune")


def test_what_a_merge_brought_is_said() -> None:
    assert merge_words(VIEW) == (
        "Merged there.pairtune: 12 votes, 1 prompt, 30 answers new. Before it, the project was "
        "saved as here before merging.pairtune."
    )
    nothing = MergeView("a", 0, 0, 0, 0, ("x", "y"), "b")
    assert "nothing new. The copies disagree on 2 things." in merge_words(nothing)


def test_the_menu_asks_for_the_copy(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    entry = bench.window.menus.actions["project.merge"]
    assert not entry.isEnabled()
    bench.window.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(entry.isEnabled)
    bench.ask.answer = tmp_path / "there.pairtune"
    entry.trigger()
    assert bench.engines[0].commands[-1] == MergeCopy(str(tmp_path / "there.pairtune"))


def test_disagreements_are_listed_on_request(bench: Bench, qtbot: QtBot) -> None:
    bench.window.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(lambda: bench.window.task is not None)
    told = ("B3 is called “a” here and “b” in the other copy.",)
    bench.window.handle(CopyMerged(MergeView("t", 1, 0, 0, 0, told, "s")))
    buttons = bench.window.messages.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Show them").click()
    assert bench.window.overlay.isVisible()
    assert told[0] in [label.text() for label in bench.window.overlay.findChildren(QLabel)]


def test_two_files_become_one_in_the_window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    here, there = tmp_path / "here.pairtune", tmp_path / "there.pairtune"
    session = sessions.create(here)
    sessions.add_children(session, 2)
    sessions.answer_all(session)
    sessions.vote(session)
    session.board.store.save_copy(there)
    session.close()
    for path, votes in ((here, 1), (there, 2)):
        session = sessions.reopen(path)
        for _ in range(votes):
            sessions.vote(session)
        session.close()
    context = AppContext(
        tmp_path / "home", lambda keys, servers: FakeService(lambda request: "An answer.")
    )
    window = MainWindow(context, theme, ask=FakeAsk())
    qtbot.addWidget(window)
    window.show()
    window.open_path(here)
    qtbot.waitUntil(lambda: len(window.latest.votes) == 2, timeout=20_000)
    window.projects.merge(there)
    qtbot.waitUntil(lambda: len(window.latest.votes) == 4, timeout=20_000)
    assert any("Merged there.pairtune: 2 votes" in text for text in window.messages.texts)
    window.close()
    context.close()
    assert (tmp_path / "here before merging.pairtune").exists()
    with Store.open(here) as store:
        assert len(store.votes(include_voided=True)) == 4
        assert store.check() == []
