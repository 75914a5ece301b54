"""Choosing duels that are ready to be shown, and the outputs that the next ones will need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from optimizer.outputs import Cell, OutputTable
from optimizer.pairing import History, Pair, Picker, choose_example, wanted_prefix
from optimizer.preference import Ballots, Posterior
from optimizer.preference.arrays import BoolArray, IntArray
from optimizer.records import Duel, Purpose
from optimizer.shown import Meetings, Shown

WANTED_PAIRS = 8
SAME_ENOUGH = 24
RECENT = 3


@dataclass(frozen=True, slots=True)
class Arena:
    """Everything that the choice of a duel depends on.

    Attributes:
        prompts: Prompt ids by the posterior's index.
        posterior: What is believed of them.
        live: Which may be shown, shape (K,).
        order: The tuning examples in the project's order.
        places: The place of each of them in it.
        table: The outputs that exist.
        met: Who met whom on which examples.
        past: Earlier duels of the setting.
        ballots: The votes in force.
        difference: (prompt, prompt, example) to how far the outputs differ; None when they are
            the same to a reader.
        setting_id: The setting that new duels belong to.
        barred: Per prompt the examples that it must not be judged on, if any.
    """

    prompts: tuple[str, ...]
    posterior: Posterior
    live: BoolArray
    order: tuple[str, ...]
    places: Mapping[str, int]
    table: OutputTable
    met: Meetings
    past: Shown
    ballots: Ballots
    difference: Callable[[str, str, str], float | None]
    setting_id: str
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def judgeable(self, prompt_id: str) -> set[str]:
        """Return the tuning examples on which a prompt's output exists and may be judged."""
        answered = {e for e in self.table.answered(prompt_id) if e in self.places}
        return answered - self.barred.get(prompt_id, frozenset())


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
    latest = [*arena.past.latest(RECENT), *waiting][-RECENT:]
    history = History(
        ballots=arena.ballots,
        recent=tuple(_pair(duel, index) for duel in latest if _known(duel, index)),
        examples_left=_examples_left(arena, waiting, index),
    )
    posterior = arena.posterior
    for duel in waiting:
        if _known(duel, index):
            posterior = posterior.fantasised(*_pair(duel, index))
    chosen: list[Duel] = []
    while len(chosen) < n:
        found = _first_with_example(
            arena, picker.rank(posterior, arena.live, history, rng), [*waiting, *chosen], rng
        )
        if found is None:
            break
        pair, example_id = found
        lead = _lead(arena, pair, [*waiting, *chosen])
        chosen.append(_seat(arena, pair, example_id, lead, picker, new_id, rng))
        posterior = posterior.fantasised(*pair)
        history = history.after(pair)
    return chosen


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
        for example_id in arena.order:
            one, two = arena.table.get(first, example_id), arena.table.get(second, example_id)
            if one is None or two is None or frozenset((one.output_id, two.output_id)) in seen:
                continue
            if arena.difference(first, second, example_id) is not None:
                yield _seat(arena, pair, example_id, 0, picker, new_id, rng)


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
) -> tuple[Pair, str] | None:
    for pair in ranking:
        first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
        unmet = _unmet(arena, first, second, waiting)
        open_places = sorted(arena.places[e] for e in unmet)

        def apart(place: int, one: str = first, two: str = second) -> float | None:
            return arena.difference(one, two, arena.order[place])

        place = choose_example(open_places, (), apart, len(arena.past) + len(waiting), rng)
        if place is not None:
            return pair, arena.order[place]
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
    example_id: str,
    lead: int,
    picker: Picker,
    new_id: Callable[[], str],
    rng: np.random.Generator,
) -> Duel:
    """Draw the sides: the prompt that stood on the left less often goes there."""
    first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
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
    )


def _examples_left(arena: Arena, waiting: Sequence[Duel], index: Mapping[str, int]) -> IntArray:
    """Count per pair the examples that both may be judged on and the pair has not met."""
    answered = np.zeros((len(arena.prompts), len(arena.order)), dtype=np.float32)
    live = {arena.prompts[k]: k for k in np.flatnonzero(arena.live).tolist()}
    for prompt, k in live.items():
        answered[k, [arena.places[e] for e in arena.judgeable(prompt)]] = 1.0
    left = (answered @ answered.T).astype(np.int64)
    for one, first in live.items():
        for two in arena.met.opponents(one):
            if two in live:
                left[first, live[two]] -= len(arena.met.examples(one, two))
    for duel in waiting:
        if _known(duel, index):
            i, j = _pair(duel, index)
            left[i, j] -= 1
            left[j, i] -= 1
    return left


def _unmet(arena: Arena, first: str, second: str, waiting: Sequence[Duel]) -> set[str]:
    """Return the examples that both prompts may be judged on and have not met on."""
    couple = {first, second}
    met = set(arena.met.examples(first, second))
    met |= {d.example_id for d in waiting if couple == {d.left_prompt, d.right_prompt}}
    return (arena.judgeable(first) & arena.judgeable(second)) - met


def _short_of_examples(arena: Arena, pair: Pair, waiting: Sequence[Duel]) -> bool:
    """Return whether a pair has at most one example left that would show a difference.

    Prompts that say the same again and again are not asked for more: it would be paid for without
    a vote ever coming of it.
    """
    first, second = arena.prompts[pair[0]], arena.prompts[pair[1]]
    unmet = _unmet(arena, first, second, waiting)
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


def _known(duel: Duel, index: Mapping[str, int]) -> bool:
    return duel.left_prompt in index and duel.right_prompt in index


def _pair(duel: Duel, index: Mapping[str, int]) -> Pair:
    return index[duel.left_prompt], index[duel.right_prompt]
