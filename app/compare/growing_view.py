"""The first outputs while they are being written, so that nobody looks at an empty page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.language import tr
from app.theme import GAP, PAGE, Theme
from app.widgets.card import label
from app.widgets.plain_text import visible

SHOWN = 2
LONGEST = 260  # letters; of a longer text its end is shown, where it grows
WIDTH, HEIGHT, LEAST_HEIGHT = 330, 150, 48


class GrowingView(QWidget):
    """Two texts side by side; which prompts they come from is not said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._panes: list[QFrame] = []
        self._words = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(PAGE)
        for number in range(SHOWN):
            pane = QFrame()
            pane.setProperty("kind", "card")
            inside = QVBoxLayout(pane)
            inside.setContentsMargins(PAGE, GAP, PAGE, GAP)
            words = label("", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setAccessibleName(tr("Output {n}, being written", n=number + 1))
            inside.addWidget(words, 1)
            row.addWidget(pane)
            self._panes.append(pane)
            self._words.append(words)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.show_texts(())

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(words.text() for words in self._words if words.text())

    def show_texts(self, texts: Sequence[str]) -> None:
        """Show the texts so far; none hides the view."""
        for at, (pane, words) in enumerate(zip(self._panes, self._words, strict=True)):
            text = visible(texts[at]) if at < len(texts) else ""
            words.setText(text if len(text) <= LONGEST else f"…{text[-LONGEST:]}")
            pane.setVisible(bool(text))
        self.setVisible(bool(texts))

    def sizeHint(self) -> QSize:
        # As high at the first letter as at the last, so that nothing around it moves.
        return QSize(super().sizeHint().width(), self._theme.px(HEIGHT))

    def hasHeightForWidth(self) -> bool:
        return False

    def _restyle(self) -> None:
        for pane in self._panes:
            # Where there is no room, the window must not grow for it.
            pane.setMinimumSize(self._theme.px(WIDTH), self._theme.px(LEAST_HEIGHT))
            pane.setMaximumSize(self._theme.px(WIDTH), self._theme.px(HEIGHT))
