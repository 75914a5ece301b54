"""What a model knows of labels beside what it says: log-probabilities weighed against its habits.

A small model mostly gives the label that its prompt suggests, and still finds the right one a
little less unlikely where it is right. What is added to each label's log-probability so that none
is ahead on average brings that out: T. Zhao et al., "Calibrate Before Use: Improving Few-Shot
Performance of Language Models" (2021); H. Zhou et al., "Batch Calibration: Rethinking Calibration
for In-Context Learning and Prompt Engineering" (2024), who take the average over inputs. Here the
rows have labels, so that the average is taken over as many of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from statistics import fmean

from optimizer.metrics.labels import word_for
from optimizer.protocols import Likelihood
from optimizer.records import ROWS_READ, Example, Prompt, Proposal, Snapshot
from optimizer.template import render, used_columns

Weights = tuple[float, ...]
_SLOPES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""How much surer than told a model may be; small ones are far too unsure, or far too sure."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model thinks of the labels on some rows.

    Attributes:
        told: The log-probabilities of the labels, as against each other, a tuple a row.
        right: Which label is right, by its place.
    """

    told: tuple[tuple[float, ...], ...] = ()
    right: tuple[int, ...] = ()

    def plus(self, other: Reading) -> Reading:
        """Return both together."""
        return Reading(self.told + other.told, self.right + other.right)


def rows_to_read(snapshot: Snapshot, prompt: Prompt) -> list[Example]:
    """Return tuning rows whose labels a prompt does not show, the labels in turn.

    They come from the end of the project's order, whose beginning the scores are made on: weights
    found on the rows that they are then measured on would flatter a prompt.

    Args:
        snapshot: The rows and the labels.
        prompt: Rows that it shows as worked examples are left out.
    """
    needed = used_columns(prompt)
    shown = {item.fields for item in prompt.demonstrations}
    queues: dict[str, list[Example]] = {label: [] for label in snapshot.task.labels}
    for row in reversed(snapshot.examples):
        usable = row.reference in queues and all(column in row.fields for column in needed)
        if usable and tuple((column, row.fields[column]) for column in needed) not in shown:
            queues[row.reference or ""].append(row)
    found = []
    while all(queues.values()):
        found += [queue.pop(0) for queue in queues.values()]
    return found


def read(
    likelihood: Likelihood, prompt: Prompt, labels: Sequence[str], rows: Sequence[Example]
) -> Reading:
    """Return what the model thinks of the labels on some rows: one pass a row.

    Args:
        likelihood: Tells the log-probabilities.
        prompt: The prompt; labels count in its own words.
        labels: The labels of the task.
        rows: Rows with one of these.

    Raises:
        WorldFault: The model does not tell.
    """
    words = [word_for(prompt, label) for label in labels]
    told = tuple(likelihood.first(render(prompt, row.fields), words) for row in rows)
    return Reading(told, tuple(labels.index(row.reference or "") for row in rows))


def weights_of(reading: Reading, counts: Sequence[int] = ()) -> Weights:
    """Return what is to be added to each label; the least is 0.

    A label's token that is pushed down would leave its place to another spelling of the same label.
    None is then ahead on average over as many rows of each label. Where labels are not as frequent
    as each other, a frequent one gets the logarithm of its share, in the model's own scale.

    Args:
        reading: At least one row of each label; two, where counts are given.
        counts: How many rows there are of each label.
    """
    places = range(len(reading.told[0]))
    weights = [-fmean(_means(reading, place)) for place in places]
    if counts:
        _, slope = _clearest(reading)
        weights = [w + log(n + 1.0) / slope for w, n in zip(weights, counts, strict=True)]
    least = min(weights)
    return tuple(weight - least for weight in weights)


def without_stale_weights(proposal: Proposal, snapshot: Snapshot) -> Proposal:
    """Return a child without label weights that were read beside other worked examples.

    Measured with the bundled model, children of three weighed prompts for each of two review tasks,
    on 40 rows: with other examples the parent's weights are worse than none, .54 against .57 (its
    own: .68), for each set of examples has a habit of its own; with another layout or a further
    sentence they are better than none, .66 against .53 (its own: .65), and with other words for the
    whole instruction too, .63 against .57 (its own: .65).

    Args:
        proposal: What a proposer wrote; weights that are none of a parent's are its own.
        snapshot: The pool.
    """
    weights, shown = proposal.prompt.layout.choice_weights, proposal.prompt.demonstrations
    if not weights or ROWS_READ in proposal.edit:
        return proposal
    known = {candidate.id: candidate.prompt for candidate in snapshot.candidates}
    theirs = [
        known[parent].demonstrations
        for parent in proposal.parents
        if parent in known and known[parent].layout.choice_weights == weights
    ]
    if not theirs or shown in theirs:
        return proposal
    layout = replace(proposal.prompt.layout, choice_weights=())
    return replace(proposal, prompt=replace(proposal.prompt, layout=layout))


def clarity(reading: Reading) -> float:
    """Return how well the labels are told apart once weighed: mean log-likelihood, at most 0.

    Each row is weighed by the others, so that few rows do not flatter.

    Args:
        reading: At least two rows of each label.
    """
    return _clearest(reading)[0]


def _clearest(reading: Reading) -> tuple[float, float]:
    """Return the best mean log-likelihood, and the slope with which it is reached."""
    left_out = [_without(reading, k) for k in range(len(reading.right))]
    weighed = [
        [value + weight for value, weight in zip(told, weights_of(rest), strict=True)]
        for told, rest in zip(reading.told, left_out, strict=True)
    ]
    likely = {
        slope: fmean(
            _log_share([slope * value for value in values], right)
            for values, right in zip(weighed, reading.right, strict=True)
        )
        for slope in _SLOPES
    }
    slope = max(likely, key=lambda each: likely[each])
    return likely[slope], slope


def _means(reading: Reading, place: int) -> Iterator[float]:
    """Yield the mean log-probability of one label over the rows of each."""
    for label in sorted(set(reading.right)):
        pairs = zip(reading.told, reading.right, strict=True)
        yield fmean(told[place] for told, right in pairs if right == label)


def _without(reading: Reading, k: int) -> Reading:
    told, right = reading.told, reading.right
    return Reading(told[:k] + told[k + 1 :], right[:k] + right[k + 1 :])


def _log_share(values: Sequence[float], place: int) -> float:
    top = max(values)
    return values[place] - top - log(sum(exp(value - top) for value in values))
