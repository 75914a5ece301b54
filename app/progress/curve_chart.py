"""The score curve: the win rate of the best new prompt against the start, with its band."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.language import figure, tr, tr_n
from app.theme import GAP, HALF, Theme, colour_plots
from app.widgets.card import label
from app.words.figures import percent
from optimizer.views import CurvePoint

BAND_OPACITY = 0.2
MOST_TICKS = 8
SHARES = [(share / 4, f"{share * 25} %") for share in range(5)]
ABOVE, BELOW = (1.0, 1.25), (1.0, -0.25)  # where the figure stands beside the end of the curve
OVER, UNDER = (0.0, 1.0), (0.0, 0.0)  # where the words stand that name the even line
WORDS_SHARE = 0.3  # of the width, which these take
FIGURE_SHARE = 0.12  # of the width, which the figure takes
LEAST_DRAWN = 300  # points that are drawn however narrow the chart is
NEAR = 40  # pixels from a point at which it is meant


class CurveChart(QWidget):
    """Draws once it is first seen; `point_chosen` carries the point that was clicked."""

    point_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points: tuple[CurvePoint, ...] = ()
        self._names: Mapping[str, str] = {}
        self._few = False
        self._marked: int | None = None
        self._plot: Any = None
        self.setAccessibleName(
            tr("Win rate of the best new prompt against the start prompt, over votes")
        )
        self._note = label("", "chip")
        self._note.setProperty("level", "warning")
        self._hover = label("", "small")
        self._empty = label(tr("The curve begins with your first vote."), "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self._hover)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self._restyle)
        self._draw()

    @property
    def note(self) -> str:
        """The warning over the chart."""
        return self._note.text()

    @property
    def plot(self) -> Any:
        """The plot widget; None until the chart was seen."""
        return self._plot

    def show_curve(
        self, points: Sequence[CurvePoint], names: Mapping[str, str], *, too_few: bool
    ) -> None:
        """Show a curve.

        Args:
            points: In the order of the votes.
            names: The prompts' names by id.
            too_few: Whether there are too few votes to name a winner.
        """
        self._points, self._names, self._few = tuple(points), names, too_few
        self._draw()

    def mark(self, votes: int | None) -> None:
        """Mark the vote that is looked back to; None marks nothing."""
        self._marked = votes
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        # The plotting library is slow to load, so it waits until somebody looks.
        self.build()
        super().showEvent(event)

    def build(self) -> None:
        """Make the plot, if that was not done yet."""
        if self._plot is None:
            self._build()
            self._draw()

    def _build(self) -> None:
        import pyqtgraph as pg

        colour_plots(self._theme.colours)
        plot = pg.PlotWidget()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The plot takes the room there is and asks for none.
        plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        plot.setYRange(0.0, 1.0, padding=0.03)
        plot.getAxis("left").setTicks([SHARES])
        self._low, self._high = pg.PlotDataItem(), pg.PlotDataItem()
        self._band = pg.FillBetweenItem(self._low, self._high)
        self._even = pg.InfiniteLine(pos=0.5, angle=0)
        self._mark = pg.InfiniteLine(angle=90)
        self._line = pg.PlotDataItem()
        self._last = pg.ScatterPlotItem(size=9)
        self._figure = pg.TextItem(anchor=ABOVE)
        self._start_name = pg.TextItem(tr("as good as the start"), anchor=UNDER)
        for item in (
            self._band,
            self._even,
            self._mark,
            self._line,
            self._last,
            self._figure,
            self._start_name,
        ):
            plot.addItem(item)
        plot.scene().sigMouseMoved.connect(self._moved)
        plot.scene().sigMouseClicked.connect(self._clicked)
        self._plot = plot
        self._stack.addWidget(plot)
        self._restyle()

    def _draw(self) -> None:
        points = self._points
        self._note.setText(tr("Too few votes") if self._few and points else "")
        self._note.setVisible(bool(self._note.text()))
        self._hover.setText("")
        if self._plot is None or not points:
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        self._trace()
        self._mark.setVisible(self._marked is not None)
        self._mark.setPos(self._marked or 0)
        end = points[-1]
        self._last.setData([end.votes], [end.win_rate])
        self._figure.setText(percent(end.win_rate))
        self._figure.setPos(end.votes, end.win_rate)
        self._figure.setAnchor(BELOW if _came_down(points) else ABOVE)
        first, last = points[0].votes, max(end.votes, points[0].votes + 1)
        self._plot.setXRange(first, last, padding=0.02)
        self._start_name.setPos(first, 0.5)
        self._start_name.setAnchor(OVER if _begins_low(points) else UNDER)
        self._plot.getAxis("bottom").setTicks([_ticks(first, last)])
        self.setAccessibleDescription(_words(end, self._names))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._plot is not None and len(self._points) > LEAST_DRAWN:
            self._trace()

    def _trace(self) -> None:
        """Draw line and band, with no more points than there are pixels across."""
        drawn = thinned(self._points, max(self._plot.width() // 2, LEAST_DRAWN))
        votes = [point.votes for point in drawn]
        self._low.setData(votes, [point.low for point in drawn])
        self._high.setData(votes, [point.high for point in drawn])
        self._line.setData(votes, [point.win_rate for point in drawn])

    def _restyle(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph as pg

        colours = self._theme.colours
        self._plot.setBackground(colours.base)
        font = self._theme.interface_font()
        font.setPixelSize(self._theme.px(11))
        for name, title in (
            ("left", tr("Win rate")),
            ("bottom", tr("Votes")),
        ):
            axis = self._plot.getAxis(name)
            axis.setPen(pg.mkPen(colours.border_strong))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setTickFont(font)
            axis.setLabel(title, color=colours.muted, **{"font-size": f"{self._theme.px(12)}px"})
        self._plot.showGrid(y=True, alpha=0.12)
        accent = QColor(colours.accent)
        tint = QColor(accent)
        tint.setAlphaF(BAND_OPACITY)
        self._band.setBrush(tint)
        for edge in (self._low, self._high):
            edge.setPen(None)
        self._line.setPen(pg.mkPen(accent, width=2))
        self._last.setBrush(accent)
        self._last.setPen(pg.mkPen(colours.base, width=1.5))
        self._even.setPen(pg.mkPen(colours.muted, style=Qt.PenStyle.DashLine))
        self._mark.setPen(pg.mkPen(colours.text, width=1.5))
        bold = self._theme.interface_font(bold=True)
        self._figure.setColor(colours.accent)
        self._figure.setFont(bold)
        self._start_name.setColor(colours.muted)
        self._start_name.setFont(font)

    def _near(self, place: QPointF) -> CurvePoint | None:
        view = self._plot.getViewBox()
        if not self._points or not view.sceneBoundingRect().contains(place):
            return None
        at = view.mapSceneToView(place).x()
        points = self._points
        right = min(bisect_left(points, at, key=lambda point: point.votes), len(points) - 1)
        nearest = min(
            points[max(0, right - 1)], points[right], key=lambda point: abs(point.votes - at)
        )
        away = abs(view.mapViewToScene(QPointF(nearest.votes, 0.5)).x() - place.x())
        return nearest if away <= NEAR else None

    def _moved(self, place: QPointF) -> None:
        point = self._near(place)
        self._hover.setText(_words(point, self._names) if point else "")

    def _clicked(self, click: Any) -> None:
        point = self._near(click.scenePos())
        if point is not None:
            self.point_chosen.emit(point)


def thinned(points: Sequence[CurvePoint], most: int) -> Sequence[CurvePoint]:
    """Return at most about so many points of a curve: of each stretch its highest and lowest.

    Args:
        points: In the order of the votes.
        most: How many points, at least four.

    Returns:
        The first and the last point, and between them the ends of every stretch's range, so
        that no peak is lost.
    """
    if len(points) <= most:
        return points
    kept = {0, len(points) - 1}
    stretches = max(1, (most - 2) // 2)
    edges = [round(at * len(points) / stretches) for at in range(stretches + 1)]
    for begin, end in pairwise(edges):
        places = range(begin, end)
        kept.add(min(places, key=lambda at: points[at].win_rate))
        kept.add(max(places, key=lambda at: points[at].win_rate))
    return [points[at] for at in sorted(kept)]


def _came_down(points: Sequence[CurvePoint]) -> bool:
    """Tell whether the curve runs above its end in the stretch where the figure stands."""
    end = points[-1]
    begin = end.votes - FIGURE_SHARE * (end.votes - points[0].votes)
    recent = [point.win_rate for point in points[:-1] if point.votes >= begin] or [
        point.win_rate for point in points[-2:-1]
    ]
    return bool(recent) and sum(recent) / len(recent) > end.win_rate


def _begins_low(points: Sequence[CurvePoint]) -> bool:
    """Tell whether the curve runs below the even line in the stretch where its name stands."""
    first, last = points[0].votes, points[-1].votes
    early = [
        point.win_rate for point in points if point.votes <= first + WORDS_SHARE * (last - first)
    ]
    return sum(early) / len(early) < 0.5


def _ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Return whole votes to be named on the axis, not too many."""
    step, at = 1, 0
    while (last - first) / step > MOST_TICKS:
        step = (1, 2, 5)[at % 3] * 10 ** (at // 3)
        at += 1
    start = -(-first // step) * step
    return [(vote, figure(f"{vote:,}")) for vote in range(start, last + 1, step)]


def _words(point: CurvePoint, names: Mapping[str, str]) -> str:
    figures = {
        "rate": percent(point.win_rate),
        "low": percent(point.low),
        "high": percent(point.high),
    }
    best = names.get(point.rival, "")
    if best:
        return tr_n(
            "After {n:,} vote: {rate} ({low} to {high}) for {name}",
            "After {n:,} votes: {rate} ({low} to {high}) for {name}",
            point.votes,
            name=best,
            **figures,
        )
    return tr_n(
        "After {n:,} vote: {rate} ({low} to {high})",
        "After {n:,} votes: {rate} ({low} to {high})",
        point.votes,
        **figures,
    )
