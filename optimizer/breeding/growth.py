"""When the pool needs children, and whose turn it is to write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from optimizer.records import StoredProposal

FIRST_POOL = 4
UNSEEN_AT_MOST = 2
SEEN_VOTES = 2
VOTES_PER_CHILD = 5
PATIENCE_VOTES = 15
UNSEEN_WHEN_STUCK = 6
JUDGED_ENOUGH = 4
"""After so many verdicts of a judge a prompt counts as looked at."""


def children_wanted(
    votes_of_live: Sequence[int], votes_since_child: int, *, stuck: bool = False
) -> int:
    """Return how many new prompts the pool can use now.

    A pool of four is filled at once, so that there is something to compare; later each child is
    paid for by five votes, and none comes while more than two wait for their first votes. Some wait
    for ever, because they answer like the others: fifteen votes later a child comes all the same.
    A pool that has no pair to show can have no votes: then children come without, a few at most.

    Args:
        votes_of_live: Per live candidate, how many votes that teach it has.
        votes_since_child: Votes that teach since the last candidate entered.
        stuck: Whether there is no pair to show, and no output under way that could give one.
    """
    if len(votes_of_live) < FIRST_POOL:
        return FIRST_POOL - len(votes_of_live)
    unseen = sum(1 for votes in votes_of_live if votes < SEEN_VOTES)
    if stuck:
        return 1 if unseen < UNSEEN_WHEN_STUCK else 0
    due = VOTES_PER_CHILD if unseen <= UNSEEN_AT_MOST else PATIENCE_VOTES
    return 1 if votes_since_child >= due else 0


def children_to_come(votes: int, pool: int, brood: int = 1) -> int:
    """Return how many new prompts so many votes make room for.

    Args:
        votes: How many are to come.
        pool: How many prompts there are already.
        brood: How many are written in one turn; where more than may wait unseen come at once, the
            next turn is as long in coming as if they were never seen.
    """
    due = VOTES_PER_CHILD if brood <= UNSEEN_AT_MOST else PATIENCE_VOTES
    return brood * (-(-max(0, FIRST_POOL - pool) // brood) + votes // due)


def next_in_turn(
    names: Sequence[str], proposals: Sequence[StoredProposal], resting: Collection[str] = ()
) -> str | None:
    """Return the proposer that has waited longest: a round-robin read from the record.

    Args:
        names: The proposers that can work now, in their order.
        proposals: All proposals so far, oldest first.
        resting: Proposers that had nothing to offer for the present evidence.

    Returns:
        A name, or None when all rest.
    """
    last = {proposal.proposer: k for k, proposal in enumerate(proposals)}
    ready = [name for name in names if name not in resting]
    return min(ready, key=lambda name: (last.get(name, -1), names.index(name)), default=None)
