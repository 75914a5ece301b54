"""The line that tells after a vote which prompts it was about, and lets it be undone."""

from __future__ import annotations

from PySide6.QtCore import QPropertyAnimation, Qt, Signal
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QWidget,
)

from app.keymap import Keymap
from app.language import tr
from app.theme import FADE_MS, GAP, Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.key_button import KeyButton
from app.words.compare_words import reveal_text
from optimizer.views import Reveal


class RevealLine(QWidget):
    """Holds its place when it has nothing to say, so that nothing jumps."""

    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel()
        self._undo = KeyButton(tr("Undo"), theme, "quiet", "undo")
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._undo.clicked.connect(self.undo_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setOpacity(1.0)
        self._words.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.finished.connect(lambda: self._effect.setEnabled(False))
        self.show_reveal(None, "")

    @property
    def text(self) -> str:
        """What the line says."""
        return self._words.text()

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        self._undo.set_key(keymap.key("vote.undo"))

    def show_reveal(
        self, reveal: Reveal | None, undo_text: str, *, with_judge: bool = False
    ) -> None:
        """Tell of a vote.

        Args:
            reveal: What the vote was about; None empties the line.
            undo_text: What an undo would take back; empty when there is nothing.
            with_judge: Whether the judge's opinion is told too.
        """
        text = reveal_text(reveal, with_judge=with_judge) if reveal else ""
        if text != self._words.text():
            self._words.set_text(text)
            self._words.setAccessibleName(text)
            if text and self.isVisible():
                # The effect costs a little on every paint, so it is on only while fading.
                self._effect.setEnabled(True)
                self._fade.start()
            else:
                self._effect.setEnabled(False)
        self._undo.setEnabled(bool(undo_text))
        self._undo.setAccessibleName(tr(undo_text) or tr("Undo"))
        if undo_text:
            self._undo.setToolTip(tr(undo_text))
