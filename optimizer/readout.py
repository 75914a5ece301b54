"""Frozen pictures of a session that another thread turns into views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.bench import Seat
from optimizer.evidence import Judgement, ballots, preference_pool
from optimizer.growth import gains
from optimizer.preference import Ballots, Posterior, fit
from optimizer.preference.consistency import (
    Agreement,
    agreement,
    over_optimized,
    self_agreement,
    shared_verdicts,
)
from optimizer.preference.cycles import cycle_test, margins, maximal_lottery
from optimizer.preference.fusion import RaterReport
from optimizer.records import Candidate, Snapshot, StoredProposal, Task
from optimizer.standings import advice, electable, incumbent_index, standings, tallies
from optimizer.store import AnswerCost
from optimizer.template import prompt_text
from optimizer.views import (
    AgreementView,
    CandidateView,
    ConfirmationView,
    OrderView,
    PoolView,
    ProposerGain,
    RaterView,
)

ORDER_VOTES = 20
"""Fewer votes cannot speak against an order."""


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
        seats: The raters beside the person.
        reports: What was learned of them, by rater id.
        confirmations: Results on held-out examples.
        examples: Example id to its place in the order.
        notes: What the person should know of a rater, by rater id.
    """

    task: Task
    candidates: tuple[Candidate, ...]
    posterior: Posterior
    judgements: tuple[Judgement, ...]
    proposals: tuple[StoredProposal, ...]
    answer_costs: Mapping[str, AnswerCost]
    start_id: str
    pairs_left: bool
    examples: Mapping[str, int]
    seats: tuple[Seat, ...] = ()
    reports: Mapping[str, RaterReport] = field(default_factory=dict)
    confirmations: tuple[ConfirmationView, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> PoolView:
        """Compute the standings, the advice and the gains."""
        counts = tallies(self.judgements)
        own = ballots(self.judgements, self._index, self.examples)
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
            raters=self._raters(own),
            self_agreement=_agreement_view(self_agreement(own)),
            confirmations=self.confirmations,
            order=self._order(own),
            over_optimized=self._over_optimized(own, best.id),
        )

    @property
    def _index(self) -> dict[str, int]:
        return {candidate.id: k for k, candidate in enumerate(self.candidates)}

    def _raters(self, own: Ballots) -> tuple[RaterView, ...]:
        views = []
        for seat in self.seats:
            report = self.reports.get(seat.rater.id)
            agreed = None
            if seat.judgements:
                said = seat.ballots(self._index, self.examples)
                agreed = _agreement_view(agreement(*shared_verdicts(own, said)))
            views.append(
                RaterView(
                    name=seat.rater.name,
                    kind=seat.rater.kind,
                    votes=seat.votes,
                    abstentions=len(seat.judgements) - len(seat.heard),
                    taste=report.agreement if report and report.votes else None,
                    agreement=agreed,
                    dropped=bool(report and report.dropped),
                    note=self.notes.get(seat.rater.id, ""),
                )
            )
        return tuple(views)

    def _order(self, own: Ballots) -> OrderView | None:
        """Test whether one order is possible, and offer the lottery's winners when it is not."""
        if len(own) < ORDER_VOTES:
            return None
        test = cycle_test(self.posterior, own)
        lottery: tuple[tuple[str, float], ...] = ()
        if test.cyclic:
            chances = maximal_lottery(margins(self.posterior, own))
            named = zip(self.candidates, chances.tolist(), strict=True)
            lottery = tuple(sorted(((c.name, p) for c, p in named if p > 0.01), key=_by_chance))
        names = tuple(self.candidates[k].name for k in test.cycle) if test.cycle else ()
        return OrderView(test.p_value, not test.cyclic, names, lottery)

    def _over_optimized(self, own: Ballots, best: str) -> bool:
        """Say whether the recommended prompt pleases the judge and not the person."""
        judge = next((seat for seat in self.seats if seat.judgements), None)
        if judge is None or not len(own):
            return False
        pool = preference_pool(self.candidates)
        person = fit(pool, own)
        judged = fit(pool, judge.ballots(self._index, self.examples))
        index = self._index
        return over_optimized(person, judged, index[best], index[self.start_id])

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


def _agreement_view(found: Agreement) -> AgreementView | None:
    if not found.n:
        return None
    return AgreementView(found.n, found.share, found.low, found.high, found.kappa)


def _by_chance(named: tuple[str, float]) -> float:
    return -named[1]
