"""The hard limits of a project: votes, calls, tokens and money, each on or off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QSpinBox, QWidget

from app.language import tr, tr_n
from app.theme import GAP, Theme
from app.widgets.card import label
from app.widgets.number_field import decimal_number, whole_number
from app.words.figures import around_money, listed, money
from optimizer.records import Caps

TOKEN_UNIT = 1000


class CapsForm(QWidget):
    """Four limits; `changed` tells of every edit.

    Args:
        theme: Gives the spacing.
        noted: Whether to say what limits do.
        mnemonics: Whether the boxes have access keys; of two forms on a page only one can.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        noted: bool = True,
        mnemonics: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        before, behind = around_money()
        self._cost = decimal_number(0.01, 100_000.0, 5.0, step=1.0, decimals=2, before=before)
        self._cost.setSuffix(behind)
        self._calls = whole_number(1, 10_000_000, 1_000, step=100, unit=tr(" calls"))
        self._tokens = whole_number(1, 10_000_000, 1_000, step=100, unit=tr(" thousand tokens"))
        self._votes = whole_number(1, 1_000_000, 100, step=10, unit=tr(" votes"))
        self._boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP * 2)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(2, 1)
        fields: tuple[tuple[str, str, QSpinBox | QDoubleSpinBox], ...] = (
            ("cost_usd", tr("&Money"), self._cost),
            ("calls", tr("Model &calls"), self._calls),
            ("tokens", tr("&Tokens, in and out"), self._tokens),
            ("votes", tr("&Votes"), self._votes),
        )
        for row, (name, text, field) in enumerate(fields):
            box = QCheckBox(text if mnemonics else text.replace("&", ""))
            field.setMinimumWidth(theme.px(150))
            field.setEnabled(False)
            field.setAccessibleName(tr("Limit: {what}", what=text.replace("&", "")))
            box.toggled.connect(field.setEnabled)
            box.toggled.connect(self.changed)
            field.valueChanged.connect(self.changed)
            self._boxes[name] = box
            grid.addWidget(box, row, 0)
            grid.addWidget(field, row, 1)
        note = label(
            tr(
                "A limit is never passed: a call that could pass it is not made. Calls whose price "
                "is unknown do not count as money; limit their number instead."
            ),
            "small",
            wrap=True,
        )
        note.setVisible(noted)
        grid.addWidget(note, 4, 0, 1, 3)

    @property
    def caps(self) -> Caps:
        """The limits as they are set; None where there is none."""
        on = {name: box.isChecked() for name, box in self._boxes.items()}
        return Caps(
            votes=self._votes.value() if on["votes"] else None,
            calls=self._calls.value() if on["calls"] else None,
            tokens=self._tokens.value() * TOKEN_UNIT if on["tokens"] else None,
            cost_usd=self._cost.value() if on["cost_usd"] else None,
        )

    def show_caps(self, caps: Caps) -> None:
        """Show limits."""
        self._boxes["cost_usd"].setChecked(caps.cost_usd is not None)
        if caps.cost_usd is not None:
            self._cost.setValue(caps.cost_usd)
        for name, field, value in (
            ("calls", self._calls, caps.calls),
            ("tokens", self._tokens, caps.tokens and -(-caps.tokens // TOKEN_UNIT)),
            ("votes", self._votes, caps.votes),
        ):
            self._boxes[name].setChecked(value is not None)
            if value is not None:
                field.setValue(value)


def caps_words(caps: Caps) -> str:
    """Return limits in words: `At most $5.00 and 1,000 calls.`"""
    parts = []
    if caps.cost_usd is not None:
        parts.append(money(caps.cost_usd))
    if caps.calls is not None:
        parts.append(tr_n("{n:,} call", "{n:,} calls", caps.calls))
    if caps.tokens is not None:
        parts.append(tr_n("{n:,} token", "{n:,} tokens", caps.tokens))
    if caps.votes is not None:
        parts.append(tr_n("{n:,} vote", "{n:,} votes", caps.votes))
    if not parts:
        return tr("No limits.")
    return tr("At most {limits}.", limits=listed(parts))
