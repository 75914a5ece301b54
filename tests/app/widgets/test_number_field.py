"""Fields for numbers show what is said and no more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from app.widgets.number_field import decimal_number


@pytest.mark.parametrize(
    ("value", "shown"), [(0.5, "0.5"), (0.125, "0.125"), (4.0, "4"), (0.0, "0"), (10.0, "10")]
)
def test_zeros_at_the_end_are_not_shown(qtbot: QtBot, value: float, shown: str) -> None:
    field = decimal_number(0.0, 100.0, value, step=0.1, decimals=3, bare=True)
    qtbot.addWidget(field)
    field.setLocale(QLocale("en"))
    field.setValue(value)
    assert field.text() == shown
    assert field.value() == value


def test_money_keeps_its_cents(qtbot: QtBot) -> None:
    field = decimal_number(0.0, 100.0, 5.0, step=1.0, decimals=2, before="$")
    qtbot.addWidget(field)
    field.setLocale(QLocale("en"))
    assert field.text() == "$5.00"


def test_numbers_are_written_as_the_language_does_and_read_again(qtbot: QtBot) -> None:
    field = decimal_number(0.0, 5000.0, 0.0, step=0.1, decimals=3, bare=True)
    qtbot.addWidget(field)
    field.setLocale(QLocale("de"))
    field.setValue(1200.5)
    assert field.text() == "1200,5"
    field.lineEdit().setText("0,25")
    field.interpretText()
    assert field.value() == 0.25
