"""Rules that others use to choose duels and to name the best, for comparison alone.

Pickers: RUCB (M. Zoghi et al., "Relative upper confidence bound for the K-armed dueling bandit
problem", ICML 2014); king of the hill, where the winner stays and meets the next one. Ratings: a
plain Bradley-Terry fit, as on public leaderboards; TrueSkill (R. Herbrich, T. Minka, T. Graepel,
"TrueSkill: a Bayesian skill rating system", 2006) with draws.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm

from optimizer.pairing import PICKERS
from optimizer.pairing.counts import wins_against
from optimizer.pairing.picker import FantasyQueue, History, Pair, led_by, open_pairs
from optimizer.preference import Ballot, Posterior
from optimizer.preference.arrays import BoolArray

OPTIMISM = 0.51
RIDGE = 0.01
SKILL, NOISE, DRAW_SHARE = 25.0 / 3.0, 25.0 / 6.0, 0.2


class Rucb(FantasyQueue):
    """A champion that may beat everybody, against the one most likely to beat it."""

    name = "rucb"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs (see `Picker`)."""
        low, high = open_pairs(live, history)
        wins = wins_against(len(posterior), history)
        games = np.maximum(wins + wins.T, 1e-9)
        reach = np.sqrt(OPTIMISM * np.log(max(wins.sum(), 2.0)) / games)
        upper = np.where(games > 0.1, wins / games + reach, 1.0)
        np.fill_diagonal(upper, 0.5)
        champions = np.flatnonzero((upper >= 0.5).all(axis=1))
        pool = champions if len(champions) else np.arange(len(posterior))
        pairs = []
        for champion in rng.permutation(pool):
            order = np.lexsort((rng.random(len(upper)), -upper[:, champion]))
            pairs += [(int(champion), int(k)) for k in order if k != champion]
        return led_by(pairs, low, high, rng)


class KingOfTheHill(FantasyQueue):
    """The king meets the prompt that has been seen least; the newest among equals."""

    name = "king"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs (see `Picker`)."""
        low, high = open_pairs(live, history)
        seen = np.bincount(
            np.concatenate([history.ballots.left, history.ballots.right]), minlength=len(posterior)
        )
        king = king_of([history.ballots[k] for k in range(len(history.ballots))])
        order = sorted(range(len(posterior)), key=lambda k: (seen[k], -k))
        return led_by([(king, k) for k in order if k != king], low, high, rng)


def king_of(votes: Sequence[Ballot]) -> int:
    """Return who stands on the hill: whoever beat the king of the time."""
    king = 0
    for vote in votes:
        winner = {1: vote.left, -1: vote.right}.get(vote.outcome)
        if winner is not None and king in (vote.left, vote.right):
            king = winner
    return king


def bradley_terry(size: int, votes: Sequence[Ballot]) -> np.ndarray:
    """Fit strengths by maximum likelihood; a tie is half a win, a trace of a ridge keeps it finite.

    Args:
        size: number of prompts.
        votes: all votes.
    """
    wins = np.zeros((size, size))
    for vote in votes:
        wins[vote.left, vote.right] += (vote.outcome + 1) / 2.0
        wins[vote.right, vote.left] += (1 - vote.outcome) / 2.0
    games, strength = wins + wins.T, np.zeros(size)
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(strength[None] - strength[:, None]))
        slope = wins.sum(axis=1) - (games * chance).sum(axis=1) - RIDGE * strength
        bend = -games * chance * (1.0 - chance)
        np.fill_diagonal(bend, 0.0)
        np.fill_diagonal(bend, RIDGE - bend.sum(axis=1))
        step = np.linalg.solve(bend, slope)
        strength = strength + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-6:
            break
    return strength


def trueskill(size: int, votes: Sequence[Ballot]) -> np.ndarray:
    """Play all votes by TrueSkill and return mean skill less three deviations, as it ranks.

    Args:
        size: number of prompts.
        votes: all votes, oldest first.
    """
    mean, variance = np.full(size, 25.0), np.full(size, SKILL**2)
    margin = norm.ppf((DRAW_SHARE + 1.0) / 2.0) * np.sqrt(2.0) * NOISE
    for vote in votes:
        one, two = (vote.left, vote.right) if vote.outcome >= 0 else (vote.right, vote.left)
        spread = np.sqrt(2.0 * NOISE**2 + variance[one] + variance[two])
        gap, draw = (mean[one] - mean[two]) / spread, margin / spread
        if vote.outcome == 0:
            low, high = -draw - gap, draw - gap
            total = max(norm.cdf(high) - norm.cdf(low), 1e-9)
            shift = (norm.pdf(low) - norm.pdf(high)) / total
            shrink = shift**2 + (high * norm.pdf(high) - low * norm.pdf(low)) / total
        else:
            shift = norm.pdf(gap - draw) / max(norm.cdf(gap - draw), 1e-9)
            shrink = shift * (shift + gap - draw)
        mean[one] += variance[one] / spread * shift
        mean[two] -= variance[two] / spread * shift
        for k in (one, two):
            variance[k] *= max(1.0 - variance[k] / spread**2 * shrink, 1e-3)
    return np.asarray(mean - 3.0 * np.sqrt(variance))


ALL_PICKERS = {**PICKERS, "rucb": Rucb, "king": KingOfTheHill}
WITHOUT_POSTERIOR = {"elo", "glicko", "borda", "copeland", "bradley_terry", "trueskill", "king"}
