"""How the candidates stand: who is live, who is recommended, and what that means in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference import AdviceFigures, Posterior, win_rates
from optimizer.preference import advice as advise
from optimizer.preference import standing as chances
from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.normal import cumulative
from optimizer.records import Candidate
from optimizer.reports.sentences import percent
from optimizer.reports.standing_columns import Standings
from optimizer.said import say
from optimizer.views import Advice, AdviceKind
from optimizer.votes.tallies import Tallies

RETIRE_BELOW = 0.05
RETIRE_VOTES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The pool as far as it matters who may be shown and recommended.

    Attributes:
        ids: Of the candidates, in the posterior's order.
        archived: Who was taken out of play, shape (K,).
        pinned: Who stays in play whatever its standing, shape (K,).
        start: Place of the start prompt.
    """

    ids: tuple[str, ...]
    archived: BoolArray
    pinned: BoolArray
    start: int

    @classmethod
    def of(cls, candidates: Sequence[Candidate], start_id: str) -> Members:
        """Return what matters of candidates.

        Args:
            candidates: The pool.
            start_id: The start prompt.
        """
        ids = tuple(candidate.id for candidate in candidates)
        size = len(ids)
        return cls(
            ids,
            np.fromiter((c.archived for c in candidates), dtype=bool, count=size),
            np.fromiter((c.pinned for c in candidates), dtype=bool, count=size),
            ids.index(start_id),
        )

    def among(self, chosen: Collection[str]) -> BoolArray:
        """Return who is among these, shape (K,)."""
        if not chosen:
            return np.zeros(len(self.ids), dtype=bool)
        return np.fromiter(map(chosen.__contains__, self.ids), dtype=bool, count=len(self.ids))


def electable(members: Members, counts: Tallies, scored: Collection[str] = ()) -> BoolArray:
    """Return which candidates may be recommended: those that somebody or a metric has seen.

    Args:
        members: The pool.
        counts: Tallies by prompt id.
        scored: The prompts whose answers a metric has scored.

    Returns:
        A mask, shape (K,); the start prompt may always be recommended.
    """
    seen = counts.of_all(members.ids).any(axis=0) | members.among(scored)
    seen &= ~members.archived
    seen[members.start] = True
    return np.asarray(seen)


def live_mask(
    members: Members,
    posterior: Posterior,
    counts: Tallies,
    scored: Collection[str] = (),
    retired: Collection[str] = (),
) -> BoolArray:
    """Return which candidates are still worth showing.

    A candidate is retired when it almost surely loses against the recommended one, which its
    votes keep saying; it comes back by itself when they no longer do. So does one that the method's
    selector took out. Pinned candidates, the recommended one and the start prompt stay.

    Args:
        members: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        scored: The prompts whose answers a metric has scored.
        retired: Who left the field by a selector's rule.

    Returns:
        A mask, shape (K,).
    """
    best = incumbent_index(posterior, electable(members, counts, scored))
    # Of a large pool only the core is in play: nobody else is known well beside the others.
    alive = _unbeaten(members, posterior, counts, best) & _inside(posterior)
    alive &= ~members.among(retired)
    alive |= members.pinned
    alive[[members.start, best]] = True
    return np.asarray(alive & ~members.archived)


def aside_mask(
    members: Members,
    posterior: Posterior,
    counts: Tallies,
    live: BoolArray,
    retired: Collection[str] = (),
) -> BoolArray:
    """Return which candidates are not in play though nothing speaks against them.

    Args:
        members: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        live: Who is in play, shape (K,).
        retired: Who left the field by a selector's rule.

    Returns:
        A mask, shape (K,); nobody of a pool that is fitted as a whole.
    """
    best = incumbent_index(posterior, live)
    aside = ~live & ~_inside(posterior) & ~members.archived & ~members.among(retired)
    return np.asarray(aside & _unbeaten(members, posterior, counts, best))


def _inside(posterior: Posterior) -> BoolArray:
    """Return who is fitted together with the others, exactly."""
    core, everybody = posterior.core, np.arange(len(posterior))
    return np.ones(len(everybody), dtype=bool) if core is None else np.isin(everybody, core)


def _unbeaten(members: Members, posterior: Posterior, counts: Tallies, best: int) -> BoolArray:
    """Return who has no votes yet that settle that it loses against the best."""
    settled = counts.of_all(members.ids).sum(axis=0) >= RETIRE_VOTES
    return np.asarray(~((beats_all(posterior, best) < RETIRE_BELOW) & settled))


def incumbent_index(posterior: Posterior, eligible: BoolArray) -> int:
    """Return the eligible candidate with the largest mean, by index.

    Args:
        posterior: What is believed.
        eligible: Who may be recommended, shape (K,).
    """
    return int(np.argmax(np.where(eligible, posterior.mean, -np.inf)))


def standings(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: Tallies,
    start_id: str,
    scored: Collection[str] = (),
    retired: Collection[str] = (),
    members: Members | None = None,
) -> Standings:
    """Return the standing of every candidate.

    Args:
        candidates: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        start_id: The start prompt.
        scored: The prompts whose answers a metric has scored.
        retired: Who left the field by a selector's rule.
        members: The pool as far as it matters here, where that is at hand.
    """
    members = members or Members.of(candidates, start_id)
    live = live_mask(members, posterior, counts, scored, retired)
    rates, lows, highs = win_rates(posterior, members.start)
    columns = (
        *counts.of_all(members.ids),
        posterior.mean,
        np.sqrt(np.maximum(posterior.variance, 0.0)),
        chances(posterior, live).p_best,
        beats_all(posterior, members.start),
        rates,
        lows,
        highs,
        live,
        aside_mask(members, posterior, counts, live, retired),
    )
    return Standings(members.ids, columns)


def advice(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    counts: Tallies,
    start_id: str,
    *,
    pairs_left: bool = True,
    scored: Collection[str] = (),
    members: Members | None = None,
) -> Advice:
    """Say whether to go on voting, and why.

    Args:
        candidates: The pool.
        posterior: What is believed, by the same index.
        counts: Tallies by prompt id.
        start_id: The start prompt.
        pairs_left: Whether any duel is still to be had.
        scored: The prompts whose answers a metric has scored.
        members: The pool as far as it matters here, where that is at hand.
    """
    members = members or Members.of(candidates, start_id)
    start, eligible = members.start, electable(members, counts, scored)
    if posterior.core is not None:
        # What is still to be learned of a large pool is to be learned of its core.
        best = incumbent_index(posterior, eligible)
        eligible &= _inside(posterior)
        eligible[[start, best]] = True
    figures = advise(posterior, eligible, baseline=start, pairs_left=pairs_left)
    kind = AdviceKind(figures.verdict.value)
    if eligible.sum() < 2:
        kind = AdviceKind.TOO_FEW_VOTES
    leader = "" if figures.recommended == start else candidates[figures.recommended].name
    return Advice(
        kind=kind,
        text=_advice_text(kind, figures, leader, pairs_left=pairs_left),
        p_beats_start=figures.p_beats_baseline,
        expected_regret=figures.regret,
    )


def _advice_text(kind: AdviceKind, figures: AdviceFigures, leader: str, *, pairs_left: bool) -> str:
    """Return an advice in words; `leader` is empty while the start prompt leads."""
    if kind is AdviceKind.TOO_FEW_VOTES:
        return say("Too few votes to name a winner: {n} so far.", n=figures.votes)
    if kind is AdviceKind.KEEP_VOTING and not leader:
        return say("Keep voting: so far no prompt is better than the start prompt.")
    if kind is AdviceKind.KEEP_VOTING:
        return say(
            "Keep voting: {name} leads, and beats the start prompt with probability {chance}.",
            name=leader,
            chance=percent(figures.p_beats_baseline),
        )
    if kind is AdviceKind.GOOD_ENOUGH:
        return say(
            "Good enough: against {name} the start prompt would win about {share} of the time.",
            name=leader,
            share=percent(1.0 - figures.win_rate.value),
        )
    if pairs_left:
        return say("Little left to learn here: these prompts are too alike to tell apart by votes.")
    return say("Nothing left to learn here: every pair that shows a difference was judged.")


def beats_all(posterior: Posterior, other: int) -> FloatArray:
    """Return P(f_k > f_other) for every k, shape (K,); 0.5 for `other` itself.

    Args:
        posterior: What is believed.
        other: Index of the prompt that all others are compared with.
    """
    weights, means, deviations = posterior.gaps(other)
    chances = np.asarray(weights @ cumulative(means / np.maximum(deviations, 1e-12)))
    chances[other] = 0.5
    return chances
