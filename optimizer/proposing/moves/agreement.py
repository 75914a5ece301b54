"""What several prompts agree on, as a label for rows that have none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from optimizer.proposing.moves.cases import answers_of
from optimizer.proposing.moves.labels import labels_in
from optimizer.records import AnswerKind, Prompt, Snapshot, Task

FEWEST = 2


def agreed_answers(snapshot: Snapshot, voters: Sequence[str], share: float) -> dict[str, str]:
    """Return an answer by example id for rows without an expected one, where prompts agree.

    Args:
        snapshot: The pool and its answers.
        voters: Ids of the prompts that are asked.
        share: Which part of those that answered must say the same; at least two must answer.
    """
    said = [(snapshot.candidate(v).prompt, answers_of(snapshot, v)) for v in voters]
    agreed: dict[str, str] = {}
    for row in snapshot.examples:
        if row.reference:
            continue
        votes = [meant(snapshot.task, who, own[row.id]) for who, own in said if row.id in own]
        answer, count = Counter(votes).most_common(1)[0] if votes else ("", 0)
        if answer and len(votes) >= FEWEST and count >= share * len(votes):
            agreed[row.id] = answer
    return agreed


def meant(task: Task, prompt: Prompt, answer: str) -> str:
    """Return what an answer says, so that two that say the same are equal; empty for nothing.

    Args:
        task: For a task with labels, the one label that is named.
        prompt: Who answered, in its own words for the labels.
        answer: The whole answer.
    """
    if task.answer_kind is AnswerKind.LABEL and task.labels:
        named = labels_in(task, prompt, answer)
        return named[0] if len(named) == 1 else ""
    return " ".join(re.findall(r"\w+", answer.casefold()))
