"""Which proposer of a portfolio writes next: the one whose children earn most for what they cost.

A bandit by Thompson sampling: W. Thompson, "On the likelihood that one unknown probability exceeds
another in view of the evidence of two samples" (1933). A proposer's reward is the gain of its
children over their parents under the posterior, each child counted as far as its votes tell. What
counts is the best child and not the average one: of a draw the expected improvement is taken, as
in D. Jones et al., "Efficient Global Optimization of Expensive Black-Box Functions" (1998), so that
a proposer with many failures and now and then a great step keeps its turns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from optimizer.breeding.child_gains import (
    SPREAD,
    Families,
    Prospect,
    Scores,
    gains_by_scores,
    gains_by_votes,
    improvement,
    prospect,
)
from optimizer.breeding.readers_turn import chance_of_readers
from optimizer.preference import Posterior
from optimizer.preference.reports import Z90
from optimizer.records import Candidate, StoredProposal
from optimizer.views import ProposerGain

ANSWERS_PER_CHILD = 8.0  # calls that it takes to look at a child, whoever wrote it
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Earning:
    """What a proposer has earned.

    Attributes:
        tries: Proposals written, refused ones included.
        accepted: Those that passed the gates.
        judged: How many of its children the evidence tells something of.
        mean: Expected gain of its next child over the parent, in logits.
        sd: How uncertain that is.
        spread: How far the gains of its children lie apart, beyond the noise of their votes.
        cost: What one accepted child takes, in answers, its look included.
    """

    tries: int
    accepted: int
    judged: int
    mean: float
    sd: float
    cost: float
    spread: float = SPREAD


def earnings(
    names: Sequence[str],
    proposals: Sequence[StoredProposal],
    candidates: Sequence[Candidate],
    posterior: Posterior,
    scores: Scores | None = None,
    families: Families | None = None,
) -> dict[str, Earning]:
    """Return what each proposer has earned so far.

    Args:
        names: The proposers.
        proposals: All proposals ever made.
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        scores: Where labels alone decide, the scores of tuning rows: parent and child met the same
            ones, which tells more than what is believed of each.
        families: Those of the pool, where they are at hand.
    """
    if scores is None:
        seen = gains_by_votes(candidates, posterior, families)
    else:
        seen = gains_by_scores(candidates, scores)
    mean_of_all = prospect([gain for gains in seen.values() for gain in gains]).mean
    written: dict[str, list[StoredProposal]] = {name: [] for name in names}
    for proposal in proposals:
        if proposal.proposer in written:
            written[proposal.proposer].append(proposal)
    found = {}
    for name, mine in written.items():
        accepted = sum(1 for proposal in mine if proposal.prompt_id is not None)
        gains = seen.get(name, [])
        ahead = prospect(gains, mean_of_all)
        calls = sum(proposal.calls + proposal.rows_read for proposal in mine)
        # One that is refused again and again costs all its tries for the first child to come.
        cost = ANSWERS_PER_CHILD + calls / max(1, accepted)
        found[name] = Earning(
            len(mine), accepted, len(gains), ahead.mean, ahead.sd, cost, ahead.spread
        )
    return found


def next_by_gain(
    earned: Mapping[str, Earning],
    rng: Random,
    resting: Collection[str] = (),
    first: Mapping[str, int] | None = None,
) -> str | None:
    """Return who writes next: first everybody once, then by a draw of what the next child gains.

    Args:
        earned: The proposers that can work now, in their order.
        rng: The source of chance.
        resting: Proposers that had nothing to offer for the present evidence.
        first: How many first tries a proposer has, if not one.

    Returns:
        A name, or None when all rest.
    """
    first = first or {}
    ready = [name for name in earned if name not in resting]
    untried = [name for name in ready if earned[name].tries < first.get(name, 1)]
    if untried or not ready:
        return untried[0] if untried else None
    cheapest = min(earned[name].cost for name in ready)

    def worth(name: str) -> float:
        each = earned[name]
        return Prospect(each.mean, each.sd, each.spread).draw(rng) * cheapest / each.cost

    return max(ready, key=worth)


def chances(
    earned: Mapping[str, Earning],
    seed: int = 0,
    readers: Collection[str] = (),
    theirs: float = 0.0,
) -> dict[str, float]:
    """Return how likely each proposer is to write next, once everybody has had a first try.

    Args:
        earned: What each has earned.
        seed: Of the draws.
        readers: Those who have turns of their own, while people say why; see `readers_write`. The
            other turns are then for the others.
        theirs: How likely the next turn is one of those.
    """
    if not earned:
        return {}
    rng = np.random.default_rng(seed)
    means = np.array([each.mean for each in earned.values()])
    sds = np.array([each.sd for each in earned.values()])
    costs = np.array([each.cost for each in earned.values()])
    draws = rng.normal(means, sds, size=(_DRAWS, len(means)))
    spreads = np.array([each.spread for each in earned.values()])
    worth = improvement(draws, spreads) / costs
    own = np.array([name in readers for name in earned])
    if own.any() and not own.all():
        worth[:, own] = -1.0
    shares = np.bincount(np.argmax(worth, axis=1), minlength=len(means)) / _DRAWS
    if own.any():
        shares = (1.0 - theirs) * shares + theirs * own / own.sum()
    return dict(zip(earned, shares.tolist(), strict=True))


def gain_report(
    proposals: Sequence[StoredProposal],
    candidates: Sequence[Candidate],
    posterior: Posterior,
    competing: Sequence[str] = (),
    readers: Collection[str] = (),
    scores: Scores | None = None,
    families: Families | None = None,
) -> tuple[ProposerGain, ...]:
    """Return what every proposer has earned, as people see it.

    Args:
        proposals: All proposals ever made.
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        competing: Who competes for the next turn; they are listed first, in their order.
        readers: Who of them reads reasons, where people gave any.
        scores: As for `earnings`.
        families: The same.
    """
    names = tuple(dict.fromkeys((*competing, *(proposal.proposer for proposal in proposals))))
    earned = earnings(names, proposals, candidates, posterior, scores, families)
    own = [name for name in competing if name in readers]
    theirs = chance_of_readers(own, candidates, posterior, families) if own else 0.0
    odds = chances({name: earned[name] for name in competing}, readers=own, theirs=theirs)
    return tuple(
        ProposerGain(
            proposer=name,
            proposals=found.tries,
            accepted=found.accepted,
            mean_gain=found.mean if found.judged else None,
            low=found.mean - Z90 * found.sd if found.judged else None,
            high=found.mean + Z90 * found.sd if found.judged else None,
            cost=found.cost if found.tries else None,
            chance=odds.get(name),
        )
        for name, found in earned.items()
    )
