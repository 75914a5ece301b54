"""Warnings about the votes themselves: a judge at odds with the person, and votes in a circle."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import tr
from app.theme import HALF, Theme
from app.widgets.plain_text import visible
from app.window.messages import Notice
from optimizer.reports.sentences import order_words, over_optimized_words
from optimizer.views import PoolView


class CautionBar(QWidget):
    """Hidden while there is nothing to warn of; what was dismissed stays away until it changes.

    `details_wanted` asks for the figures behind a warning.

    Args:
        theme: Gives colours.
        offer_details: Whether each warning has a button that leads to the figures.
        most: How many warnings stand at a time; the gravest first.
    """

    details_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        offer_details: bool = False,
        most: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offer_details = offer_details
        self._most = most
        self._notices: dict[str, Notice] = {}
        self._dismissed: set[str] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(HALF)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What it warns of."""
        return tuple(notice.text for notice in self._notices.values())

    def show_pool(self, pool: PoolView | None) -> None:
        """Warn of what the engine found; None for no project."""
        wanted = {
            kind: text
            for kind, text in (
                ("judge", visible(tr(over_optimized_words(pool))) if pool else ""),
                ("order", visible(tr(order_words(pool.order))) if pool else ""),
            )
            if text
        }
        # A warning that went away may come back: then it is news again.
        self._dismissed &= set(wanted)
        standing = [kind for kind in wanted if kind not in self._dismissed][: self._most]
        for kind in ("judge", "order"):
            text = wanted[kind] if kind in standing else ""
            notice = self._notices.get(kind)
            if notice is not None and notice.text != text:
                self._drop(kind)
            if text and kind not in self._notices:
                self._add(kind, text)
        self.setVisible(bool(self._notices))

    def _add(self, kind: str, text: str) -> None:
        notice = Notice(self._theme, "warning", text)
        if self._offer_details:
            notice.add_button(tr("See the progress"), self.details_wanted.emit)
        notice.dismissed.connect(lambda: self._dismiss(kind))
        self._notices[kind] = notice
        self._column.addWidget(notice)
        notice.show()

    def _dismiss(self, kind: str) -> None:
        self._dismissed.add(kind)
        self._drop(kind)
        self.setVisible(bool(self._notices))

    def _drop(self, kind: str) -> None:
        notice = self._notices.pop(kind)
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
