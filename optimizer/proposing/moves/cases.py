"""What a prompt did badly or well on single rows, whoever said so: a person or a metric."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from optimizer.metrics.labels import expected_of
from optimizer.proposing.moves.losses import judge_losses, sample_losses
from optimizer.records import Example, JudgedDuel, Snapshot, Verdict
from optimizer.wordings import load_wording, wording_names

_FIELD_CHARACTERS = 1_200
_ROW_CHARACTERS = 4_800
_LEAST_CHARACTERS = 100
_OUTPUT_CHARACTERS = 1_500
_MARK_CHARACTERS = 200
_JUDGED_CHARACTERS = 600
_MARKS = 6
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece that the person marked, in the prompt's own answer or in the other one."""

    own: bool
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One answer of a prompt with what is known about it.

    `better` is an answer that was preferred to it; `judged` is what an LLM judge said of it;
    `score` is the metric's value, None where there is none.
    """

    example: Example
    answer: str
    better: str = ""
    called_bad: bool = False
    tags: tuple[str, ...] = ()
    reason: str = ""
    judged: str = ""
    marks: tuple[Mark, ...] = ()
    score: float | None = None
    duel_id: str = ""


def failures(snapshot: Snapshot, prompt_id: str, rng: Random, most: int) -> list[Case]:
    """Return a few cases in which a prompt's answer was not good enough.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.
        rng: The source of chance.
        most: How many at most.

    Returns:
        Duels that it lost by the person's votes, those with a reason first; then those that it lost
        by a judge's word; then rows on which the metric gave it less than its own mean, the worst
        of a sample first. No row comes a second time by another rater.
    """
    found = [case_of(duel, prompt_id) for duel in sample_losses(snapshot, prompt_id, rng, most)]
    if len(found) == most:
        return found
    judged = [_by_judge(duel, prompt_id) for duel in judge_losses(snapshot, prompt_id)]
    rng.shuffle(judged)
    found += _on_new_rows(judged, found)[: most - len(found)]
    below = _below_mean(snapshot, prompt_id)
    rng.shuffle(below)
    below.sort(key=lambda case: case.score or 0.0)
    return found + _on_new_rows(below, found)[: most - len(found)]


def has_failures(snapshot: Snapshot, prompt_id: str) -> bool:
    """Return whether anything is known against a prompt's answers."""
    return bool(failures(snapshot, prompt_id, Random(0), 1))


def successes(snapshot: Snapshot, prompt_id: str, rng: Random, most: int) -> list[Case]:
    """Return a few cases in which a prompt's answer was the preferred one, or scored in full.

    Arguments as for `failures`.
    """
    won = [case_of(duel, prompt_id) for duel in snapshot.duels if duel.winner == prompt_id]
    rng.shuffle(won)
    if len(won) >= most:
        return won[:most]
    seen = {case.example.id for case in won}
    scored = [case for case in _scored(snapshot, prompt_id) if case.example.id not in seen]
    full = [case for case in scored if case.score == 1.0]
    rng.shuffle(full)
    return won + full[: most - len(won)]


def answered(snapshot: Snapshot, prompt_id: str, most: int) -> list[Case]:
    """Return what a prompt answered to the first rows, in the order of the rows.

    Args:
        snapshot: The pool; answers that are not in it are taken out of the duels.
        prompt_id: The prompt.
        most: How many rows at most.
    """
    texts = answers_of(snapshot, prompt_id)
    rows = [example for example in snapshot.examples if example.id in texts]
    scores = snapshot.scores.get(prompt_id, {})
    return [Case(row, texts[row.id], score=scores.get(row.id)) for row in rows[:most]]


def answers_of(snapshot: Snapshot, prompt_id: str) -> dict[str, str]:
    """Return a prompt's known answers by example id."""
    texts: dict[str, str] = {}
    for duel in snapshot.duels:
        if duel.left_prompt == prompt_id:
            texts[duel.example.id] = duel.left_text
        if duel.right_prompt == prompt_id:
            texts[duel.example.id] = duel.right_text
    return texts | dict(snapshot.answers.get(prompt_id, {}))


def case_of(duel: JudgedDuel, prompt_id: str) -> Case:
    """Return a duel as its one side saw it."""
    on_left = duel.left_prompt == prompt_id
    own, other = duel.left_text, duel.right_text
    if not on_left:
        own, other = other, own
    return Case(
        example=duel.example,
        answer=own,
        better=other if duel.loser == prompt_id else "",
        called_bad=duel.verdict is Verdict.BOTH_BAD,
        tags=duel.tags,
        reason=duel.reason,
        marks=tuple(Mark(mark.left == on_left, mark.good, mark.text) for mark in duel.marks),
        duel_id=duel.duel_id,
    )


def evidence_of(cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the ids of the duels that cases rest on."""
    return tuple(dict.fromkeys(case.duel_id for case in cases if case.duel_id))


def tell_cases(cases: Sequence[Case]) -> str:
    """Return cases as numbered text for a writer model; a word for none if there are none."""
    told = (_tell(number, case) for number, case in enumerate(cases, start=1))
    return "\n\n".join(told) or NOTHING


def tell_fields(example: Example) -> str:
    """Return a row's input, one field after the other; of many fields less of each is told."""
    room = _ROW_CHARACTERS // max(1, len(example.fields))
    most = min(_FIELD_CHARACTERS, max(_LEAST_CHARACTERS, room))
    return "\n".join(f"{name}: {clip(value, most)}" for name, value in example.fields.items())


def clip(text: str, most: int = _OUTPUT_CHARACTERS) -> str:
    """Return a text of the data as a writer is shown it, or its beginning with a sign for more.

    An output that holds a closing tag would end the material it stands in, and what follows it
    would pass for our own words: so the tags of the wordings are not shown as such.
    """
    shown = text if len(text) <= most else text[:most].rstrip() + " […]"
    return _own_tags().sub("< ", shown)


@cache
def _own_tags() -> re.Pattern[str]:
    """Return what finds the beginning of every tag that stands in a wording of the program."""
    wordings = (load_wording(name) for name in wording_names())
    names = {name for each in wordings for name in re.findall(r"</(\w+)>", each.user + each.system)}
    return re.compile(rf"<(?=\s*/?\s*(?:{'|'.join(sorted(names))})\b[^<>]*>)", re.IGNORECASE)


def _by_judge(duel: JudgedDuel, prompt_id: str) -> Case:
    """Return a duel that a judge decided; what it said is none of the person's reasons."""
    case = case_of(duel, prompt_id)
    return replace(case, tags=(), reason="", judged=duel.reason)


def _on_new_rows(cases: Iterable[Case], known: Iterable[Case]) -> list[Case]:
    """Return the first case of each row that is not among the known ones."""
    rows = {case.example.id for case in known}
    fresh: dict[str, Case] = {}
    for case in cases:
        if case.example.id not in rows:
            fresh.setdefault(case.example.id, case)
    return list(fresh.values())


def _tell(number: int, case: Case) -> str:
    lines = [f"Case {number}", tell_fields(case.example)]
    lines.append(f"Answer of this prompt: {clip(case.answer)}")
    if case.called_bad:
        lines.append("Verdict: this answer was called bad.")
    elif case.better:
        lines.append(f"Answer that was preferred: {clip(case.better)}")
    if case.score is not None:
        lines.append(f"Score: {case.score:.2f}")
        if case.example.reference:
            lines.append(f"Expected answer: {clip(case.example.reference)}")
    if case.judged:
        lines.append(f"A judge said: {clip(case.judged, _JUDGED_CHARACTERS)}")
    if said := "; ".join([*case.tags, *([case.reason] if case.reason else [])]):
        lines.append(f"The person's reason: {said}")
    lines += [_tell_mark(mark) for mark in case.marks[:_MARKS]]
    return "\n".join(lines)


def _tell_mark(mark: Mark) -> str:
    whose = "the answer of this prompt" if mark.own else "the other answer"
    said = "good" if mark.good else "bad"
    return f"The person marked as {said} in {whose}: {clip(mark.text, _MARK_CHARACTERS)}"


def _scored(snapshot: Snapshot, prompt_id: str) -> list[Case]:
    scores = snapshot.scores.get(prompt_id, {})
    texts = answers_of(snapshot, prompt_id)
    prompt = snapshot.candidate(prompt_id).prompt
    # The expected label is told in the prompt's own word: the task's would seem to be another one.
    return [
        Case(expected_of(prompt, example), texts[example.id], score=scores[example.id])
        for example in snapshot.examples
        if example.id in scores and example.id in texts
    ]


def _below_mean(snapshot: Snapshot, prompt_id: str) -> list[Case]:
    cases = _scored(snapshot, prompt_id)
    values = [case.score for case in cases if case.score is not None]
    if not values:
        return []
    mean = sum(values) / len(values)
    below = [case for case in cases if case.score is not None and case.score < mean - 1e-9]
    # All rows alike: then either all are failures or none is.
    return below or (cases if mean < 1.0 - 1e-9 else [])
