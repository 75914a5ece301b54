"""Compare two prompts by sets of their outputs, and improve the one that lost after the feedback.

R. Singhal et al., "PrefPO: Pairwise Preference Prompt Optimization" (2026): draw two prompts, have
their outputs on the same examples judged without showing the prompts, and let the writer improve
the loser's text after the judge's general feedback. Here the person is the judge where the person
has compared the two; otherwise the judge model where there is one, else the writer model, in both
orders, and ties are known. Where nothing that a judge says can be read, the one that stands worse
is improved, so that a judge of no use does not end the run in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import ClassVar

from optimizer.judging.judge_sets import NAME, SetOpinion, read_voice, set_values
from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompt,
    criteria_text,
    phrase,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import Case, answers_of, case_of
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import live_by_merit
from optimizer.proposing.moves.set_judging import CALLS, UNREADABLE, common_rows, judge_rows
from optimizer.proposing.moves.whys import tell_whys, whys
from optimizer.protocols import Model
from optimizer.records import Candidate, JudgedDuel, Proposal, SetJudging, Snapshot, Verdict

_ROOM = 1_200
_ORDERS = 2
_JUDGE, _WRITER, _STANDING = "judge", "model", "standing"


@dataclass(frozen=True, slots=True)
class _Judged:
    """Two compared prompts: whose set was number one, who lost, and the feedback."""

    loser: Candidate
    winner: Candidate
    loser_is: int
    feedback: str
    verdict: str
    judge: str
    cases: tuple[Case, ...] = ()
    calls: int = 0
    by_row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrefPO:
    """The loser of two drawn prompts, improved after feedback on both sets of outputs.

    `shown` is how many rows a set holds; `minimal` asks the writer for well-aimed changes instead
    of a new text. Without `judging` only pairs are drawn on which the person has decided.
    """

    name: ClassVar[str] = "prefpo"
    needs_writer: ClassVar[bool] = True

    shown: int = 6
    minimal: bool = True
    judging: bool = True

    @property
    def sets(self) -> SetJudging:
        """Both orders of one comparison; see `JudgedProposer`."""
        return SetJudging(_ORDERS, self.shown, by_writer=self.judging)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Draw two prompts and improve the loser; see `Proposer`."""
        return self._propose(snapshot, writer, None, rng)

    def propose_with_judge(
        self, snapshot: Snapshot, writer: Model | None, judge: Model, rng: Random
    ) -> list[Proposal]:
        """Have the judge compare two drawn prompts, improve the loser; see `JudgedProposer`."""
        return self._propose(snapshot, writer, judge, rng)

    def _propose(
        self, snapshot: Snapshot, writer: Model | None, judge: Model | None, rng: Random
    ) -> list[Proposal]:
        if writer is None:
            return []
        pairs = self._pairs(snapshot, judging=self.judging or judge is not None)
        judged = self._judge(snapshot, writer, judge, *rng.choice(pairs)) if pairs else None
        if judged is None or not judged.feedback:
            return []
        wording = wording_of(snapshot, "prefpo_improve" if self.minimal else "prefpo_rewrite")
        text = editable_text(judged.loser.prompt)
        values = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "own_set": str(judged.loser_is),
            "feedback": judged.feedback,
        }
        return child(
            judged.loser,
            ask_for_prompt(writer, wording, values, room_for(text, 2)),
            proposer=self.name,
            label="after feedback",
            reason=first_sentence(judged.feedback),
            edit={
                "action": "improve the loser",
                "loser": judged.loser.id,
                "winner": judged.winner.id,
                "verdict": judged.verdict,
                "judge": judged.judge,
                "feedback": judged.feedback,
                "rows": dict(judged.by_row),
                CALLS: judged.calls,
                UNREADABLE: judged.judge == _STANDING,
            },
            wording=wording,
            cases=judged.cases,
            hoped="" if judged.cases else f"should win against {judged.winner.name}",
        )

    def _pairs(self, snapshot: Snapshot, *, judging: bool) -> list[tuple[Candidate, Candidate]]:
        """Return the pairs that can be judged, in each the one that stands better first."""
        live = live_by_merit(snapshot)
        # Once for each prompt and not for each pair: of a large pool these are thousands.
        rows = {row.id for row in snapshot.examples} if judging else set()
        answered = {c.id: rows and rows & answers_of(snapshot, c.id).keys() for c in live}
        met = {frozenset((duel.left_prompt, duel.right_prompt)) for duel in snapshot.duels}
        return [
            (one, other)
            for one, other in combinations(live, 2)
            if not answered[one.id].isdisjoint(answered[other.id])
            or (frozenset((one.id, other.id)) in met and _decided(snapshot, one, other))
        ]

    def _judge(
        self,
        snapshot: Snapshot,
        writer: Model,
        judge: Model | None,
        one: Candidate,
        other: Candidate,
    ) -> _Judged | None:
        if _decided(snapshot, one, other):
            return self._by_person(snapshot, writer, one, other)
        rows = common_rows(snapshot, one, other, self.shown)
        calls = 0
        if judge is not None:
            opinion, calls = judge_rows(judge, snapshot, rows, _ORDERS), _ORDERS
            if opinion.verdict is not Verdict.SKIP:
                return _by_model(opinion, one, other, _JUDGE, calls)
        if self.judging:
            opinion = judge_rows(writer, snapshot, rows, _ORDERS)
            if opinion.verdict is not Verdict.SKIP:
                return _by_model(opinion, one, other, _WRITER, calls)
        if judge is None:
            return None
        return _Judged(other, one, 2, phrase("no_feedback"), "unreadable", _STANDING, calls=calls)

    def _by_person(
        self, snapshot: Snapshot, writer: Model, one: Candidate, other: Candidate
    ) -> _Judged:
        """Take the person's verdict, and have the sets described after the person's reasons."""
        duels = _between(snapshot, one, other)
        wins, losses = _count(duels, one), _count(duels, other)
        loser, winner = (other, one) if wins > losses else (one, other)
        cases = tuple(
            case_of(duel, loser.id)
            for duel in duels
            if duel.loser == loser.id or duel.verdict is Verdict.BOTH_BAD
        )
        said = f"Set 1 was preferred in {wins} cases, set 2 in {losses}.\n{tell_whys(whys(cases))}"
        rows = common_rows(snapshot, one, other, self.shown, first=duels)
        values = set_values(snapshot.task, rows, said=said)
        answer = ask(writer, wording_of(snapshot, NAME), values, _ROOM)
        feedback = "\n".join(part for part in (read_voice(answer, rows).feedback, said) if part)
        verdict = f"{max(wins, losses)} to {min(wins, losses)}"
        number = 1 if loser is one else 2
        return _Judged(loser, winner, number, feedback, verdict, "person", cases)


def _by_model(
    opinion: SetOpinion, one: Candidate, other: Candidate, judge: str, calls: int
) -> _Judged:
    # Of a tie, the one that stands worse is improved, which is the second of a pair.
    loser, winner = (one, other) if opinion.verdict is Verdict.RIGHT else (other, one)
    number = 1 if loser is one else 2
    feedback = opinion.feedback or phrase("no_feedback")
    by_row = {row: verdict.value for row, verdict in opinion.cases.items()}
    return _Judged(
        loser, winner, number, feedback, opinion.verdict.value, judge, calls=calls, by_row=by_row
    )


def _between(snapshot: Snapshot, one: Candidate, other: Candidate) -> list[JudgedDuel]:
    pair = {one.id, other.id}
    return [duel for duel in snapshot.duels if {duel.left_prompt, duel.right_prompt} == pair]


def _count(duels: Sequence[JudgedDuel], winner: Candidate) -> int:
    return sum(duel.winner == winner.id for duel in duels)


def _decided(snapshot: Snapshot, one: Candidate, other: Candidate) -> bool:
    """Return whether the person preferred one of the two more often than the other."""
    duels = _between(snapshot, one, other)
    return _count(duels, one) != _count(duels, other)
