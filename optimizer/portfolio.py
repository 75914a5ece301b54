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

from optimizer.preference import Posterior
from optimizer.preference.arrays import FloatArray
from optimizer.records import Candidate, Snapshot, StoredProposal
from optimizer.views import ProposerGain

Scores = Mapping[str, Mapping[str, float]]
"""A metric's scores by prompt id and example id."""

PRIOR_SD = 0.5  # of a proposer's mean gain, in logits, around that of all
SPREAD = 0.5  # of the gains of one proposer's children around their mean, before any is known
_SPREAD_FROM = 2.0  # children that this counts for
ANSWERS_PER_CHILD = 8.0  # calls that it takes to look at a child, whoever wrote it
_DRAWS = 400
_LEAST_NEWS = 0.02  # how much surer than its prior a child must be to count, as a share
_LOGITS = 4.0  # logits per unit of score, near one half
_GAP_VARIANCE = 0.3  # of the difference of two prompts' scores on one row
_WIDTH = 1.645  # of a 90 % interval, in standard deviations


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
) -> dict[str, Earning]:
    """Return what each proposer has earned so far.

    Args:
        names: The proposers.
        proposals: All proposals ever made.
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        scores: Where labels alone decide, the scores of tuning rows: parent and child met the same
            ones, which tells more than what is believed of each.
    """
    seen = _gains(candidates, posterior) if scores is None else _paired(candidates, scores)
    mean_of_all = _shrunk([gain for gains in seen.values() for gain in gains], 0.0)[0]
    found = {}
    for name in names:
        mine = [proposal for proposal in proposals if proposal.proposer == name]
        accepted = sum(1 for proposal in mine if proposal.prompt_id is not None)
        gains = seen.get(name, [])
        mean, sd = _shrunk(gains, mean_of_all)
        calls = sum(proposal.calls for proposal in mine)
        # One that is refused again and again costs all its tries for the first child to come.
        cost = ANSWERS_PER_CHILD + calls / max(1, accepted)
        spread = _spread(gains, mean)
        found[name] = Earning(len(mine), accepted, len(gains), mean, sd, cost, spread)
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
        draw = rng.gauss(each.mean, each.sd)
        return float(_improvement(np.array(draw), np.array(each.spread))) * cheapest / each.cost

    return max(ready, key=worth)


def reasons_wait(readers: Collection[str], snapshot: Snapshot) -> bool:
    """Return whether the next turn belongs to those who read why people voted as they did.

    A vote says which of two is better, its reason says what to change. Within a hundred votes the
    gains of some twenty children hardly tell their proposers apart; what a proposer knows does. So
    every other turn is its own, as long as there are reasons that it has not read.

    Args:
        readers: The proposers that read reasons and can work now.
        snapshot: The pool with its votes and its record.
    """
    last = snapshot.proposals[-1].proposer if snapshot.proposals else ""
    if not readers or last in readers:
        return False
    record = snapshot.proposals
    read = {duel for each in record if each.proposer in readers for duel in each.evidence}
    return any(
        (duel.tags or duel.reason or duel.marks) and duel.duel_id not in read
        for duel in snapshot.duels
    )


def chances(
    earned: Mapping[str, Earning], seed: int = 0, readers: Collection[str] = ()
) -> dict[str, float]:
    """Return how likely each proposer is to write next, once everybody has had a first try.

    Args:
        earned: What each has earned.
        seed: Of the draws.
        readers: Those whom every other turn belongs to, while people say why; see `reasons_wait`.
    """
    if not earned:
        return {}
    rng = np.random.default_rng(seed)
    means = np.array([each.mean for each in earned.values()])
    sds = np.array([each.sd for each in earned.values()])
    costs = np.array([each.cost for each in earned.values()])
    draws = rng.normal(means, sds, size=(_DRAWS, len(means)))
    spreads = np.array([each.spread for each in earned.values()])
    best = np.argmax(_improvement(draws, spreads) / costs, axis=1)
    shares = np.bincount(best, minlength=len(means)) / _DRAWS
    own = [name in readers for name in earned]
    if any(own):
        shares = (shares + np.array(own) / sum(own)) / 2.0
    return dict(zip(earned, shares.tolist(), strict=True))


def gain_report(
    proposals: Sequence[StoredProposal],
    candidates: Sequence[Candidate],
    posterior: Posterior,
    competing: Sequence[str] = (),
    readers: Collection[str] = (),
    scores: Scores | None = None,
) -> tuple[ProposerGain, ...]:
    """Return what every proposer has earned, as people see it.

    Args:
        proposals: All proposals ever made.
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        competing: Who competes for the next turn; they are listed first, in their order.
        readers: Who of them reads reasons, where people gave any.
        scores: As for `earnings`.
    """
    names = tuple(dict.fromkeys((*competing, *(proposal.proposer for proposal in proposals))))
    earned = earnings(names, proposals, candidates, posterior, scores)
    odds = chances({name: earned[name] for name in competing}, readers=readers)
    return tuple(
        ProposerGain(
            proposer=name,
            proposals=found.tries,
            accepted=found.accepted,
            mean_gain=found.mean if found.judged else None,
            low=found.mean - _WIDTH * found.sd if found.judged else None,
            high=found.mean + _WIDTH * found.sd if found.judged else None,
            cost=found.cost if found.tries else None,
            chance=odds.get(name),
        )
        for name, found in earned.items()
    )


def _gains(
    candidates: Sequence[Candidate], posterior: Posterior
) -> dict[str, list[tuple[float, float]]]:
    """Return per proposer what the votes say of its children: gain over the parents, precision.

    The posterior of a difference holds the prior that every child starts with. What is left when
    that is divided out is what the votes say; a child without any says nothing.
    """
    places = {candidate.id: place for place, candidate in enumerate(candidates)}
    step = max(sum(layer.weight * layer.step_variance for layer in posterior.layers), 1e-9)
    drift = sum(layer.weight * layer.drift for layer in posterior.layers)
    found: dict[str, list[tuple[float, float]]] = {}
    lines = [
        (candidate, [places[parent] for parent in candidate.parents if parent in places])
        for candidate in candidates[: len(posterior)]
    ]
    single = {c.id: parents[0] for c, parents in lines if len(parents) == 1}
    gains, variances = posterior.differences(
        np.array([places[child] for child in single], dtype=np.int64),
        np.array(list(single.values()), dtype=np.int64),
    )
    known = dict(zip(single, zip(gains.tolist(), variances.tolist(), strict=True), strict=True))
    for candidate, parents in lines:
        if not candidate.proposer or not parents:
            continue
        if candidate.id in known:
            gain, variance = known[candidate.id]
        else:
            shares = [-1.0 / len(parents)] * len(parents)
            index = (places[candidate.id], *parents)
            gain, variance = posterior.contrast(index, (1.0, *shares))
        precision = 1.0 / max(variance, 1e-9) - 1.0 / step
        if precision * step > _LEAST_NEWS:
            total = gain / variance - drift / step
            found.setdefault(candidate.proposer, []).append((total / precision, precision))
    return found


def _paired(
    candidates: Sequence[Candidate], scores: Scores
) -> dict[str, list[tuple[float, float]]]:
    """Return per proposer by how much its children score above their parents, and how surely.

    Differences are those on the rows that both have answered, as logits near a score of one half.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for candidate in candidates:
        own = scores.get(candidate.id, {})
        gaps = [
            own[row] - scores[parent][row]
            for parent in candidate.parents
            for row in sorted(own.keys() & scores.get(parent, {}).keys())
        ]
        if candidate.proposer and gaps:
            precision = len(gaps) / len(candidate.parents) / (_LOGITS**2 * _GAP_VARIANCE)
            gain = _LOGITS * sum(gaps) / len(gaps)
            found.setdefault(candidate.proposer, []).append((gain, precision))
    return found


def _improvement(mean: FloatArray, spread: FloatArray) -> FloatArray:
    """Return by how much a child is expected to be better than its parent, losses being 0."""
    from scipy.special import ndtr

    away = mean / spread
    density = np.exp(-0.5 * away**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(spread * (density + away * ndtr(away)))


def _spread(gains: Sequence[tuple[float, float]], mean: float) -> float:
    """Return how far gains lie apart, beyond their noise; what is usual counts as two of them."""
    beyond = sum(max((gain - mean) ** 2 - 1.0 / precision, 0.0) for gain, precision in gains)
    return float(((_SPREAD_FROM * SPREAD**2 + beyond) / (_SPREAD_FROM + len(gains))) ** 0.5)


def _shrunk(gains: Sequence[tuple[float, float]], centre: float) -> tuple[float, float]:
    """Return mean and standard deviation of a mean gain, shrunk towards a centre."""
    weights = [1.0 / (SPREAD**2 + 1.0 / precision) for _, precision in gains]
    total = 1.0 / PRIOR_SD**2 + sum(weights)
    told = sum(weight * gain for weight, (gain, _) in zip(weights, gains, strict=True))
    return (centre / PRIOR_SD**2 + told) / total, total**-0.5
