"""The five verdicts, each with its key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.key_button import KeyButton
from app.keymap import Keymap
from app.theme import GAP, Theme
from optimizer.records import Verdict

# In the order in which they lie under the panes.
BUTTONS = (
    (Verdict.LEFT, "Left better", "vote.left", "a"),
    (Verdict.TIE, "Tie", "vote.tie", ""),
    (Verdict.BOTH_BAD, "Both bad", "vote.both_bad", ""),
    (Verdict.RIGHT, "Right better", "vote.right", "b"),
    (Verdict.SKIP, "Skip", "vote.skip", ""),
)


class VerdictBar(QWidget):
    """A row of verdict buttons; `chosen` carries the verdict."""

    chosen = Signal(Verdict)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Verdict, KeyButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for verdict, text, _, side in BUTTONS:
            quiet = verdict is Verdict.SKIP
            button = KeyButton(text, theme, "quiet" if quiet else "verdict")
            button.setProperty("side", side)
            # The keys work wherever the focus is; a click must not take it from the text.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, said=verdict: self.chosen.emit(said))
            row.addWidget(button, 3 if side else (1 if quiet else 2))
            self._buttons[verdict] = button

    def button(self, verdict: Verdict) -> KeyButton:
        """Return the button of a verdict."""
        return self._buttons[verdict]

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        for verdict, text, action_id, _ in BUTTONS:
            key = keymap.key(action_id)
            button = self._buttons[verdict]
            button.set_key(key)
            button.setAccessibleName(f"{text}, key {key}" if key else text)
