"""What stands in a table that has no rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QTableView

from app.theme import PAGE, WIDE, Theme


def paint_note(table: QTableView, text: str, theme: Theme) -> None:
    """Write a quiet sentence into the middle of a table.

    Args:
        table: Whose viewport is being painted.
        text: The sentence.
        theme: Gives colour and type.
    """
    painter = QPainter(table.viewport())
    painter.setFont(theme.interface_font())
    painter.setPen(QColor(theme.colours.muted))
    area = table.viewport().rect().adjusted(WIDE, PAGE, -WIDE, -PAGE)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area, int(flags), text)
    painter.end()
