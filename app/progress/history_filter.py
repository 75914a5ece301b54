"""Which votes of the history are shown; Qt-free."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from app.language import tr
from app.requests import VoteFilter
from app.told_votes import ChosenVotes, ToldVotes
from app.words.compare_words import because, said_words
from app.words.rater_words import rater_name
from optimizer.views import HistoryRow


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """All conditions hold together; `text` is looked for in everything that a row shows."""

    text: str = ""
    votes: VoteFilter = field(default_factory=VoteFilter)

    def select(
        self, votes: ToldVotes, text_of: Callable[[HistoryRow], str] | None = None
    ) -> ChosenVotes:
        """Return the votes that pass, in their order.

        Args:
            votes: All of them.
            text_of: Gives the text of a row in which words are looked for; made anew if left out.
        """
        found, told = votes.select(self.votes), text_of or searched
        # Word by word, so that each looks through no more than the last one left.
        for word in self.text.casefold().split():
            found = found.only(partial(_holds, word, told))
        return found


def _holds(word: str, told: Callable[[HistoryRow], str], row: HistoryRow) -> bool:
    return word in told(row)


def searched(row: HistoryRow) -> str:
    """Return the text of a row in which words are looked for."""
    parts = (
        f"#{row.number}",
        row.example_title,
        row.left_name,
        row.right_name,
        said_words(row.verdict, row.strength),
        *because(row),
        rater_name(row.rater),
        tr("fast") if row.fast else "",
        tr("taken back") if row.voided else "",
    )
    return " ".join(parts).casefold()


def days_back(days: int, now: datetime) -> str:
    """Return when a stretch of days began that ends with today, as votes tell their time.

    Args:
        days: How many, today included.
        now: The local time.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - timedelta(days=days - 1)).astimezone(UTC).isoformat()[:19]


def filter_words(votes: VoteFilter, prompts: Mapping[str, str], examples: Mapping[str, str]) -> str:
    """Return in words to which votes the history is narrowed; empty when to none.

    Args:
        votes: The conditions, but for those that have a field of their own.
        prompts: Names by prompt id.
        examples: Titles by example id.
    """
    parts = []
    if votes.prompt_id is not None:
        parts.append(tr("with {name}", name=prompts.get(votes.prompt_id) or tr("one prompt")))
    if votes.against_id is not None:
        parts.append(
            tr("against {name}", name=prompts.get(votes.against_id) or tr("another prompt"))
        )
    if votes.example_id is not None:
        title = " ".join((examples.get(votes.example_id) or tr("one example")).split())
        parts.append(tr("on “{title}”", title=title if len(title) <= 40 else title[:39] + "…"))
    if votes.up_to_number is not None:
        parts.append(tr("up to vote {n}", n=votes.up_to_number))
    if votes.teaching:
        parts.insert(0, tr("that count"))
    return tr("Only votes {conditions}", conditions=", ".join(parts)) if parts else ""
