"""Error types: the person's named ones, and those that can be told without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from optimizer.proposing.moves.cases import Case
from optimizer.proposing.moves.labels import labels_in
from optimizer.records import AnswerKind, Prompt, Task

EMPTY = "empty"
NO_LABEL = "no label"
MANY_LABELS = "too many labels"
UNLIKE = "unlike the expected answer"
NOT_PREFERRED = "not preferred"


def error_types(case: Case, task: Task, prompt: Prompt) -> tuple[str, ...]:
    """Return the types of error of a case: what the person named first.

    Args:
        case: One answer that was not good enough.
        task: Says whether a label is wanted.
        prompt: Who answered; it may call the labels by words of its own.
    """
    if not case.answer.strip():
        return (EMPTY,)
    if case.tags:
        return case.tags
    if task.answer_kind is AnswerKind.LABEL and task.labels:
        named = labels_in(task, prompt, case.answer)
        if len(named) != 1:
            return (NO_LABEL if not named else MANY_LABELS,)
    return (UNLIKE if case.score is not None else NOT_PREFERRED,)


def by_type(cases: Sequence[Case], task: Task, prompt: Prompt) -> list[tuple[str, list[Case]]]:
    """Return a prompt's cases under each type of error, the most frequent type first."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        for name in error_types(case, task, prompt):
            found.setdefault(name, []).append(case)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def rules(own: str = "") -> Mapping[str, str]:
    """Return what each type of error means.

    Args:
        own: The person's own rules, one a line, each as `name: meaning`; they come before ours.
    """
    written = (line.partition(":") for line in own.splitlines() if ":" in line)
    return {**_rules(), **{name.strip(): text.strip() for name, _, text in written if name.strip()}}


@cache
def _rules() -> Mapping[str, str]:
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("feedback", "rules.yaml").read_text(encoding="utf-8")
    return {str(name): str(meaning) for name, meaning in yaml.safe_load(text).items()}
