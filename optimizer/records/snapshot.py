"""What a proposer may know: the pool, its standings and the votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.records.pool import Candidate, StoredProposal
from optimizer.records.task import Example, Task
from optimizer.records.vote import Marked, Strength, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class JudgedDuel:
    """A vote together with all that a proposer may read of it."""

    vote_id: str
    duel_id: str
    example: Example
    left_prompt: str
    right_prompt: str
    left_text: str
    right_text: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY
    tags: tuple[str, ...] = ()
    reason: str = ""
    marks: tuple[Marked, ...] = ()

    @property
    def winner(self) -> str | None:
        """The id of the preferred prompt, or None."""
        return {Verdict.LEFT: self.left_prompt, Verdict.RIGHT: self.right_prompt}.get(self.verdict)

    @property
    def loser(self) -> str | None:
        """The id of the prompt that lost, or None."""
        return {Verdict.LEFT: self.right_prompt, Verdict.RIGHT: self.left_prompt}.get(self.verdict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a candidate stands: counts and the posterior, in marginal logits.

    `aside` says that it is not in play though nothing speaks against it: of a large pool only the
    leaders and whom they met are shown.
    """

    wins: int
    losses: int
    ties: int
    mean: float
    sd: float
    p_best: float
    p_beats_start: float
    win_rate: float
    win_rate_low: float
    win_rate_high: float
    live: bool
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a proposer may know: the pool is the state.

    `run_id` is the run that goes on; its proposals are those with the same one. `wordings` holds
    the text of every wording that the person changed in this project, by name.
    `scores` holds the value of the project's metric and `answers` the outputs that exist, both by
    prompt id and example id, on the tuning split only. `barred` holds the cells that are never
    filled: examples that a prompt shows as demonstrations, or that its model cannot answer.
    `retired` says who left the field by a selector's rule, and why. `judge_duels` holds what LLM
    judges said, newest last, abstentions among it; never the person's votes. `vectors` holds what a
    named embedding model made of texts, each of length one; it is empty where none is named.
    `answers_left` says how many more answers the metric may have of tuning rows; None if it is not
    asked without the person.
    """

    task: Task
    candidates: tuple[Candidate, ...]
    standings: Mapping[str, Standing]
    incumbent: Candidate
    start: Candidate
    examples: tuple[Example, ...]
    duels: tuple[JudgedDuel, ...]
    proposals: tuple[StoredProposal, ...]
    run_id: str | None = None
    wordings: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)
    judge_duels: tuple[JudgedDuel, ...] = ()
    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    answers_left: int | None = None

    def candidate(self, prompt_id: str) -> Candidate:
        """Return the pool member with this prompt.

        Raises:
            KeyError: No such prompt is in the pool.
        """
        for candidate in self.candidates:
            if candidate.id == prompt_id:
                return candidate
        raise KeyError(prompt_id)
