"""What the Compare page says where there is no pair can be read whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.compare.phase_panel import PhasePanel
from app.compare_parts import Phase
from app.language import VARIABLE
from app.theme import Theme
from app.words.compare_words import phase_words


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [420, 900])
def test_no_line_is_cut(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    panel = PhasePanel(theme)
    qtbot.addWidget(panel)
    panel.resize(width, 500)
    panel.show()
    for phase in Phase:
        words = phase_words(phase, None, votes=1)
        panel.show_words(words)
        panel.layout().activate()
        for text in (words.title, words.body):
            shown = next(found for found in panel.findChildren(QLabel) if found.text() == text)
            assert shown.height() >= shown.heightForWidth(shown.width())
