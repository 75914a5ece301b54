"""The score curve: how sure it was, vote by vote, that the recommended prompt beats the start."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.evidence import Judgement, ballots, preference_pool
from optimizer.preference import Posterior, fit, p_beats, win_rate
from optimizer.records import Candidate
from optimizer.standings import Tally, electable, incumbent_index, tallies
from optimizer.views import CurvePoint

MAX_POINTS = 60


def point(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: dict[str, Tally],
    start_id: str,
    *,
    votes: int,
    vote_id: str | None = None,
) -> CurvePoint:
    """Return the curve's point for one posterior.

    Args:
        candidates: The pool.
        posterior: What was believed after `votes` votes.
        counts: Tallies by prompt id after the same votes.
        start_id: The start prompt.
        votes: How many votes were in force.
        vote_id: The last of them.
    """
    start = next(k for k, candidate in enumerate(candidates) if candidate.id == start_id)
    best = incumbent_index(posterior, electable(candidates, counts, start_id))
    rate = win_rate(posterior, best, start)
    return CurvePoint(
        votes=votes,
        win_rate=rate.value,
        low=rate.low,
        high=rate.high,
        p_beats_start=p_beats(posterior, best, start),
        incumbent=candidates[best].name,
        vote_id=vote_id,
    )


def points(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement], start_id: str
) -> tuple[CurvePoint, ...]:
    """Return the curve of a whole history, from full fits.

    Args:
        candidates: The pool, parents before children.
        judgements: Votes that teach, in the order cast.
        start_id: The start prompt.

    Returns:
        At most `MAX_POINTS` points, evenly spread, always with the first and the last vote.
    """
    prompts = {candidate.id: k for k, candidate in enumerate(candidates)}
    pool = preference_pool(candidates)
    curve = []
    for n in checkpoints(len(judgements)):
        known = judgements[:n]
        posterior = fit(pool, ballots(known, prompts, {}))
        last = known[-1].vote.id if known else None
        curve.append(point(candidates, posterior, tallies(known), start_id, votes=n, vote_id=last))
    return tuple(curve)


def checkpoints(votes: int) -> tuple[int, ...]:
    """Return after how many votes a point is drawn: every vote while they are few."""
    if votes <= MAX_POINTS:
        return tuple(range(votes + 1))
    step = votes / MAX_POINTS
    return tuple(sorted({round(step * k) for k in range(MAX_POINTS + 1)}))
