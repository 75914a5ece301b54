"""Time one vote, the next pair and a full refit, against prompts and votes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from optimizer.pairing import Eubo, History
from optimizer.pairing.examples import LOOKED_AT, chance_picks
from optimizer.preference import (
    Ballot,
    Ballots,
    Pool,
    Posterior,
    fit,
    fit_with_raters,
    judge_evidence,
)
from optimizer.preference.arrays import BoolArray

CASES = ((30, 100), (100, 1000), (200, 100), (200, 1000), (200, 5000))
REPEATS = 15


def measure() -> None:
    """Print medians in milliseconds of processor time for growing pools of several sizes."""
    columns = (
        "prompts",
        "votes",
        "vote + next pair",
        "queue of 3",
        "refit",
        "refit with a judge",
        "refit, three people",
    )
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|")
    picker = Eubo()
    for size, votes in CASES:
        rng = np.random.default_rng(size + votes)
        parents: list[tuple[int, ...]] = [()]
        parents += [(int(rng.integers(max(0, k - 20), k)),) for k in range(1, size)]
        pool = Pool(parents=tuple(parents))
        utilities = rng.standard_normal(size)
        ballots = _votes(utilities, votes, rng)
        live = np.ones(size, dtype=bool)
        posterior, history = fit(pool, ballots), History()
        people = replace(ballots, rater=np.arange(votes) % 3)
        judge = judge_evidence(_votes(utilities, 1000, rng), size)

        figures = (
            _median(partial(_vote_and_pick, picker, posterior, live, history, rng), REPEATS),
            _median(partial(picker.queue, posterior, live, history, 3, rng), 5),
            _median(partial(fit, pool, ballots), 3),
            _median(partial(fit_with_raters, pool, ballots, [judge]), 1),
            _median(partial(fit, pool, people), 1),
        )
        print(f"| {size} | {votes} | " + " | ".join(f"{f:.1f} ms" for f in figures) + " |")


def _vote_and_pick(
    picker: Eubo,
    posterior: Posterior,
    live: BoolArray,
    history: History,
    rng: np.random.Generator,
) -> None:
    picker.rank(posterior.update(Ballot(0, 1, 1)), live, history, rng)


def _votes(utilities: np.ndarray, count: int, rng: np.random.Generator) -> Ballots:
    votes = []
    for number in range(count):
        left, right = (int(k) for k in rng.choice(len(utilities), 2, replace=False))
        won = rng.random() < 1.0 / (1.0 + np.exp(utilities[right] - utilities[left]))
        outcome = 0 if rng.random() < 0.15 else (1 if won else -1)
        looked_at = 1 if chance_picks(number) else LOOKED_AT
        votes.append(Ballot(left, right, outcome, looked_at=looked_at))
    return Ballots.of(votes)


def _median(action: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(1000.0 * (time.process_time() - start))
    return float(np.median(times))
