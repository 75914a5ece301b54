"""Asking Optuna's tree-structured Parzen estimator for the next combination of choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, product
from math import prod
from random import Random

Choice = Mapping[str, int]

_ASKS = 12


def suggest(
    trials: Sequence[tuple[Choice, float]],
    sizes: Mapping[str, int],
    known: Sequence[Choice],
    rng: Random,
    startup: int,
) -> dict[str, int] | None:
    """Return the combination to try next, or None when all were tried.

    J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization" (2011). The study is built
    anew from the trials every time, so that nothing but the record is remembered.

    Args:
        trials: Combinations with what they were worth; higher is better.
        sizes: How many values each choice has; values count from 0.
        known: Combinations that must not come again.
        rng: The source of chance.
        startup: Until so many trials the next one is drawn by lot.
    """
    import optuna
    from optuna.distributions import BaseDistribution, CategoricalDistribution
    from optuna.trial import create_trial

    taken = {_key(choice) for choice in known}
    if len(taken) >= prod(sizes.values()):
        return None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    space: dict[str, BaseDistribution] = {
        name: CategoricalDistribution(list(range(size))) for name, size in sizes.items()
    }
    sampler = optuna.samplers.TPESampler(seed=rng.randrange(2**31), n_startup_trials=startup)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for choice, value in trials:
        study.add_trial(create_trial(params=dict(choice), distributions=space, value=value))
    for _ in range(_ASKS):
        asked = {name: int(value) for name, value in study.ask(space).params.items()}
        if _key(asked) not in taken:
            return asked
    # It is sure of what was tried already: the nearest that is new to its best is the next best.
    best = max(trials, key=lambda trial: trial[1], default=None)
    near = _key(best[0]) if best else tuple(0 for _ in sizes)
    drawn = rng.choice(_nearest(near, [sizes[name] for name in sorted(sizes)], taken))
    return dict(zip(sorted(sizes), drawn, strict=True))


def _key(choice: Choice) -> tuple[int, ...]:
    return tuple(choice[name] for name in sorted(choice))


def _nearest(
    near: Sequence[int], sizes: Sequence[int], taken: Collection[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """Return the combinations that differ from one in the fewest choices and were not tried.

    All combinations of a large pool are millions: those far away are not looked at.
    """
    for apart in range(len(sizes) + 1):
        found = []
        for places in combinations(range(len(sizes)), apart):
            values = (range(n) if k in places else (near[k],) for k, n in enumerate(sizes))
            found += [c for c in product(*values) if c not in taken]
        if found:
            return sorted(set(found))
    return []
