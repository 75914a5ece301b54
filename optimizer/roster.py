"""The candidates of a session, by id and by the posterior's index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from optimizer.preference import Pool
from optimizer.records import Candidate
from optimizer.standings import Members
from optimizer.votes.evidence import preference_pool


class Roster:
    """The pool in the order of adding; parents stand before their children.

    Args:
        candidates: The stored candidates.
        start_id: The start prompt's id.
    """

    def __init__(self, candidates: Iterable[Candidate], start_id: str) -> None:
        self._candidates = _marked(candidates, start_id)
        self._index = {candidate.id: k for k, candidate in enumerate(self._candidates)}
        self.start_id = start_id
        self._frozen: tuple[Candidate, ...] | None = None
        self._members: Members | None = None
        self._pool: Pool | None = None

    def __contains__(self, prompt_id: str) -> bool:
        return prompt_id in self._index

    def __len__(self) -> int:
        return len(self._candidates)

    def __getitem__(self, prompt_id: str) -> Candidate:
        return self._candidates[self._index[prompt_id]]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All candidates; the same tuple until one comes or changes."""
        if self._frozen is None:
            self._frozen = tuple(self._candidates)
        return self._frozen

    @property
    def index(self) -> dict[str, int]:
        """Prompt id to the posterior's index."""
        return self._index

    @property
    def members(self) -> Members:
        """What matters of them for who is shown; the same until one comes or changes."""
        if self._members is None:
            self._members = Members.of(self._candidates, self.start_id)
        return self._members

    @property
    def pool(self) -> Pool:
        """The lineage, by index; the same until a candidate comes."""
        if self._pool is None:
            self._pool = preference_pool(self._candidates)
        return self._pool

    def add(self, candidate: Candidate) -> None:
        """Enter a new candidate.

        Raises:
            ValueError: Its prompt is in the pool already.
        """
        if candidate.id in self._index:
            raise ValueError(f"prompt {candidate.id} is in the pool already")
        self._index[candidate.id] = len(self._candidates)
        self._candidates.append(candidate)
        self._frozen = self._members = self._pool = None

    def change(
        self, prompt_id: str, *, archived: bool | None = None, pinned: bool | None = None
    ) -> None:
        """Change how a candidate is kept."""
        old = self[prompt_id]
        self._candidates[self._index[prompt_id]] = replace(
            old,
            archived=old.archived if archived is None else archived,
            pinned=old.pinned if pinned is None else pinned,
        )
        self._frozen = self._members = None

    def set_start(self, prompt_id: str) -> None:
        """Make another candidate the baseline."""
        self.start_id = prompt_id
        self._candidates = _marked(self._candidates, prompt_id)
        self._frozen = self._members = None


def _marked(candidates: Iterable[Candidate], start_id: str) -> list[Candidate]:
    """Return candidates, only the start prompt marked as such."""
    return [
        c if c.start is (c.id == start_id) else replace(c, start=not c.start) for c in candidates
    ]
