"""Letting a writer rewrite the criteria that a judge goes by, after a person's votes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.board import Board
from optimizer.judging.judge import Judge, Opinion
from optimizer.judging.worded import worded_request
from optimizer.records import (
    CallRole,
    Completion,
    ModelSpec,
    Request,
    Verdict,
)
from optimizer.votes.evidence import Judgement
from optimizer.wordings import load_wording

MAX_TOKENS = 900
DISAGREED, AGREED = 6, 2
"""So many cases the writer is told at most: what is to be changed, and what is to be kept."""

_TEXT, _REASONING = 1_500, 400
_MOST_CRITERIA = 4_000
_WRITTEN = re.compile(r"<criteria>(.*?)</criteria>", re.DOTALL | re.IGNORECASE)
_NONE = "none"
_WORDS = {
    Verdict.LEFT: "1",
    Verdict.RIGHT: "2",
    Verdict.TIE: "TIE",
    Verdict.BOTH_BAD: "BOTH BAD",
    Verdict.SKIP: "UNSURE",
}
_TIES = frozenset({Verdict.TIE, Verdict.BOTH_BAD})


@dataclass(frozen=True, slots=True)
class Case:
    """A person's vote with what the judge made of the same duel."""

    entry: Judgement
    opinion: Opinion

    @property
    def agrees(self) -> bool:
        """Whether the judge says the same; neither being better is one thing, bad or not."""
        person, judge = self.entry.vote.verdict, self.opinion.verdict
        return person is judge or {person, judge} <= _TIES


def criteria_request(
    writer: ModelSpec,
    board: Board,
    judge: Judge,
    disagreed: Sequence[Case],
    agreed: Sequence[Case],
) -> Request:
    """Return the call that rewrites the criteria.

    Args:
        writer: The model that writes.
        board: What is known; it has the texts.
        judge: Whose criteria they are.
        disagreed: Votes on which the judge says something else.
        agreed: Votes on which it says the same.
    """
    # A reason says more than any verdict.
    telling = sorted(disagreed, key=lambda case: not case.entry.vote.reason)[:DISAGREED]
    cases = [_tell(board, case) for case in (*telling, *agreed[:AGREED])]
    task = board.task
    values = {
        "task": task.description.strip() or task.name,
        "criteria": judge.criteria or task.criteria.strip() or _NONE,
        "cases": "\n\n".join(cases),
    }
    wording = load_wording("judge_criteria")
    return worded_request(CallRole.WRITE, writer, wording, values, max_tokens=MAX_TOKENS)


def read_criteria(answer: Completion) -> str:
    """Return the criteria that a writer wrote; empty when its answer holds no whole ones."""
    found = _WRITTEN.findall(answer.text)
    written = found[-1].strip() if found else ""
    return written if 0 < len(written) <= _MOST_CRITERIA and written != "..." else ""


def _tell(board: Board, case: Case) -> str:
    duel, vote = case.entry.duel, case.entry.vote
    texts = board.texts.fetch((duel.left_output, duel.right_output))
    parts = {
        "example": board.examples[duel.example_id].lines,
        "answer_1": texts[duel.left_output],
        "answer_2": texts[duel.right_output],
        "person": _WORDS[vote.verdict],
        "person_reason": vote.reason or ", ".join(vote.tags) or _NONE,
        "judge": _WORDS[case.opinion.verdict],
    }
    told = [f"<{name}>\n{_cut(text, _TEXT)}\n</{name}>" for name, text in parts.items()]
    told.append(f"<judge_reason>\n{_cut(case.opinion.reason, _REASONING)}\n</judge_reason>")
    return "<case>\n" + "\n".join(told) + "\n</case>"


def _cut(text: str, most: int) -> str:
    text = text.strip()
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
