"""How much more clearly does the most telling of some examples tell two prompts apart?

    python -m tests.benchmarks.preference_discrimination [--votes FILE --outputs FILE]

In simulated worlds the best prompt beats the median one on three of four random examples, and votes
fall on the most telling of 1, 2, 4 and 8, by each of the two signs of a difference that `worlds`
knows. With files as `real_votes` reads them also in votes of real people and of a judge, by how far
the two outputs differ in their words. Printed is the factor on the difference of utilities.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from optimizer.pairing import text_difference
from optimizer.preference import Ballot
from optimizer.preference.davidson import probabilities
from tests.benchmarks.real_votes import RealVotes
from tests.benchmarks.worlds import EXAMPLES, World, flat_world

LOOKED_AT = (1, 2, 4, 8)
WORLDS, VOTES, SIZE = 40, 250, 30
# Where the most telling of eight stands on average among all, from 0 to 1.
OF_EIGHT = 8.0 / 9.0


def simulated(sign: str, looked_at: int) -> float:
    """Return the factor for the most telling of so many examples, by one sign of a difference."""
    rng = np.random.default_rng([looked_at, len(sign)])
    truth, outcomes = [], []
    for seed in range(WORLDS):
        world = flat_world(SIZE, 0.75, 0.5, seed)
        for _ in range(VOTES):
            left, right = (int(k) for k in rng.choice(SIZE, 2, replace=False))
            examples = rng.choice(EXAMPLES, looked_at, replace=False)
            apart = [_apart(world, sign, left, right, int(x), rng) for x in examples]
            vote = world.vote(left, right, int(examples[int(np.argmax(apart))]), rng)
            gap = world.utilities[left] - world.utilities[right]
            truth.append(float(world.marginal(np.asarray(gap))))
            outcomes.append(vote.outcome)
    known = np.array(truth)
    factor, _ = _best(lambda values: values[0] * known, 1, np.array(outcomes))
    return float(factor[0])


def real(votes: Sequence[Ballot], texts: dict[tuple[int, int], str]) -> tuple[float, float]:
    """Return the factor for the most telling of eight in real votes, and its standard error.

    Args:
        votes: of one kind of rater.
        texts: the outputs by question and candidate.
    """
    candidates = sorted({k for vote in votes for k in (vote.left, vote.right)})
    questions = sorted({question for question, _ in texts})
    rank: dict[tuple[int, int, int], float] = {}
    for one, two in combinations(candidates, 2):
        known = [q for q in questions if (q, one) in texts and (q, two) in texts]
        apart = [text_difference(texts[q, one], texts[q, two]) or 0.0 for q in known]
        places = np.argsort(np.argsort(apart)) / max(1, len(known) - 1)
        rank |= {(q, one, two): float(x) for q, x in zip(known, places, strict=True)}
    kept = [vote for vote in votes if _duel(vote) in rank]
    away = np.array([rank[_duel(vote)] - 0.5 for vote in kept])
    signs = np.zeros((len(kept), len(candidates)))
    for row, vote in enumerate(kept):
        signs[row, candidates.index(vote.left)] += 1.0
        signs[row, candidates.index(vote.right)] -= 1.0
    values, errors = _clearer(signs[:, 1:], away, np.array([v.outcome for v in kept]))
    factor = float(np.exp((OF_EIGHT - 0.5) * values))
    return factor, factor * (OF_EIGHT - 0.5) * errors


def _duel(vote: Ballot) -> tuple[int, int, int]:
    return vote.example, min(vote.left, vote.right), max(vote.left, vote.right)


def _apart(
    world: World, sign: str, left: int, right: int, example: int, rng: np.random.Generator
) -> float:
    if sign == "measured":
        return world.measured_difference(left, right, example)
    return world.seen_difference(left, right, example, rng)


def _clearer(signs: np.ndarray, away: np.ndarray, outcomes: np.ndarray) -> tuple[float, float]:
    """Fit utilities and by how much their differences show more with every unit of `away`."""
    values, errors = _best(
        lambda v: (signs @ v[:-1]) * np.exp(v[-1] * away), signs.shape[1] + 1, outcomes
    )
    return float(values[-1]), float(errors[-1])


def _best(
    gap: Callable[[np.ndarray], np.ndarray], size: int, outcomes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fit Davidson's model with a side offset to votes whose difference has unknown coefficients.

    Returns:
        The most likely coefficients, and their standard errors.
    """
    from scipy.optimize import minimize

    rows = np.arange(len(outcomes))

    def loss(values: np.ndarray) -> float:
        d = gap(values[:size]) + values[size]
        chances = np.stack(probabilities(d, float(np.exp(values[size + 1]))), axis=1)
        return -float(np.log(chances[rows, 1 - outcomes]).sum())

    found = minimize(loss, np.append(np.full(size, 0.1), [0.0, -0.7]))
    return found.x[:size], np.sqrt(np.diag(found.hess_inv))[:size]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--votes", type=Path)
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--judge", default="gpt", help="how the judge's rater names start")
    chosen = parser.parse_args()
    for sign in ("measured", "seen"):
        row = [f"{simulated(sign, n):.2f}" for n in LOOKED_AT]
        print(f"{sign}: most telling of {', '.join(map(str, LOOKED_AT))}: {', '.join(row)}")
    if chosen.votes and chosen.outputs:
        known = RealVotes(chosen.votes, chosen.outputs, chosen.judge, as_listed=False)
        for name, votes in (("people", known.people), ("judge", known.judge)):
            factor, error = real(votes, known.texts)
            print(f"{name}: most telling of eight: {factor:.2f} (se {error:.2f})")


if __name__ == "__main__":
    main()
