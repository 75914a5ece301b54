"""Who of a portfolio only stands in: whoever changes prompts at random where others learn.

Every child is paid for by votes. One that was drawn by lot, a sentence out of a library or the same
in other words, hardly ever became the best of its pool in simulated worlds, one that follows
reasons, worked examples or layouts did. So where somebody reads reasons the former write only to
fill the first pool, and while all others have nothing to offer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from optimizer.breeding.growth import FIRST_POOL
from optimizer.proposing import reads_reasons, stands_in
from optimizer.protocols import Proposer


def in_the_running(
    available: Sequence[str],
    proposers: Mapping[str, Proposer],
    pool: int,
    resting: Collection[str] = (),
) -> tuple[str, ...]:
    """Return who competes for the next turn.

    Args:
        available: Those whose needs are met, in their order.
        proposers: All of the method.
        pool: How many prompts there are.
        resting: Who has nothing to offer for now.
    """
    learned = any(reads_reasons(proposers[name]) for name in available)
    if pool < FIRST_POOL or not learned:
        return tuple(available)
    left = tuple(name for name in available if not stands_in(proposers[name]))
    return left if set(left) - set(resting) else tuple(available)
