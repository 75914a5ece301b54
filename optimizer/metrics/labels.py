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

    Args:
        labels: The labels of the task.
        before: The parent.
        after: The child.
    """
    return [label for label in labels if _names(before, label) and not _names(after, label)]


def _names(prompt: Prompt, label: str) -> bool:
    return word_for(prompt, label).casefold() in f"{prompt.system}\n{prompt.instruction}".casefold()
