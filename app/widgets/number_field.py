"""Fields for numbers: no arrows to aim at, the text with room to breathe."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from app.theme import HALF

Field = TypeVar("Field", QSpinBox, QDoubleSpinBox)


class BareDecimal(QDoubleSpinBox):
    """A field that shows 0.5 where 0.500 would say no more."""

    def textFromValue(self, value: float) -> str:
        """Return the number without zeros at its end."""
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


def whole_number(least: int, most: int, value: int, *, step: int = 1, unit: str = "") -> QSpinBox:
    """Return a field for a whole number.

    Args:
        least: The smallest number that can be entered.
        most: The largest.
        value: What stands in it at first.
        step: What an arrow key adds.
        unit: What stands behind the number.
    """
    field = QSpinBox()
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setGroupSeparatorShown(True)
    field.setSuffix(unit)
    field.setValue(value)
    return _roomy(field)


def decimal_number(
    least: float,
    most: float,
    value: float,
    *,
    step: float,
    decimals: int,
    before: str = "",
    bare: bool = False,
) -> QDoubleSpinBox:
    """Return a field for a number with decimals.

    Args:
        least: The smallest number that can be entered.
        most: The largest.
        value: What stands in it at first.
        step: What an arrow key adds.
        decimals: How many digits stand behind the point.
        before: What stands before the number.
        bare: Whether zeros at the end are left out.
    """
    field = BareDecimal() if bare else QDoubleSpinBox()
    field.setDecimals(decimals)
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setPrefix(before)
    field.setValue(value)
    return _roomy(field)


def _roomy(field: Field) -> Field:
    # The style sheet does not reach the text inside.
    field.lineEdit().setTextMargins(HALF, 0, HALF, 0)
    return field
