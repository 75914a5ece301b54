"""The five verdicts, each with its key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.key_button import KeyButton
from app.keymap import Keymap, action, key_text
from app.language import mark, tr
from app.theme import GAP, HALF, Theme
from optimizer.records import Strength, Verdict

CLEARLY, SLIGHTLY = Strength.CLEARLY, Strength.SLIGHTLY
# In the order in which they lie under the panes.
BUTTONS = (
    (Verdict.LEFT, CLEARLY, mark("Left better"), "vote.left", "a"),
    (Verdict.LEFT, SLIGHTLY, mark("Slightly"), "vote.left_slightly", "a"),
    (Verdict.TIE, CLEARLY, mark("Tie"), "vote.tie", ""),
    (Verdict.BOTH_BAD, CLEARLY, mark("Both bad"), "vote.both_bad", ""),
    (Verdict.RIGHT, SLIGHTLY, mark("Slightly"), "vote.right_slightly", "b"),
    (Verdict.RIGHT, CLEARLY, mark("Right better"), "vote.right", "b"),
    (Verdict.SKIP, CLEARLY, mark("Skip"), "vote.skip", ""),
)

_ICONS = {Verdict.LEFT: "chevron-left", Verdict.RIGHT: "chevron-right"}


class VerdictBar(QWidget):
    """A row of verdict buttons; `chosen` carries the verdict and how sure it is."""

    chosen = Signal(Verdict, Strength)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[tuple[Verdict, Strength], KeyButton] = {}
        self._shares: dict[tuple[Verdict, Strength], int] = {}
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for verdict, strength, text, _, side in BUTTONS:
            quiet = verdict is Verdict.SKIP or strength is SLIGHTLY
            icon = _ICONS[verdict] if strength is SLIGHTLY else ""
            button = KeyButton(tr(text), theme, "quiet" if quiet else "verdict", icon)
            button.setProperty("side", side)
            # The keys work wherever the focus is; a click must not take it from the text.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if strength is CLEARLY:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(
                lambda _=False, said=verdict, sure=strength: self.chosen.emit(said, sure)
            )
            row.addWidget(button)
            self._buttons[verdict, strength] = button
            wide = 0 if strength is SLIGHTLY else 1 if quiet else 3 if side else 2
            self._shares[verdict, strength] = wide

    def button(self, verdict: Verdict, strength: Strength = CLEARLY) -> KeyButton:
        """Return the button of a verdict."""
        return self._buttons[verdict, strength]

    def offer_slightly(self, on: bool) -> None:
        """Offer "slightly better", or only the plain verdicts."""
        for (_, strength), button in self._buttons.items():
            button.setVisible(on or strength is CLEARLY)
        self._share_out()

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        for verdict, strength, _, action_id, _ in BUTTONS:
            key, known = keymap.key(action_id), action(action_id)
            button = self._buttons[verdict, strength]
            button.set_key(key)
            text = tr(known.text)
            key = key_text(key)
            button.setToolTip(f"{text} ({key})" if key else text)
            named = tr("{action}, key {key}", action=text, key=key) if key else text
            button.setAccessibleName(named)
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Give each button its usual share of the width; by their texts, where one would be cut."""
        needs = {
            said: b.sizeHint().width() for said, b in self._buttons.items() if not b.isHidden()
        }
        shares = {said: self._shares[said] for said in needs}
        room = self.width() - GAP * (len(needs) - 1)
        room -= sum(need for said, need in needs.items() if not shares[said])
        unit = room / max(1, sum(shares.values()))
        if any(share and share * unit + HALF < needs[said] for said, share in shares.items()):
            shares = needs
        for said, share in shares.items():
            self._row.setStretchFactor(self._buttons[said], share)
