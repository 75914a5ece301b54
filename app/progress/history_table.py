"""The history as a table: what it tells of each vote."""

from __future__ import annotations

from app.language import mark, tr
from app.theme import Theme
from app.told_votes import ChosenVotes
from app.widgets.plain_text import visible
from app.widgets.plain_tip import plain_tip
from app.widgets.rows_model import TableColumn
from app.words.compare_words import because, verdict_words
from app.words.figures import UNKNOWN, duration, local_time
from app.words.rater_words import rater_name
from optimizer.records import Verdict
from optimizer.views import HistoryRow

BY = 2  # the column that tells who voted; of use when several do
FAST = mark("Sooner than both outputs can be read; it counts like any other.")


def history_columns(theme: Theme) -> tuple[TableColumn, ...]:
    """Return the columns of the history; a vote that was taken back is drawn quietly."""

    def quiet(row: HistoryRow) -> str | None:
        return theme.colours.muted if row.voided else None

    return (
        TableColumn(
            tr("Vote"),
            lambda row: str(row.number),
            sort=lambda row: row.number,
            keys=lambda rows: rows.numbers() if isinstance(rows, ChosenVotes) else None,
            order=lambda rows, falling: (
                rows.by_number(falling) if isinstance(rows, ChosenVotes) else None
            ),
            numeric=True,
            colour=quiet,
        ),
        TableColumn(
            tr("When"),
            lambda row: local_time(row.cast_at),
            sort=lambda row: row.cast_at,
            keys=lambda rows: rows.times() if isinstance(rows, ChosenVotes) else None,
            colour=quiet,
        ),
        TableColumn(
            tr("By"),
            lambda row: visible(rater_name(row.rater)),
            colour=quiet,
            tip=lambda row: plain_tip(rater_name(row.rater)),
        ),
        TableColumn(
            tr("Example"),
            lambda row: " ".join(row.example_title.split()),
            tip=lambda row: plain_tip(row.example_title),
            colour=quiet,
            stretch=True,
        ),
        TableColumn(
            tr("A was"),
            lambda row: row.left_name,
            colour=quiet,
            tip=lambda row: plain_tip(row.left_name),
            strong=lambda row: row.verdict is Verdict.LEFT and not row.voided,
        ),
        TableColumn(
            tr("B was"),
            lambda row: row.right_name,
            colour=quiet,
            tip=lambda row: plain_tip(row.right_name),
            strong=lambda row: row.verdict is Verdict.RIGHT and not row.voided,
        ),
        TableColumn(tr("Verdict"), verdict_words, colour=quiet),
        TableColumn(tr("Why"), _why, colour=quiet, tip=lambda row: plain_tip(_why(row))),
        TableColumn(
            tr("Took"),
            _took,
            sort=lambda row: row.took_ms,
            numeric=True,
            colour=quiet,
            tip=lambda row: tr(FAST) if row.fast else "",
        ),
    )


def vote_words(row: HistoryRow) -> str:
    """Return a vote in a sentence, with all that was said of it."""
    words = ", ".join(because(row)) or verdict_words(row)
    line = tr("Vote {n}: {words}.", n=row.number, words=words)
    return f"{line} {tr(FAST)}" if row.fast else line


def _why(row: HistoryRow) -> str:
    return ", ".join(because(row)) or UNKNOWN


def _took(row: HistoryRow) -> str:
    took = duration(row.took_ms)
    return tr("{duration} fast", duration=took) if row.fast else took
