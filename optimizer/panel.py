"""Lets the judge model vote in the background, within its own budget, where it helps most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from optimizer.calls import CallDesk, Reply
from optimizer.errors import BudgetFault, WorldFault
from optimizer.judge import combine, judge_rater, judge_requests
from optimizer.records import (
    CallRole,
    Duel,
    ModelSpec,
    Purpose,
    Rater,
    Vote,
)
from optimizer.session import Session
from optimizer.supply import concerns_model

AT_ONCE = 2
ABSTAINED = "abstained"


@dataclass(slots=True)
class _Judgement:
    duel: Duel
    answers: dict[int, str] = field(default_factory=dict)


class Panel:
    """The judge's votes of one session that are under way.

    Args:
        session: What is to be judged, and where verdicts go.
        desk: Gets or makes the judge's answers.
        new_id: Makes ids of votes and duels.
        now: Tells the time.
        judged: Told when a verdict is stored.
        faulted: Told a fault that stops the judge.
    """

    def __init__(
        self,
        session: Session,
        desk: CallDesk,
        new_id: Callable[[], str],
        now: Callable[[], str],
        judged: Callable[[], None],
        faulted: Callable[[WorldFault], None],
    ) -> None:
        self._session = session
        self._desk = desk
        self._new_id = new_id
        self._now = now
        self._judged = judged
        self._faulted = faulted
        self._under_way: set[frozenset[str]] = set()
        self._failed: set[frozenset[str]] = set()
        self.stopped_by: WorldFault | None = None

    @property
    def under_way(self) -> int:
        """How many duels the judge is looking at."""
        return len(self._under_way)

    def retry(self) -> None:
        """Go on after a stop."""
        self._failed.clear()
        self.stopped_by = None

    def top_up(self) -> None:
        """Ask for further verdicts while the judge is on and within its budget."""
        board = self._session.board
        model = board.project.models.get(CallRole.JUDGE)
        if not board.options.judge or model is None or self.stopped_by is not None:
            return
        rater = judge_rater(model)
        board.jury.seat_judge(rater)
        left = board.options.judge_votes - board.jury.given(rater.id) - len(self._under_way)
        room = min(left, AT_ONCE - len(self._under_way))
        if room <= 0:
            return
        seen = board.jury.judged(rater.id, board.setting_id) | self._under_way | self._failed
        for duel in self._wanted(seen):
            self._begin(duel, model, rater)
            room -= 1
            if room == 0 or self.stopped_by is not None:
                return

    def _wanted(self, seen: set[frozenset[str]]) -> Iterator[Duel]:
        """Yield what the person is about to see, then the pairs that would teach most."""
        showing = self._session.showing
        for duel in (*([showing.current] if showing.current else []), *showing.ready):
            if duel.purpose is Purpose.TUNE and _outputs(duel) not in seen:
                yield duel
        yield from showing.judgeable(seen)

    def _begin(self, duel: Duel, model: ModelSpec, rater: Rater) -> None:
        board = self._session.board
        texts = board.texts.fetch((duel.left_output, duel.right_output))
        left, right = texts[duel.left_output], texts[duel.right_output]
        board.jury.note_look(duel.left_output, duel.left_prompt, left)
        board.jury.note_look(duel.right_output, duel.right_prompt, right)
        self._under_way.add(_outputs(duel))
        pending = _Judgement(duel)
        example = board.examples[duel.example_id]
        for order, request in enumerate(judge_requests(model, board.task, example, left, right)):
            self._desk.obtain(request, partial(self._arrived, pending, order, rater))

    def _arrived(self, pending: _Judgement, order: int, rater: Rater, reply: Reply) -> None:
        outputs = _outputs(pending.duel)
        if reply.completion is None:
            self._give_up(outputs, reply.fault)
            return
        pending.answers[order] = reply.completion.text
        if len(pending.answers) < 2 or outputs not in self._under_way:
            return
        self._under_way.discard(outputs)
        opinion = combine(pending.answers[0], pending.answers[1])
        vote = Vote(
            id=self._new_id(),
            duel_id=pending.duel.id,
            rater_id=rater.id,
            verdict=opinion.verdict,
            strength=opinion.strength,
            tags=(ABSTAINED,) if opinion.abstains else (),
            reason=opinion.reason,
            cast_at=self._now(),
        )
        with self._session.board.store.atomic():
            self._session.board.jury.enter(vote, pending.duel)
        self._judged()

    def _give_up(self, outputs: frozenset[str], fault: WorldFault | None) -> None:
        self._under_way.discard(outputs)
        if isinstance(fault, BudgetFault):
            if not self._desk.in_flight:
                self.stopped_by = fault
            return
        self._failed.add(outputs)
        if fault is not None and concerns_model(fault):
            self.stopped_by = fault
            self._faulted(fault)


def _outputs(duel: Duel) -> frozenset[str]:
    return frozenset((duel.left_output, duel.right_output))
