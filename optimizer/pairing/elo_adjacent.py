"""Show prompts whose Elo ratings are neighbours, as tournament tools do.

A. Elo, "The rating of chessplayers, past and present" (1978), K factor 32, ties half a win.
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.counts import waiting
from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray, FloatArray
from optimizer.preference.ballots import Ballots
from optimizer.preference.posterior import Posterior

START, STEP, SCALE = 1500.0, 32.0, 400.0


class EloAdjacent(FantasyQueue):
    """Take two neighbours in the order of Elo ratings, the least tried first."""

    name = "elo_adjacent"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by how few places lie between them, then by use (see `Picker`)."""
        low, high = open_pairs(live, history)
        ratings = elo_ratings(len(posterior), history.ballots)
        size = len(posterior)
        place = np.empty(size)
        # Chance decides among equal ratings, most of all before the first vote.
        place[np.lexsort((rng.random(size), np.where(live, -ratings, np.inf)))] = np.arange(size)
        games = waiting(size, history)
        games += np.bincount(history.ballots.left, minlength=size)
        games += np.bincount(history.ballots.right, minlength=size)
        use = (games[low] + games[high]) / (1.0 + 2.0 * games.max())
        return ordered(low, high, -np.abs(place[low] - place[high]) - use, rng)


def elo_ratings(size: int, ballots: Ballots) -> FloatArray:
    """Play all votes in their order.

    Args:
        size: Number of prompts K.
        ballots: The votes, oldest first.

    Returns:
        The ratings, shape (K,).
    """
    ratings = np.full(size, START)
    for left, right, outcome, weight in zip(
        ballots.left, ballots.right, ballots.outcome, ballots.weight, strict=True
    ):
        expected = 1.0 / (1.0 + 10.0 ** ((ratings[right] - ratings[left]) / SCALE))
        change = STEP * weight * ((outcome + 1) / 2.0 - expected)
        ratings[left] += change
        ratings[right] -= change
    return ratings
