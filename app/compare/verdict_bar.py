"""The five verdicts, each with its key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.keymap import Keymap, action, key_text
from app.language import mark, tr
from app.theme import GAP, HALF, Theme
from app.widgets.key_button import KeyButton
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
# What stands for the words where room is short, and an icon where there is none for words at all.
_SHORTER = {
    Verdict.LEFT: (mark("Left"), ""),
    Verdict.TIE: ("", "tie"),
    Verdict.BOTH_BAD: ("", "both-bad"),
    Verdict.RIGHT: (mark("Right"), ""),
    Verdict.SKIP: ("", "skip"),
}
# In this order they give their words away, each as far as it can, until all have room.
_YIELDING = (
    ((Verdict.LEFT, SLIGHTLY), (Verdict.RIGHT, SLIGHTLY)),
    ((Verdict.LEFT, CLEARLY), (Verdict.RIGHT, CLEARLY)),
    ((Verdict.SKIP, CLEARLY),),
    ((Verdict.TIE, CLEARLY),),
    ((Verdict.BOTH_BAD, CLEARLY),),
)
_Said = tuple[Verdict, Strength]


class VerdictBar(QWidget):
    """A row of verdict buttons; `chosen` carries the verdict and how sure it is."""

    chosen = Signal(Verdict, Strength)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[_Said, KeyButton] = {}
        self._shares: dict[_Said, int] = {}
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for verdict, strength, text, _, side in BUTTONS:
            quiet = verdict is Verdict.SKIP or strength is SLIGHTLY
            icon = _ICONS[verdict] if strength is SLIGHTLY else ""
            button = KeyButton(tr(text), theme, "quiet" if quiet else "verdict", icon)
            button.setProperty("side", side)
            if strength is CLEARLY:
                shorter, stand_in = _SHORTER[verdict]
                button.say_shorter(tr(shorter), stand_in)
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
        """Give each button its usual share of the width; by its words, where one would be cut."""
        ways = {said: b.ways() for said, b in self._buttons.items() if not b.isHidden()}
        shares = {said: self._shares[said] for said in ways}
        widths = {said: way[0] for said, way in ways.items()}
        room = self.width() - GAP * (len(ways) - 1)
        free = room - sum(width for said, width in widths.items() if not shares[said])
        unit = free / max(1, sum(shares.values()))
        cut = any(share and share * unit + HALF < widths[said] for said, share in shares.items())
        gap = HALF if sum(widths.values()) > room else GAP
        if cut:
            shares = self._shortened(ways, self.width() - gap * (len(ways) - 1))
        self._row.setSpacing(gap)
        for said, share in shares.items():
            self._row.setStretchFactor(self._buttons[said], share)

    def _shortened(self, ways: dict[_Said, tuple[int, ...]], room: int) -> dict[_Said, int]:
        """Return a width for each button, at the cost of as few words as there is room for."""
        widths = {said: way[0] for said, way in ways.items()}
        for together in _YIELDING:
            if sum(widths.values()) <= room:
                break
            widths |= {said: ways[said][-1] for said in together if said in ways}
        return widths
