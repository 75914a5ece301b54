"""Looking back: a slider over the votes, and a quiet line while the past is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from app.language import tr
from app.theme import GAP
from app.widgets.card import buddy, label
from optimizer.commands import ReplayTo

SETTLE_MS = 120  # a slider on its way asks for nothing


class ReplayBar(QWidget):
    """`command` asks for an earlier state or for the present."""

    command = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worth, self._offered = False, True
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimum(1)
        self.slider.setAccessibleName(tr("As it was after this many votes"))
        self.words = label("", "small")
        self.back = QPushButton(tr("Back to now"))
        self.back.clicked.connect(lambda: self.slider.setValue(self.slider.maximum()))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(buddy(tr("&Look back"), self.slider))
        row.addWidget(self.slider, 1)
        row.addWidget(self.words)
        row.addWidget(self.back)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.ask)
        self.slider.valueChanged.connect(self._moved)
        self.set_votes(0)

    @property
    def votes(self) -> int | None:
        """After which vote the person looks; None for now."""
        at = self.slider.value()
        return at if at < self.slider.maximum() else None

    def sizeHint(self) -> QSize:
        # As high without the button as with it, so that nothing below moves.
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.back.sizeHint().height()))

    def set_votes(self, votes: int) -> None:
        """Say how many votes there are; who looks at now goes on doing so."""
        looking = self.votes if self.slider.maximum() > 1 else None
        last = max(votes, 1)
        self.slider.blockSignals(True)
        self.slider.setMaximum(last)
        self.slider.setValue(last if looking is None else min(looking, last))
        self.slider.blockSignals(False)
        self._worth = votes > 1
        self.setVisible(self._worth and self._offered)
        self._say()
        if not votes:
            self._timer.stop()  # the project is closed: nobody would answer
        elif looking is not None and self.votes is None:
            self._timer.start()

    def offer(self, offered: bool) -> None:
        """Show the slider where it changes something, and nowhere else."""
        self._offered = offered
        self.setVisible(self._worth and offered)

    def ask(self) -> None:
        """Ask for what the slider stands at."""
        self._timer.stop()
        self.command.emit(ReplayTo(self.votes))

    def _moved(self) -> None:
        self._say()
        self._timer.start()

    def _say(self) -> None:
        at, last = self.votes, self.slider.maximum()
        words = ""
        if at is not None:
            words = tr("You are looking at vote {at:,} of {last:,}.", at=at, last=last)
        self.words.setText(words)
        self.back.setVisible(at is not None)
