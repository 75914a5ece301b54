"""Which example a duel is shown on, and which examples a prompt has to answer for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

import numpy as np

from optimizer.word_count import split_words

LOOKED_AT = 8
RANDOM_EVERY = 5
FIRST_PREFIX = 3
SECOND_PREFIX = 8
NEXT_STEP = 4


def wanted_prefix(answered: int, duels: int, pairs_wanting: int, count: int) -> int:
    """Say how much of the example order a prompt should have answered.

    Args:
        answered: Length of the prefix that it has answered.
        duels: How many duels it has been in.
        pairs_wanting: How many of the best ranked pairs hold this prompt and have at most one
            example left to be shown on.
        count: How many tuning examples there are.

    Returns:
        The wanted length: 3 at first, 8 once it is in use, and 4 more whenever good pairs with it
        run out of examples.
    """
    wanted = FIRST_PREFIX if duels == 0 else SECOND_PREFIX
    if pairs_wanting > 0 and answered >= wanted:
        wanted = answered + NEXT_STEP
    return min(max(wanted, answered), count)


class Choice(NamedTuple):
    """The example of a duel; `looked_at` says of how many the outputs differ most on it.

    Those on which they differ as much do not count, nor does one that chance took: it is 1 then.
    """

    example: int
    looked_at: int


def choose_example(
    shared: Sequence[int],
    met: Collection[int],
    difference: Callable[[int], float | None],
    duels: int,
    rng: np.random.Generator,
) -> Choice | None:
    """Choose the example on which two prompts are shown.

    Of up to eight that both have answered and the pair has not met, the one whose outputs differ
    most; every fifth duel takes any of them, as a check that this choice does not bias the winner.

    Args:
        shared: Examples that both prompts have answered, in the project's example order.
        met: Examples on which this pair was shown before.
        difference: How far the two outputs on an example differ, from 0 on; None when they are
            identical, which is never shown.
        duels: How many duels the project has had; decides whose turn chance is.
        rng: The source of chance.

    Returns:
        An example out of `shared` with how it came, or None when the pair has none left.
    """
    looked_at: list[tuple[float, int]] = []
    for example in shared:
        if example in met:
            continue
        apart = difference(example)
        if apart is not None:
            looked_at.append((apart, example))
            if len(looked_at) == LOOKED_AT:
                break
    if not looked_at:
        return None
    if chance_picks(duels):
        return Choice(looked_at[int(rng.integers(len(looked_at)))][1], 1)
    # The first of equals: the earlier in the order, the more prompts have answered it.
    most, example = max(looked_at, key=lambda pair: pair[0])
    return Choice(example, 1 + sum(apart < most for apart, _ in looked_at))


def chance_picks(duels: int) -> bool:
    """Return whether chance takes the example after so many duels."""
    return duels % RANDOM_EVERY == RANDOM_EVERY - 1


def text_difference(first: str, second: str) -> float | None:
    """Measure how far two outputs differ by their words and pairs of words.

    Args:
        first: One output.
        second: The other one.

    Returns:
        1 - cosine of the counts, from 0 (same words) to 1 (nothing in common); None when the
        outputs are identical but for white space at the ends.
    """
    if first.strip() == second.strip():
        return None
    one, two = _counts(first), _counts(second)
    lengths = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in two.values()))
    if lengths == 0.0:
        return 1.0
    shared = sum(n * two[gram] for gram, n in one.items() if gram in two)
    return max(0.0, 1.0 - shared / lengths)


def _counts(text: str) -> Counter[str]:
    words = split_words(text.lower())
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return Counter(words) + Counter(pairs)
