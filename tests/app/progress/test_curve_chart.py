"""The score curve draws no more points than it has pixels, and loses none that matter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.progress.curve_chart import ABOVE, BELOW, OVER, UNDER, CurveChart, thinned
from app.theme import Theme
from tests.app.build_views import curve


@given(st.integers(0, 900), st.integers(4, 400))
def test_a_thinned_curve_keeps_its_ends_and_its_range(number: int, most: int) -> None:
    points = curve(number)
    drawn = thinned(points, most)
    assert len(drawn) <= max(most, 4)
    assert [point.votes for point in drawn] == sorted({point.votes for point in drawn})
    if points:
        rates = [point.win_rate for point in points]
        kept = [point.win_rate for point in drawn]
        assert (drawn[0], drawn[-1]) == (points[0], points[-1])
        assert (min(kept), max(kept)) == (min(rates), max(rates))


def test_a_long_curve_is_drawn_thin_and_read_whole(qtbot: QtBot, theme: Theme) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show()
    chart.show_curve(curve(5000), {}, too_few=False)
    votes = list(chart._line.getData()[0])
    assert (votes[0], votes[-1]) == (1, 5000)
    assert len(votes) <= max(chart.plot.width(), 300)
    chart.resize(1400, 300)
    assert len(chart._points) == 5000


def test_the_plot_can_be_made_before_anybody_looks(qtbot: QtBot, theme: Theme) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.show_curve(curve(), {}, too_few=False)
    assert chart.plot is None
    chart.build()
    made = chart.plot
    assert made is not None
    chart.show()
    assert chart.plot is made


def test_the_figure_at_the_end_does_not_stand_on_the_curve(qtbot: QtBot, theme: Theme) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.show()
    points = [replace(point, win_rate=0.5 + at / 100) for at, point in enumerate(curve(20))]
    chart.show_curve(points, {}, too_few=False)
    assert tuple(chart._figure.anchor) == ABOVE
    falling = [*points[:-1], replace(points[-1], win_rate=0.4)]
    chart.show_curve(falling, {}, too_few=False)
    assert tuple(chart._figure.anchor) == BELOW


def test_the_even_line_is_named_where_the_curve_is_not(qtbot: QtBot, theme: Theme) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.show()
    chart.show_curve(curve(20), {}, too_few=False)
    assert tuple(chart._start_name.anchor) == UNDER
    low = [replace(point, win_rate=0.45) for point in curve(20)]
    chart.show_curve(low, {}, too_few=False)
    assert tuple(chart._start_name.anchor) == OVER
