"""Reading two outputs: differences, Markdown, scrolling, finding, and answers as long as books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from app.theme import Theme
from optimizer.commands import CastVote, Pause, Resume
from tests.app.compare.desk import Desk, visible_text, with_pairs
from tests.app.fake_engine import make_pair


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


def test_marks_stay_in_another_size_of_type(
    desk: Desk, theme: Theme, qtlog: _QtMessageCapture
) -> None:
    reader = desk.page.stage.left.reader
    desk.press(Qt.Key.Key_D)
    theme.step_zoom(1)
    assert not [record for record in qtlog.records if "out of range" in record.message]
    marked = [selection.cursor.selectedText() for selection in reader.extraSelections()]
    assert marked == ["left answer"]


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


def test_find_begins_in_the_part_that_is_read(qtbot: QtBot, theme: Theme) -> None:
    desk = with_pairs(qtbot, theme, make_pair(1, "the same words " * 30_000, "short"))
    stage = desk.page.stage
    stage.left.turned.emit(2)
    desk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "same")
    assert stage.left.part_bar.text.startswith("Part 3")
    assert "1 of 500+" in visible_text(stage.find_bar)
    assert len(stage.left.reader.extraSelections()) == 501
    stage.left.turned.emit(1)
    assert stage.left.part_bar.text.startswith("Part 4")
    assert len(stage.left.reader.extraSelections()) == 501


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
