"""In which order the labels of worked examples stand, and which orders served.

The order of examples alone takes a small model from guessing to near its best: Y. Lu et al.,
"Fantastically Ordered Prompts and Where to Find Them: Overcoming Few-Shot Prompt Order Sensitivity"
(2022). What matters most there is which label stands where, for a model goes on with the pattern of
labels that it reads. So an order that served serves other examples too: of sets in one order,
measured with the bundled model on two tasks, two in five tell the labels apart if another one does,
and one in five of all sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from optimizer.metrics.labels import word_for
from optimizer.proposing.moves.fitness import Fitness
from optimizer.proposing.moves.ranking import by_metric_alone
from optimizer.records import Candidate, Demonstration, Prompt, Snapshot

Order = tuple[str, ...]

_ABOVE = 0.1  # by so much a score must pass what one fixed answer reaches, to tell labels apart
_STRENGTH = 3.0  # sets for which the rate of all orders counts within one order
_FRESH = 0.2  # of orders that were never tried serve at least, so that no failing one is kept to


@dataclass(frozen=True, slots=True)
class Tried:
    """What is known of one order.

    Attributes:
        served: How many sets in it told the labels apart.
        failed: How many did not.
        best: The best prompt that shows a set in it.
    """

    served: int
    failed: int
    best: Candidate


def tried_orders(snapshot: Snapshot, worth: Fitness) -> dict[Order, Tried]:
    """Return the orders of labels that were scored; none unless labels alone decide.

    Args:
        snapshot: The pool and its scores.
        worth: Its fitness.
    """
    labels = snapshot.task.labels
    if len(labels) < 2 or not by_metric_alone(snapshot):
        return {}
    expected = {row.id: row.reference for row in snapshot.examples}
    found: dict[Order, Tried] = {}
    for candidate in snapshot.candidates:
        scores = worth.scores.get(candidate.id, {})
        order = order_of(candidate.prompt, labels)
        if not order or candidate.id not in snapshot.standings:
            continue
        served = _tells_apart(scores, expected)
        if served is None:
            continue
        before = found.get(order, Tried(0, 0, candidate))
        best = max(before.best, candidate, key=lambda each: worth[each.id])
        found[order] = Tried(before.served + served, before.failed + (not served), best)
    return found


def order_of(prompt: Prompt, labels: Sequence[str]) -> Order:
    """Return the labels of a prompt's examples as they stand; empty where one is no label.

    Args:
        prompt: The prompt; its own words for the labels are read.
        labels: The labels of the task.
    """
    names = {word_for(prompt, label): label for label in labels}
    if any(item.answer not in names for item in prompt.demonstrations):
        return ()
    return tuple(names[item.answer] for item in prompt.demonstrations)


def drawn_order(tried: Mapping[Order, Tried], rng: Random) -> Order:
    """Return an order to show again with other examples; empty when a new one is worth more.

    Each order that served draws its rate of success from what is known of it, and a new one from
    what is known of all (Thompson 1933).

    Args:
        tried: What is known.
        rng: The source of chance.
    """
    served = sum(each.served for each in tried.values())
    total = served + sum(each.failed for each in tried.values())
    rate = max(_FRESH, (served + 1.0) / (total + 4.0))

    def draw(right: int, wrong: int) -> float:
        return rng.betavariate(_STRENGTH * rate + right, _STRENGTH * (1.0 - rate) + wrong)

    draws = {key: draw(each.served, each.failed) for key, each in tried.items() if each.served}
    best: Order = max(draws, key=lambda key: draws[key], default=())
    return best if draws.get(best, 0.0) > draw(0, 0) else ()


def in_order(
    offered: Sequence[Demonstration], order: Order, prompt: Prompt, rng: Random
) -> list[Demonstration]:
    """Return examples by lot whose labels stand in an order; none where there are too few.

    Args:
        offered: All that could be shown.
        order: The labels, in their order.
        prompt: Whose words for the labels the examples have.
        rng: The source of chance.
    """
    left = rng.sample(list(offered), len(offered))
    chosen: list[Demonstration] = []
    for label in order:
        word = word_for(prompt, label)
        item = next((each for each in left if each.answer == word), None)
        if item is None:
            return []
        left.remove(item)
        chosen.append(item)
    return chosen


def _tells_apart(scores: Mapping[str, float], expected: Mapping[str, str | None]) -> bool | None:
    """Return whether scores pass what any fixed answer reaches on these rows; None if untold."""
    met = Counter(label for row in scores if (label := expected.get(row)))
    if len(met) < 2:
        return None
    known = [value for row, value in scores.items() if expected.get(row)]
    return sum(known) / len(known) > met.most_common(1)[0][1] / met.total() + _ABOVE
