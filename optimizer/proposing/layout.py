"""Move the parts of a prompt: role, order, field style, cue, separators; needs no writer.

Formatting alone moves accuracy by tens of points: M. Sclar et al., "Quantifying Language Models'
Sensitivity to Spurious Features in Prompt Design" (2023).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.layouts import ANSWER_FORM, asks_otherwise, changed_layouts
from optimizer.proposing.moves.parents import choose_parent
from optimizer.proposing.moves.ranking import by_metric_alone
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Layout, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class LayoutSearch:
    """One change of where a prompt's parts stand.

    Attributes:
        forward: Whether nothing is changed back to what an ancestor had: the step away from it made
            a prompt that was worth being a parent. Where labels alone decide, a prompt that holds
            the answer to them then stands in for the same one that does not, unless it scores less.
    """

    name: ClassVar[str] = "layout"
    needs_writer: ClassVar[bool] = False
    first_tries: ClassVar[int] = 4
    """Where scores are cheap, layouts are raced first: their steps are large for small models."""

    forward: bool = False

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Change one thing in the layout of a good candidate; see `Proposer`."""
        parent = choose_parent(snapshot, rng)
        if self.forward:
            parent = _holding(snapshot, parent)
        changes = {
            replace(parent.prompt, layout=layout): (aspect, label)
            for aspect, label, layout in changed_layouts(
                parent.prompt, snapshot.task.answer_kind, snapshot.task.labels
            )
        }
        fresh = [p for p in untried(snapshot, changes) if asks_otherwise(p, parent.prompt)]
        if self.forward:
            before = _ancestors(snapshot, parent)
            fresh = [p for p in fresh if not _goes_back(p.layout, parent.prompt.layout, before)]
        if not fresh:
            return []
        # First an aspect, then a value: the field styles must not crowd out the rest.
        # The one tried least comes first, so that no large step waits for luck.
        tried = Counter(p.edit.get("aspect") for p in snapshot.proposals if p.proposer == self.name)
        aspects = sorted({changes[prompt][0] for prompt in fresh})
        fewest = min(tried[aspect] for aspect in aspects)
        least = [aspect for aspect in aspects if tried[aspect] == fewest]
        # Measured with the bundled model on reviews: 0.58 free, 0.79 held to the labels.
        aspect = ANSWER_FORM if ANSWER_FORM in least else rng.choice(least)
        child = rng.choice([prompt for prompt in fresh if changes[prompt][0] == aspect])
        label = changes[child][1]
        return [
            Proposal(
                prompt=child,
                parents=(parent.id,),
                proposer=self.name,
                label=label,
                reason=f"the same words, with {label}",
                edit={"action": "layout", "aspect": aspect, "value": label},
            )
        ]


def _holding(snapshot: Snapshot, candidate: Candidate) -> Candidate:
    """Return the same prompt with the answer held to the labels, if it is there and no worse.

    What a free answer hides is whether a layout is any good: measured with the bundled model on two
    tasks, none of 37 layouts of a free answer got a row of each label right, and of 183 held ones
    two in five.
    """
    if candidate.prompt.layout.choices or not by_metric_alone(snapshot):
        return candidate
    worth = fitness(snapshot)
    for other in snapshot.candidates:
        layout = other.prompt.layout
        free = replace(other.prompt, layout=replace(layout, choices=(), choice_weights=()))
        if layout.choices and free == candidate.prompt and other.id in snapshot.standings:
            known, ours = worth.scores.get(other.id, {}), worth.scores.get(candidate.id, {})
            shared = known.keys() & ours.keys()
            if known and sum(known[row] - ours[row] for row in shared) >= 0.0:
                return other
    return candidate


def _ancestors(snapshot: Snapshot, candidate: Candidate) -> list[Layout]:
    """Return the layouts of all prompts that a candidate descends from."""
    known = {each.id: each for each in snapshot.candidates}
    found: dict[str, Candidate] = {}
    waiting = list(candidate.parents)
    while waiting:
        parent = known.get(waiting.pop())
        if parent is not None and parent.id not in found:
            found[parent.id] = parent
            waiting += parent.parents
    return [each.prompt.layout for each in found.values()]


def _goes_back(new: Layout, old: Layout, before: Sequence[Layout]) -> bool:
    """Return whether what changes had the new value in an ancestor."""
    changed = [f.name for f in fields(Layout) if getattr(new, f.name) != getattr(old, f.name)]
    return any(all(getattr(new, n) == getattr(was, n) for n in changed) for was in before)
