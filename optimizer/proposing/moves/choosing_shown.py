"""Choosing which demonstrations a prompt shows: by lot, near, diverse, or some of each."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from optimizer.proposing.moves.fitness import Fitness
from optimizer.proposing.moves.losses import lost_duels
from optimizer.proposing.moves.vectors import Vectors, vectors
from optimizer.records import Demonstration, Prompt, Snapshot
from optimizer.template import used_columns
from optimizer.word_count import split_words

_FAILED = 0.5


def at_random(offered: Sequence[Demonstration], count: int, rng: Random) -> list[Demonstration]:
    """Return some demonstrations by lot.

    Args:
        offered: All that could be shown.
        count: How many.
        rng: The source of chance.
    """
    return rng.sample(list(offered), min(count, len(offered)))


def nearest(
    offered: Sequence[Demonstration], count: int, rows: Sequence[str]
) -> list[Demonstration]:
    """Return the demonstrations most like the rows, the most alike last, next to the question.

    Args:
        offered: All that could be shown.
        count: How many.
        rows: The inputs that should be answered better, as text.
    """
    if not offered or not rows:
        return list(offered[:count])
    likeness = _vectors(offered) @ vectors(rows).mean(axis=0)
    order = sorted(range(len(offered)), key=lambda k: -likeness[k])
    return [offered[k] for k in reversed(order[:count])]


def diverse(
    offered: Sequence[Demonstration], count: int, rng: Random, among: Sequence[Demonstration] = ()
) -> list[Demonstration]:
    """Return demonstrations that are far from each other, every answer as often as every other.

    The next is always the one farthest from all before, of the answers that were shown least:
    T. Gonzalez, "Clustering to Minimize the Maximum Intercluster Distance" (1985).

    Args:
        offered: All that could be shown.
        count: How many.
        rng: Chooses the first.
        among: Demonstrations that are shown already.
    """
    rest = [item for item in offered if item not in among]
    points = _vectors([*among, *rest])
    chosen = list(range(len(among)))
    every = [*among, *rest]
    waiting = list(range(len(among), len(every)))
    while waiting and len(chosen) < len(among) + count:
        shown = [every[k].answer for k in chosen]
        fewest = min(shown.count(every[k].answer) for k in waiting)
        open_to = [k for k in waiting if shown.count(every[k].answer) == fewest]
        following = _farthest(points, chosen, open_to) if chosen else rng.choice(open_to)
        chosen.append(following)
        waiting.remove(following)
    return [every[k] for k in chosen[len(among) :]]


def within_words(shown: Sequence[Demonstration], most: int) -> list[Demonstration]:
    """Return as many of the last demonstrations as fit into so many words, one at least.

    Args:
        shown: A set, what matters most last.
        most: How many words may be shown.
    """
    fitting: list[Demonstration] = []
    words = 0
    for item in reversed(shown):
        words += sum(len(split_words(text)) for text in (*(v for _, v in item.fields), item.answer))
        if fitting and words > most:
            break
        fitting.insert(0, item)
    return fitting


def failed_rows(snapshot: Snapshot, worth: Fitness, prompt: Prompt) -> list[str]:
    """Return the inputs that a prompt answered badly, or all tuning inputs when none is known.

    Args:
        snapshot: The pool and its evidence.
        worth: Its fitness; it holds the scores.
        prompt: The prompt; the columns that it reads are told.
    """
    columns = used_columns(prompt)
    lost = {duel.example.id for duel in lost_duels(snapshot, prompt.id)}
    lost |= {key for key, value in worth.scores.get(prompt.id, {}).items() if value < _FAILED}
    told = [example for example in snapshot.examples if example.id in lost]
    return [
        " ".join(example.fields[column] for column in columns if column in example.fields)
        for example in told or snapshot.examples
    ]


def _vectors(shown: Sequence[Demonstration]) -> Vectors:
    return vectors([" ".join(value for _, value in item.fields) for item in shown])


def _farthest(points: Vectors, chosen: Sequence[int], open_to: Sequence[int]) -> int:
    likeness = (points[list(open_to)] @ points[list(chosen)].T).max(axis=1)
    return open_to[int(np.argmin(likeness))]
