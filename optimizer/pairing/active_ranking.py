"""Show prompts that may still be the best by their share of wins against random opponents.

R. Heckel, N. Shah, K. Ramchandran, M. Wainwright, "Active ranking from pairwise comparisons and
when parametric assumptions do not help" (2019), for the top set of size one: a prompt whose
confidence interval lies wholly below another's is no longer asked about, except as an opponent.
"""

from __future__ import annotations

import numpy as np

from optimizer.pairing.counts import waiting, wins_against
from optimizer.pairing.picker import FantasyQueue, History, Pair, open_pairs, ordered
from optimizer.preference.arrays import BoolArray
from optimizer.preference.posterior import Posterior

DELTA = 0.1


class ActiveRanking(FantasyQueue):
    """Take the least tried prompt that may still be the best, and any opponent."""

    name = "active_ranking"

    def rank(
        self, posterior: Posterior, live: BoolArray, history: History, rng: np.random.Generator
    ) -> list[Pair]:
        """Order the open pairs by their least tried contender (see `Picker`)."""
        low, high = open_pairs(live, history)
        size = len(posterior)
        wins = wins_against(size, history)
        games = wins.sum(axis=1) + wins.sum(axis=0)
        tried = np.maximum(games, 1e-9)
        share = np.where(games > 0, wins.sum(axis=1) / tried, 0.5)
        reach = np.where(games > 0, np.sqrt(np.log(2.0 * max(size, 2) / DELTA) / tried / 2.0), 1.0)
        floor = np.max((share - reach)[live], initial=-np.inf)
        contender = live & (share + reach >= floor)
        need = np.where(contender, -(games + waiting(size, history)), -np.inf)
        score = np.maximum(need[low], need[high])
        worst = -np.max(games, initial=0.0) - len(history.recent) - 1.0
        return ordered(low, high, np.where(np.isfinite(score), score, worst), rng)
