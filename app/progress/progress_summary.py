"""What matters most of the progress: the advice and five figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import tr, tr_n
from app.pool_rows import playing_places, row_of
from app.progress.spend_table import cost_words, spend_rows
from app.theme import GAP, PAGE, Theme
from app.widgets.card import Card, label
from app.widgets.caution_bar import CautionBar
from app.widgets.flow_layout import FlowLayout
from app.widgets.plain_text import visible
from app.words.figures import UNKNOWN, percent, whole
from optimizer.reports.sentences import interval
from optimizer.views import AdviceKind, CandidateView, PoolView, Status

_ICONS = {
    AdviceKind.TOO_FEW_VOTES: "info",
    AdviceKind.KEEP_VOTING: "compare",
    AdviceKind.GOOD_ENOUGH: "check",
    AdviceKind.NOTHING_TO_LEARN: "info",
}


class ProgressSummary(Card):
    """Says what to do next, what is amiss, and how far tuning is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._pool: PoolView | None = None
        self._advice_picture = QLabel()
        self.advice = label("", "strong", wrap=True)
        self.cautions = CautionBar(theme)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._advice_picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.advice, 1)
        row = QWidget()
        figures = FlowLayout(row, 2 * PAGE)
        self._figures: dict[str, QLabel] = {}
        self._holders: dict[str, QWidget] = {}
        for name, title in (
            ("votes", tr("Votes")),
            ("rate", tr("Win rate against the start")),
            ("sure", tr("Probability to beat the start")),
            ("prompts", tr("Prompts in play")),
            ("spend", tr("Spend")),
        ):
            value = label(UNKNOWN, "title", name=name)
            value.setAccessibleName(title)
            holder = QWidget()
            pair = QVBoxLayout(holder)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(0)
            pair.addWidget(value)
            pair.addWidget(label(title, "small"))
            figures.addWidget(holder)
            self._figures[name] = value
            self._holders[name] = holder
        self.body.addLayout(line)
        self.body.addWidget(self.cautions)
        self.body.addWidget(row)
        theme.changed.connect(self._draw_advice)
        self._draw_advice()

    def show_progress(
        self, pool: PoolView | None, status: Status | None, earlier: int | None = None
    ) -> None:
        """Show how far tuning is.

        Args:
            pool: What is looked at; None for no project.
            status: What the optimizer told last; None when there is none.
            earlier: After how many votes the pool was like that; None for the present one.
        """
        self._pool = pool
        self.cautions.show_pool(pool)
        self._draw_advice()
        votes = earlier if earlier is not None else status.votes if status else None
        rows = pool.candidates if pool else ()
        live = len(playing_places(rows))
        rate, sure = _chances(pool)
        spend = spend_rows(status.spend) if status and earlier is None else ()
        # What bears no number of a vote is not shown beside what was believed earlier.
        self._holders["spend"].setVisible(earlier is None)
        for name, text in (
            ("votes", UNKNOWN if votes is None else whole(votes)),
            ("rate", rate),
            ("sure", sure),
            ("prompts", whole(live) if rows else UNKNOWN),
            ("spend", cost_words(spend[-1].spend) if spend else _no_calls()),
        ):
            self._figures[name].setText(text)

    def _draw_advice(self) -> None:
        pool = self._pool
        kind = pool.advice.kind if pool else AdviceKind.TOO_FEW_VOTES
        colours = self._theme.colours
        colour = colours.good if kind is AdviceKind.GOOD_ENOUGH else colours.muted
        size = self._theme.px(18)
        self._advice_picture.setPixmap(self._theme.icon(_ICONS[kind], colour).pixmap(size, size))
        self.advice.setText(visible(tr(pool.advice.text)) if pool else tr("No votes yet."))


def _chances(pool: PoolView | None) -> tuple[str, str]:
    """Return the best prompt's win rate against the start and how sure that is."""
    if pool is not None and pool.advice.kind is AdviceKind.TOO_FEW_VOTES:
        return tr("too few votes"), UNKNOWN
    best = _best(pool)
    if best is None or best.candidate.start:
        return UNKNOWN, UNKNOWN
    standing = best.standing
    rate = interval(standing.win_rate, standing.win_rate_low, standing.win_rate_high)
    return rate, percent(standing.p_beats_start)


def _best(pool: PoolView | None) -> CandidateView | None:
    return row_of(pool.candidates, pool.incumbent_id) if pool else None


def _no_calls() -> str:
    return tr_n("{n:,} call", "{n:,} calls", 0)
