"""The last ten votes; each can be opened, changed, taken back or restored."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.compare.last_votes import STRIP
from app.language import tr
from app.theme import GAP, HALF, Theme
from app.words.compare_words import CHOICES, SHORT, row_words, said_words
from optimizer.records import Strength, Verdict
from optimizer.views import HistoryRow


class VoteStrip(QWidget):
    """One small button a vote, oldest first.

    `change_wanted` carries a row, a verdict and how sure it is, `toggle_wanted` a row.
    """

    change_wanted = Signal(object, Verdict, Strength)
    toggle_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[HistoryRow, ...] = ()
        self._locked = False
        self._label = QLabel(tr("No votes yet"))
        self._label.setProperty("kind", "small")
        self._ready = QLabel()
        self._ready.setProperty("kind", "small")
        self._buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        row.addWidget(self._label)
        for at in range(STRIP):
            button = QToolButton()
            button.setProperty("kind", "vote")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, place=at: self._open(place))
            button.hide()
            row.addWidget(button)
            self._buttons.append(button)
        row.addStretch(1)
        row.addSpacing(GAP)
        row.addWidget(self._ready)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def ready_text(self) -> str:
        """What it says of the pairs that wait."""
        return self._ready.text()

    def lock(self, locked: bool) -> None:
        """Offer no changes: the project can only be read."""
        self._locked = locked

    def show_rows(self, rows: tuple[HistoryRow, ...]) -> None:
        """Show other votes, oldest first; at most ten."""
        if rows == self._rows:
            return
        self._rows = rows
        self._show_buttons()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many of the latest votes as there is room for."""
        shown = len(self._rows)
        room = self.width() - self._label.sizeHint().width() - self._ready.sizeHint().width() - GAP
        for at in range(shown - 1, -1, -1):
            room -= self._buttons[at].sizeHint().width() + HALF
            self._buttons[at].setVisible(room >= 0 or at == shown - 1)

    def _show_buttons(self) -> None:
        rows = self._rows
        self._label.setText(tr("Last votes") if rows else tr("No votes yet"))
        for at, button in enumerate(self._buttons):
            row = rows[at] if at < len(rows) else None
            if row is None:
                button.hide()
            else:
                button.setText(f"{row.number} {tr(SHORT[row.verdict])}")
                button.setToolTip(row_words(row))
                button.setAccessibleName(row_words(row))
                font = button.font()
                font.setStrikeOut(row.voided)
                button.setFont(font)

    def show_ready(self, text: str) -> None:
        """Say how many pairs wait."""
        if text != self._ready.text():
            self._ready.setText(text)
            self._fit()

    def menu_for(self, row: HistoryRow) -> QMenu:
        """Return what can be done with a vote."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = menu.addAction(row_words(row).splitlines()[0])
        heading.setEnabled(False)
        if self._locked:
            return menu
        menu.addSeparator()
        if not row.voided:
            for verdict, strength in CHOICES:
                if (verdict, strength) != (row.verdict, row.strength):
                    change = menu.addAction(
                        tr("Change to: {verdict}", verdict=said_words(verdict, strength))
                    )
                    change.triggered.connect(
                        lambda _=False, said=verdict, sure=strength: self.change_wanted.emit(
                            row, said, sure
                        )
                    )
            menu.addSeparator()
        toggle = menu.addAction(tr("Count it again") if row.voided else tr("Take it back"))
        toggle.triggered.connect(lambda: self.toggle_wanted.emit(row))
        return menu

    def _open(self, place: int) -> None:
        button = self._buttons[place]
        menu = self.menu_for(self._rows[place])
        high = menu.sizeHint().height()
        menu.popup(button.mapToGlobal(QPoint(0, -high)))

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(24))
