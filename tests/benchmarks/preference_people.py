"""Several people on one pool: what a second one adds or costs, pooled and told apart.

    python -m tests.benchmarks.preference_people [--seeds 24]

The figure is how far the utilities believed are from the true ones: the root of the mean square in
logits, over worlds of 12 prompts (p = .75) with votes on random pairs.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from dataclasses import replace

import numpy as np

from optimizer.preference import Ballot, Ballots, Posterior, fit
from tests.benchmarks.worlds import EXAMPLES, Person, World, flat_world

SIZE = 12
USUAL = Person()
CASES = (
    ("as careful", USUAL, 60, 60),
    ("votes at random", replace(USUAL, careless=1.0), 60, 20),
    ("votes at random", replace(USUAL, careless=1.0), 60, 60),
    ("votes at random", replace(USUAL, careless=1.0), 150, 150),
    ("mostly clicks left", replace(USUAL, side=4.0), 60, 60),
)


def votes_of(world: World, count: int, rater: int, rng: np.random.Generator) -> list[Ballot]:
    """Let the world's person vote on random pairs and examples."""
    votes = []
    for _ in range(count):
        left, right = (int(k) for k in rng.choice(SIZE, 2, replace=False))
        vote = world.vote(left, right, int(rng.integers(EXAMPLES)), rng)
        votes.append(vote._replace(rater=rater))
    return votes


def away(world: World, posterior: Posterior) -> float:
    """Return the root of the mean square distance to the true utilities."""
    truth = world.marginal(world.utilities - np.median(world.utilities))
    believed = posterior.mean - posterior.mean.mean()
    return float(np.sqrt(np.mean((believed - truth + truth.mean()) ** 2)))


def measure(seeds: int) -> None:
    """Print the table."""
    print("| the second person | votes of the two | alone | pooled | told apart | se | gains |")
    print("|---|---|---|---|---|---|---|")
    for name, person, first, second in CASES:
        rows, gains = [], []
        for seed in range(seeds):
            world = flat_world(SIZE, 0.75, 0.5, seed)
            rng = np.random.default_rng([seed, 5])
            own = votes_of(world, first, 0, rng)
            both = own + votes_of(replace(world, person=person), second, 1, rng)
            apart = fit(world.pool, Ballots.of(both))
            pooled = fit(world.pool, Ballots.of([vote._replace(rater=0) for vote in both]))
            alone = fit(world.pool, Ballots.of(own))
            rows.append([away(world, posterior) for posterior in (alone, pooled, apart)])
            gains.append([apart.manners[0].gain, apart.manners[1].gain])
        table, error = np.array(rows), np.diff(rows, axis=1)[:, 1].std() / np.sqrt(seeds)
        figures = " | ".join(f"{mean:.2f}" for mean in table.mean(axis=0))
        pair = " and ".join(f"{gain:.1f}" for gain in np.mean(gains, axis=0))
        print(f"| {name} | {first} and {second} | {figures} | {error:.2f} | {pair} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=24)
    measure(parser.parse_args().seeds)
