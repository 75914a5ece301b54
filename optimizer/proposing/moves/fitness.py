"""How good each candidate is: one figure for every method that searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from statistics import fmean, pstdev

from optimizer.records import Candidate, Snapshot

Scores = Mapping[str, Mapping[str, float]]

_TURNS = 8
SHRINK = 4.0
"""How many rows of average outcome every candidate is thought to have met beforehand."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """What the pool is worth: a value per candidate and how much it rests on.

    Attributes:
        values: Prompt id to value, on one scale for the whole pool: a metric's mean where there are
            scores, otherwise the posterior mean in logits.
        counts: Prompt id to the number of scored rows, or of votes.
        scores: Prompt id to its scores by example id; empty without a metric.
    """

    values: Mapping[str, float]
    counts: Mapping[str, int]
    scores: Mapping[str, Mapping[str, float]]

    def __getitem__(self, prompt_id: str) -> float:
        return self.values[prompt_id]

    def measured(self, prompt_id: str) -> bool:
        """Return whether anything was ever seen of a candidate."""
        return self.counts.get(prompt_id, 0) > 0

    def gain(self, child: str, parent: str) -> float:
        """Return how much better a child is than its parent.

        With scores it is the mean difference over the rows that both have answered, matched by
        their ids and drawn towards 0 while they are few.

        Args:
            child: A prompt id.
            parent: Another one.
        """
        one, other = self.scores.get(child, {}), self.scores.get(parent, {})
        shared = sorted(one.keys() & other.keys())
        if shared:
            return fsum(one[key] - other[key] for key in shared) / (len(shared) + SHRINK)
        return self.values[child] - self.values[parent]

    def spread(self) -> float:
        """Return the standard deviation over measured candidates; 1 while there is none."""
        values = [value for key, value in self.values.items() if self.measured(key)]
        return (pstdev(values) if len(values) > 1 else 0.0) or 1.0


def fitness(snapshot: Snapshot) -> Fitness:
    """Return what every candidate of a pool is worth.

    A metric's mean allows for rows that are hard for all, so that two candidates that met different
    rows can be compared, and is drawn to the mean of the pool while few rows are scored.

    Args:
        snapshot: The pool and its evidence.
    """
    known = {candidate.id for candidate in snapshot.candidates}
    scores = {key: row for key, row in snapshot.scores.items() if row and key in known}
    if not scores:
        standings = {
            candidate.id: snapshot.standings[candidate.id] for candidate in _pool(snapshot)
        }
        counts = {key: s.wins + s.losses + s.ties for key, s in standings.items()}
        return Fitness({key: s.mean for key, s in standings.items()}, counts, {})
    average = fmean(value for row in scores.values() for value in row.values())
    leads = _leads(scores, average)
    values = {candidate.id: average + leads.get(candidate.id, 0.0) for candidate in _pool(snapshot)}
    return Fitness(values, {key: len(row) for key, row in scores.items()}, scores)


def ranked(snapshot: Snapshot, worth: Fitness) -> list[Candidate]:
    """Return the candidates in play, the best first; of equals the older.

    Args:
        snapshot: The pool.
        worth: Its fitness.
    """
    live = [
        candidate
        for candidate in _pool(snapshot)
        if not candidate.archived and snapshot.standings[candidate.id].live
    ]
    return sorted(live or [snapshot.start], key=lambda candidate: -worth[candidate.id])


def _pool(snapshot: Snapshot) -> list[Candidate]:
    # A candidate that has just come may have no standing yet.
    return [candidate for candidate in snapshot.candidates if candidate.id in snapshot.standings]


def _leads(scores: Scores, average: float) -> dict[str, float]:
    """Return how far each candidate is above what its rows let expect.

    Rows that only good candidates were given look easy: so the ease of rows and the lead of
    candidates are found together, by turns. Sums are exact: scores come in another order after a
    restart, and two candidates that are worth the same must stay so.
    """
    leads = dict.fromkeys(scores, 0.0)
    for _ in range(_TURNS):
        ease = _ease(scores, leads, average)
        leads = {
            key: fsum(value - ease[example] for example, value in row.items()) / (len(row) + SHRINK)
            for key, row in scores.items()
        }
    return leads


def _ease(scores: Scores, leads: Mapping[str, float], average: float) -> dict[str, float]:
    """Return what an average candidate scores on every row, as if one more had scored it so."""
    by_row: dict[str, list[float]] = {}
    for key, row in scores.items():
        for example, value in row.items():
            by_row.setdefault(example, []).append(value - leads[key])
    return {key: (fsum(found) + average) / (len(found) + 1) for key, found in by_row.items()}
