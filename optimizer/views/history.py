"""The votes that were cast."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, overload, runtime_checkable

from optimizer.records import Marked, Purpose, Strength, Verdict

_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One vote in the history; `number` counts the votes cast, voided ones too.

    `fast` says that it came sooner than both outputs can be read, `teaches` that the posterior of
    the present setting learns from it, `looked_at` of how many examples the one shown is that on
    which the outputs differ most (1 when chance took it).
    """

    vote_id: str
    duel_id: str
    number: int
    cast_at: str
    example_id: str
    example_title: str
    verdict: Verdict
    strength: Strength
    tags: tuple[str, ...]
    reason: str
    left_name: str
    right_name: str
    left_prompt: str
    right_prompt: str
    took_ms: int | None
    rater: str
    purpose: Purpose
    voided: bool
    marks: tuple[Marked, ...] = ()
    fast: bool = False
    teaches: bool = True
    looked_at: int = 1


@runtime_checkable
class History(Protocol):
    """All votes at once, too many to be made into rows before somebody looks at them.

    The row of vote n stands at place n - 1.
    """

    def __len__(self) -> int:
        """Return how many votes there are."""
        ...

    @overload
    def __getitem__(self, place: int) -> HistoryRow: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[HistoryRow, ...]: ...

    def __iter__(self) -> Iterator[HistoryRow]:
        """Yield the rows, oldest first."""
        ...

    @property
    def vote_ids(self) -> Sequence[str]:
        """Which votes they are."""
        ...

    @property
    def times(self) -> Sequence[str]:
        """When the votes were cast, as their rows tell it."""
        ...

    def rater_names(self) -> frozenset[str]:
        """Return the names of those who voted."""
        ...

    def place_of(self, vote_id: str) -> int | None:
        """Return the place of a vote, or None."""
        ...

    def where(
        self,
        *,
        prompts: Collection[str] = (),
        example_id: str | None = None,
        verdict: Verdict | None = None,
        rater: str | None = None,
        since: str | None = None,
        up_to_number: int | None = None,
        teaching: bool = False,
        counted: bool = False,
    ) -> list[int]:
        """Return the places of the votes of which all this holds.

        Args:
            prompts: These stood on one of the two sides.
            example_id: On which example.
            verdict: What was said.
            rater: The name of who said it.
            since: When at the earliest, in UTC.
            up_to_number: Which was the last.
            teaching: The posterior learns from it.
            counted: It was neither taken back nor skipped.
        """
        ...


def example_title(fields: Mapping[str, str]) -> str:
    """Return a short name for an example: the start of its longest field, on one line.

    Args:
        fields: Its values by column.
    """
    longest = max(fields.values(), key=len, default="").strip()
    # A cell may be a whole book; its beginning is enough.
    text = " ".join(longest[: 4 * _TITLE_LENGTH].split())
    return text if len(text) <= _TITLE_LENGTH else text[: _TITLE_LENGTH - 1].rstrip() + "…"
