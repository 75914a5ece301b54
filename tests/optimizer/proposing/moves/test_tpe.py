"""The next combination comes from the trials alone, is new, and is better than chance."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import fmean

from optimizer.proposing.moves.tpe import suggest

SIZES = {"a": 8, "b": 6}


def table(seed: int) -> Callable[[dict[str, int]], float]:
    """What combinations are worth: each choice has its worth, and each pair a little of its own."""
    rng = Random(seed)
    one, two = [rng.gauss(0, 1) for _ in range(8)], [rng.gauss(0, 1) for _ in range(6)]
    pair = {(i, j): rng.gauss(0, 0.3) for i in range(8) for j in range(6)}
    return lambda c: one[c["a"]] + two[c["b"]] + pair[c["a"], c["b"]]


def searched(seed: int, budget: int) -> float:
    """The best of as many trials as the budget allows."""
    worth, trials = table(seed), list[tuple[dict[str, int], float]]()
    for step in range(budget):
        known = [choice for choice, _ in trials]
        choice = suggest(trials, SIZES, known, Random(f"{seed}/{step}"), 6)
        assert choice is not None
        trials.append((choice, worth(choice)))
    return max(value for _, value in trials)


def by_lot(seed: int, budget: int) -> float:
    """The best of as many different combinations drawn by lot."""
    every = [{"a": i, "b": j} for i in range(8) for j in range(6)]
    return max(map(table(seed), Random(f"lot/{seed}").sample(every, budget)))


def test_it_is_better_than_random_search_with_as_many_trials() -> None:
    assert fmean(searched(seed, 14) - by_lot(seed, 14) for seed in range(24)) > 0


def test_no_combination_comes_twice_and_then_there_is_none() -> None:
    sizes, known = {"a": 3, "b": 2}, list[dict[str, int]]()
    for step in range(6):
        choice = suggest([(c, 0.0) for c in known], sizes, known, Random(step), 2)
        assert choice is not None
        assert choice not in known
        known.append(choice)
    assert suggest([], sizes, known, Random(0), 2) is None


def test_the_same_trials_and_chance_ask_for_the_same() -> None:
    worth = table(1)
    trials = [({"a": n % 8, "b": n % 6}, worth({"a": n % 8, "b": n % 6})) for n in range(10)]
    known = [choice for choice, _ in trials]
    one, two = (suggest(trials, SIZES, known, Random(4), 6) for _ in range(2))
    assert one == two


def test_the_combinations_of_a_large_pool_are_not_all_looked_at() -> None:
    sizes = {"a": 3_000, "b": 3_000, "c": 3_000}
    choice = suggest([({"a": 7, "b": 8, "c": 9}, 1.0)], sizes, [], Random(0), 4)
    assert choice is not None
    assert all(0 <= choice[name] < size for name, size in sizes.items())


def test_who_is_sure_of_the_best_gets_what_is_nearest_to_it() -> None:
    sizes = {"a": 4, "b": 3}
    known = [{"a": i, "b": j} for i in range(4) for j in range(3) if (i, j) not in ((0, 1), (3, 2))]
    trials = [(choice, float(choice == {"a": 0, "b": 0})) for choice in known]
    asked = [suggest(trials, sizes, known, Random(seed), 1) for seed in range(8)]
    assert {"a": 0, "b": 1} in asked
    assert all(choice in ({"a": 0, "b": 1}, {"a": 3, "b": 2}) for choice in asked)
