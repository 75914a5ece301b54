"""What the last confirmation came to, and the earlier ones in short."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.language import tr
from app.theme import GAP, HALF, Theme
from app.widgets.card import label
from app.widgets.plain_text import visible
from app.widgets.share_bar import ShareBar
from optimizer.reports.sentences import (
    confirmation_badge,
    confirmation_result,
    confirmation_verdict,
    interval,
)
from optimizer.views import ConfirmationView

EARLIER = 3  # lines; the table has them all


class LastResult(QWidget):
    """Hidden while there is no result."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict = label("", "strong", wrap=True, name="confirm-verdict")
        self._picture = QLabel()
        self._result = label("", wrap=True, name="confirm-result")
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = ShareBar(theme, strong=True)
        self._judged = label("", "small", wrap=True)
        self._earlier = label("", "small", wrap=True, name="earlier-confirmations")
        head = QGridLayout()
        head.setHorizontalSpacing(GAP)
        head.setVerticalSpacing(HALF)
        head.setColumnStretch(1, 1)
        head.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._verdict, 0, 1)
        head.addWidget(self._result, 1, 1)
        head.addWidget(self._bar, 2, 1, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._judged, 3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._earlier)
        self._shown: tuple[ConfirmationView, ...] = ()
        theme.changed.connect(self._restyle)
        self.hide()

    def show_results(self, results: Sequence[ConfirmationView]) -> None:
        """Show results, the latest first."""
        self._shown = tuple(results)
        self.setVisible(bool(results))
        if not results:
            return
        last, earlier = self._shown[0], self._shown[1 : 1 + EARLIER]
        self._verdict.setText(visible(tr(confirmation_verdict(last))))
        self._result.setText(visible(tr(confirmation_result(last))))
        decided = bool(last.wins + last.losses)
        self._bar.setVisible(decided)
        self._bar.show_share(last.share, last.low, last.high)
        self._judged.setText(
            tr(
                "{part:,} of {whole:,} rows judged; ties are left out.",
                part=last.judged,
                whole=last.wanted,
            )
        )
        self._earlier.setText("\n".join([tr("Earlier"), *map(_line, earlier)]))
        self._earlier.setVisible(bool(earlier))
        self._restyle()

    def _restyle(self) -> None:
        if not self._shown:
            return
        colours, size = self._theme.colours, self._theme.px(18)
        name, colour = {
            "confirmed": ("check", colours.good),
            "refuted": ("warning", colours.warning),
        }.get(confirmation_badge(self._shown[0]), ("info", colours.muted))
        self._picture.setPixmap(self._theme.icon(name, colour).pixmap(size, size))


def _line(view: ConfirmationView) -> str:
    rate = interval(view.share, view.low, view.high) if view.wins + view.losses else tr("no winner")
    return f"{visible(view.name)}: {view.wins}–{view.losses}–{view.ties}, {rate}, " + (
        tr(confirmation_badge(view))
    )
