"""What every picker is: a rule that orders the pairs of live prompts by how much a vote helps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.posterior import Posterior

Pair: TypeAlias = tuple[int, int]

RANKED = 64
MAX_RUNNING = 3


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What has been asked so far, as far as pickers need to know it.

    Attributes:
        ballots: the votes in force, oldest first; their prompts are indices into the posterior.
        recent: the pairs of the last duels, shown or waiting to be shown, newest last; order
            within a pair does not matter.
        examples_left: per pair how many examples it could still be shown on (both prompts have
            different outputs there and the pair has not met it), symmetric, shape (K, K);
            None when every pair always has one.
    """

    ballots: Ballots = field(default_factory=Ballots.empty)
    recent: tuple[Pair, ...] = ()
    examples_left: IntArray | None = None

    def after(self, pair: Pair) -> History:
        """Return the history as it will be once this pair is waiting to be shown."""
        left = self.examples_left
        if left is not None:
            left = left.copy()
            left[pair[0], pair[1]] -= 1
            left[pair[1], pair[0]] -= 1
        return replace(self, recent=(*self.recent, pair), examples_left=left)


class Picker(Protocol):
    """A rule for choosing the next duel; it remembers nothing between calls."""

    name: str

    def rank(
        self,
        posterior: Posterior,
        live: BoolArray,
        history: History,
        rng: np.random.Generator,
    ) -> list[Pair]:
        """Order the pairs that may be shown next.

        Args:
            posterior: What is believed of the prompts.
            live: Mask of the prompts that may be shown, shape (K,).
            history: What has been asked so far.
            rng: The source of all chance.

        Returns:
            Up to 64 different pairs of indices, the best first; empty when no pair is left.
        """
        ...

    def queue(
        self,
        posterior: Posterior,
        live: BoolArray,
        history: History,
        n: int,
        rng: np.random.Generator,
    ) -> list[Pair]:
        """Choose the next n duels before the first of them is answered.

        Args:
            posterior: What is believed of the prompts.
            live: Mask of the prompts that may be shown, shape (K,).
            history: What has been asked so far, duels that wait already included.
            n: How many duels are wanted.
            rng: The source of all chance.

        Returns:
            At most n pairs, in the order in which they should be shown.
        """
        ...


class FantasyQueue(ABC):
    """A picker whose queue is its first choice over and over, each as if those before were told."""

    @abstractmethod
    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs, best first (see `Picker`)."""

    def queue(
        self,
        posterior: Posterior,
        live: BoolArray,
        history: History,
        n: int,
        rng: np.random.Generator,
    ) -> list[Pair]:
        """Choose the next n duels, each as if the ones before it had been answered as expected.

        Only the covariance shrinks; the mean stays, because no answer is known yet.
        """
        chosen: list[Pair] = []
        while len(chosen) < n:
            ranking = self.rank(posterior, live, history, rng)
            if not ranking:
                break
            pair = ranking[0]
            chosen.append(pair)
            posterior = posterior.fantasised(*pair)
            history = history.after(pair)
        return chosen


def open_pairs(live: BoolArray, history: History) -> tuple[IntArray, IntArray]:
    """List the pairs that may be shown next.

    A pair needs an example it has not met, and no pair is shown more than three times running
    while another one is open.

    Args:
        live: Mask of the prompts that may be shown, shape (K,).
        history: What has been asked so far.

    Returns:
        The lower and the higher index of every such pair.
    """
    index = np.flatnonzero(live)
    upper = np.triu_indices(len(index), 1)
    low, high = index[upper[0]], index[upper[1]]
    if history.examples_left is not None:
        fresh = history.examples_left[low, high] > 0
        low, high = low[fresh], high[fresh]
    last = {tuple(sorted(pair)) for pair in history.recent[-MAX_RUNNING:]}
    if len(history.recent) >= MAX_RUNNING and len(last) == 1:
        worn_low, worn_high = last.pop()
        other = (low != worn_low) | (high != worn_high)
        if other.any():
            low, high = low[other], high[other]
    return low, high


def ordered(
    low: IntArray, high: IntArray, scores: FloatArray, rng: np.random.Generator
) -> list[Pair]:
    """Return the pairs of highest score, best first; equal scores fall in random order.

    Args:
        low: One prompt of every pair.
        high: The other one.
        scores: What each pair is worth.
        rng: Breaks ties.

    Returns:
        Up to 64 pairs.
    """
    if len(scores) > 4 * RANKED:
        # Keep whatever ties with the last one kept, so that chance decides among equals.
        threshold = np.partition(scores, len(scores) - RANKED)[len(scores) - RANKED]
        keep = np.flatnonzero(scores >= threshold)
        low, high, scores = low[keep], high[keep], scores[keep]
    order = np.lexsort((rng.random(len(scores)), -scores))[:RANKED]
    return list(zip(low[order].tolist(), high[order].tolist(), strict=True))


def led_by(
    leaders: Iterable[Pair], low: IntArray, high: IntArray, rng: np.random.Generator
) -> list[Pair]:
    """Put the pairs a rule named first, in its order, and all other open pairs behind them.

    Args:
        leaders: Pairs in the rule's order, open or not.
        low: One prompt of every open pair.
        high: The other one.
        rng: Shuffles the rest.

    Returns:
        Up to 64 open pairs.
    """
    allowed = set(zip(low.tolist(), high.tolist(), strict=True))
    ranking: dict[Pair, None] = {}
    for first, second in leaders:
        pair = (first, second) if first < second else (second, first)
        if pair in allowed:
            ranking.setdefault(pair)
        if len(ranking) >= RANKED:
            break
    for place in rng.permutation(len(low)):
        if len(ranking) >= RANKED:
            break
        ranking.setdefault((int(low[place]), int(high[place])))
    return list(ranking)
