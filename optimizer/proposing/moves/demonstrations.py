"""Demonstrations that a prompt could show: preferred outputs, correct ones and known answers."""

from __future__ import annotations

from collections import Counter

from optimizer.records import AnswerKind, Demonstration, Prompt, Snapshot, Verdict
from optimizer.template import used_columns
from optimizer.word_count import split_words

MOST_DEMONSTRATIONS = 4
CORRECT = 0.999
"""From this score on an output counts as right; sums of weighted metrics may miss 1 by a hair."""
_MOST_WORDS = 180
LEFT_OVER = 2
"""So many rows no prompt shows."""


def counted(number: int) -> str:
    """Return how many worked examples there are, in words: `1 example`, `3 examples`."""
    return f"{number} example{'s'[: number != 1]}"


def new_demonstrations(snapshot: Snapshot, prompt: Prompt) -> list[Demonstration]:
    """Return the demonstrations that a prompt could show beside its own.

    Args:
        snapshot: The pool and its evidence.
        prompt: The parent; its columns and its wording of the labels are used.

    Returns:
        One for each input that reads differently to the prompt, with its best answer; long ones
        are left out. None where the prompt shows as many rows already as it may.
    """
    columns, wordings = used_columns(prompt), dict(prompt.labels)
    shown = {demonstration.fields for demonstration in prompt.demonstrations}
    new: dict[tuple[tuple[str, str], ...], Demonstration] = {}
    for fields, answer in good_answers(snapshot):
        seen = tuple((column, fields[column]) for column in columns if column in fields)
        if seen and seen not in shown and seen not in new:
            new[seen] = Demonstration(seen, wordings.get(answer, answer))
    if len(shown) >= showable(snapshot):
        return []
    return [demonstration for demonstration in new.values() if _words(demonstration) <= _MOST_WORDS]


def showable(snapshot: Snapshot) -> int:
    """Return how many rows a prompt may show: it is not tried on these, so some must be left."""
    return max(0, len(snapshot.examples) - LEFT_OVER)


def good_answers(snapshot: Snapshot) -> list[tuple[dict[str, str], str]]:
    """Return inputs of tuning examples with an answer known to be good.

    Args:
        snapshot: The pool and its evidence.

    Returns:
        For a task with labels the expected answers; otherwise outputs that won more duels than
        they lost, the most often preferred first, and then those that a metric calls right.
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
    preferred = [
        (inputs[example_id], text.strip())
        for (example_id, text), lead in balance.most_common()
        if lead > 0 and text.strip()
    ]
    refused = {(example_id, text) for (example_id, text), lead in balance.items() if lead < 0}
    return preferred + _correct(snapshot, refused)


def _correct(snapshot: Snapshot, refused: set[tuple[str, str]]) -> list[tuple[dict[str, str], str]]:
    """Return the outputs that the metric calls right, but none that the person voted down."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    fields = {example.id: dict(example.fields) for example in snapshot.examples}
    for prompt_id, row in snapshot.scores.items():
        for example_id, value in row.items():
            text = snapshot.answers.get(prompt_id, {}).get(example_id, "")
            known = example_id in fields and (example_id, text) not in refused
            if value >= CORRECT and text.strip() and known:
                found.setdefault((example_id, text.strip()), fields[example_id])
    return [(inputs, text) for (_, text), inputs in sorted(found.items(), key=lambda item: item[0])]


def _words(demonstration: Demonstration) -> int:
    values = " ".join(value for _, value in demonstration.fields)
    return len(split_words(values)) + len(split_words(demonstration.answer))
