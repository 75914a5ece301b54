"""What the votes say: standings, advice, agreements, and whether they fit an order at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.bench import Seat
from optimizer.preference import Ballots, Posterior, fit
from optimizer.preference.consistency import (
    agreement,
    over_optimized,
    self_agreement,
    shared_verdicts,
)
from optimizer.preference.cycles import cycle_test, margins, maximal_lottery
from optimizer.preference.fusion import RaterReport
from optimizer.records import Candidate, Hunch, Rater
from optimizer.reports.matrix import win_matrix
from optimizer.reports.standing_columns import Standings
from optimizer.standings import Members, advice, electable, incumbent_index, standings
from optimizer.store import PERSON
from optimizer.views import Advice, AgreementView, CompanyView, OrderView, RaterView, WinMatrix
from optimizer.votes.evidence import preference_pool
from optimizer.votes.people import agreement_view, company, other_people, votes_of
from optimizer.votes.tallies import Tallies

ORDER_VOTES = 20
"""Fewer votes cannot speak against an order."""

ORDER_NEWS = 0.01
"""The test of an order takes long; it is made again after such a share of new votes."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that findings rest on.

    Attributes:
        candidates: The pool.
        posterior: What is believed of it, by the same index.
        ballots: The person's votes that teach.
        counts: The same votes as tallies by prompt id.
        start_id: The start prompt.
        pairs_left: Whether any duel is still to be had.
        examples: Example id to its place in the order.
        seats: The raters beside the person.
        reports: What was learned of them, by rater id.
        notes: What the person should know of a rater, by rater id.
        hunches: What the person expects of some prompts.
        me: The id of the person who votes now.
        people: Everyone who may have voted.
        scored: The prompts whose answers a metric has scored.
        retired: Who left the field by a selector's rule, and why.
        members: The pool as far as it matters who is shown, where that is at hand.
    """

    candidates: tuple[Candidate, ...]
    posterior: Posterior
    ballots: Ballots
    counts: Tallies
    start_id: str
    pairs_left: bool
    examples: Mapping[str, int]
    seats: tuple[Seat, ...] = ()
    reports: Mapping[str, RaterReport] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    hunches: tuple[Hunch, ...] = ()
    me: str = PERSON.id
    people: tuple[Rater, ...] = ()
    scored: frozenset[str] = frozenset()
    retired: Mapping[str, str] = field(default_factory=dict)
    members: Members | None = None

    def same_as(self, other: Evidence) -> bool:
        """Return whether another evidence must lead to the same findings.

        What is large is never changed in place, so that being the same thing is enough.
        """
        return (
            self.posterior is other.posterior
            and self.ballots is other.ballots
            and self.reports is other.reports
            and self.candidates == other.candidates
            and self.start_id == other.start_id
            and self.pairs_left == other.pairs_left
            and self.notes == other.notes
            and self.hunches == other.hunches
            and self.me == other.me
            and self.people == other.people
            and self.scored == other.scored
            and self.retired == other.retired
            and [_said(seat) for seat in self.seats] == [_said(seat) for seat in other.seats]
        )

    @property
    def index(self) -> dict[str, int]:
        """Prompt id to the posterior's index."""
        return {candidate.id: k for k, candidate in enumerate(self.candidates)}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the votes say.

    Attributes:
        evidence: What it rests on.
        standings: By prompt id, in the candidates' order.
        best: The recommended prompt.
        advice: Whether to go on voting.
        raters: The raters beside the person.
        self_agreement: How far the person agrees with itself.
        company: How the person votes beside the other people; None without any.
        order: Whether one order of the prompts explains the votes.
        order_votes: After how many votes that was tested.
        over_optimized: Whether the recommended prompt pleases the judge and not the person.
        matrix: The leading prompts against each other.
    """

    evidence: Evidence
    standings: Standings
    best: Candidate
    advice: Advice
    raters: tuple[RaterView, ...]
    self_agreement: AgreementView | None
    company: CompanyView | None
    order: OrderView | None
    order_votes: int
    over_optimized: bool
    matrix: WinMatrix


def find(evidence: Evidence, before: Findings | None = None) -> Findings:
    """Say what the votes say.

    Args:
        evidence: The votes and what is believed.
        before: Earlier findings, which are kept as far as they hold.
    """
    if before is not None and evidence.same_as(before.evidence):
        return before
    candidates, posterior, counts = evidence.candidates, evidence.posterior, evidence.counts
    members = evidence.members or Members.of(candidates, evidence.start_id)
    eligible = electable(members, counts, evidence.scored)
    best = candidates[incumbent_index(posterior, eligible)]
    votes = len(evidence.ballots)
    tested = before is not None and abs(votes - before.order_votes) <= ORDER_NEWS * votes
    return Findings(
        evidence=evidence,
        standings=standings(
            candidates,
            posterior,
            counts,
            evidence.start_id,
            evidence.scored,
            evidence.retired,
            members,
        ),
        best=best,
        advice=advice(
            candidates,
            posterior,
            counts,
            evidence.start_id,
            pairs_left=evidence.pairs_left,
            scored=evidence.scored,
            members=members,
        ),
        raters=(
            *other_people(evidence.ballots, evidence.me, evidence.people, posterior.manners),
            *_raters(evidence),
        ),
        self_agreement=agreement_view(self_agreement(votes_of(evidence.ballots, evidence.me))),
        company=company(evidence.ballots, evidence.me, posterior.manners),
        order=before.order if before is not None and tested else _order(evidence),
        order_votes=before.order_votes if before is not None and tested else votes,
        over_optimized=_over_optimized(evidence, best.id),
        matrix=win_matrix(
            candidates, posterior, evidence.ballots, evidence.start_id, members=members
        ),
    )


def _raters(evidence: Evidence) -> tuple[RaterView, ...]:
    views = []
    for seat in evidence.seats:
        report = evidence.reports.get(seat.rater.id)
        agreed = None
        if seat.judgements:
            said = seat.ballots(evidence.index, evidence.examples)
            agreed = agreement_view(agreement(*shared_verdicts(evidence.ballots, said)))
        views.append(
            RaterView(
                name=seat.rater.name,
                kind=seat.rater.kind,
                votes=seat.votes,
                abstentions=len(seat.judgements) - len(seat.heard),
                taste=report.agreement if report and report.votes else None,
                agreement=agreed,
                dropped=bool(report and report.dropped),
                note=evidence.notes.get(seat.rater.id, ""),
            )
        )
    return tuple(views)


def _order(evidence: Evidence) -> OrderView | None:
    """Test whether one order is possible, and offer the lottery's winners when it is not."""
    own, posterior, candidates = evidence.ballots, evidence.posterior, evidence.candidates
    kept = posterior.core
    if kept is not None:
        # Whether any order is possible is asked of those that are known well together.
        place = np.full(len(posterior), -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        own = own.take((place[own.left] >= 0) & (place[own.right] >= 0))
        own = replace(own, left=place[own.left], right=place[own.right])
        posterior, candidates = posterior.among(kept), tuple(candidates[k] for k in kept.tolist())
    if len(own) < ORDER_VOTES:
        return None
    test = cycle_test(posterior, own)
    lottery: tuple[tuple[str, float], ...] = ()
    if test.cyclic:
        chances = maximal_lottery(margins(posterior, own))
        named = zip(candidates, chances.tolist(), strict=True)
        lottery = tuple(sorted(((c.name, p) for c, p in named if p > 0.01), key=_by_chance))
    names = tuple(candidates[k].name for k in test.cycle) if test.cycle else ()
    return OrderView(test.p_value, not test.cyclic, names, lottery)


def _over_optimized(evidence: Evidence, best: str) -> bool:
    """Say whether the recommended prompt pleases the judge and not the person."""
    judge = next((seat for seat in evidence.seats if seat.judgements), None)
    if judge is None or not len(evidence.ballots):
        return False
    pool, index = preference_pool(evidence.candidates), evidence.index
    person = fit(pool, evidence.ballots)
    judged = fit(pool, judge.ballots(index, evidence.examples))
    return over_optimized(person, judged, index[best], index[evidence.start_id])


def _said(seat: Seat) -> tuple[str, int, int]:
    return seat.rater.id, len(seat.judgements), len(seat.scores)


def _by_chance(named: tuple[str, float]) -> float:
    return -named[1]
