"""What no edit may lose: placeholders, labels and locked text."""

from __future__ import annotations

from optimizer.metrics.labels import lost_labels
from optimizer.proposing.moves.editing import editable_text
from optimizer.records import Prompt, Task
from optimizer.template import used_columns


def keeps_all(task: Task, before: Prompt, after: Prompt) -> bool:
    """Return whether a child holds all that its parent must hand on.

    Args:
        task: Its labels and locks.
        before: The parent.
        after: The child.
    """
    if not editable_text(after).strip() or set(used_columns(before)) != set(used_columns(after)):
        return False
    old, new = _text(before), _text(after)
    if any(lock in old and lock not in new for lock in task.locks):
        return False
    return not lost_labels(task.labels, before, after)


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}"
