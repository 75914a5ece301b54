"""Where a prompt wins and where it loses, example by example; Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.language import tr
from optimizer.records import Verdict
from optimizer.views import HistoryRow


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """An example and how a prompt fared on it."""

    example_id: str
    title: str
    wins: int = 0
    losses: int = 0
    ties: int = 0

    @property
    def balance(self) -> int | None:
        """Wins less losses; None where the prompt was never judged."""
        return self.wins - self.losses if self.wins + self.losses + self.ties else None

    @property
    def words(self) -> str:
        """How it fared, in a word."""
        if self.balance is None:
            return tr("not judged")
        if self.balance == 0:
            return tr("even")
        return tr("wins") if self.balance > 0 else tr("loses")


def example_rows(
    prompt_id: str, against: str, votes: Iterable[HistoryRow], titles: Mapping[str, str]
) -> tuple[ExampleRow, ...]:
    """Return how a prompt fared on each example, those where it loses most first.

    Args:
        prompt_id: The prompt.
        against: The other prompt; empty for any.
        votes: The history; votes taken back and skipped pairs count not.
        titles: More examples that are listed, by id.
    """
    found: dict[str, list[int]] = {example_id: [0, 0, 0] for example_id in titles}
    names = dict(titles)
    for row in votes:
        on_left = row.left_prompt == prompt_id
        if row.voided or not (on_left or row.right_prompt == prompt_id):
            continue
        if against and against != (row.right_prompt if on_left else row.left_prompt):
            continue
        if row.verdict is Verdict.SKIP:
            continue
        names.setdefault(row.example_id, row.example_title)
        won = Verdict.LEFT if on_left else Verdict.RIGHT
        lost = Verdict.RIGHT if on_left else Verdict.LEFT
        place = 0 if row.verdict is won else 1 if row.verdict is lost else 2
        found.setdefault(row.example_id, [0, 0, 0])[place] += 1
    rows = (ExampleRow(key, names[key], *counts) for key, counts in found.items())
    # What was judged comes first, the losses before the wins; the others keep their order.
    return tuple(sorted(rows, key=lambda row: (row.balance is None, row.balance or 0)))


def totals_words(rows: Iterable[ExampleRow]) -> str:
    """Return on how many examples a prompt wins and loses."""
    balances = [row.balance for row in rows if row.balance is not None]
    wins, losses = sum(each > 0 for each in balances), sum(each < 0 for each in balances)
    ties = len(balances) - wins - losses
    parts = (
        tr("wins on {n:,}", n=wins) if wins else "",
        tr("loses on {n:,}", n=losses) if losses else "",
        tr("even on {n:,}", n=ties) if ties else "",
    )
    words = ", ".join(filter(None, parts)) or tr("Not judged on any example yet")
    return words[0].upper() + words[1:]
