"""The votes of a session with their duels: what is in force, what was met, what history shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from optimizer.docket import Docket
from optimizer.duels import Couple
from optimizer.evidence import Judgement
from optimizer.records import Duel, Example, Vote
from optimizer.roster import Roster
from optimizer.views import HistoryRow

_TITLE_LENGTH = 80


class Casebook:
    """All votes ever cast, in order; voided ones stay in the book.

    Args:
        votes: Every stored vote, oldest first.
        duels: Every stored duel by id.
    """

    def __init__(self, votes: Iterable[Vote], duels: Mapping[str, Duel]) -> None:
        self._entries: dict[str, Judgement] = {}
        self._numbers: dict[str, int] = {}
        self._by_duel: dict[str, list[str]] = {}
        self._by_outputs: dict[frozenset[str], list[str]] = {}
        self._in_force: tuple[Judgement, ...] | None = None
        self._dockets: dict[str, Docket] = {}
        for vote in votes:
            self.enter(vote, duels[vote.duel_id])

    def __getitem__(self, vote_id: str) -> Judgement:
        return self._entries[vote_id]

    def __contains__(self, vote_id: str) -> bool:
        return vote_id in self._entries

    def __iter__(self) -> Iterator[Judgement]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def enter(self, vote: Vote, duel: Duel) -> None:
        """Write a new vote into the book."""
        entry = self._entries[vote.id] = Judgement(vote, duel)
        self._numbers[vote.id] = len(self._numbers) + 1
        self._by_duel.setdefault(duel.id, []).append(vote.id)
        self._by_outputs.setdefault(entry.outputs, []).append(vote.id)
        if self._in_force is not None and not vote.voided:
            self._in_force = (*self._in_force, entry)
        for docket in self._dockets.values():
            docket.enter(entry)

    def amend(self, vote: Vote) -> None:
        """Replace a vote by its later state."""
        self._entries[vote.id] = replace(self._entries[vote.id], vote=vote)
        self._in_force = None
        # Sums cannot be taken back vote by vote; they are made anew when they are asked for.
        self._dockets.clear()

    def number(self, vote_id: str) -> int:
        """Return which vote of the project this was, from 1 on."""
        return self._numbers[vote_id]

    def in_force(self) -> tuple[Judgement, ...]:
        """Return the votes that are not voided, skips included."""
        if self._in_force is None:
            self._in_force = tuple(e for e in self._entries.values() if not e.vote.voided)
        return self._in_force

    def docket(self, setting_id: str) -> Docket:
        """Return what the votes in force on a setting amount to."""
        if setting_id not in self._dockets:
            docket = self._dockets[setting_id] = Docket(setting_id)
            for entry in self._entries.values():
                docket.enter(entry)
        return self._dockets[setting_id]

    def teaching(self, setting_id: str) -> tuple[Judgement, ...]:
        """Return the votes that the posterior of a setting learns from."""
        return self.docket(setting_id).teaching

    def met(self, setting_id: str) -> Mapping[Couple, frozenset[str]]:
        """Return per couple of prompts the examples that were judged or skipped."""
        return self.docket(setting_id).met

    def verdict_on(self, duel_id: str) -> Vote | None:
        """Return the vote in force on a duel, or None."""
        votes = (self._entries[vote_id].vote for vote_id in self._by_duel.get(duel_id, ()))
        return next((vote for vote in votes if not vote.voided), None)

    def repeats(self, judgement: Judgement) -> bool:
        """Return whether the same rater's verdict on the same two outputs counts already."""
        vote = judgement.vote
        others = (self._entries[other] for other in self._by_outputs.get(judgement.outputs, ()))
        return any(
            entry.vote.rater_id == vote.rater_id
            and entry.vote.id != vote.id
            and entry.teaches(entry.duel.setting_id)
            for entry in others
        )

    def row(
        self,
        vote_id: str,
        roster: Roster,
        examples: Mapping[str, Example],
        raters: Mapping[str, str],
    ) -> HistoryRow:
        """Return one vote as the history shows it.

        Args:
            vote_id: The vote.
            roster: The candidates.
            examples: Examples by id.
            raters: Raters' names by id.
        """
        vote, duel = self._entries[vote_id].vote, self._entries[vote_id].duel
        return HistoryRow(
            vote_id=vote.id,
            duel_id=duel.id,
            number=self.number(vote.id),
            cast_at=vote.cast_at,
            example_id=duel.example_id,
            example_title=example_title(examples[duel.example_id]),
            verdict=vote.verdict,
            strength=vote.strength,
            tags=vote.tags,
            reason=vote.reason,
            left_name=roster[duel.left_prompt].name,
            right_name=roster[duel.right_prompt].name,
            left_prompt=duel.left_prompt,
            right_prompt=duel.right_prompt,
            took_ms=vote.took_ms,
            rater=raters.get(vote.rater_id, vote.rater_id),
            purpose=duel.purpose,
            voided=vote.voided,
        )


def example_title(example: Example) -> str:
    """Return a short name for an example: the start of its longest field."""
    text = " ".join(max(example.fields.values(), key=len, default="").split())
    return text if len(text) <= _TITLE_LENGTH else text[: _TITLE_LENGTH - 1].rstrip() + "…"
