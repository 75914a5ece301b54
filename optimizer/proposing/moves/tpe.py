"""Asking Optuna's tree-structured Parzen estimator for the next combination of choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
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
    free = [c for c in product(*(range(sizes[k]) for k in sorted(sizes))) if c not in taken]
    if not free:
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
    near = _key(best[0]) if best else free[0]
    closest = max(_shared(c, near) for c in free)
    drawn = rng.choice([c for c in free if _shared(c, near) == closest])
    return dict(zip(sorted(sizes), drawn, strict=True))


def _key(choice: Choice) -> tuple[int, ...]:
    return tuple(choice[name] for name in sorted(choice))


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))
