"""Which part of a huge output is shown, with a way to those beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.language import tr
from app.theme import HALF, Theme
from app.widgets.icon_button import IconButton


class PartBar(QWidget):
    """A number between two arrows; `turned` carries by how many parts to go on."""

    turned = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setProperty("kind", "small")
        self._before = IconButton("chevron-left", tr("Part before"), theme)
        self._after = IconButton("chevron-right", tr("Next part"), theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        row.addWidget(self._words)
        for button, by in ((self._before, -1), (self._after, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, way=by: self.turned.emit(way))
            row.addWidget(button)
        self.tell(0, 1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def tell(self, number: int, parts: int) -> None:
        """Say which part is shown (from 0) and how many there are; one alone is not spoken of."""
        if parts > 1:
            self._words.setText(tr("Part {part} of {parts}", part=number + 1, parts=parts))
        self._before.setEnabled(number > 0)
        self._after.setEnabled(number + 1 < parts)
        self.setVisible(parts > 1)
