"""A place to read in: its font is that of reading, whatever happens around it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.example_card import ExampleCard
from optimizer.records import Example


def test_a_text_keeps_its_font_through_a_change_of_theme_that_it_did_not_see(
    qtbot: QtBot, theme: Theme
) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    card = ExampleCard(theme)
    stack.addWidget(card)
    stack.addWidget(QWidget())
    card.show_example(Example("e1", {"message": "Which ink fits?"}))
    stack.resize(600, 400)
    stack.show()
    stack.setCurrentIndex(1)
    theme.set_appearance("dark")
    stack.setCurrentIndex(0)
    qtbot.wait(1)
    reader = card.findChild(QTextEdit)
    assert reader is not None
    assert reader.document().defaultFont().pixelSize() == theme.reading_font().pixelSize()
