"""Faults and news as bars inside the window: cause, remedy, Retry; never a dialog."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.theme import GAP, HALF, ICON, Theme
from optimizer.errors import BudgetFault
from optimizer.views import FaultView

MOST = 3
NEWS_MS = 6000
log = logging.getLogger(__name__)


class Notice(QFrame):
    """One message with what can be done about it."""

    dismissed = Signal()

    def __init__(
        self,
        theme: Theme,
        level: str,
        message: str,
        remedy: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = level
        self.setProperty("kind", "notice")
        self.setProperty("level", level)
        self.setAccessibleName(f"{message} {remedy}".strip())
        self._picture = QLabel()
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setText(f"{message} {remedy}".strip())
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setToolTip(tr("Dismiss"))
        self._close.setAccessibleName(tr("Dismiss this message"))
        self._close.clicked.connect(self.dismissed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GAP + HALF, HALF, HALF, HALF)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What the notice says."""
        return self._text.text()

    @property
    def level(self) -> str:
        """How grave it is: error, warning, good, or another word for a plain note."""
        return self._level

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def add_button(self, text: str, act: Callable[[], None]) -> QPushButton:
        """Add a button before the dismiss button.

        Args:
            text: What it says.
            act: What it does.
        """
        button = QPushButton(text)
        button.setAutoDefault(True)  # the Return key presses it too
        button.clicked.connect(lambda: act())
        self._row.insertWidget(self._row.count() - 1, button)
        self.setTabOrder(button, self._close)
        return button

    def _restyle(self) -> None:
        colours = self._theme.colours
        name, colour = {
            "error": ("error", colours.error),
            "warning": ("warning", colours.warning),
            "good": ("check", colours.good),
        }.get(self._level, ("info", colours.muted))
        size = self._theme.px(ICON)
        self._picture.setPixmap(self._theme.icon(name, colour).pixmap(size, size))
        self._close.setIcon(self._theme.icon("close", colours.muted))
        self._close.setIconSize(QSize(size, size))


class MessageBar(QWidget):
    """The messages that stand now, newest first; a newer one of the same kind replaces the older.

    Everything that is shown is logged.
    """

    retry = Signal(object)  # what was handed over as `retry`
    settings_wanted = Signal()
    limits_wanted = Signal()
    focus_left = Signal()  # a message went away with the focus in it
    report_wanted = Signal(str, str)  # what happened, and the traceback

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: dict[str, Notice] = {}
        self._passing: set[str] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(HALF)
        self.hide()

    def set_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Keep the notices so many pixels away from the edges, while there are any."""
        self._column.setContentsMargins(left, top, right, bottom)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands now, newest first."""
        return tuple(notice.text for notice in reversed(self._notices.values()))

    def show_fault(self, fault: FaultView, retry: object | None = None, *, about: str = "") -> None:
        """Show a fault of the world.

        Args:
            fault: Cause and remedy.
            retry: What `retry` emits when the person asks for another try; None for no button.
            about: What the person tried, where it failed at once: it is the message's kind, and
                the message goes when the page is turned.
        """
        log.warning("%s %s (%s)", fault.message, fault.remedy, fault.kind)
        kind = about or fault.kind or fault.message
        notice = Notice(self._theme, "error", tr(fault.message), tr(fault.remedy))
        if fault.kind == BudgetFault.__name__:
            # A cap is in the way of every further try.
            notice.add_button(tr("Change the limits"), self.limits_wanted.emit)
        elif retry is not None:
            notice.add_button(tr("Retry"), lambda: self._retry(kind, retry))
        if fault.kind == "auth" or "Settings" in fault.remedy:
            notice.add_button(tr("Open Settings"), self.settings_wanted.emit)
        self._put(kind, notice)
        if about:
            self._passing.add(about)

    def turn_page(self) -> None:
        """Take away what was only about a try on the page that is left."""
        for kind in sorted(self._passing):
            self.clear(kind)

    def show_work(self, kind: str, text: str, stop: Callable[[], None]) -> None:
        """Say how far something is that takes long.

        Args:
            kind: Tells it from other messages; `clear` takes it away.
            text: What is done, and how far it is.
            stop: What *Cancel* does.
        """
        standing = self._notices.get(kind)
        if standing is not None and standing.level == "work":
            standing.set_text(text)
            return
        notice = Notice(self._theme, "work", text)
        notice.add_button(tr("Cancel"), stop)
        self._put(kind, notice)

    def show_offer(
        self,
        kind: str,
        text: str,
        offer: str,
        act: Callable[[], None],
        *,
        level: str = "warning",
    ) -> None:
        """Show something that a press of a button follows from, such as a fault's mending.

        Args:
            kind: Tells it from other messages.
            text: What is the case.
            offer: What the button says.
            act: What it does.
            level: How grave it is.
        """
        log.log(logging.WARNING if level == "warning" else logging.INFO, "%s (%s)", text, kind)
        notice = Notice(self._theme, level, text)
        notice.add_button(offer, act)
        self._put(kind, notice)

    def show_bug(self, summary: str, report: str) -> None:
        """Show that the program itself failed; the report is shown on request."""
        log.error("%s\n%s", summary, report)
        notice = Notice(
            self._theme,
            "error",
            tr(
                "Something in PairTune itself went wrong: {what}.",
                what=tr(summary).rstrip("."),
            ),
            tr("Your project is intact."),
        )
        notice.add_button(tr("Show report…"), lambda: self.report_wanted.emit(summary, report))
        self._put("bug", notice)

    def show_news(self, text: str, level: str = "good") -> None:
        """Say that something was done; goes away by itself."""
        log.info("%s", text)
        notice = Notice(self._theme, level, text)
        self._put("news", notice)
        QTimer.singleShot(NEWS_MS, notice, notice.dismissed.emit)

    def clear(self, kind: str | None = None) -> None:
        """Take away the message of a kind, or all of them."""
        for key in [kind] if kind is not None else list(self._notices):
            notice = self._notices.pop(key, None)
            self._passing.discard(key)
            if notice is not None:
                held = notice.isAncestorOf(QApplication.focusWidget() or self)
                self._column.removeWidget(notice)
                notice.hide()
                notice.deleteLater()
                if held:
                    self.focus_left.emit()
        self.setVisible(bool(self._notices))

    def _retry(self, kind: str, retry: object) -> None:
        self.clear(kind)
        self.retry.emit(retry)

    def _put(self, kind: str, notice: Notice) -> None:
        self.clear(kind)
        if len(self._notices) == MOST:
            self.clear(next(iter(self._notices)))
        self._notices[kind] = notice
        notice.dismissed.connect(lambda: self._dismiss(kind, notice))
        self._column.insertWidget(0, notice)
        self.show()

    def _dismiss(self, kind: str, notice: Notice) -> None:
        if self._notices.get(kind) is notice:
            self.clear(kind)
