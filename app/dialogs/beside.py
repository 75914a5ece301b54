"""How a dialog is laid out that has a list on its left and what was chosen beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.theme import GAP, PAGE


def lay_beside(
    dialog: QDialog,
    side: QWidget,
    detail: QLayout,
    *,
    above: QWidget,
    below: Iterable[QWidget],
    apart: QWidget,
    buttons: Iterable[QWidget],
) -> None:
    """Lay a dialog out.

    Args:
        dialog: Which has no layout yet.
        side: The list.
        detail: What was chosen in it.
        above: What stands over both.
        below: What stands under both.
        apart: The button at the left of the foot.
        buttons: Those at its right.
    """
    body = QHBoxLayout()
    body.setSpacing(PAGE)
    body.addWidget(side)
    body.addLayout(detail, 1)
    foot = QHBoxLayout()
    foot.setSpacing(GAP)
    foot.addWidget(apart)
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
    column.setSpacing(PAGE)
    column.addWidget(above)
    column.addLayout(body, 1)
    for part in below:
        column.addWidget(part)
    column.addLayout(foot)
