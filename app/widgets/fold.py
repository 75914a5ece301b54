"""A part of a form that is folded away until somebody wants it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.language import tr
from app.theme import GAP, Theme


class Fold(QWidget):
    """A button with a title that shows or hides `body`; folded at first."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.button = QToolButton()
        self.button.setProperty("kind", "fold")
        self.button.setText(title)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._inside = QWidget()
        self._inside.hide()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self.button.clicked.connect(self._turn)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _turn(self) -> None:
        self._inside.setHidden(not self._inside.isHidden())
        self._restyle()

    def _restyle(self) -> None:
        unfolded = not self._inside.isHidden()
        name = "chevron-down" if unfolded else "chevron-right"
        self.button.setIcon(self._theme.icon(name, self._theme.colours.muted))
        self.button.setAccessibleDescription(tr("unfolded") if unfolded else tr("folded"))
