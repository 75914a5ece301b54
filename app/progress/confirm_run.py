"""A confirmation that is going on: how far it is, and how to end it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.language import mark, tr
from app.theme import GAP, Theme
from app.widgets.card import label
from app.widgets.plain_text import visible
from app.words.figures import out_of
from optimizer.views import ConfirmationView

BLIND = mark("The count stays hidden until the end, so that it cannot sway you.")


class ConfirmRun(QWidget):
    """Says `7 of 20`; the result is not told before the end."""

    stopped = Signal()
    compare_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = label("", wrap=True, name="confirming")
        self._done = label("", "strong", name="confirmed-so-far")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How many pairs of the confirmation are judged"))
        self.compare = QPushButton(tr("Compare"))
        self.compare.setProperty("kind", "primary")
        self.compare.setAccessibleName(tr("Go on judging on the Compare page"))
        self.compare.clicked.connect(self.compare_wanted)
        self.stop = QPushButton(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop the confirmation"))
        self.stop.setToolTip(tr("The votes stay; the result is of those judged so far."))
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._done)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        row.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._what)
        column.addLayout(row)
        column.addWidget(label(tr(BLIND), "small", wrap=True))

    def show_run(self, view: ConfirmationView) -> None:
        """Show how far it is."""
        self._what.setText(
            tr("{name} against your start prompt, on held-out rows.", name=visible(view.name))
        )
        self._done.setText(out_of(view.judged, view.wanted))
        self._bar.setRange(0, max(1, view.wanted))
        self._bar.setValue(view.judged)
