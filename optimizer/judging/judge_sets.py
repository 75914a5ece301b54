"""The judge of sets: it sees two prompts' answers to several examples at once, never the prompts.

As the discriminator of R. Singhal et al., "PrefPO: Pairwise Preference Prompt Optimization" (2026),
it compares sets as wholes and gives general feedback. Orders are balanced here: every second call
sees the sets exchanged, and what cannot be read is an abstention.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from optimizer.judging.judge import MAX_TOKENS, read_verdict
from optimizer.judging.worded import worded_request
from optimizer.records import (
    CallRole,
    Example,
    ModelSpec,
    Request,
    Task,
    Verdict,
)
from optimizer.spoken import spoken
from optimizer.wordings import load_wording

NAME = "judge_sets"
_NONE = "none"
_FEEDBACK = re.compile(r"<feedback>(.*?)(?:</feedback>|\Z)", re.DOTALL | re.IGNORECASE)
_CASE = re.compile(r"case\W*(\d+)\W*(1|2|tie)\b", re.IGNORECASE)
_SIDES = {"1": Verdict.LEFT, "2": Verdict.RIGHT, "tie": Verdict.TIE}


@dataclass(frozen=True, slots=True)
class SetRow:
    """An example with the answer of each set."""

    example: Example
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class SetVoice:
    """What one call of the judge said, with set 1 on the left whatever order it was shown.

    `verdict` is None when it could not be read or was unsure. `cases` holds its verdicts by
    example id.
    """

    verdict: Verdict | None
    feedback: str
    cases: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetOpinion:
    """What several calls add up to; `abstentions` are no evidence.

    `cases` holds the examples on which all calls that named them agree.
    """

    left: int
    right: int
    ties: int
    abstentions: int
    feedback: str
    cases: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The side that every verdict given names; a tie when they differ, skip without any."""
        if not self.left + self.right + self.ties:
            return Verdict.SKIP
        if not self.right + self.ties and not self.abstentions:
            return Verdict.LEFT
        if not self.left + self.ties and not self.abstentions:
            return Verdict.RIGHT
        return Verdict.TIE if not self.abstentions else Verdict.SKIP


def set_requests(
    model: ModelSpec, task: Task, rows: Sequence[SetRow], times: int = 2
) -> tuple[Request, ...]:
    """Return the calls of one judgement of two sets, in alternating orders.

    Args:
        model: The judge's model.
        task: Its description and criteria are what counts.
        rows: Examples with both answers.
        times: How many calls; an even number is balanced (SPO asks four times).
    """
    wording = load_wording(NAME)
    asked = []
    for number in range(times):
        values = set_values(task, rows, exchanged=number % 2 == 1)
        asked.append(
            worded_request(
                CallRole.JUDGE,
                model,
                wording,
                values,
                max_tokens=2 * MAX_TOKENS,
                # A repeated question at temperature 0 would be no second opinion.
                temperature=0.0 if times <= 2 else 0.7,
                sample=number // 2,
            )
        )
    return tuple(asked)


def set_values(
    task: Task, rows: Sequence[SetRow], *, exchanged: bool = False, said: str = ""
) -> dict[str, str]:
    """Return what fills the judge's wording.

    Args:
        task: Its description and criteria are what counts.
        rows: Examples with both answers.
        exchanged: Whether the sets change places.
        said: What a person has said of these answers.
    """
    shown = [replace(row, left=row.right, right=row.left) for row in rows] if exchanged else rows
    return {
        "task": task.description.strip() or task.name,
        "criteria": task.criteria.strip() or _NONE,
        "said": said.strip() or _NONE,
        "cases": "\n\n".join(_tell(number, row) for number, row in enumerate(shown, start=1)),
    }


def read_voice(text: str, rows: Sequence[SetRow], *, exchanged: bool = False) -> SetVoice:
    """Return what a judge's answer says of two sets.

    Args:
        text: The whole answer.
        rows: The examples it was asked about, in their order.
        exchanged: Whether the sets had changed places.
    """
    verdict, said = read_verdict(text), spoken(text)
    cases: dict[str, Verdict] = {}
    for number, side in _CASE.findall(said):
        if 1 <= int(number) <= len(rows):
            cases[rows[int(number) - 1].example.id] = _SIDES[side.casefold()]
    feedback = _FEEDBACK.findall(said)
    if exchanged:
        verdict = verdict.exchanged if verdict is not None else None
        cases = {key: side.exchanged for key, side in cases.items()}
    return SetVoice(verdict, feedback[-1].strip() if feedback else "", cases)


def combine_voices(voices: Sequence[SetVoice]) -> SetOpinion:
    """Return what several calls add up to; the feedback is that of the first, unexchanged one.

    Args:
        voices: In the order of `set_requests`.
    """
    said = [voice.verdict for voice in voices]
    known = dict.fromkeys(key for voice in voices for key in voice.cases)
    agreed = {}
    for key in known:
        sides = {voice.cases[key] for voice in voices if key in voice.cases}
        if len(sides) == 1:
            agreed[key] = sides.pop()
    return SetOpinion(
        left=said.count(Verdict.LEFT),
        right=said.count(Verdict.RIGHT),
        ties=said.count(Verdict.TIE) + said.count(Verdict.BOTH_BAD),
        abstentions=said.count(None),
        feedback=voices[0].feedback if voices else "",
        cases=agreed,
    )


def _tell(number: int, row: SetRow) -> str:
    lines = [f"Case {number}", row.example.lines]
    if row.example.reference:
        lines.append(f"Expected answer: {row.example.reference}")
    return "\n".join([*lines, f"Answer 1: {row.left}", f"Answer 2: {row.right}"])
