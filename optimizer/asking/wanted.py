"""How many examples each prompt should answer, so that the next duels have material."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice

import numpy as np

from optimizer.asking.arena import Arena
from optimizer.outputs import Cell
from optimizer.pairing import History, Pair, Picker, wanted_prefix
from optimizer.records import Duel

WANTED_PAIRS = 8
SAME_ENOUGH = 24


def wanted_prefixes(
    arena: Arena,
    picker: Picker,
    waiting: Sequence[Duel],
    rng: np.random.Generator,
    given_up: Collection[Cell] = (),
) -> list[tuple[str, int]]:
    """Say how many examples each live prompt should answer, the most wanted prompts first.

    Args:
        arena: What the choice depends on.
        picker: The rule for pairs.
        waiting: Duels that are ready or on the screen already.
        rng: The source of all chance.
        given_up: Cells that cannot be filled: they must not hold up those behind them.
    """
    ranking = picker.rank(arena.posterior, arena.live, History(ballots=arena.ballots), rng)
    best = [pair for pair in ranking[:WANTED_PAIRS] if _short_of_examples(arena, pair, waiting)]
    wanting = Counter(k for pair in best for k in pair)
    leading = list(dict.fromkeys(k for pair in ranking for k in pair))
    rest = [k for k in np.flatnonzero(arena.live).tolist() if k not in set(leading)]
    return [
        (
            prompt,
            wanted_prefix(
                _answered_prefix(arena, prompt, given_up),
                arena.past.used(prompt),
                wanting[k],
                len(arena.order),
            ),
        )
        for k in [*leading, *rest]
        for prompt in [arena.prompts[k]]
    ]


def _short_of_examples(arena: Arena, pair: Pair, waiting: Sequence[Duel]) -> bool:
    """Return whether a pair has at most one example left that would show a difference.

    Prompts that say the same again and again are not asked for more: it would be paid for without
    a vote ever coming of it.
    """
    first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
    unmet = arena.unmet(first, second, waiting)
    telling = (e for e in unmet if arena.difference(first, second, e) is not None)
    found = len(list(islice(telling, 2)))
    return found < 2 and len(unmet) - found < SAME_ENOUGH


def _answered_prefix(arena: Arena, prompt_id: str, given_up: Collection[Cell]) -> int:
    answered = arena.table.answered(prompt_id)
    barred = arena.barred.get(prompt_id, frozenset())
    length = 0
    for example_id in arena.order:
        passed = example_id in answered or example_id in barred
        if not passed and Cell(prompt_id, example_id) not in given_up:
            break
        length += 1
    return length
