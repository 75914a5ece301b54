"""Charts and their numbers as files: PNG, SVG and CSV."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.widgets.rows_table import RowsTable

SHARPNESS = 2.0  # pixels of the picture a pixel of the window


def csv_text(table: RowsTable) -> str:
    """Return the numbers of a table with its headings, as they are shown."""
    lines = (line.split("\t") for line in table.as_text().splitlines())
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(lines)
    return made.getvalue()


def png_bytes(chart: QWidget, ground: str) -> bytes:
    """Return a chart as a PNG, at twice the size of the window for sharpness.

    Args:
        chart: What is drawn, as large as it is now.
        ground: The `#rrggbb` colour behind it.
    """
    pixmap = QPixmap(chart.size() * SHARPNESS)
    pixmap.setDevicePixelRatio(SHARPNESS)
    pixmap.fill(QColor(ground))
    chart.render(pixmap, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    buffer.close()
    return bytes(buffer.data().data())


def svg_text(chart: QWidget, title: str, ground: str) -> str:
    """Return a chart as an SVG: lines and letters, not pixels.

    Args:
        chart: What is drawn, as large as it is now.
        title: What it is of.
        ground: The `#rrggbb` colour behind it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    size: QSize = chart.size()
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    painter = QPainter(generator)
    painter.fillRect(QRect(QPoint(), size), QColor(ground))
    chart.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data()).decode()
