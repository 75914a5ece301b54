"""What the window shows while no project is open: three ways to begin, and the recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.language import mark, tr
from app.requests import OpenDataFile, OpenProject, OpenSample, OpenSettings
from app.theme import GAP, HALF, PAGE, WIDE, Theme
from app.widgets.plain_text import visible

CHOICES = (
    (
        OpenSample(),
        "sample",
        mark("Try the sample"),
        mark(
            "Vote within a minute: real examples, answered by the small model that comes with "
            "PairTune. No key, no network."
        ),
    ),
    (
        OpenDataFile(),
        "open",
        mark("Open data"),
        mark("A table of your own: CSV, JSON, Parquet or Excel. You can also drop a file here."),
    ),
    (
        OpenSettings("models"),
        "model",
        mark("Connect a model"),
        mark("A hosted model with your key, or a local server such as Ollama or LM Studio."),
    ),
)
MOST_RECENT = 5
NARROW = 600  # pixels at 100 % below which the choices stand below each other


class Welcome(QWidget):
    """`request` carries what was chosen."""

    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: list[tuple[QLabel, str]] = []
        self._frames: list[QFrame] = []
        title = QLabel(tr("Tune a prompt by choosing the better answer"))
        title.setProperty("kind", "display")
        lead = QLabel(
            tr(
                "See two answers side by side and press one key. PairTune learns from every vote, "
                "writes better prompts, and shows how sure it is."
            )
        )
        lead.setProperty("kind", "muted")
        title.setWordWrap(True)
        self._choices = cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        cards.setSpacing(PAGE)
        for at, (request, icon, heading, text) in enumerate(CHOICES):
            cards.addWidget(self._card(request, icon, tr(heading), tr(text), first=at == 0), 1)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(HALF)
        self._frame = QWidget()
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(title)
        column.addWidget(lead)
        column.addSpacing(PAGE)
        column.addLayout(cards)
        column.addSpacing(PAGE)
        column.addLayout(self._recent)
        lead.setWordWrap(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._frame, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List projects to go on with, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        if paths:
            heading = QLabel(tr("Go on with"))
            heading.setProperty("kind", "strong")
            self._recent.addWidget(heading)
        for path in paths[:MOST_RECENT]:
            self._recent.addWidget(self._recent_button(path), 0, Qt.AlignmentFlag.AlignLeft)

    def _recent_button(self, path: Path) -> QPushButton:
        button = QPushButton(visible(f"{path.stem}    {_short(path.parent)}"))
        button.setProperty("kind", "quiet")
        button.setIcon(self._theme.icon("history", self._theme.colours.muted))
        button.setToolTip(str(path))
        button.clicked.connect(lambda: self.request.emit(OpenProject(path)))
        return button

    def _card(self, request: object, icon: str, heading: str, text: str, *, first: bool) -> QFrame:
        card = QFrame()
        self._frames.append(card)
        card.setProperty("kind", "card")
        picture = QLabel()
        self._cards.append((picture, icon))
        words = QLabel(text)
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        button = QPushButton(heading)
        if first:
            button.setProperty("kind", "primary")
        button.setAccessibleDescription(text)
        button.clicked.connect(lambda: self.request.emit(request))
        column = QVBoxLayout(card)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(GAP)
        column.addWidget(picture)
        column.addWidget(words, 1)
        column.addWidget(button)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Set the cards below each other where there is no room for them side by side."""
        wide = self.width() >= self._theme.px(NARROW)
        way = QBoxLayout.Direction
        self._choices.setDirection(way.LeftToRight if wide else way.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        # What one card needs: they stand below each other before the page would be cut.
        inside = self._frame.minimumSizeHint()
        least = max(card.minimumSizeHint().width() for card in self._frames)
        return QSize(least + 2 * WIDE, inside.height() + 2 * WIDE)

    def _restyle(self) -> None:
        size = self._theme.px(28)
        for picture, name in self._cards:
            icon = self._theme.icon(name, self._theme.colours.accent)
            picture.setPixmap(icon.pixmap(QSize(size, size)))
        self._frame.setMaximumWidth(self._theme.px(840))
        self._fit()


def _short(folder: Path) -> str:
    try:
        return "~/" + folder.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(folder)
