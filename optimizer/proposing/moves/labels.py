"""Labels inside an answer."""

from __future__ import annotations

import re

from optimizer.records import Task


def labels_in(task: Task, answer: str) -> list[str]:
    """Return the labels of a task that an answer names as words of their own, whatever their case.

    Args:
        task: Its labels.
        answer: A whole answer.
    """
    return [
        label
        for label in task.labels
        if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", answer, re.IGNORECASE)
    ]
