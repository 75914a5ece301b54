"""What all prompts that were judged are worth and take, a column a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.reports.standing_columns import Standings
from optimizer.scoring import Merit, ScoreRow
from optimizer.scoring.unbeaten import unbeaten
from optimizer.store import AnswerCost
from optimizer.votes.tallies import Tallies


@dataclass(frozen=True, slots=True, eq=False)
class Merits:
    """The merits of all candidates, by their place; those that nobody judged have none.

    Attributes:
        judged: Who has one, shape (K,).
        quality: The shrunken score, or the strength by votes, shape (K,).
        words: shape (K,).
        costs: Price and time of an answer, shape (2, K); NaN where that is not known, and of whom
            nobody judged.
    """

    judged: BoolArray
    quality: FloatArray
    words: IntArray
    costs: FloatArray

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        archived: BoolArray,
        words: IntArray,
        costs: Mapping[str, AnswerCost],
        quality: tuple[BoolArray, FloatArray],
    ) -> Merits:
        """Gather the merits.

        Args:
            ids: Of the pool's prompts.
            archived: Who was taken out of play, shape (K,).
            words: How long each is, shape (K,).
            costs: What answers cost, by prompt id.
            quality: Of whom it is known, and what it is, shape (K,) each.
        """
        known, value = quality
        judged = known & ~archived
        places = np.flatnonzero(judged)
        found = [costs.get(ids[place]) for place in places.tolist()]
        table = np.full((2, len(ids)), np.nan)
        table[0, places] = _numbers([each.mean_cost_usd if each else None for each in found])
        table[1, places] = _numbers([each.mean_latency_ms if each else None for each in found])
        return cls(judged, value, words, table)

    def at(self, place: int) -> Merit | None:
        """Return the merit of one prompt, or None."""
        if not self.judged[place]:
            return None
        cost, latency = (None if np.isnan(each) else float(each) for each in self.costs[:, place])
        return Merit(float(self.quality[place]), int(self.words[place]), cost, latency)

    def pareto(self) -> BoolArray:
        """Return whom no other is at least as good as in every aim, shape (K,)."""
        kept = np.zeros(len(self.judged), dtype=bool)
        costs = np.concatenate([self.words[np.newaxis].astype(float), self.costs])
        kept[self.judged] = unbeaten(self.quality[self.judged], costs[:, self.judged])
        return kept


def _numbers(values: Sequence[float | None]) -> FloatArray:
    """Return numbers as an array, NaN for None.

    Handed numbers alone, numpy is ten times as soon done; it keeps the interpreter meanwhile.
    """
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def quality_by_votes(
    ids: Sequence[str], standings: Standings, counts: Tallies
) -> tuple[BoolArray, FloatArray]:
    """Return which prompts were voted on, and how strong the votes say they are."""
    return np.asarray(counts.of_all(ids).any(axis=0)), standings.mean


def quality_by_scores(
    ids: Sequence[str], scores: Mapping[str, ScoreRow]
) -> tuple[BoolArray, FloatArray]:
    """Return which prompts have a score on tuning rows, and what it is, less what luck explains."""
    shrunken = [scores[each].shrunken if each in scores else None for each in ids]
    values = np.array(shrunken, dtype=float)
    return ~np.isnan(values), values
