"""Improve a prompt on labelled rows and on rows that prompts label by agreement, both at once.

M. Li et al., "Robust Prompt Optimization for Large Language Models Against Distribution Shifts"
(2023): a prompt tuned on one group of inputs may fall on another; the other needs no labels where
several prompts agree on the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.metrics.labels import word_for
from optimizer.proposing.moves.agreement import agreed_answers, meant
from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import Case, answers_of, tell_cases
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import live_by_merit
from optimizer.protocols import Model
from optimizer.records import Candidate, Example, Prompt, Proposal, Snapshot

_RIGHT = 0.999
_NOBODY = Prompt("")  # expected answers are in the words of the task


@dataclass(frozen=True, slots=True)
class _Group:
    """How a prompt does on one group: the share that is right, and what is not."""

    right: int
    rows: int
    wrong: tuple[Case, ...]

    @property
    def share(self) -> float:
        return self.right / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class GpoRobust:
    """A child of the prompt that does best on both groups together and still has errors.

    The `voters` best prompts label an unlabelled row when the share `agreement` of them says the
    same. `cases` errors of each group are shown.
    """

    name: ClassVar[str] = "gpo_robust"
    needs_writer: ClassVar[bool] = True

    voters: int = 5
    agreement: float = 0.7
    cases: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Improve on the labelled and on the agreed rows; see `Proposer`."""
        live = live_by_merit(snapshot)
        agreed = agreed_answers(snapshot, [c.id for c in live[: self.voters]], self.agreement)
        known = {row.id: row.reference for row in snapshot.examples if row.reference}
        tested = [
            (candidate, source, target)
            for candidate in live
            if (source := _group(snapshot, candidate, known)).rows
            and (target := _group(snapshot, candidate, agreed)).rows
            and (source.wrong or target.wrong)
        ]
        if writer is None or not tested:
            return []
        # Of equals the first stands best; a group counts as much as the other whatever its size.
        parent, source, target = max(tested, key=lambda item: item[1].share + item[2].share)
        wording = wording_of(snapshot, "gpo_robust")
        text = editable_text(parent.prompt)
        report = (
            f"First group: {source.right} of {source.rows} right\n"
            f"Second group: {target.right} of {target.rows} as most prompts"
        )
        values = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "report": report,
            "source_cases": tell_cases(_some(source, rng, self.cases)),
            "target_cases": tell_cases(_some(target, rng, self.cases)),
        }
        told = f"labelled rows {source.share:.0%} right, others {target.share:.0%} as agreed"
        return child(
            parent,
            ask_for_prompt(writer, wording, values, room_for(text, 2)),
            proposer=self.name,
            label="for both groups",
            reason=told,
            edit={
                "action": "improve on both groups",
                "source": round(source.share, 3),
                "target": round(target.share, 3),
                "source_rows": source.rows,
                "target_rows": target.rows,
            },
            wording=wording,
            hoped="should do better on both groups of rows",
        )


def _group(snapshot: Snapshot, candidate: Candidate, expected: Mapping[str, str]) -> _Group:
    """Return how a prompt does on the rows whose answer is expected to be this."""
    said = answers_of(snapshot, candidate.id)
    scores = snapshot.scores.get(candidate.id, {})
    rows = [row for row in snapshot.examples if row.id in expected and row.id in said]
    wrong = []
    for row in rows:
        if row.reference and row.id in scores:
            right = scores[row.id] >= _RIGHT
        else:
            meaning = meant(snapshot.task, candidate.prompt, said[row.id])
            right = meaning == meant(snapshot.task, _NOBODY, expected[row.id])
        if not right:
            wrong.append(_case(row, said[row.id], word_for(candidate.prompt, expected[row.id])))
    return _Group(len(rows) - len(wrong), len(rows), tuple(wrong))


def _case(row: Example, answer: str, expected: str) -> Case:
    return Case(row, answer, better=expected)


def _some(group: _Group, rng: Random, most: int) -> list[Case]:
    return rng.sample(group.wrong, min(most, len(group.wrong)))
