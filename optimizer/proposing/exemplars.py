"""Show the model answers that the person preferred; needs no writer.

Reusing the model's own good answers as demonstrations: X. Wan et al., "Teach Better or Show
Smarter? On Instructions and Exemplars in Automatic Prompt Optimization" (2024).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.parents import choose_parent
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import (
    AnswerKind,
    Demonstration,
    Prompt,
    Proposal,
    Snapshot,
    Verdict,
)
from optimizer.template import used_columns

MOST_DEMONSTRATIONS = 4
_MOST_WORDS = 180


@dataclass(frozen=True, slots=True)
class Exemplars:
    """One demonstration more, less or exchanged, out of preferred outputs and known answers."""

    name: ClassVar[str] = "exemplars"
    needs_writer: ClassVar[bool] = False

    most: int = MOST_DEMONSTRATIONS

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Change the demonstrations of a good candidate; see `Proposer`."""
        parent = choose_parent(snapshot, rng)
        new = new_demonstrations(snapshot, parent.prompt)
        rng.shuffle(new)
        children = self._children(parent.prompt, new, rng)
        for prompt in untried(snapshot, children):
            action, label = children[prompt]
            return [
                Proposal(
                    prompt=prompt,
                    parents=(parent.id,),
                    proposer=self.name,
                    label=label,
                    reason=f"{label}, out of answers that you preferred or gave",
                    edit={"action": action, "demonstrations": len(prompt.demonstrations)},
                )
            ]
        return []

    def _children(
        self, parent: Prompt, new: list[Demonstration], rng: Random
    ) -> dict[Prompt, tuple[str, str]]:
        """Return possible children, the one to try first in front."""
        own = parent.demonstrations
        children: list[tuple[tuple[Demonstration, ...], str, str]] = []
        if new and len(own) < self.most:
            # A first demonstration rarely comes alone: two show what varies and what stays.
            count = min(len(new), 2 if not own else 1)
            total = len(own) + count
            children.append(((*own, *new[:count]), "add", f"{total} example{'s'[: total > 1]}"))
        if new and own:
            place = rng.randrange(len(own))
            exchanged = (*own[:place], new[0], *own[place + 1 :])
            children.append((exchanged, "exchange", "another example"))
        if own:
            place = rng.randrange(len(own))
            children.append(((*own[:place], *own[place + 1 :]), "drop", "one example less"))
        if len(own) > 1:
            children.append((tuple(rng.sample(own, len(own))), "shuffle", "examples reordered"))
        if len(children) > 1 and rng.random() < 0.5:
            rng.shuffle(children)
        return {
            replace(parent, demonstrations=shown): (action, label)
            for shown, action, label in children
        }


def new_demonstrations(snapshot: Snapshot, prompt: Prompt) -> list[Demonstration]:
    """Return the demonstrations that a prompt could show beside its own.

    Args:
        snapshot: The pool and its evidence.
        prompt: The parent; its columns and its wording of the labels are used.

    Returns:
        One for each input that reads differently to the prompt, with its best answer; long ones
        are left out.
    """
    columns, wordings = used_columns(prompt), dict(prompt.labels)
    shown = {demonstration.fields for demonstration in prompt.demonstrations}
    new: dict[tuple[tuple[str, str], ...], Demonstration] = {}
    for fields, answer in good_answers(snapshot):
        seen = tuple((column, fields[column]) for column in columns if column in fields)
        if seen and seen not in shown and seen not in new:
            new[seen] = Demonstration(seen, wordings.get(answer, answer))
    return [demonstration for demonstration in new.values() if _words(demonstration) <= _MOST_WORDS]


def good_answers(snapshot: Snapshot) -> list[tuple[dict[str, str], str]]:
    """Return inputs of tuning examples with an answer known to be good.

    Args:
        snapshot: The pool and its evidence.

    Returns:
        Outputs that won more duels than they lost, the most often preferred first; for a task with
        labels the expected answers.
    """
    tuning = {example.id for example in snapshot.examples}
    if snapshot.task.answer_kind is AnswerKind.LABEL:
        return [
            (dict(example.fields), example.reference)
            for example in snapshot.examples
            if example.reference
        ]
    balance: Counter[tuple[str, str]] = Counter()
    inputs: dict[str, dict[str, str]] = {}
    for duel in snapshot.duels:
        if duel.example.id not in tuning or duel.verdict is Verdict.SKIP:
            continue
        inputs[duel.example.id] = dict(duel.example.fields)
        left, right = (duel.example.id, duel.left_text), (duel.example.id, duel.right_text)
        won = {Verdict.LEFT: (1, -1), Verdict.RIGHT: (-1, 1), Verdict.BOTH_BAD: (-1, -1)}
        for answer, change in zip((left, right), won.get(duel.verdict, (0, 0)), strict=True):
            balance[answer] += change
    return [
        (inputs[example_id], text.strip())
        for (example_id, text), lead in balance.most_common()
        if lead > 0 and text.strip()
    ]


def _words(demonstration: Demonstration) -> int:
    values = " ".join(value for _, value in demonstration.fields)
    return len(values.split()) + len(demonstration.answer.split())
