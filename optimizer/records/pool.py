"""Candidates, and how proposals become candidates or are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.records.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prompt as a member of the pool.

    `handle` is its short name (`B3`), `label` what it tries (`shorter`); the start prompt has the
    handle `Start`. `proposer` is empty for the user's own prompts.
    """

    prompt: Prompt
    handle: str
    label: str = ""
    parents: tuple[str, ...] = ()
    proposer: str = ""
    reason: str = ""
    hypothesis: str = ""
    archived: bool = False
    pinned: bool = False
    start: bool = False
    added_at: str = ""

    @property
    def id(self) -> str:
        """The prompt's id."""
        return self.prompt.id

    @property
    def name(self) -> str:
        """What people read: `B3: shorter`."""
        return f"{self.handle}: {self.label}" if self.label else self.handle


@dataclass(frozen=True, slots=True)
class Proposal:
    """A prompt that a proposer wrote, before the gates.

    `edit` says in plain values what was done (it is what a method remembers); `evidence` lists the
    ids of the duels it rests on.
    """

    prompt: Prompt
    parents: tuple[str, ...]
    proposer: str
    label: str
    reason: str
    hypothesis: str = ""
    edit: Mapping[str, object] = field(default_factory=dict)
    wording_hash: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What writing a proposal took; None is a price that is not known."""

    calls: float = 0.0
    cost_usd: float | None = 0.0

    def plus(self, other: Spent) -> Spent:
        """Return both together; an unknown price stays unknown."""
        known = self.cost_usd is not None and other.cost_usd is not None
        cost = (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None
        return Spent(self.calls + other.calls, cost)

    def share(self, count: int) -> Spent:
        """Return what falls to each of `count` brothers."""
        cost = None if self.cost_usd is None else self.cost_usd / count
        return Spent(self.calls / count, cost)


ROWS_READ = "rows_read"
"""In a proposal's `edit`: on how many rows the model's probabilities were read to write it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a gate let a proposal not pass."""

    gate: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it was recorded; `prompt_id` is None when it was refused.

    `step` counts the proposals of its run. `calls` and `cost_usd` are what it took to write it;
    None is a price that is not known. Brothers of one brood share both evenly.
    """

    id: str
    proposer: str
    parents: tuple[str, ...]
    label: str
    reason: str
    hypothesis: str
    edit: Mapping[str, object]
    refusal: Refusal | None
    prompt_id: str | None
    made_at: str
    run_id: str | None = None
    step: int = 0
    wording_hash: str = ""
    evidence: tuple[str, ...] = ()
    calls: float = 0.0
    cost_usd: float | None = 0.0

    @property
    def rows_read(self) -> int:
        """On how many rows label probabilities were read for it; each takes what an answer does."""
        read = self.edit.get(ROWS_READ, 0)
        return read if isinstance(read, int) else 0
