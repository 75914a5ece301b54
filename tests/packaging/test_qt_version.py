"""Some versions of PySide6 lose a reference in every void call, and abort the process in the end.

If a change of the pinned version brings that back, this test does not fail: it dies.
"""

from __future__ import annotations

import pyqtgraph
from PySide6.QtWidgets import QLabel


def test_many_updates_of_a_label(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(20_000):
        label.setText(str(number))
    assert label.text() == "19999"


def test_many_redraws_of_a_plot(qtbot):
    plot = pyqtgraph.PlotWidget()
    qtbot.addWidget(plot)
    plot.resize(200, 150)
    curve = plot.plot()
    for number in range(200):
        curve.setData([0, 1, 2], [number, 2, 1])
        plot.grab()
    assert curve.getData()[1][0] == 199
