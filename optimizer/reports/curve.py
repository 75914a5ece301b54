"""The score curve: how sure it was, vote by vote, that the best new prompt beats the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.preference import Ballots, Pool, Posterior, fit, p_beats, win_rate
from optimizer.preference.arrays import BoolArray, IntArray
from optimizer.preference.core import WHOLE, core_of
from optimizer.records import Candidate, Hunch
from optimizer.standings import incumbent_index
from optimizer.views import CurvePoint
from optimizer.votes.evidence import Judgement, expectations, preference_pool
from optimizer.votes.judgements import Judgements

MAX_POINTS = 60


def point(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    eligible: BoolArray,
    start_id: str,
    *,
    votes: int,
    vote_id: str | None = None,
) -> CurvePoint:
    """Return the curve's point for one posterior.

    Args:
        candidates: The pool.
        posterior: What was believed after `votes` votes.
        eligible: Which candidates might be recommended then, shape (K,).
        start_id: The start prompt.
        votes: How many votes were in force.
        vote_id: The last of them.
    """
    start = next(k for k, candidate in enumerate(candidates) if candidate.id == start_id)
    best = rival = incumbent_index(posterior, eligible)
    if best == start:
        # Against itself it would win half of the time and tell nothing of the others.
        others = eligible & (np.arange(len(eligible)) != start)
        rival = incumbent_index(posterior, others) if others.any() else start
    # Of a large pool these two alone are looked at.
    pair = posterior.among(np.array([rival, start])) if rival != start else posterior
    one, two = (0, 1) if rival != start else (start, start)
    rate = win_rate(pair, one, two)
    return CurvePoint(
        votes=votes,
        win_rate=rate.value,
        low=rate.low,
        high=rate.high,
        p_beats_start=p_beats(pair, one, two),
        incumbent=candidates[best].id,
        rival=candidates[rival].id,
        vote_id=vote_id,
    )


class Past:
    """The evidence as it was after any number of its votes.

    Args:
        candidates: The pool, parents before children.
        judgements: Votes that teach, in the order cast.
        start_id: The start prompt.
        hunches: What the person expects of some prompts; it held from the first vote on.
        examples: Tuning example id to its place in the order; without any, as if none came back.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        judgements: Sequence[Judgement],
        start_id: str,
        hunches: Sequence[Hunch] = (),
        examples: Mapping[str, int] | None = None,
    ) -> None:
        self._hunches = hunches
        self._n_examples = len(examples) if examples else None
        self._candidates = candidates
        self._judgements = Judgements.of(judgements)
        self._start_id = start_id
        self._index = {candidate.id: k for k, candidate in enumerate(candidates)}
        self._parents = preference_pool(candidates).parents
        archived = [each.archived and each.id != start_id for each in candidates]
        self._electable = ~np.array(archived, dtype=bool)
        self._ballots = self._judgements.ballots(self._index, examples or {})
        self._same = self._judgements.same()
        # What each vote weighs but for its repeats, which depend on how many there were by then.
        self._strength = self._judgements.strengths()

    def point(self, votes: int) -> CurvePoint:
        """Return the curve's point after the first `votes` votes, from a full fit.

        Prompts that nobody had voted on, nor on a descendant of theirs, take no part: they tell
        nothing of the others, and the fit is the quicker without them.
        """
        known = self._first(votes)
        judged = np.zeros(len(self._candidates), dtype=bool)
        judged[known.left] = judged[known.right] = judged[self._index[self._start_id]] = True
        kept = self._with_ancestors(judged)
        place = np.full(len(self._candidates), -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        lineage = self._lineage(kept, place)
        votes_on = replace(known, left=place[known.left], right=place[known.right])
        ids = {self._candidates[k].id: at for at, k in enumerate(kept.tolist())}
        beliefs = expectations(self._hunches, ids)
        if len(kept) > WHOLE:
            # Where everybody else stands around the core is no matter for the best of it.
            first = (int(place[self._index[self._start_id]]),)
            core = core_of(lineage, votes_on, first, beliefs)
            lineage, votes_on, beliefs = core.pool, core.ballots, core.beliefs
            kept = kept[core.kept]
        return point(
            [self._candidates[k] for k in kept.tolist()],
            fit(lineage, votes_on, n_examples=self._n_examples, beliefs=beliefs),
            judged[kept] & self._electable[kept],
            self._start_id,
            votes=votes,
            vote_id=self._judgements.vote_id(votes - 1) if votes else None,
        )

    def _first(self, votes: int) -> Ballots:
        same = self._same[:votes]
        weight = self._strength[:votes] / np.bincount(same)[same] if votes else np.empty(0)
        return replace(self._ballots.take(slice(votes)), weight=weight)

    def _with_ancestors(self, chosen: BoolArray) -> IntArray:
        """Return the places of the chosen prompts and of all that they come from, rising."""
        found = chosen.tolist()
        for k in reversed(range(len(found))):  # children stand behind their parents
            if found[k]:
                for parent in self._parents[k]:
                    found[parent] = True
        return np.flatnonzero(np.array(found, dtype=bool))

    def _lineage(self, kept: IntArray, place: IntArray) -> Pool:
        """Return the lineage of some prompts whose parents are among them."""
        new = place.tolist()
        return Pool(tuple(tuple(new[p] for p in self._parents[k]) for k in kept.tolist()))


def checkpoints(votes: int) -> tuple[int, ...]:
    """Return after how many votes a point is drawn: every vote while they are few."""
    if votes <= MAX_POINTS:
        return tuple(range(votes + 1))
    step = votes / MAX_POINTS
    return tuple(sorted({round(step * k) for k in range(MAX_POINTS + 1)}))


def coarse_first(steps: Sequence[int]) -> list[int]:
    """Return the steps in an order that shows the whole curve early: ends, middle, quarters."""
    if len(steps) < 3:
        return list(steps)
    order, spans = [0, len(steps) - 1], [(0, len(steps) - 1)]
    for low, high in spans:
        middle = (low + high) // 2
        if middle > low:
            order.append(middle)
            spans += [(low, middle), (middle, high)]
    return [steps[place] for place in order]
