"""A flow of widgets is as high as its lines, whatever changes in it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.flow_layout import FlowLayout

WIDE = 200


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    flow = FlowLayout(made)
    for text in ("one", "two", "three"):
        flow.addWidget(QLabel(text))
    made.resize(WIDE, WIDE)
    made.show()
    return made


def height(box: QWidget) -> int:
    """How high the flow wants to be."""
    return box.layout().heightForWidth(WIDE)


def test_it_grows_by_a_line_where_words_need_one_and_shrinks_again(box: QWidget) -> None:
    line = height(box)
    first, _, last = box.findChildren(QLabel)
    first.setText("a good deal more than fits into what is left of the line")
    assert height(box) > line
    first.setText("one")
    assert height(box) == line
    last.setText("nothing that would stand beside the two others")
    assert height(box) > line
    last.hide()
    assert height(box) == line
    last.show()
    assert height(box) > line


def test_what_is_taken_out_takes_no_room(box: QWidget) -> None:
    flow = box.layout()
    before = height(box)
    box.findChildren(QLabel)[0].setText("a good deal more than fits into what is left")
    assert height(box) > before
    item = flow.takeAt(0)
    item.widget().hide()
    assert height(box) == before
    flow.clear()
    assert height(box) < before
