"""Lets the judge look at what was written, before it enters the pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from optimizer.calling.background import Background
from optimizer.calling.calls import CANCELLED, Reply
from optimizer.errors import BudgetFault, ModelFault, WorldFault
from optimizer.inbox import Urgency
from optimizer.judging.hack_check import hack_request, read_hack_opinion
from optimizer.judging.judge import Judge
from optimizer.proposing.gates.hacking import NoHacking, sign_for_judges
from optimizer.proposing.moves.hack_opinion import (
    KEY,
    instructions,
    noted,
    noted_judge,
    parent_of,
)
from optimizer.proposing.moves.memory import remembered
from optimizer.proposing.moves.set_judging import CALLS
from optimizer.records import ModelSpec, Proposal, Snapshot
from optimizer.workshop import Finished

Proposals = tuple[Proposal, ...]

_SET_VERDICTS = 2  # the most that a method asks for at one time, each in both orders


@dataclass(slots=True)
class _Inquiry:
    """What is asked about some brothers, and who waits for them."""

    proposals: list[Proposal]
    open: int
    then: Callable[[Proposals], None]


class Inspecting:
    """The hack checks of one session that are under way.

    A judge's finding is written into the edit of the proposal, where the gate reads it. Where no
    judge can answer, the proposal goes on without one, and the gate goes by its rules.

    Args:
        background: The pool and the judge's budget, and who is asked and told.
        may_ask: Whether the judge has a say now.
        judging: How many verdicts the judges are giving at this moment.
    """

    def __init__(
        self,
        background: Background,
        may_ask: Callable[[], bool],
        judging: Callable[[], int],
    ) -> None:
        self._with = background
        self._may_ask = may_ask
        self._judging = judging
        self._made: Counter[str] = Counter()
        self._on_sets = 0
        self._counted = 0  # of the recorded proposals
        self.under_way = 0

    def made(self, rater_id: str) -> int:
        """Return how many of its verdicts a judge gave on prompts and on sets of outputs."""
        proposals = self._with.session.board.store.proposals()
        for proposal in proposals[self._counted :]:
            self._made[noted_judge(proposal.edit)] += 1
            calls = remembered(proposal.edit, CALLS, int) or 0
            # Two orders are one verdict, on sets as on single answers.
            self._on_sets += calls // 2
        self._counted = len(proposals)
        return self._made[rater_id] + self._on_sets + self.under_way

    def judge_of_sets(self) -> ModelSpec | None:
        """Return the model that may compare sets of outputs now; None when none may."""
        judge = self._judge()
        return judge.model if judge is not None and self._room(judge) >= _SET_VERDICTS else None

    def inspect(self, proposals: Proposals, then: Callable[[Proposals], None]) -> None:
        """Ask about brothers; do not call this inside a transaction.

        Args:
            proposals: What a proposer wrote at one time.
            then: Told the same brothers, with what the judge found in their edits; at once when
                there is nothing to ask.
        """
        judge = self._judge()
        room = self._room(judge) if judge else 0
        if judge is None or not room:
            then(proposals)
            return
        snapshot = self._with.session.snapshot()
        asked = [k for k, each in enumerate(proposals) if self._worth(each, snapshot)][:room]
        if not asked:
            then(proposals)
            return
        inquiry = _Inquiry(list(proposals), len(asked), then)
        self.under_way += len(asked)
        for place in asked:
            self._ask(judge, snapshot, inquiry, place)

    def _judge(self) -> Judge | None:
        board = self._with.session.board
        if not (board.options.judge and board.judges and self._may_ask()):
            return None
        return board.judges[0]

    def _room(self, judge: Judge) -> int:
        board, rater = self._with.session.board, judge.rater.id
        given = board.jury.given(rater) + self.made(rater) + self._judging()
        return max(0, board.options.judge_votes - given)

    def _worth(self, proposal: Proposal, snapshot: Snapshot) -> bool:
        """Whether a judge's word could decide: the words are new, and nothing else refuses them."""
        before = instructions(parent_of(proposal, snapshot).prompt)
        if instructions(proposal.prompt) == before or sign_for_judges(proposal, snapshot):
            return False
        return self._with.session.growing.hangs_on(NoHacking.name, proposal, snapshot)

    def _ask(self, judge: Judge, snapshot: Snapshot, inquiry: _Inquiry, place: int) -> None:
        proposal = inquiry.proposals[place]
        before = instructions(parent_of(proposal, snapshot).prompt)

        def arrived(reply: Reply) -> None:
            self.under_way -= 1
            if reply.completion is not None:
                found = read_hack_opinion(
                    reply.completion.text, before, instructions(proposal.prompt)
                )
                kept = {**proposal.edit, KEY: noted(found, judge.rater.id)}
                inquiry.proposals[place] = replace(proposal, edit=kept)
            elif reply.fault is not None:
                self._tell(reply.fault)
            inquiry.open -= 1
            if not inquiry.open:
                self._pass_on(inquiry)

        self._with.desk.obtain(hack_request(judge.model, proposal, snapshot), arrived)

    def _tell(self, fault: WorldFault) -> None:
        stopped = isinstance(fault, ModelFault) and fault.kind == CANCELLED
        if not stopped and not isinstance(fault, BudgetFault):
            self._with.faulted(fault)

    def _pass_on(self, inquiry: _Inquiry) -> None:
        # An answer arrives inside a transaction, and what follows makes calls of its own.
        done = tuple(inquiry.proposals)
        self._with.inbox.post(
            Finished(lambda _: inquiry.then(done), self._with.failed), Urgency.BACKGROUND
        )
