"""Labels inside an answer."""

from __future__ import annotations

from optimizer.metrics.labels import word_for
from optimizer.metrics.metrics import extract_label, named_labels
from optimizer.records import Prompt, Task


def labels_in(task: Task, prompt: Prompt, answer: str) -> list[str]:
    """Return the labels of a task that an answer names, read as its score is.

    Args:
        task: Its labels.
        prompt: Who answered; it may call the labels by words of its own.
        answer: A whole answer.
    """
    words = {word_for(prompt, label): label for label in task.labels}
    single = extract_label(answer, tuple(words))
    named = [single] if single is not None else named_labels(answer, tuple(words))
    return [label for word, label in words.items() if word in named]
