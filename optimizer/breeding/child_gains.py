"""What the children of each proposer gained over their parents, and what the next one may gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from optimizer.preference import Posterior
from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.preference.normal import cumulative
from optimizer.records import Candidate

Scores = Mapping[str, Mapping[str, float]]
"""A metric's scores by prompt id and example id."""

Gain = tuple[float, float]
"""What is told of one child: its gain over its parents in logits, and the precision of that."""

PRIOR_SD = 0.5  # of a proposer's mean gain, in logits, around that of all
SPREAD = 0.5  # of the gains of one proposer's children around their mean, before any is known
_LEAST_SPREAD = 0.25
_SPREAD_FROM = 2.0  # children that this counts for
_LEAST_NEWS = 0.02  # how much surer than its prior a child must be to count, as a share
_LOGITS = 4.0  # logits per unit of score, near one half
_GAP_VARIANCE = 0.3  # of the difference of two prompts' scores on one row


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the next child may gain.

    Attributes:
        mean: The expected gain, in logits.
        sd: How uncertain that is.
        spread: How far the gains of single children lie apart, beyond the noise of their votes.
    """

    mean: float = 0.0
    sd: float = PRIOR_SD
    spread: float = SPREAD

    def draw(self, rng: Random) -> float:
        """Return by how much a child improves on its parent, in a draw of the mean gain."""
        return float(improvement(np.array(rng.gauss(self.mean, self.sd)), np.array(self.spread)))


def prospect(gains: Sequence[Gain], centre: float = 0.0) -> Prospect:
    """Return what the next child may gain, after what earlier ones gained.

    Args:
        gains: What is told of earlier children.
        centre: The gain that is expected while nothing is told.
    """
    mean, sd = _shrunk(gains, centre)
    return Prospect(mean, sd, _spread(gains, mean))


def improvement(mean: FloatArray, spread: FloatArray) -> FloatArray:
    """Return by how much a child is expected to be better than its parent, losses being 0.

    Args:
        mean: Its expected gain.
        spread: How far gains lie apart.
    """
    away = mean / spread
    density = np.exp(-0.5 * away**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(spread * (density + away * cumulative(away)))


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """Which children who wrote, and whose they are, by place in the pool.

    Attributes:
        candidates: The pool.
        proposers: Who wrote a child, each once.
        child: Children of one parent that a proposer wrote, shape (n,).
        parent: Their parents, shape (n,).
        mixed: The other children that a proposer wrote, with all their parents.
        writer: Place among the proposers of whoever wrote a candidate; -1 for none, shape (K,).
    """

    candidates: Sequence[Candidate]
    proposers: tuple[str, ...]
    child: IntArray
    parent: IntArray
    mixed: tuple[tuple[int, tuple[int, ...]], ...]
    writer: IntArray

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Families:
        """Return the families of a pool."""
        places = {candidate.id: place for place, candidate in enumerate(candidates)}
        codes: dict[str, int] = {}
        single, mixed = [], []
        writer = np.full(len(candidates), -1, dtype=np.int64)
        for place, candidate in enumerate(candidates):
            parents = tuple(places[parent] for parent in candidate.parents if parent in places)
            if not candidate.proposer or not parents:
                continue
            writer[place] = codes.setdefault(candidate.proposer, len(codes))
            if len(parents) == 1:
                single.append((place, parents[0]))
            else:
                mixed.append((place, parents))
        child, parent = np.array(single, dtype=np.int64).reshape(-1, 2).T
        return cls(candidates, tuple(codes), child, parent, tuple(mixed), writer)


def gains_by_votes(
    candidates: Sequence[Candidate], posterior: Posterior, families: Families | None = None
) -> dict[str, list[Gain]]:
    """Return per proposer what the votes say of its children.

    The posterior of a difference holds the prior that every child starts with. What is left when
    that is divided out is what the votes say; a child without any says nothing.

    Args:
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        families: Those of the pool, where they are at hand.
    """
    families = families or Families.of(candidates)
    step = max(sum(layer.weight * layer.step_variance for layer in posterior.layers), 1e-9)
    drift = sum(layer.weight * layer.drift for layer in posterior.layers)
    known = families.child < len(posterior)  # a child may have come after the fit
    child, parent = families.child[known], families.parent[known]
    gain, variance = np.zeros(len(candidates)), np.full(len(candidates), np.inf)
    gain[child], variance[child] = posterior.differences(child, parent)
    for place, parents in families.mixed:
        if place < len(posterior):
            shares = (1.0, *[-1.0 / len(parents)] * len(parents))
            gain[place], variance[place] = posterior.contrast((place, *parents), shares)
    precision = 1.0 / np.maximum(variance, 1e-9) - 1.0 / step
    told = np.flatnonzero(precision * step > _LEAST_NEWS)
    total = gain[told] / variance[told] - drift / step
    found: dict[str, list[Gain]] = {}
    figures = ((total / precision[told]).tolist(), precision[told].tolist())
    for code, *each in zip(families.writer[told].tolist(), *figures, strict=True):
        found.setdefault(families.proposers[code], []).append((each[0], each[1]))
    return found


def gains_by_scores(candidates: Sequence[Candidate], scores: Scores) -> dict[str, list[Gain]]:
    """Return per proposer by how much its children score above their parents, and how surely.

    Differences are those on the rows that both have answered, as logits near a score of one half.

    Args:
        candidates: The pool.
        scores: Of tuning rows.
    """
    found: dict[str, list[Gain]] = {}
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


def _spread(gains: Sequence[Gain], mean: float) -> float:
    """Return how far gains lie apart, beyond their noise; what is usual counts as two of them.

    Each counts by how surely it tells its own square: a child of three votes may seem to gain or
    lose eight logits, and would otherwise decide alone.
    """
    usual = SPREAD**2
    total, beyond = _SPREAD_FROM, _SPREAD_FROM * usual
    for gain, precision in gains:
        noise = 1.0 / precision
        weight = (usual / (usual + noise)) ** 2
        total += weight
        beyond += weight * ((gain - mean) ** 2 - noise)
    return float(max(beyond / total, _LEAST_SPREAD**2) ** 0.5)


def _shrunk(gains: Sequence[Gain], centre: float) -> tuple[float, float]:
    """Return mean and standard deviation of a mean gain, shrunk towards a centre."""
    weights = [1.0 / (SPREAD**2 + 1.0 / precision) for _, precision in gains]
    total = 1.0 / PRIOR_SD**2 + sum(weights)
    told = sum(weight * gain for weight, (gain, _) in zip(weights, gains, strict=True))
    return (centre / PRIOR_SD**2 + told) / total, total**-0.5
