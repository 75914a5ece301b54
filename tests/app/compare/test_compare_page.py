"""The Compare page: every key and every state."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.keymap import Keymap
from app.requests import ExportPrompt, OpenSettings, ShowPage
from app.theme import Theme
from optimizer.commands import (
    CastVote,
    ChangeVote,
    Command,
    GiveReason,
    Pause,
    ProposeNow,
    Resume,
    Undo,
    VoidVote,
)
from optimizer.events import (
    Closed,
    OutputsGrew,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
)
from optimizer.records import Caps, Purpose, Verdict
from optimizer.views import AdviceKind, EngineState, PairView
from tests.app.fake_engine import FakeEngine, make_pair, make_pool, make_status, make_task


class Desk:
    """A shown page on a scripted engine."""

    def __init__(self, theme: Theme, pairs: list[PairView] | None = None) -> None:
        self.page = ComparePage(theme)
        self.page.resize(936, 648)
        self.page.show()
        QTest.qWaitForWindowExposed(self.page)
        self.page.setFocus()
        self.requests: list[object] = []
        self.page.request.connect(self.requests.append)
        self.engine = FakeEngine(self.page.handle, pairs)
        self.page.command.connect(self.engine.post)
        self.engine.start()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.page
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def sent(self, kind: type) -> list[Command]:
        """Return the commands of a kind, in order."""
        return [command for command in self.engine.commands if isinstance(command, kind)]

    @property
    def shown(self) -> str:
        """The duel whose texts are on the screen."""
        text = self.page.stage.left.reader.toPlainText()
        return f"duel-{text.rsplit(' ', 1)[-1].rstrip('.')}"


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    """A page with a pair on the screen."""
    made = Desk(theme)
    qtbot.addWidget(made.page)
    return made


def with_pairs(qtbot: QtBot, theme: Theme, *pairs: PairView) -> Desk:
    """Return a page that shows the first of these pairs."""
    made = Desk(theme, list(pairs))
    qtbot.addWidget(made.page)
    return made


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        (Qt.Key.Key_1, Verdict.LEFT),
        (Qt.Key.Key_2, Verdict.RIGHT),
        (Qt.Key.Key_3, Verdict.TIE),
        (Qt.Key.Key_4, Verdict.BOTH_BAD),
        (Qt.Key.Key_S, Verdict.SKIP),
    ],
)
def test_one_key_is_a_vote_and_the_next_pair_is_there(
    desk: Desk, key: Qt.Key, verdict: Verdict
) -> None:
    desk.press(key)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert (vote.duel_id, vote.verdict, vote.next_duel) == ("duel-1", verdict, "duel-2")
    assert desk.shown == "duel-2"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_button_votes_as_its_key_does(qtbot: QtBot, desk: Desk, verdict: Verdict) -> None:
    qtbot.mouseClick(desk.page.verdicts.button(verdict), Qt.MouseButton.LeftButton)
    (vote,) = desk.sent(CastVote)
    assert isinstance(vote, CastVote)
    assert vote.verdict is verdict


def test_keys_work_wherever_the_focus_is_on_the_page(desk: Desk) -> None:
    desk.page.stage.right.reader.setFocus()
    desk.press(Qt.Key.Key_1)
    desk.page.verdicts.button(Verdict.TIE).setFocus()
    desk.press(Qt.Key.Key_2)
    assert len(desk.sent(CastVote)) == 2


def test_after_a_vote_the_focus_stays_on_the_page(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    focus = QApplication.focusWidget()
    assert focus is desk.page or desk.page.isAncestorOf(focus)
    desk.press(Qt.Key.Key_2)
    assert len(desk.sent(CastVote)) == 2


def test_a_held_key_votes_once(desk: Desk) -> None:
    for again in (False, True, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_1,
            Qt.KeyboardModifier.NoModifier,
            "1",
            again,
        )
        QApplication.sendEvent(desk.page, event)
    assert len(desk.sent(CastVote)) <= 1


def test_names_are_hidden_until_the_vote_and_revealed_after_it(desk: Desk) -> None:
    assert desk.page.reveal.text == ""
    assert "B3" not in visible_text(desk.page)
    desk.press(Qt.Key.Key_1)
    assert (
        desk.page.reveal.text == "Vote 1: left better. A was B3 ‘shorter’, B was the start prompt."
    )


def test_u_takes_the_vote_back_and_shows_the_pair_again(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_U)
    assert desk.sent(Undo)
    assert desk.shown == "duel-1"
    assert desk.page.reveal.text == ""


def test_undo_to_any_depth_and_votes_after_it(desk: Desk) -> None:
    for _ in range(4):
        desk.press(Qt.Key.Key_1)
    for _ in range(4):
        desk.press(Qt.Key.Key_U)
    assert desk.shown == "duel-1"
    desk.press(Qt.Key.Key_2)
    assert desk.shown == "duel-2"


def test_c_writes_a_reason_that_ctrl_return_keeps(qtbot: QtBot, desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    assert desk.page.reason.writing
    QTest.keyClicks(QApplication.focusWidget(), "s1d too stiff")
    assert len(desk.sent(CastVote)) == 1
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.sent(GiveReason) == [GiveReason("vote-1", "s1d too stiff", ())]
    assert not desk.page.reason.writing
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 2


def test_esc_leaves_the_reason_and_tab_leaves_the_field(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "never mind")
    desk.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not field
    field.setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert not desk.page.reason.writing
    assert desk.sent(GiveReason) == []


def test_a_vote_by_mouse_keeps_the_reason_being_written(qtbot: QtBot, desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "vague")
    qtbot.mouseClick(desk.page.verdicts.button(Verdict.TIE), Qt.MouseButton.LeftButton)
    assert desk.sent(GiveReason) == [GiveReason("vote-1", "vague", ())]
    assert desk.page.reason.reason == ""


def test_tags_have_one_key_each_and_stay_with_their_vote(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_T)
    assert desk.sent(GiveReason)[-1] == GiveReason("vote-1", "", ("too long", "tone"))
    desk.press(Qt.Key.Key_L)
    assert desk.sent(GiveReason)[-1] == GiveReason("vote-1", "", ("tone",))
    desk.press(Qt.Key.Key_2)
    assert desk.page.reason.tags == ()


def test_tags_before_any_vote_do_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_L)
    desk.press(Qt.Key.Key_C)
    assert desk.sent(GiveReason) == []
    assert not desk.page.reason.writing


def test_d_marks_what_differs_and_takes_the_marks_away(desk: Desk) -> None:
    reader = desk.page.stage.left.reader
    desk.press(Qt.Key.Key_D)
    marked = [selection.cursor.selectedText() for selection in reader.extraSelections()]
    assert marked == ["left answer"]
    assert all(selection.format.fontUnderline() for selection in reader.extraSelections())
    assert "Underlined" in desk.page.stage.note
    desk.press(Qt.Key.Key_1)
    assert reader.extraSelections()
    desk.press(Qt.Key.Key_D)
    assert reader.extraSelections() == []


def test_another_way_of_reading_keeps_the_place(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "long line\n" * 200, "longer line\n" * 400))
    left = desk.page.stage.left.reader.verticalScrollBar()
    desk.press(Qt.Key.Key_PageDown)
    desk.press(Qt.Key.Key_PageDown)
    before = left.value()
    assert before > 0
    desk.press(Qt.Key.Key_D)
    assert left.value() == before
    desk.press(Qt.Key.Key_M)
    assert left.value() > 0


def test_d_says_when_marking_would_not_help(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(
        qtbot,
        theme,
        make_pair(1, "an entirely fresh reply about cats", "nobody knows which ship sails"),
    )
    desk.press(Qt.Key.Key_D)
    assert "everything differs" in visible_text(desk.page)


def test_m_switches_between_raw_and_markdown(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "**bold** <b>x</b>", "plain"))
    reader = desk.page.stage.left.reader
    assert reader.toPlainText() == "**bold** <b>x</b>"
    desk.press(Qt.Key.Key_M)
    assert reader.toPlainText().strip() == "bold <b>x</b>"
    desk.press(Qt.Key.Key_M)
    assert reader.toPlainText() == "**bold** <b>x</b>"


def test_w_links_and_unlinks_scrolling(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "long line\n" * 200, "longer line\n" * 400))
    left = desk.page.stage.left.reader.verticalScrollBar()
    right = desk.page.stage.right.reader.verticalScrollBar()
    left.setValue(left.maximum() // 2)
    assert right.value() == pytest.approx(right.maximum() / 2, abs=right.maximum() * 0.02)
    desk.press(Qt.Key.Key_W)
    left.setValue(0)
    assert right.value() > 0


def test_arrows_and_page_keys_scroll_both_outputs(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "long line\n" * 200, "longer line\n" * 400))
    left = desk.page.stage.left.reader.verticalScrollBar()
    right = desk.page.stage.right.reader.verticalScrollBar()
    desk.press(Qt.Key.Key_PageDown)
    assert left.value() > 0
    assert right.value() > 0
    desk.press(Qt.Key.Key_End)
    assert (left.value(), right.value()) == (left.maximum(), right.maximum())
    desk.press(Qt.Key.Key_W)
    desk.press(Qt.Key.Key_Home)
    assert (left.value(), right.value()) == (0, 0)
    desk.press(Qt.Key.Key_Down)
    assert left.value() == right.value() > 0


def test_e_folds_the_example_to_one_line(desk: Desk) -> None:
    assert desk.page.example.isVisible()
    desk.press(Qt.Key.Key_E)
    assert not desk.page.example.isVisible()
    assert "parcel number 1" in visible_text(desk.page)
    desk.press(Qt.Key.Key_1)
    assert not desk.page.example.isVisible()


def test_p_pauses_and_resumes(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P)
    assert desk.sent(Pause)
    assert "paused" in desk.page.strip.ready_text
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 1
    desk.press(Qt.Key.Key_P)
    assert desk.sent(Resume)


def test_ctrl_f_finds_in_both_outputs(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "number")
    stage = desk.page.stage
    for pane in (stage.left, stage.right):
        found = {s.cursor.selectedText() for s in pane.reader.extraSelections()}
        assert found == {"number"}
    assert "1 of 2" in visible_text(stage.find_bar)
    desk.press(Qt.Key.Key_Return)
    assert "2 of 2" in visible_text(stage.find_bar)
    desk.press(Qt.Key.Key_Escape)
    assert not stage.find_bar.isVisible()
    assert stage.left.reader.extraSelections() == []


def test_copy_gives_the_text_as_the_model_wrote_it(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "raw\x07 **text**", "b"))
    desk.page.stage.left.copy_all()
    assert QGuiApplication.clipboard().text() == "raw\x07 **text**"


def test_sizes_and_the_mark_of_a_cut_answer_are_shown(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "one two three", "cut", truncated=True))
    assert "3 words" in visible_text(desk.page.stage.left)
    assert "truncated" in visible_text(desk.page.stage.right)
    assert "truncated" not in visible_text(desk.page.stage.left)


def test_an_empty_answer_is_said_to_be_empty(qtbot: QtBot, theme: Theme) -> None:
    pair = make_pair(1, " ", "something")
    desk = with_pairs(qtbot, theme, pair)
    assert "blank" in visible_text(desk.page.stage.left)


def test_long_markdown_is_rendered_in_parts(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "**word** " * 6000, "short"))
    desk.press(Qt.Key.Key_M)
    pane = desk.page.stage.left
    assert "**" not in pane.reader.toPlainText()
    assert pane.part_bar.text.startswith("Part 1 of ")
    pane.turned.emit(1)
    assert "**" not in pane.reader.toPlainText()
    assert pane.part_bar.text.startswith("Part 2 of ")


HUGE = " ".join(f"word{n}" for n in range(40_000))


def test_a_huge_answer_is_shown_in_parts(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, "short"))
    pane = desk.page.stage.left
    assert not desk.page.stage.right.part_bar.isVisible()
    read = []
    while pane.page is not None and pane.page.number + 1 < len(pane.page.starts):
        read.append(pane.reader.toPlainText())
        pane.turned.emit(1)
    read.append(pane.reader.toPlainText())
    assert max(map(len, read)) < 70_000
    assert "".join(read).split() == HUGE.split()
    pane.turned.emit(1)
    assert pane.reader.toPlainText() == read[-1], "there is no part after the last"


def test_who_reads_on_comes_to_the_next_part_and_back(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, HUGE))
    panes = (desk.page.stage.left, desk.page.stage.right)
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_PageDown)
    assert [pane.part_bar.text[:6] for pane in panes] == ["Part 2", "Part 2"]
    assert [pane.reader.place[0] for pane in panes] == [0, 0]
    desk.press(Qt.Key.Key_PageUp)
    assert [pane.part_bar.text[:6] for pane in panes] == ["Part 1", "Part 1"]
    assert [pane.reader.place[1] for pane in panes] == [1.0, 1.0]


def test_only_a_linked_pane_turns_with_the_other(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, HUGE))
    desk.press(Qt.Key.Key_W)
    desk.page.stage.right.turned.emit(1)
    assert desk.page.stage.left.part_bar.text.startswith("Part 1")
    assert desk.page.stage.right.part_bar.text.startswith("Part 2")


def test_another_size_of_type_keeps_the_part_and_the_place(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, HUGE))
    pane = desk.page.stage.left
    pane.turned.emit(2)
    desk.press(Qt.Key.Key_End)
    theme.step_zoom(1)
    assert pane.part_bar.text.startswith("Part 3")
    assert pane.reader.place[1] > 0.99


def test_find_goes_to_other_parts(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, "short"))
    pane = desk.page.stage.left
    desk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "word39999")
    assert pane.page is not None
    assert pane.page.number == len(pane.page.starts) - 1
    found = {s.cursor.selectedText() for s in pane.reader.extraSelections()}
    assert found == {"word39999"}
    assert "1 of 1" in visible_text(desk.page.stage.find_bar)


def test_a_part_of_a_huge_answer_can_be_marked(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, HUGE, "short"), make_pair(2))
    pane = desk.page.stage.left
    pane.turned.emit(2)
    place = pane.reader.document().find("word15000")
    assert not place.isNull()
    pane.reader.setTextCursor(place)
    desk.press(Qt.Key.Key_G)
    assert pane.marked_text == "1 good"
    (span,) = desk.page.model.spans
    assert HUGE[span.start : span.end] == "word15000"
    pane.turned.emit(-1)
    pane.turned.emit(1)
    assert [s.cursor.selectedText() for s in pane.reader.extraSelections()] == ["word15000"]


def test_a_copied_part_has_no_break_that_the_answer_has_not(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "x" * 20_000, "short"))
    reader = desk.page.stage.left.reader
    reader.selectAll()
    assert "\n" in reader.toPlainText()
    reader.copy()
    assert QGuiApplication.clipboard().text() == "x" * 20_000


def test_the_next_pair_is_laid_out_before_it_is_wanted(qtbot: QtBot, desk: Desk) -> None:
    stage = desk.page.stage
    qtbot.waitUntil(lambda: "duel-2" in stage.prepared)
    desk.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: stage.prepared == {"duel-2", "duel-3"})


def test_waiting_says_what_is_done_and_can_be_cancelled(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    desk.page.handle(
        StatusChanged(make_status(EngineState.WAITING, activity="Starting the bundled model"))
    )
    text = visible_text(desk.page.panel)
    assert "Making the first pair" in text
    assert "Starting the bundled model" in text
    assert re.search(r"^\d+ s$", text, re.MULTILINE), "how long it has taken"
    desk.page.panel.chosen.emit("pause")
    assert desk.sent(Pause)
    assert desk.page.panel.title == "Paused"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (EngineState.PAUSED, "Paused"),
        (EngineState.CAP_REACHED, "A cap is reached"),
        (EngineState.OFFLINE, "The model does not answer"),
        (EngineState.NOTHING_LEFT, "Nothing left to compare"),
    ],
)
def test_each_state_without_a_pair_is_said(
    qtbot: QtBot, theme: Theme, state: EngineState, title: str
) -> None:
    desk = with_pairs(qtbot, theme)
    desk.page.handle(StatusChanged(make_status(state, stop_reason="Because of this.")))
    assert desk.page.panel.isVisible()
    assert desk.page.panel.title == title
    assert not desk.page.verdicts.isEnabled()
    if state is not EngineState.PAUSED:
        assert "Because of this." in visible_text(desk.page.panel)
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_what_a_state_offers_is_done(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme)
    for name in ("caps", "models", "export", "progress", "propose", "resume"):
        desk.page.panel.chosen.emit(name)
    assert desk.requests == [
        OpenSettings("caps"),
        OpenSettings("models"),
        ExportPrompt(),
        ShowPage("progress"),
    ]
    assert desk.sent(ProposeNow)
    assert desk.sent(Resume)


def test_good_enough_is_said_without_getting_in_the_way(desk: Desk) -> None:
    desk.page.handle(PoolChanged(make_pool(AdviceKind.GOOD_ENOUGH, "Good enough: 12 %.")))
    assert "Good enough: 12 %." in visible_text(desk.page)
    desk.press(Qt.Key.Key_1)
    assert len(desk.sent(CastVote)) == 1
    desk.page.advice.dismissed.emit()
    assert not desk.page.advice.isVisible()


def test_a_project_open_for_reading_shows_pairs_but_takes_no_votes(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1))
    desk.page.handle(TaskChanged(make_task(read_only=True)))
    assert desk.page.stage.isVisible()
    assert not desk.page.verdicts.isEnabled()
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_the_strip_offers_to_change_each_of_the_last_votes(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_3)
    row = desk.page.model.votes.rows[0]
    menu = desk.page.strip.menu_for(row)
    texts = {action.text(): action for action in menu.actions()}
    texts["Change to: tie"].trigger()
    assert desk.sent(ChangeVote) == [ChangeVote("vote-1", Verdict.TIE)]
    texts["Take it back"].trigger()
    assert desk.sent(VoidVote) == [VoidVote("vote-1")]
    menu.close()


def test_remapped_keys_work_and_are_printed(desk: Desk) -> None:
    desk.page.set_keymap(Keymap().with_key("vote.left", "A"))
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []
    desk.press(Qt.Key.Key_A)
    assert len(desk.sent(CastVote)) == 1
    assert "key A" in desk.page.verdicts.button(Verdict.LEFT).accessibleName()


def test_single_keys_can_be_switched_off(desk: Desk) -> None:
    desk.page.set_keymap(Keymap(single_keys=False))
    desk.press(Qt.Key.Key_1)
    assert desk.sent(CastVote) == []


def test_model_text_is_never_html_and_loads_nothing(qtbot: QtBot, theme: Theme) -> None:
    evil = "<img src='http://127.0.0.1:9/x.png'><script>alert(1)</script> ![p](http://127.0.0.1:9/y.png)"
    desk = with_pairs(qtbot, theme, make_pair(1, evil, "fine"))
    reader = desk.page.stage.left.reader
    assert reader.toPlainText() == evil
    desk.press(Qt.Key.Key_M)
    assert "<script>" in reader.toPlainText()
    assert "[image: p]" in reader.toPlainText()
    assert "\ufffc" not in reader.toPlainText()


def test_every_control_has_a_name(desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QTextEdit

    for button in desk.page.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
    for reader in desk.page.findChildren(QTextEdit):
        assert reader.accessibleName(), reader


def test_texts_follow_zoom_and_appearance(desk: Desk, theme: Theme) -> None:
    before = desk.page.stage.left.reader.document().defaultFont().pixelSize()
    theme.set_zoom(2.0)
    assert desk.page.stage.left.reader.document().defaultFont().pixelSize() == 2 * before
    theme.set_appearance("dark")
    assert desk.shown == "duel-1"


def visible_text(widget: QWidget) -> str:
    """Return all that labels and buttons of a widget say now."""
    from PySide6.QtWidgets import QAbstractButton, QLabel

    parts = [
        child.text()
        for kind in (QLabel, QAbstractButton)
        for child in widget.findChildren(kind)
        if child.isVisible()
    ]
    return "\n".join(parts)


def test_a_confirmation_is_named_and_a_probe_is_not(qtbot: QtBot, theme: Theme) -> None:
    purposes = (Purpose.CONFIRM, Purpose.PROBE)
    pairs = (replace(make_pair(at + 1), purpose=p) for at, p in enumerate(purposes))
    desk = with_pairs(qtbot, theme, *pairs)
    chip = desk.page.head.findChild(QLabel, "purpose")
    assert chip.isVisible()
    assert chip.text() == "Confirmation: held-out row"
    desk.press(Qt.Key.Key_1)
    assert desk.shown == "duel-2"
    assert not chip.isVisible()


def test_the_two_that_were_chosen_are_announced_while_another_pair_is_shown(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = with_pairs(
        qtbot, theme, make_pair(1), replace(make_pair(2), purpose=Purpose.HEAD_TO_HEAD)
    )
    chip = desk.page.head.findChild(QLabel, "purpose")
    assert chip.text() == "Next: the two you chose"
    desk.press(Qt.Key.Key_1)
    assert chip.text() == "The two you chose"


def test_a_judge_at_odds_with_the_person_is_warned_of(desk: Desk, qtbot: QtBot) -> None:
    desk.page.handle(PoolChanged(replace(make_pool(), over_optimized=True)))
    assert desk.page.cautions.isVisible()
    button = desk.page.cautions.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.requests[-1] == ShowPage("progress")
    desk.page.handle(Closed())
    assert not desk.page.cautions.isVisible()


def test_the_first_outputs_are_shown_while_they_are_written(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.handle(TaskChanged(make_task()))
    page.handle(OutputsGrew(("Dear <b>you</b>", "x" * 9000)))
    first, second = page.panel.growing
    assert first == "Dear <b>you</b>"
    assert len(second) < 400
    page.handle(PairsReady((make_pair(1),)))
    assert page.panel.growing == ()


def test_the_last_vote_under_the_cap_says_how_to_go_on(desk: Desk) -> None:
    caps = Caps(votes=1)
    reason = "The cap of 1 vote is reached. Raise the cap on votes to go on."
    desk.page.handle(
        StatusChanged(make_status(EngineState.CAP_REACHED, caps=caps, votes=1, stop_reason=reason))
    )
    assert reason in visible_text(desk.page)
    assert not desk.page.stage.isVisible()
    desk.page.handle(StatusChanged(make_status(caps=caps, votes=0)))
    assert desk.page.stage.isVisible()
