"""The leading prompts' strengths as horizontal intervals on one scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import tr
from app.pool_rows import Rows, candidates_of, order_of, playing_places, start_place
from app.theme import GAP, HALF, Theme
from app.widgets.interval_bar import Scale, paint_interval, strength_scale
from app.words.figures import signed, strength_text
from optimizer.views import CandidateView

LINE = 28  # pixels a prompt
MOST = 8


class StrengthChart(QWidget):
    """One line a prompt: its name, its interval and its figure; directly labelled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[CandidateView, ...] = ()
        self._scale = Scale(-1.0, 1.0)
        self.setAccessibleName(tr("Strengths of the leading prompts"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def rows(self) -> tuple[CandidateView, ...]:
        """The prompts that are drawn, strongest first."""
        return self._rows

    def show_rows(self, rows: Rows) -> None:
        """Show the strongest prompts that are in play, and the start prompt."""
        start = start_place(rows)
        shown = {*playing_places(rows)}
        if start is not None and not candidates_of(rows)[start].archived:
            shown.add(start)
        ranked = [at for at in order_of(rows, "mean", falling=True) or () if at in shown]
        # The start prompt is what all is measured by, so it is always among them.
        others = [at for at in ranked[MOST - 1 :] if at == start]
        self._rows = tuple(rows[at] for at in ranked[: MOST - len(others)] + others)
        self._scale = strength_scale(self._rows)
        self.setAccessibleDescription(
            "; ".join(f"{r.candidate.name} {strength_text(r.standing)}" for r in self._rows)
        )
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(LINE) * 4)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(LINE) * (MOST + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        if not self._rows:
            painter.setPen(QColor(colours.muted))
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(QRectF(self.rect()), centre, tr("No prompts yet."))
            painter.end()
            return
        line = float(self._theme.px(LINE))
        left = float(min(self.width() * 0.42, self._theme.px(220)))
        figure = self.fontMetrics().horizontalAdvance("+0.00") + GAP
        for at, row in enumerate(self._rows):
            top = at * line
            self._paint_name(painter, row, QRectF(0, top, left - GAP, line))
            bar = QRectF(left, top, self.width() - left - figure - GAP, line)
            paint_interval(painter, bar, row.standing, self._scale, colours, strong=row.incumbent)
            painter.setFont(self._font(row))
            painter.setPen(QColor(colours.text))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            area = QRectF(self.width() - figure, top, figure, line)
            painter.drawText(area, right, signed(row.standing.mean))
        self._paint_axis(painter, left, len(self._rows) * line, figure)
        painter.end()

    def _paint_name(self, painter: QPainter, row: CandidateView, area: QRectF) -> None:
        painter.setFont(self._font(row))
        painter.setPen(QColor(self._theme.colours.text))
        name = painter.fontMetrics().elidedText(
            row.candidate.name, Qt.TextElideMode.ElideRight, int(area.width())
        )
        across = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(area, across, name)

    def _paint_axis(self, painter: QPainter, left: float, top: float, figure: float) -> None:
        font = self._theme.interface_font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.muted))
        area = QRectF(left, top + HALF, self.width() - left - figure - GAP, self._theme.px(18))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), tr("← weaker"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), tr("stronger →"))

    def _font(self, row: CandidateView) -> QFont:
        return self._theme.interface_font(bold=row.incumbent, tabular=True)
