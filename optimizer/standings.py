"""How the candidates stand: who is live, who is recommended, and what that means in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.evidence import Judgement
from optimizer.preference import Posterior, win_rates
from optimizer.preference import Verdict as Advised
from optimizer.preference import advice as advise
from optimizer.preference import standing as chances
from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.records import Candidate, Standing, Verdict
from optimizer.said import say
from optimizer.sentences import percent
from optimizer.views import Advice, AdviceKind

RETIRE_BELOW = 0.05
RETIRE_VOTES = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What the votes said of one prompt, before any model."""

    wins: int = 0
    losses: int = 0
    ties: int = 0

    @property
    def votes(self) -> int:
        """All verdicts on this prompt."""
        return self.wins + self.losses + self.ties


_NO_VOTES = Tally()


def tallies(judgements: Sequence[Judgement]) -> dict[str, Tally]:
    """Count wins, losses and ties per prompt.

    Args:
        judgements: Votes that teach.

    Returns:
        Prompt id to tally; prompts without votes are missing.
    """
    counts: dict[str, Tally] = {}
    for item in judgements:
        count(counts, item)
    return counts


def count(counts: dict[str, Tally], item: Judgement) -> None:
    """Add one vote that teaches to tallies."""
    left, right = item.duel.left_prompt, item.duel.right_prompt
    decided = item.vote.verdict in (Verdict.LEFT, Verdict.RIGHT)
    for prompt, other in ((left, Verdict.RIGHT), (right, Verdict.LEFT)):
        known = counts.get(prompt, _NO_VOTES)
        if item.vote.verdict is other:
            counts[prompt] = Tally(known.wins, known.losses + 1, known.ties)
        elif decided:
            counts[prompt] = Tally(known.wins + 1, known.losses, known.ties)
        else:
            counts[prompt] = Tally(known.wins, known.losses, known.ties + 1)


def electable(
    candidates: Sequence[Candidate],
    counts: Mapping[str, Tally],
    start_id: str,
    scored: Collection[str] = (),
) -> BoolArray:
    """Return which candidates may be recommended: those that somebody or a metric has seen.

    Args:
        candidates: The pool.
        counts: Tallies by prompt id.
        start_id: The start prompt, which may always be recommended.
        scored: The prompts whose answers a metric has scored.

    Returns:
        A mask, shape (K,).
    """
    ids = [candidate.id for candidate in candidates]
    seen = np.fromiter(map(counts.__contains__, ids), dtype=bool, count=len(ids))
    if scored:
        seen |= np.fromiter(map(scored.__contains__, ids), dtype=bool, count=len(ids))
    seen &= ~np.array([candidate.archived for candidate in candidates], dtype=bool)
    seen[ids.index(start_id)] = True
    return seen


def live_mask(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: Mapping[str, Tally],
    start_id: str,
    scored: Collection[str] = (),
    retired: Collection[str] = (),
) -> BoolArray:
    """Return which candidates are still worth showing.

    A candidate is retired when it almost surely loses against the recommended one, which its
    votes keep saying; it comes back by itself when they no longer do. So does one that the method's
    selector took out. Pinned candidates, the recommended one and the start prompt stay.

    Args:
        candidates: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        start_id: The start prompt.
        scored: The prompts whose answers a metric has scored.
        retired: Who left the field by a selector's rule.

    Returns:
        A mask, shape (K,).
    """
    best = incumbent_index(posterior, electable(candidates, counts, start_id, scored))
    worse = beats_all(posterior, best) < RETIRE_BELOW
    alive = np.array([not candidate.archived for candidate in candidates], dtype=bool)
    if posterior.kin is not None:
        # Of a large pool only the core is in play: nobody else is known well beside the others.
        alive &= posterior.kin.noise == 0.0
    for k in np.flatnonzero(alive & worse).tolist():
        alive[k] = counts.get(candidates[k].id, _NO_VOTES).votes < RETIRE_VOTES
    if retired:
        alive &= ~np.array([candidate.id in retired for candidate in candidates], dtype=bool)
    for k, candidate in enumerate(candidates):
        if candidate.id == start_id or candidate.pinned or k == best:
            alive[k] = not candidate.archived
    return alive


def incumbent_index(posterior: Posterior, eligible: BoolArray) -> int:
    """Return the eligible candidate with the largest mean."""
    return int(np.argmax(np.where(eligible, posterior.mean, -np.inf)))


def standings(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: Mapping[str, Tally],
    start_id: str,
    scored: Collection[str] = (),
    retired: Collection[str] = (),
) -> dict[str, Standing]:
    """Return the standing of every candidate.

    Args:
        candidates: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        start_id: The start prompt.
        scored: The prompts whose answers a metric has scored.
        retired: Who left the field by a selector's rule.
    """
    start = _index_of(candidates, start_id)
    live = live_mask(candidates, posterior, counts, start_id, scored, retired)
    best = chances(posterior, live).p_best
    rates, lows, highs = win_rates(posterior, start)
    beats = beats_all(posterior, start)
    deviations = np.sqrt(np.maximum(posterior.variance, 0.0))
    result = {}
    for k, candidate in enumerate(candidates):
        tally = counts.get(candidate.id, _NO_VOTES)
        result[candidate.id] = Standing(
            wins=tally.wins,
            losses=tally.losses,
            ties=tally.ties,
            mean=float(posterior.mean[k]),
            sd=float(deviations[k]),
            p_best=float(best[k]),
            p_beats_start=float(beats[k]),
            win_rate=float(rates[k]),
            win_rate_low=float(lows[k]),
            win_rate_high=float(highs[k]),
            live=bool(live[k]),
        )
    return result


def advice(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: Mapping[str, Tally],
    start_id: str,
    *,
    pairs_left: bool = True,
    scored: Collection[str] = (),
) -> Advice:
    """Say whether to go on voting, and why.

    Args:
        candidates: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        start_id: The start prompt.
        pairs_left: Whether any duel is still to be had.
        scored: The prompts whose answers a metric has scored.
    """
    start = _index_of(candidates, start_id)
    eligible = electable(candidates, counts, start_id, scored)
    figures = advise(posterior, eligible, baseline=start, pairs_left=pairs_left)
    kind = AdviceKind(figures.verdict.value)
    if eligible.sum() < 2:
        kind = AdviceKind.TOO_FEW_VOTES
    name = candidates[figures.recommended].name
    loses = 1.0 - figures.win_rate.value
    going_on = say(
        "Keep voting: {name} leads, and beats the start prompt with probability {chance}.",
        name=name,
        chance=percent(figures.p_beats_baseline),
    )
    if figures.recommended == start:
        going_on = say("Keep voting: so far no prompt is better than the start prompt.")
    texts = {
        Advised.TOO_FEW_VOTES: say("Too few votes to name a winner: {n} so far.", n=figures.votes),
        Advised.KEEP_VOTING: going_on,
        Advised.GOOD_ENOUGH: say(
            "Good enough: against {name} the start prompt would win about {share} of the time.",
            name=name,
            share=percent(loses),
        ),
        Advised.NOTHING_TO_LEARN: (
            say("Little left to learn here: these prompts are too alike to tell apart by votes.")
            if pairs_left
            else say("Nothing left to learn here: every pair that shows a difference was judged.")
        ),
    }
    return Advice(
        kind=kind,
        text=texts[Advised(kind.value)],
        p_beats_start=figures.p_beats_baseline,
        expected_regret=figures.regret,
    )


def beats_all(posterior: Posterior, other: int) -> FloatArray:
    """Return P(f_k > f_other) for every k; 0.5 for `other` itself."""
    from scipy.special import ndtr

    weights, means, deviations = posterior.gaps(other)
    chances = np.asarray(weights @ ndtr(means / np.maximum(deviations, 1e-12)))
    chances[other] = 0.5
    return chances


def _index_of(candidates: Sequence[Candidate], prompt_id: str) -> int:
    return next(k for k, candidate in enumerate(candidates) if candidate.id == prompt_id)
