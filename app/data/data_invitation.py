"""What the Data page shows before there is any data: where to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.language import tr
from app.requests import OpenDataFile, OpenSample, OpenSettings
from app.theme import GAP, PAGE, Theme
from app.widgets.card import label
from app.widgets.folding_row import FoldingRow
from app.widgets.key_button import KeyButton

ICON_PX = 40
WIDTH = 480
MOST_OF_IT = 100  # the share of the middle, beside 1 on either side, up to its width


class DataInvitation(QWidget):
    """Offers a data file, the sample and the models."""

    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = label(tr("Begin with your data"), "display")
        body = label(
            tr(
                "A table with one row per case: CSV, TSV, JSON, JSONL, Parquet or Excel. "
                "Drop the file here, or open it. Then write a first prompt, and compare."
            ),
            "muted",
            wrap=True,
        )
        for words in (title, body):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.open = self._button(tr("Open data…"), "primary", "", OpenDataFile())
        self.sample = self._button(tr("Try the sample"), "", "sample", OpenSample())
        self.connect_model = self._button(
            tr("Connect a model"), "", "model", OpenSettings("models")
        )
        row = FoldingRow()
        for button in (self.open, self.sample, self.connect_model):
            part = row.add_part()
            part.addWidget(button)
            part.addStretch(1)
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setSpacing(GAP)
        column.addWidget(self._picture)
        column.addWidget(title)
        column.addWidget(body)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._middle, MOST_OF_IT)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addSpacing(PAGE)
        # Beside the text and not in it: in some languages the buttons are wider than that.
        outer.addWidget(row, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _button(self, text: str, kind: str, icon: str, asked: object) -> QPushButton:
        button = KeyButton(text, self._theme, kind, icon) if icon else QPushButton(text)
        button.setProperty("kind", kind)
        button.clicked.connect(lambda: self.request.emit(asked))
        return button

    def _restyle(self) -> None:
        size = self._theme.px(ICON_PX)
        icon = self._theme.icon("data", self._theme.colours.accent)
        self._picture.setPixmap(icon.pixmap(size, size))
        self._middle.setMaximumWidth(self._theme.px(WIDTH))
