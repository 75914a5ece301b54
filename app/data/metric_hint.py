"""A line below the data: expected answers let a metric score every answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.forms.metric_choice import metric_title, suggested
from app.language import tr, within
from app.theme import GAP
from app.widgets.card import label
from app.widgets.plain_text import visible
from optimizer.views import TaskView


class MetricHint(QWidget):
    """Hidden where rows have no expected answers; the choice itself is on the Progress page."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "small", wrap=True, name="metric-hint")
        self._go = QPushButton()
        self._go.setProperty("kind", "link")
        self._go.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._go)
        self.hide()

    def show_view(self, view: TaskView) -> None:
        """Say what scores the answers, or that something could."""
        chosen = view.options.metric
        self.setVisible(bool(chosen or suggested(view)))
        if not chosen:
            self._words.setText(tr("Rows have expected answers: a metric can score every answer."))
            self._go.setText(tr("Choose a metric"))
        else:
            title = visible(metric_title(chosen, view.task.labels))
            self._words.setText(tr("Answers are scored: {metric}.", metric=within(title)))
            self._go.setText(tr("Who judges"))
