"""Facts in two columns, or one below the other where there is little room."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.widgets.facts import Facts

FACTS = (("Parent", "P1"), ("Why", "The person prefers plain words."))


def test_a_text_moves_below_its_subject_where_there_is_little_room(
    qtbot: QtBot, theme: Theme
) -> None:
    facts = Facts("Facts")
    qtbot.addWidget(facts)
    facts.show_facts(FACTS)
    facts.resize(900, 300)
    facts.show()
    qtbot.waitExposed(facts)
    labels = facts.findChildren(QLabel)
    subject, words = (next(each for each in labels if each.text() == text) for text in FACTS[1])
    qtbot.waitUntil(lambda: words.x() > subject.x())
    assert words.y() == subject.y()

    facts.resize(160, 300)
    qtbot.waitUntil(lambda: words.y() > subject.y())
    assert words.x() == subject.x()
    assert facts.findChildren(QLabel) == labels, "they are moved, not made anew"

    facts.resize(900, 300)
    qtbot.waitUntil(lambda: words.y() == subject.y())
    assert facts.text == "Parent: P1\nWhy: The person prefers plain words."
