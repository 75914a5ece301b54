"""The line above the panes: the example in short, and how the outputs are read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.keymap import Keymap
from app.language import mark, tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.key_button import KeyButton
from optimizer.records import Purpose

# option -> action, text, icon, at first
TOGGLES = {
    "diff": ("view.diff", mark("Differences"), "diff", False),
    "markdown": ("view.markdown", "Markdown", "markdown", False),
    "linked": ("view.link", mark("Linked"), "link", True),
}

_PURPOSES = {
    Purpose.CONFIRM: mark("Confirmation: held-out row"),
    Purpose.HEAD_TO_HEAD: mark("The two you chose"),
}
# Asked for, but another pair lies on the screen still.
_COMING = {
    Purpose.CONFIRM: mark("Next: confirmation"),
    Purpose.HEAD_TO_HEAD: mark("Next: the two you chose"),
}
# Asked for, but their outputs are still to be made.
_ON_THE_WAY = {
    Purpose.CONFIRM: mark("On the way: confirmation"),
    Purpose.HEAD_TO_HEAD: mark("On the way: the two you chose"),
}


class CompareHead(QWidget):
    """Buttons with their keys; `toggled` carries the option whose button was pressed."""

    toggled = Signal(str)
    find_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._fold = KeyButton(tr("Example"), theme, "quiet", "chevron-down")
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold.clicked.connect(lambda: self.toggled.emit("example"))
        self._summary = QLabel()
        self._summary.setProperty("kind", "muted")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._purpose = label("", "chip", name="purpose")
        self._purpose.hide()
        self._find = KeyButton(tr("Find"), theme, "quiet", "search")
        self._find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._find.clicked.connect(self.find_wanted)
        self._buttons: dict[str, KeyButton] = {}
        self._open = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        row.addWidget(self._fold)
        row.addWidget(self._purpose, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._summary, 1)
        row.addSpacing(GAP)
        for option, (_, text, icon, on) in TOGGLES.items():
            button = KeyButton(tr(text), theme, "quiet", icon)
            button.setCheckable(True)
            button.setChecked(on)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, o=option, b=button: self._press(o, b))
            self._buttons[option] = button
            row.addWidget(button)
        row.addWidget(self._find)

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        self._fold.set_key(keymap.key("view.example"))
        self._find.set_key(keymap.key("view.find"))
        for option, (action_id, *_) in TOGGLES.items():
            self._buttons[option].set_key(keymap.key(action_id))

    def reading(self, option: str) -> bool:
        """Tell whether a way of reading is on."""
        return self._open if option == "example" else self._buttons[option].isChecked()

    def show_reading(self, option: str, on: bool) -> None:
        """Show that a way of reading is on or off."""
        if option == "example":
            self._open = on
            self._fold.set_icon("chevron-down" if on else "chevron-right")
            self._fold.setAccessibleName(tr("Fold the example") if on else tr("Open the example"))
            self._elide()
        else:
            self._buttons[option].setChecked(on)

    def show_summary(self, text: str) -> None:
        """Show the example in one line while it is folded."""
        self._text = text
        self._elide()

    def show_purpose(
        self,
        purpose: Purpose | None,
        coming: Purpose | None = None,
        awaited: Purpose | None = None,
    ) -> None:
        """Say what a pair is for; a probe looks like any other pair.

        Args:
            purpose: Of the pair on the screen.
            coming: Of the one that a vote will bring.
            awaited: Of those that the person asked for and that are still to come.
        """
        known = ((_PURPOSES, purpose), (_COMING, coming), (_ON_THE_WAY, awaited))
        words = next((tr(said[of]) for said, of in known if of in said), "")
        self._purpose.setText(words)
        self._purpose.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        text = "" if self.reading("example") else self._text
        metrics = self._summary.fontMetrics()
        room = self._summary.width()
        self._summary.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._summary.setToolTip(text)

    def _press(self, option: str, button: KeyButton) -> None:
        # The page decides; it sets the button through `show_reading`.
        button.setChecked(not button.isChecked())
        self.toggled.emit(option)
