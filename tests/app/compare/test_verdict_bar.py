"""The verdict buttons share the width so that none is cut while there is room for all."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.compare.verdict_bar import VerdictBar
from app.keymap import Keymap
from app.language import VARIABLE
from app.theme import GAP, HALF, Theme
from optimizer.records import Strength, Verdict


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_button_is_cut_while_there_is_room(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    bar = VerdictBar(theme)
    qtbot.addWidget(bar)
    bar.set_keymap(Keymap())
    buttons = [bar.button(verdict, Strength.CLEARLY) for verdict in Verdict] + [
        bar.button(side, Strength.SLIGHTLY) for side in (Verdict.LEFT, Verdict.RIGHT)
    ]
    needed = sum(button.sizeHint().width() for button in buttons) + GAP * (len(buttons) - 1)
    bar.show()
    for width in (needed + GAP, needed * 2):
        bar.resize(width, bar.height())
        bar.layout().activate()
        assert all(button.width() + HALF >= button.sizeHint().width() for button in buttons)
    # With plenty of room the sides are the widest, and as wide as each other.
    left, right = bar.button(Verdict.LEFT), bar.button(Verdict.RIGHT)
    assert abs(left.width() - right.width()) <= 1
    assert left.width() > bar.button(Verdict.TIE).width()
