"""A small button that is an icon, with a name for those who cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from app.theme import ICON, Theme


class IconButton(QToolButton):
    """An icon to press; its tint follows the theme.

    Args:
        icon: The icon's name.
        name: What it does: its accessible name and its tool tip.
        theme: Gives the tint.
    """

    def __init__(self, icon: str, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._theme = theme
        self.setAccessibleName(name)
        self.setToolTip(name)
        theme.changed.connect(self._restyle)
        self.toggled.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        colours = self._theme.colours
        size = self._theme.px(ICON)
        self.setIcon(
            self._theme.icon(self._icon_name, colours.accent if self.isChecked() else None)
        )
        self.setIconSize(QSize(size, size))
