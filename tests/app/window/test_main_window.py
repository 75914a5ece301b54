"""The window on a scripted engine: documents, pages, keys, messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.compare_choices import CompareChoices
from app.requests import (
    Answered,
    CreateProject,
    Draft,
    ImportPrompt,
    OpenDataFile,
    OpenProject,
    SaveText,
    ShowPage,
)
from app.settings import Settings
from optimizer.commands import CastVote, Close, Pause, Redo, Resume, SitDown, Undo
from optimizer.events import (
    BugFound,
    Closed,
    FaultCleared,
    FaultRaised,
    FileUpgraded,
    StatusChanged,
)
from optimizer.records import Prompt, Task, Verdict
from optimizer.views import EngineState, FaultView
from tests.app.conftest import Bench
from tests.app.fake_engine import make_status

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A file that looks like a project."""
    path = tmp_path / "replies.pairtune"
    path.touch()
    return path


@pytest.fixture
def open_bench(qtbot: QtBot, bench: Bench, project: Path) -> Bench:
    """A window with an open project and a pair on the screen."""
    bench.window.projects.open(project)
    qtbot.waitUntil(lambda: bench.window.compare.model.current is not None)
    return bench


def buttons(bench: Bench) -> dict[str, QPushButton]:
    """Return the buttons of what is shown, by what they say."""
    page = bench.window.page
    return {each.text(): each for each in page.findChildren(QPushButton) if each.isVisible()}


def test_an_empty_window_offers_three_ways_to_begin(bench: Bench) -> None:
    assert bench.window.page is bench.window.welcome
    assert {"Try the sample", "Open data", "Connect a model"} <= set(buttons(bench))
    assert bench.window.windowTitle() == "PairTune"


def test_opening_a_project_shows_its_first_pair(open_bench: Bench, project: Path) -> None:
    window = open_bench.window
    assert window.page is window.compare
    assert window.windowTitle() == "Replies — PairTune"
    assert window.context.settings.recent_projects == (project,)
    for name, page in open_bench.others.items():
        assert window.pages[name] is page
        assert page.events, "a page that is made later is told what it missed"


def test_the_pairs_that_are_ready_are_counted_once(open_bench: Bench) -> None:
    window = open_bench.window
    for _ in range(2):
        ready = window.compare.strip.ready_text
        assert "ready" in ready
        assert ready in window.status_line.text
        QTest.keyClick(window.compare, Qt.Key.Key_2)


def test_a_vote_goes_through_the_window_to_the_engine(open_bench: Bench) -> None:
    window = open_bench.window
    QTest.keyClick(window.compare, Qt.Key.Key_2)
    votes = [c for c in open_bench.engines[0].commands if isinstance(c, CastVote)]
    assert [vote.verdict for vote in votes] == [Verdict.RIGHT]


def test_undo_and_redo_work_from_every_page_and_name_the_action(
    qtbot: QtBot, open_bench: Bench
) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    undo, redo = window.menus.actions["edit.undo"], window.menus.actions["edit.redo"]
    QTest.keyClick(window.compare, Qt.Key.Key_1)
    for name in ("data", "prompts", "progress", "compare"):
        window.show_page(name)
        qtbot.waitUntil(lambda: undo.text() == "Undo vote 1: left better")
        QTest.keyClick(window.page, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: redo.text() == "Redo vote 1: left better")
        assert engine.commands[-1] == Undo()
        assert not undo.isEnabled()
        QTest.keyClick(window.page, Qt.Key.Key_Z, CONTROL | SHIFT)
        qtbot.waitUntil(lambda: not redo.isEnabled())
        assert engine.commands[-1] == Redo()


def test_undo_need_not_wait_for_the_engine_to_answer(open_bench: Bench) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    for key, modifier in (
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, CONTROL),
        (Qt.Key.Key_Z, CONTROL | SHIFT),
    ):
        QTest.keyClick(window.compare, key, modifier)
    assert [type(c) for c in engine.commands[-3:]] == [CastVote, Undo, Redo]


def test_undo_inside_an_editable_text_belongs_to_the_text(qtbot: QtBot, open_bench: Bench) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    QTest.keyClick(window.compare, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.menus.actions["edit.undo"].isEnabled())
    window.show_page("data")
    line = QLineEdit(window.page)
    line.show()
    line.setFocus()
    QTest.keyClicks(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_Z, CONTROL)
    assert line.text() != "abc"
    assert Undo() not in engine.commands


def test_undo_from_a_read_only_output_takes_the_vote_back(qtbot: QtBot, open_bench: Bench) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    QTest.keyClick(window.compare, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.menus.actions["edit.undo"].isEnabled())
    reader = window.compare.stage.left.reader
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: Undo() in engine.commands)


def test_the_key_of_a_page_brings_the_focus_back_to_it(open_bench: Bench) -> None:
    window = open_bench.window
    window.rail._buttons["prompts"].setFocus()
    window.menus.actions["page.compare"].trigger()
    assert window.focusWidget() is window.compare


def test_pages_turn_by_key_and_by_rail(open_bench: Bench) -> None:
    window = open_bench.window
    for at, name in enumerate(("data", "compare", "prompts", "progress"), start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + at), ALT)
        assert window.page is window.pages[name]
        assert window.rail.page == name


def test_without_a_project_only_the_data_page_is_itself(bench: Bench) -> None:
    window = bench.window
    window.show_page("progress")
    assert window.page is window.welcome
    window.show_page("data")
    assert window.page is window.pages["data"]


def test_faults_are_shown_inline_and_cleared(open_bench: Bench) -> None:
    window = open_bench.window
    window.handle(FaultRaised(FaultView("No network.", "Check it.", "connection", True)))
    assert window.messages.texts == ("No network. Check it.",)
    window.handle(FaultCleared("connection"))
    assert window.messages.texts == ()
    window.handle(BugFound("oops", "report"))
    assert "oops" in window.messages.texts[0]


def test_a_file_that_was_brought_up_to_date_is_told_with_its_copy(open_bench: Bench) -> None:
    window = open_bench.window
    window.handle(FileUpgraded("/home/ada/replies.schema-3.pairtune"))
    (text,) = window.messages.texts
    assert text.endswith("saved as replies.schema-3.pairtune.")


def test_retry_of_an_engine_fault_resumes_it(open_bench: Bench) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    window.handle(FaultRaised(FaultView("No network.", "", "connection", True)))
    retry = [b for b in window.messages.findChildren(QPushButton) if b.text() == "Retry"]
    retry[0].click()
    assert Resume() in engine.commands


def test_a_message_that_goes_away_gives_the_keys_back_to_the_page(
    qtbot: QtBot, open_bench: Bench
) -> None:
    window = open_bench.window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.handle(FaultRaised(FaultView("No network.", "", "connection", True)))
    retry = next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Retry")
    retry.setFocus()
    retry.click()
    assert window.frame.page.hasFocus()


def test_the_status_line_says_state_spend_and_pause(open_bench: Bench) -> None:
    window, engine = open_bench.window, open_bench.engines[0]
    assert "41 calls" in window.status_line.text
    window.status_line.pause_wanted.emit()
    assert Pause() in engine.commands
    window.handle(StatusChanged(make_status(EngineState.PAUSED)))
    assert "Paused" in window.status_line.text
    assert "Resume" in window.status_line.text


def test_a_project_that_cannot_be_opened_leaves_a_message_and_the_welcome(
    bench: Bench, project: Path
) -> None:
    window = bench.window
    window.projects.path = project
    window.handle(FaultRaised(FaultView("It is no project.", "Choose another.", "project")))
    window.handle(Closed())
    assert window.page is window.welcome
    assert window.messages.texts == ("It is no project. Choose another.",)


def test_opening_another_project_closes_the_first(
    qtbot: QtBot, open_bench: Bench, tmp_path: Path
) -> None:
    window = open_bench.window
    other = tmp_path / "other.pairtune"
    other.touch()
    assert window.pages["prompts"] is open_bench.others["prompts"]
    QTest.keyClick(window.compare, Qt.Key.Key_1)
    open_bench.ask.answer = other
    window.request(OpenProject())
    qtbot.waitUntil(lambda: len(open_bench.engines) == 2 and window.task is not None)
    assert Close() in open_bench.engines[0].commands
    assert window.compare.model.votes.rows == ()
    assert any(isinstance(event, Closed) for event in open_bench.others["prompts"].events)


def test_a_dropped_project_is_opened_and_dropped_data_goes_to_the_data_page(
    qtbot: QtBot, bench: Bench, project: Path, tmp_path: Path
) -> None:
    window = bench.window
    data = tmp_path / "rows.csv"
    data.write_text("message\nHello\nBye\n", encoding="utf-8")
    drop(window, data)
    replies = bench.others["data"].replies
    qtbot.waitUntil(lambda: bool(replies), timeout=20_000)
    assert isinstance(replies[0], Answered)
    assert replies[0].request == OpenDataFile(data)
    assert window.page is window.pages["data"]
    drop(window, project)
    qtbot.waitUntil(lambda: window.task is not None)


def test_a_draft_becomes_a_project(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "new.pairtune"
    bench.ask.answer = path
    draft = Draft("New one", Task("t", "New one"), (), Prompt("{{message}}"))
    bench.window.request(CreateProject(draft), bench.others["data"])
    qtbot.waitUntil(lambda: bench.window.task is not None)
    assert bench.engines[0].path == path
    assert bench.others["data"].replies == [Answered(CreateProject(draft), path)]


def test_a_draft_without_a_place_is_told_that_it_was_left(bench: Bench) -> None:
    draft = Draft("New one", Task("t", "New one"), (), Prompt("{{message}}"))
    bench.window.request(CreateProject(draft), bench.others["data"])
    (reply,) = bench.others["data"].replies
    assert reply.fault.kind == "cancelled"
    assert bench.window.messages.texts == ()


def test_a_text_is_saved_and_that_is_said(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    bench.ask.answer = path
    bench.window.request(SaveText("a\tb\n", "table.tsv"), bench.others["progress"])
    qtbot.waitUntil(lambda: bool(bench.others["progress"].replies), timeout=20_000)
    assert path.read_text(encoding="utf-8") == "a\tb\n"
    assert "table.tsv" in bench.window.messages.texts[0]


def test_a_fault_of_a_try_goes_when_another_one_succeeds(
    qtbot: QtBot, open_bench: Bench, tmp_path: Path
) -> None:
    window, bad, good = open_bench.window, tmp_path / "bad.json", tmp_path / "good.txt"
    bad.write_bytes(b"\xff\xfe\xfa")
    good.write_text("Answer {{message}}", encoding="utf-8")
    window.show_page("prompts")
    window.request(ImportPrompt(bad), window.pages["prompts"])
    qtbot.waitUntil(lambda: bool(window.messages.texts), timeout=20_000)
    assert "bad.json" in window.messages.texts[0]
    window.request(ImportPrompt(good), window.pages["prompts"])
    qtbot.waitUntil(lambda: not window.messages.texts, timeout=20_000)


def test_a_fault_of_a_try_goes_with_its_page_and_one_of_the_model_stays(
    qtbot: QtBot, open_bench: Bench, tmp_path: Path
) -> None:
    window = open_bench.window
    window.show_page("prompts")
    window.handle(FaultRaised(FaultView("The model does not answer.", "Wait.", "offline")))
    window.request(ImportPrompt(tmp_path / "gone.json"), window.pages["prompts"])
    qtbot.waitUntil(lambda: len(window.messages.texts) == 2, timeout=20_000)
    window.show_page("prompts")
    assert len(window.messages.texts) == 2
    window.show_page("progress")
    window.show_page("prompts")
    assert window.messages.texts == ("The model does not answer. Wait.",)


def test_a_request_turns_pages(open_bench: Bench) -> None:
    assert open_bench.window.pages["data"] is open_bench.others["data"]
    open_bench.others["data"].request.emit(ShowPage("progress"))
    assert open_bench.window.page is open_bench.window.pages["progress"]


def test_f1_shows_the_keys_and_esc_takes_them_away(open_bench: Bench) -> None:
    window = open_bench.window
    QTest.keyClick(window.compare, Qt.Key.Key_F1)
    assert window.overlay.isVisible()
    assert window.overlay.title == "Keys"
    QTest.keyClick(window.overlay, Qt.Key.Key_Escape)
    assert not window.overlay.isVisible()
    QTest.keyClick(window.compare, Qt.Key.Key_1)
    assert any(isinstance(c, CastVote) for c in open_bench.engines[0].commands)


def test_zoom_is_kept(bench: Bench) -> None:
    window = bench.window
    QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert window.theme.zoom == 1.1
    assert window.context.settings.zoom == 1.1
    QTest.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert window.theme.zoom == 1.0


def test_a_way_of_reading_is_kept_for_the_project(open_bench: Bench, project: Path) -> None:
    window = open_bench.window
    QTest.keyClick(window.compare, Qt.Key.Key_M)
    reading = window.context.settings.reading(Path(window.task.path), "markdown", False)
    assert reading


def test_closing_ends_the_engine_and_keeps_the_place(open_bench: Bench, project: Path) -> None:
    window = open_bench.window
    window.show_page("progress")
    window.close()
    assert open_bench.engines[0].ended
    settings = Settings(window.context.settings.path)
    assert settings.last_project == project
    assert settings.page == "progress"
    assert not settings.geometry.isEmpty()


def test_a_file_that_could_not_be_opened_is_past_when_another_is_dropped(
    bench: Bench, tmp_path: Path
) -> None:
    bench.window.handle(FaultRaised(FaultView("lost.pairtune does not exist.", "", "project")))
    assert bench.window.messages.texts
    drop(bench.window, tmp_path / "mails.csv")
    assert bench.window.messages.texts == ()


def test_the_window_fits_the_smallest_screen(open_bench: Bench) -> None:
    hint = open_bench.window.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 700


def drop(window: QWidget, path: Path) -> None:
    """Drop a file on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.windowHandle(), event)


def test_the_days_goal_and_the_pace_are_told_only_on_request(bench: Bench, qtbot: QtBot) -> None:
    bench.window.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(lambda: bench.window.task is not None)
    QTest.keyClick(bench.window.compare, Qt.Key.Key_1)
    assert "today" not in bench.window.status_line.text
    bench.context.settings.compare = CompareChoices(goal=20, pace=True)
    bench.window.use_settings()
    qtbot.waitUntil(lambda: " of 20 today" in bench.window.status_line.text)
    assert "pace not known yet" in bench.window.status_line.text


def test_caps_that_leave_little_room_are_warned_of_until_they_are_raised(open_bench: Bench) -> None:
    window = open_bench.window
    caution = "The caps may leave room for 1 new prompt."
    window.handle(StatusChanged(make_status(caution=caution)))
    window.handle(StatusChanged(make_status(caution=caution, votes=9)))
    assert window.messages.texts.count(caution) == 1
    window.handle(StatusChanged(make_status()))
    assert caution not in window.messages.texts


def test_votes_bear_the_name_of_who_sits_there(bench: Bench, qtbot: QtBot) -> None:
    bench.context.settings.compare = CompareChoices(name="Anna")
    bench.window.projects.open(Path("/projects/replies.pairtune"))
    qtbot.waitUntil(lambda: bench.window.task is not None)
    assert SitDown("Anna") in bench.engines[0].commands
    bench.context.settings.compare = CompareChoices(name="Ben")
    bench.window.sit_down()
    assert bench.engines[0].commands[-1] == SitDown("Ben")
