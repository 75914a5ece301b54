"""Choosing duels that are ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from optimizer.asking.arena import Arena, known, pair_of
from optimizer.pairing import Choice, History, Pair, Picker, choose_example
from optimizer.records import Duel, Purpose

RECENT = 3


def choose_duels(
    arena: Arena,
    picker: Picker,
    waiting: Sequence[Duel],
    n: int,
    new_id: Callable[[], str],
    rng: np.random.Generator,
) -> list[Duel]:
    """Choose up to n duels whose two outputs exist, each as if the earlier ones were answered.

    Args:
        arena: What the choice depends on.
        picker: The rule for pairs.
        waiting: Duels that are ready or on the screen already.
        n: How many more are wanted.
        new_id: Makes ids.
        rng: The source of all chance.

    Returns:
        New duels in the order to show them; fewer than n when the outputs do not reach.
    """
    index = {prompt: k for k, prompt in enumerate(arena.prompts)}
    waited = [(duel.left_prompt, duel.right_prompt) for duel in waiting]
    latest = [*arena.past.latest(RECENT), *waited][-RECENT:]
    history = History(
        ballots=arena.ballots,
        recent=tuple(
            (index[one], index[two]) for one, two in latest if one in index and two in index
        ),
        examples_left=arena.examples_left(waiting, index),
    )
    posterior = arena.posterior
    for duel in waiting:
        if known(duel, index):
            posterior = posterior.fantasised(*pair_of(duel, index))
    chosen: list[Duel] = []
    while len(chosen) < n:
        found = _first_with_example(
            arena, picker.rank(posterior, arena.live, history, rng), [*waiting, *chosen], rng
        )
        if found is None:
            break
        pair, choice = found
        lead = _lead(arena, pair, [*waiting, *chosen])
        chosen.append(_seat(arena, pair, choice, lead, picker, new_id, rng))
        posterior = posterior.fantasised(*pair)
        history = history.after(pair)
    return chosen


def unmet_duels(
    arena: Arena,
    picker: Picker,
    seen: Collection[frozenset[str]],
    new_id: Callable[[], str],
    rng: np.random.Generator,
) -> Iterator[Duel]:
    """Yield duels for a judge: the best pairs, each on the examples that both have answered.

    Args:
        arena: What the choice depends on.
        picker: The rule for pairs.
        seen: Pairs of outputs that the judge knows.
        new_id: Makes ids.
        rng: The source of all chance.
    """
    for pair in picker.rank(arena.posterior, arena.live, History(ballots=arena.ballots), rng):
        first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
        for place, example_id in enumerate(arena.order):
            one, two = arena.table.get(first, example_id), arena.table.get(second, example_id)
            if one is None or two is None or frozenset((one.output_id, two.output_id)) in seen:
                continue
            if arena.difference(first, second, example_id) is not None:
                yield _seat(arena, pair, Choice(place, 1), 0, picker, new_id, rng)


def swapped(duel: Duel, new_id: str, purpose: Purpose) -> Duel:
    """Return the same two outputs on exchanged sides.

    Args:
        duel: A duel shown before.
        new_id: The id of the repeat.
        purpose: Why it is repeated.
    """
    return replace(
        duel,
        id=new_id,
        purpose=purpose,
        left_output=duel.right_output,
        right_output=duel.left_output,
        left_prompt=duel.right_prompt,
        right_prompt=duel.left_prompt,
        shown_at=None,
    )


def _first_with_example(
    arena: Arena, ranking: Sequence[Pair], waiting: Sequence[Duel], rng: np.random.Generator
) -> tuple[Pair, Choice] | None:
    for pair in ranking:
        first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
        unmet = arena.unmet(first, second, waiting)
        open_places = sorted(arena.places[e] for e in unmet)

        def apart(place: int, one: str = first, two: str = second) -> float | None:
            return arena.difference(one, two, arena.order[place])

        choice = choose_example(open_places, (), apart, len(arena.past) + len(waiting), rng)
        if choice is not None:
            return pair, choice
    return None


def _lead(arena: Arena, pair: Pair, waiting: Sequence[Duel]) -> int:
    """Return how much more often the first of a pair stood on the left."""
    first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
    lead = arena.past.lead(first, second)
    for duel in waiting:
        if (duel.left_prompt, duel.right_prompt) == (first, second):
            lead += 1
        elif (duel.left_prompt, duel.right_prompt) == (second, first):
            lead -= 1
    return lead


def _seat(
    arena: Arena,
    pair: Pair,
    choice: Choice,
    lead: int,
    picker: Picker,
    new_id: Callable[[], str],
    rng: np.random.Generator,
) -> Duel:
    """Draw the sides: the prompt that stood on the left less often goes there."""
    first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
    example_id = arena.order[choice.example]
    exchange = lead > 0 or (lead == 0 and rng.random() < 0.5)
    left, right = (second, first) if exchange else (first, second)
    left_made, right_made = arena.table.get(left, example_id), arena.table.get(right, example_id)
    if left_made is None or right_made is None:
        raise LookupError("a duel was chosen before both of its outputs existed")
    return Duel(
        id=new_id(),
        purpose=Purpose.TUNE,
        example_id=example_id,
        left_output=left_made.output_id,
        right_output=right_made.output_id,
        left_prompt=left,
        right_prompt=right,
        picker=picker.name,
        setting_id=arena.setting_id,
        looked_at=choice.looked_at,
    )
