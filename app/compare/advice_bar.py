"""The advice that it is good enough: said in a bar that gets in nobody's way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import tr
from app.theme import Theme
from app.window.messages import Notice
from optimizer.views import Advice


class AdviceBar(QWidget):
    """Hidden while there is nothing to advise."""

    export_wanted = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notice: Notice | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says; empty while it is hidden."""
        return self._notice.text if self._notice else ""

    def show_advice(self, advice: Advice | None) -> None:
        """Say an advice, or nothing."""
        text = tr(advice.text) if advice else ""
        if text == self.text:
            return
        if self._notice is not None:
            self._column.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if text:
            self._notice = Notice(self._theme, "good", text)
            self._notice.add_button(tr("Export"), self.export_wanted.emit)
            self._notice.dismissed.connect(self.dismissed)
            self._column.addWidget(self._notice)
            self._notice.show()
        self.setVisible(bool(text))
