"""The example that both outputs answer: as high as it needs to be, and no higher than it may."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.example_card import MOST_SHARE, ExampleCard, summary
from app.widgets.reader import Reader
from optimizer.records import Example

PAGE = 740
SHORT = {"product": "desk lamp", "name": "Maria", "message": "I got a black one. " * 2}
LONG = {"message": "\n".join(f"Line {at} of a long message." for at in range(40))}


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1180, PAGE)
    return made


@pytest.fixture
def card(page: QWidget, theme: Theme) -> ExampleCard:
    column = QVBoxLayout(page)
    made = ExampleCard(theme)
    column.addWidget(made)
    column.addWidget(QTextEdit(), 1)
    page.show()
    made.leave_room(PAGE)
    return made


def show(card: ExampleCard, fields: dict[str, str], reference: str | None = None) -> Reader:
    card.show_example(Example("x", fields, reference))
    for _ in range(3):
        QApplication.processEvents()
    reader = card.findChild(Reader)
    assert isinstance(reader, Reader)
    return reader


@pytest.mark.parametrize("zoom", [1.0, 1.25, 1.5, 2.0])
def test_what_fits_is_seen_whole(card: ExampleCard, theme: Theme, zoom: float) -> None:
    theme.set_zoom(zoom)
    reader = show(card, SHORT)
    assert reader.verticalScrollBar().maximum() == 0


def test_what_is_long_leaves_the_page_to_the_outputs(card: ExampleCard) -> None:
    reader = show(card, LONG)
    assert card.height() <= MOST_SHARE * PAGE
    assert reader.verticalScrollBar().maximum() > 0


def test_short_values_share_a_line(card: ExampleCard) -> None:
    lines = show(card, SHORT, "Sorry!").toPlainText().split("\n")
    assert len(lines) == 3
    assert "desk lamp" in lines[0]
    assert "Maria" in lines[0]
    assert lines[-1].endswith("Sorry!")


def test_in_one_line_a_long_example_is_cut() -> None:
    assert summary(None) == ""
    assert summary(Example("x", {"a": "so", "b": ""})) == "so"
    told = summary(Example("x", LONG))
    assert len(told) <= 160
    assert told.endswith("…")
