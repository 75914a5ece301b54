"""The line at the bottom: what the optimizer is at, spend and cap, ready pairs, pause."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.keymap import Keymap, key_text
from app.language import tr, tr_n
from app.theme import GAP, HALF, PAGE, Theme
from app.widgets.elided_label import ElidedLabel
from app.words.status_words import STATES, STOPPED, spend_details, spend_words, state_words
from optimizer.views import EngineState, Status

# Each state has a picture beside its words, so that it never hangs on a colour.
PICTURES = {
    EngineState.RUNNING: ("play", "accent"),
    EngineState.WAITING: ("play", "accent"),
    EngineState.STARTING: ("play", "accent"),
    EngineState.IDLE: ("check", "muted"),
    EngineState.PAUSED: ("pause", "warning"),
    EngineState.CAP_REACHED: ("lock", "warning"),
    EngineState.OFFLINE: ("offline", "error"),
    EngineState.NOTHING_LEFT: ("check", "muted"),
    EngineState.READ_ONLY: ("lock", "muted"),
    EngineState.CLOSED: ("info", "muted"),
}

STATE = 150  # pixels at 100 % that the state may claim


class StatusLine(QFrame):
    """`pause_wanted`, `spend_wanted` and `retry_wanted` tell what was pressed."""

    pause_wanted = Signal()
    spend_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status: Status | None = None
        self._spent: tuple[object, ...] = ()
        self._pairs = 0
        self._key = ""
        self.setProperty("kind", "bar")
        self._picture = QLabel()
        self._state = ElidedLabel("small")
        self._spend = QToolButton()
        self._spend.setProperty("kind", "status")
        self._spend.clicked.connect(self.spend_wanted)
        self._spend.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._spend.setMinimumWidth(1)
        self._failed = QToolButton()
        self._failed.setProperty("kind", "status")
        self._failed.setToolTip(
            tr("These are left out of the pairs. Press to make them once more.")
        )
        self._failed.clicked.connect(self.retry_wanted)
        self._ready = ElidedLabel("small")
        self._votes = ElidedLabel("small")
        for figure in (self._ready, self._votes):
            # As wide as it is where there is room, and less where there is none.
            figure.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._sitting = ElidedLabel("small")
        self._sitting.hide()
        self._pause = QToolButton()
        self._pause.setProperty("kind", "status")
        self._pause.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._pause.clicked.connect(self.pause_wanted)
        # The line is as high before it has anything to pause, so that no page jumps.
        policy = self._pause.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._pause.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE, HALF // 2, GAP, HALF // 2)
        row.setSpacing(PAGE)
        row.addWidget(self._picture)
        row.setSpacing(GAP)
        row.addWidget(self._state, 2)
        row.addWidget(self._sitting, 3)
        for widget in (self._failed, self._spend, self._votes, self._ready, self._pause):
            row.addSpacing(GAP)
            row.addWidget(widget)
        theme.changed.connect(self._restyle)
        self.show_status(None)

    @property
    def text(self) -> str:
        """Everything that the line says."""
        labels = (self._state, self._spend, self._votes, self._ready, self._pause)
        return " | ".join(label.text() for label in (*labels, self._sitting) if label.text())

    def set_keymap(self, keymap: Keymap) -> None:
        """Tell the key of a key map."""
        self._key = key_text(keymap.key("run.pause"))
        self._restyle()

    def show_status(self, status: Status | None, *, opening: bool = False) -> None:
        """Show the state of the optimizer.

        Args:
            status: What it told last; None when there is none yet.
            opening: Whether a project is being opened.
        """
        self._status = status
        for widget in (self._spend, self._ready, self._votes, self._pause, self._picture):
            widget.setVisible(status is not None)
        self._failed.setVisible(status is not None and status.failed_outputs > 0)
        if status is None:
            self._state.set_text(tr("Opening the project") if opening else tr("No project open"))
            self._restyle()
            return
        self._state.set_text(state_words(status))
        self._failed.setText(
            tr_n(
                "{n:,} output failed · Retry",
                "{n:,} outputs failed · Retry",
                status.failed_outputs,
            )
        )
        spent = (status.spend, status.caps, status.forecast, status.caution)
        if spent != self._spent:
            # The longest words of all; a status comes with every call, and twice.
            self._spent = spent
            self._spend.setText(spend_words(status))
            self._spend.setToolTip(spend_details(status))
        self._votes.set_text(tr_n("{n:,} vote", "{n:,} votes", status.votes))
        self._say_ready()
        self._restyle()

    def show_open(self, *, read_only: bool) -> None:
        """Say that the project is open, until the optimizer tells what it is at.

        Args:
            read_only: Whether it can only be read.
        """
        if self._status is None:
            state = EngineState.READ_ONLY if read_only else EngineState.STARTING
            self._state.set_text(tr(STATES[state]))

    def show_ready(self, number: int) -> None:
        """Say how many pairs can be judged, as the page does where they are shown.

        Args:
            number: With the one that is on the screen.
        """
        if number != self._pairs:
            self._pairs = number
            self._say_ready()
            self._fit()

    def _say_ready(self) -> None:
        reading = self._status is not None and self._status.state is EngineState.READ_ONLY
        ready = tr_n("{n:,} pair ready", "{n:,} pairs ready", self._pairs)
        self._ready.set_text("" if reading else ready)

    def show_sitting(self, words: str, details: str) -> None:
        """Say how voting goes today.

        Args:
            words: In a few words; empty for nothing.
            details: The same at length.
        """
        if words != self._sitting.text():
            self._sitting.set_text(words)
            self._sitting.setAccessibleName(words)
            self._sitting.setVisible(bool(words))
            self._fit()
        self._sitting.setToolTip(details)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the state room: what is told elsewhere too is left out where there is none."""
        if self._status is None:
            return
        most = self._theme.px(STATE)
        room = self.width() - min(most, self._state.sizeHint().width()) - 2 * (GAP + PAGE)
        for widget in (self._failed, self._sitting, self._spend, self._pause):
            room -= 0 if widget.isHidden() else widget.sizeHint().width() + 2 * GAP
        for figure in (self._votes, self._ready):
            room -= figure.sizeHint().width() + 2 * GAP
            figure.setVisible(room >= 0)

    def _restyle(self) -> None:
        size = self._theme.px(14)
        state = self._status.state if self._status else EngineState.STARTING
        name, role = PICTURES[state]
        icon = self._theme.icon(name, getattr(self._theme.colours, role))
        self._picture.setPixmap(icon.pixmap(size, size))
        resting = state in STOPPED
        self._pause.setText(tr("Resume") if resting else tr("Pause"))
        self._pause.setIcon(self._theme.icon("play" if resting else "pause"))
        self._pause.setIconSize(QSize(size, size))
        self._pause.setToolTip(f"{self._pause.text()} ({self._key})" if self._key else "")
        self._pause.setEnabled(state is not EngineState.READ_ONLY)
        self._fit()
