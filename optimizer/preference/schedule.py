"""When the whole posterior is fitted again; in between, votes are learned one by one."""

from __future__ import annotations

REFIT_AT = (4, 10, 20, 35, 50, 75, 100, 140, 180, 200)
REFIT_EVERY = 25


def refit_due(
    n_votes_seen_by_last_refit: int, n_votes: int, pool_changed: bool, voided: bool
) -> bool:
    """Say whether a full refit should be started now.

    Args:
        n_votes_seen_by_last_refit: votes in force when the last refit started.
        n_votes: votes in force now.
        pool_changed: whether prompts were added since.
        voided: whether a vote was voided, restored or changed since.

    Returns:
        True when the sequential updates should be replaced by a refit.
    """
    if pool_changed or voided or n_votes < n_votes_seen_by_last_refit:
        return True
    return _milestone(n_votes) > _milestone(n_votes_seen_by_last_refit)


def _milestone(votes: int) -> int:
    if votes >= REFIT_AT[-1]:
        return REFIT_AT[-1] + (votes - REFIT_AT[-1]) // REFIT_EVERY * REFIT_EVERY
    return max((mark for mark in REFIT_AT if mark <= votes), default=0)
