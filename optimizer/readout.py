"""Frozen pictures of a session that another thread turns into views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.curve import points
from optimizer.evidence import Judgement
from optimizer.growth import gains
from optimizer.preference import Posterior
from optimizer.records import Candidate, Snapshot, StoredProposal, Task
from optimizer.standings import advice, electable, incumbent_index, standings, tallies
from optimizer.store import AnswerCost
from optimizer.template import prompt_text
from optimizer.views import CandidateView, CurvePoint, PoolView, ProposerGain


@dataclass(frozen=True, slots=True)
class PoolPicture:
    """What the prompts table is computed from.

    Attributes:
        task: The task.
        candidates: The pool.
        posterior: What is believed of it, by the same index.
        judgements: Votes that teach.
        proposals: All proposals so far.
        answer_costs: Per prompt, what its answers cost.
        start_id: The start prompt.
        pairs_left: Whether any duel is still to be had.
    """

    task: Task
    candidates: tuple[Candidate, ...]
    posterior: Posterior
    judgements: tuple[Judgement, ...]
    proposals: tuple[StoredProposal, ...]
    answer_costs: Mapping[str, AnswerCost]
    start_id: str
    pairs_left: bool

    def run(self) -> PoolView:
        """Compute the standings, the advice and the gains."""
        counts = tallies(self.judgements)
        standing = standings(self.candidates, self.posterior, counts, self.start_id)
        eligible = electable(self.candidates, counts, self.start_id)
        best = self.candidates[incumbent_index(self.posterior, eligible)]
        start = next(c for c in self.candidates if c.id == self.start_id)
        snapshot = Snapshot(
            task=self.task,
            candidates=self.candidates,
            standings=standing,
            incumbent=best,
            start=start,
            examples=(),
            duels=(),
            proposals=self.proposals,
        )
        return PoolView(
            candidates=tuple(
                self._row(candidate, snapshot, best.id) for candidate in self.candidates
            ),
            proposals=self.proposals,
            gains=tuple(ProposerGain(name, *found) for name, found in gains(snapshot).items()),
            advice=advice(
                self.candidates,
                self.posterior,
                counts,
                self.start_id,
                pairs_left=self.pairs_left,
            ),
            incumbent_id=best.id,
            start_id=self.start_id,
        )

    def _row(self, candidate: Candidate, snapshot: Snapshot, best: str) -> CandidateView:
        cost = self.answer_costs.get(candidate.id, AnswerCost(0, None, None))
        return CandidateView(
            candidate=candidate,
            standing=snapshot.standings[candidate.id],
            incumbent=candidate.id == best,
            words=len(prompt_text(candidate.prompt).split()),
            outputs=cost.outputs,
            mean_answer_tokens=cost.mean_tokens_out,
            mean_cost_usd=cost.mean_cost_usd,
        )


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """What the whole score curve is computed from.

    Attributes:
        candidates: The pool, parents before children.
        judgements: Votes that teach, in the order cast.
        start_id: The start prompt.
    """

    candidates: tuple[Candidate, ...]
    judgements: tuple[Judgement, ...]
    start_id: str

    def run(self) -> tuple[CurvePoint, ...]:
        """Compute the curve's points."""
        return points(self.candidates, self.judgements, self.start_id)
