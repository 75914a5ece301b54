"""What each way of writing has earned, which method is at work, and the way to another one."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget

from app.language import tr
from app.progress.chart_card import ChartCard
from app.progress.progress_tables import gain_table
from app.requests import OpenMethods
from app.theme import Theme
from app.widgets.elided_label import ElidedLabel
from app.words.method_words import run_words
from optimizer.views import RunView


class GainCard(ChartCard):
    """The gain table under a line that says how far the run of the method is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Gain by proposer"), gain_table(theme), theme, parent=parent)
        self.choose = QToolButton()
        self.choose.setText(tr("Methods…"))
        self.choose.setAccessibleName(tr("Choose a method"))
        self.choose.clicked.connect(lambda: self.request.emit(OpenMethods()))
        self.add_action(self.choose)
        QWidget.setTabOrder(self.save, self.choose)
        self._about = ElidedLabel("small")
        self.body.insertWidget(0, self._about)
        self.show_run(None)

    @property
    def told(self) -> str:
        """What is said of the run."""
        return self._about.text()

    def show_run(self, run: RunView | None) -> None:
        """Say which method is at work and how far it is."""
        self._about.set_text(run_words(run))
