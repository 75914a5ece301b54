"""The words that a prompt uses for the labels of a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from optimizer.records import Example, Prompt


def word_for(prompt: Prompt, label: str) -> str:
    """Return what a prompt calls a label: its own word, or the label itself."""
    return dict(prompt.labels).get(label, label)


def expected_of(prompt: Prompt, example: Example) -> Example:
    """Return an example whose expected answer is in the words of a prompt.

    A prompt that calls `positive` `good` is right when its output is `good`.

    Args:
        prompt: Whose output is to be scored.
        example: The row, with the task's own label.
    """
    if example.reference is None or not prompt.labels:
        return example
    return replace(example, reference=word_for(prompt, example.reference))


def lost_labels(labels: Sequence[str], before: Prompt, after: Prompt) -> list[str]:
    """Return the labels that a prompt named and its child does not, by whatever words.

    A longer label hides the shorter ones in it: who says `not spam` alone does not name `spam`.

    Args:
        labels: The labels of the task.
        before: The parent.
        after: The child.
    """
    lost = _named(before, labels) - _named(after, labels)
    return [label for label in labels if label in lost]


def _named(prompt: Prompt, labels: Sequence[str]) -> set[str]:
    text = f"{prompt.system}\n{prompt.instruction}".casefold()
    words = {label: word_for(prompt, label).casefold() for label in labels}
    found = set()
    for label in sorted(labels, key=lambda each: (-len(words[each]), each)):
        # An ending does not make it another word, such as that of a plural.
        if words[label] and words[label] in text:
            found.add(label)
            text = text.replace(words[label], "\0")
    return found
