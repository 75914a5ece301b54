"""A model's own prices, and how often it may be asked per minute."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from app.language import tr
from app.widgets.card import label
from app.widgets.folding_row import FoldingRow
from app.widgets.number_field import decimal_number, whole_number
from optimizer.records import ModelSpec

UNSET = -1.0  # below any price: zero is one
DEAREST = 10_000.0
MOST = 100_000_000


class PriceFields(FoldingRow):
    """Dollars per million tokens in and out; `changed` tells of every edit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens_in = _price(tr("Price of a million tokens sent, in dollars"))
        self.tokens_out = _price(tr("Price of a million tokens answered, in dollars"))
        _put_in_row(self, self.tokens_in, tr("in"), self.tokens_out, tr("out, per million tokens"))
        for field in (self.tokens_in, self.tokens_out):
            field.valueChanged.connect(self.changed)

    def apply(self, spec: ModelSpec) -> ModelSpec:
        """Return a model with the prices that were entered; without any, the known ones hold."""
        values = [None if f.value() < 0 else f.value() for f in (self.tokens_in, self.tokens_out)]
        return replace(spec, price_in=values[0], price_out=values[1])

    def show_spec(self, spec: ModelSpec) -> None:
        """Show a model's own prices."""
        for field, price in ((self.tokens_in, spec.price_in), (self.tokens_out, spec.price_out)):
            field.setValue(UNSET if price is None else price)


class PaceFields(FoldingRow):
    """Calls and tokens per minute; `changed` tells of every edit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls = _pace(tr("Calls per minute at most"), 10)
        self.tokens = _pace(tr("Tokens per minute at most"), 10_000)
        _put_in_row(self, self.calls, tr("calls"), self.tokens, tr("tokens a minute"))
        for field in (self.calls, self.tokens):
            field.valueChanged.connect(self.changed)

    def apply(self, spec: ModelSpec) -> ModelSpec:
        """Return a model with the limits that were entered."""
        return replace(
            spec,
            calls_per_minute=self.calls.value() or None,
            tokens_per_minute=self.tokens.value() or None,
        )

    def show_spec(self, spec: ModelSpec) -> None:
        """Show a model's limits."""
        self.calls.setValue(spec.calls_per_minute or 0)
        self.tokens.setValue(spec.tokens_per_minute or 0)


def _price(name: str) -> QDoubleSpinBox:
    field = decimal_number(UNSET, DEAREST, UNSET, step=0.1, decimals=4, before="$")
    field.setSpecialValueText(tr("as known"))
    field.setAccessibleName(name)
    return field


def _pace(name: str, step: int) -> QSpinBox:
    field = whole_number(0, MOST, 0, step=step)
    field.setSpecialValueText(tr("no limit"))
    field.setAccessibleName(name)
    return field


def _put_in_row(
    holder: FoldingRow, first: QWidget, after_first: str, second: QWidget, after_second: str
) -> None:
    for field, words in ((first, after_first), (second, after_second)):
        field.setMinimumWidth(110)
        part = holder.add_part(1 if field is second else 0)
        part.addWidget(field)
        part.addWidget(label(words, "muted"), 1)
