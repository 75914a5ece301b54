"""The score table as races read it: rows in the project's order, matched by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean

from optimizer.records import Candidate, Snapshot


def contestants(snapshot: Snapshot) -> list[Candidate]:
    """Return everybody who has scores and was not archived, the oldest first."""
    return [c for c in snapshot.candidates if not c.archived and snapshot.scores.get(c.id)]


def row_order(snapshot: Snapshot) -> list[str]:
    """Return the tuning examples in the project's order."""
    return [example.id for example in snapshot.examples]


def is_whole(snapshot: Snapshot, prompt_id: str, rows: Iterable[str]) -> bool:
    """Return whether a prompt has a score on every one of these rows that it can answer."""
    scores = snapshot.scores.get(prompt_id, {})
    barred = snapshot.barred.get(prompt_id, frozenset())
    return all(row in scores or row in barred for row in rows)


def mean_on(scores: Mapping[str, float], rows: Iterable[str]) -> float:
    """Return the mean score over those of the rows that are scored; 0 without any."""
    found = [scores[row] for row in rows if row in scores]
    return fmean(found) if found else 0.0
