"""The rail at the left: one button a page, and the settings."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.keymap import Keymap, key_text
from app.language import mark, tr
from app.theme import GAP, HALF, Theme

PAGES = (
    ("data", mark("Data")),
    ("compare", mark("Compare")),
    ("prompts", mark("Prompts")),
    ("progress", mark("Progress")),
)


class Rail(QFrame):
    """`page_wanted` carries the name of a page."""

    page_wanted = Signal(str)
    settings_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.setProperty("kind", "rail")
        self.setAccessibleName(tr("Pages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(HALF)
        for name, title in PAGES:
            button = self._button(tr(title))
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, page=name: self.page_wanted.emit(page))
            self._group.addButton(button)
            self._buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        self._settings = self._button(tr("Settings"))
        self._settings.clicked.connect(self.settings_wanted)
        column.addWidget(self._settings)
        # Its words are whole whatever the page beside it would like.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def page(self) -> str:
        """The page whose button is on."""
        return next((name for name, button in self._buttons.items() if button.isChecked()), "")

    def set_page(self, name: str) -> None:
        """Show that a page is shown."""
        self._buttons[name].setChecked(True)
        self._restyle()

    def set_keymap(self, keymap: Keymap) -> None:
        """Tell the keys of a key map in the tool tips."""
        for name, title in PAGES:
            key = key_text(keymap.key(f"page.{name}"))
            self._buttons[name].setToolTip(f"{tr(title)} ({key})" if key else tr(title))
        settings = tr("Settings")
        self._settings.setToolTip(f"{settings} ({key_text(keymap.key('app.settings'))})")

    def _button(self, title: str) -> QToolButton:
        button = QToolButton()
        button.setText(title)
        button.setProperty("kind", "rail")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _restyle(self) -> None:
        colours = self._theme.colours
        size = self._theme.px(22)
        for name, button in (*self._buttons.items(), ("settings", self._settings)):
            tint = colours.accent if button.isChecked() else colours.muted
            button.setIcon(self._theme.icon(name, tint))
            button.setIconSize(QSize(size, size))
