"""Who is worth improving: good prompts of which something bad is known."""

from __future__ import annotations

from optimizer.proposing.moves.cases import has_failures
from optimizer.proposing.moves.ranking import live_by_merit
from optimizer.records import Candidate, Snapshot


def losers(snapshot: Snapshot) -> list[Candidate]:
    """Return the live candidates that failed somewhere, the best posterior mean first."""
    return [c for c in live_by_merit(snapshot) if has_failures(snapshot, c.id)]


def best_loser(snapshot: Snapshot) -> Candidate | None:
    """Return the best live candidate that failed somewhere, or None."""
    return next((c for c in live_by_merit(snapshot) if has_failures(snapshot, c.id)), None)
