"""Lets the judges vote in the background, within their own budget, where it helps most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from optimizer.calling.calls import CANCELLED, CallDesk
from optimizer.calling.patience import Patience
from optimizer.errors import BudgetFault, ModelFault, WorldFault
from optimizer.judging.consulting import consult, vote_of
from optimizer.judging.judge import Judge, Opinion
from optimizer.records import Duel, Purpose
from optimizer.said import say
from optimizer.session import Session

AT_ONCE = 2
_LOOKED = 8
"""After so many abstentions and not one verdict, a judge is said to be of no use."""

Outputs = frozenset[str]


class Panel:
    """The judges' votes of one session that are under way.

    Args:
        session: What is to be judged, and where verdicts go.
        desk: Gets or makes the judges' answers.
        new_id: Makes ids of votes and duels.
        now: Tells the time.
        judged: Told when a verdict is stored.
        faulted: Told a fault that stops the judges.
        elsewhere: Tells how many of its verdicts a judge gave on prompts instead of duels.
    """

    def __init__(
        self,
        session: Session,
        desk: CallDesk,
        new_id: Callable[[], str],
        now: Callable[[], str],
        judged: Callable[[], None],
        faulted: Callable[[WorldFault], None],
        elsewhere: Callable[[str], int] = lambda rater_id: 0,
    ) -> None:
        self._session = session
        self._elsewhere = elsewhere
        self._desk = desk
        self._new_id = new_id
        self._now = now
        self._judged = judged
        self._faulted = faulted
        self._under_way: dict[str, set[Outputs]] = {}  # by rater
        self._failed: dict[str, set[Outputs]] = {}
        self._patience: dict[str, Patience] = {}
        self.stopped_by: WorldFault | None = None

    @property
    def under_way(self) -> int:
        """How many duels the judges are looking at."""
        return sum(len(duels) for duels in self._under_way.values())

    @property
    def note(self) -> str:
        """What the person should know of the judges; empty when they do as they were asked."""
        board = self._session.board
        if not board.options.judge or not board.judges:
            return ""
        given = board.jury.given(board.judges[0].rater.id)
        if given >= _LOOKED and not board.jury.verdicts(board.setting_id):
            return say("None of the judge's {given} answers could be used", given=given)
        elsewhere, most = self._elsewhere(board.judges[0].rater.id), board.options.judge_votes
        if given + elsewhere < most:
            return ""
        if elsewhere:
            return say(
                "The judge has given all of its {most} verdicts, {n} of them on new prompts",
                most=most,
                n=elsewhere,
            )
        return say("The judge has given all of its {most} verdicts", most=most)

    def retry(self) -> None:
        """Go on after a stop."""
        self._failed.clear()
        self._patience.clear()
        self.stopped_by = None

    def top_up(self) -> None:
        """Ask for further verdicts while the judges are on and within their budget."""
        if not self._session.board.options.judge:
            return
        for judge in self._session.board.judges:
            if self.stopped_by is None:
                self._top_up(judge)

    def _top_up(self, judge: Judge) -> None:
        board, rater = self._session.board, judge.rater
        board.jury.seat_judge(rater)
        under_way = self._under_way.setdefault(rater.id, set())
        given = board.jury.given(rater.id) + self._elsewhere(rater.id)
        left = board.options.judge_votes - given - len(under_way)
        room = min(left, AT_ONCE - len(under_way))
        if room <= 0:
            return
        known = board.jury.judged(rater.id, board.setting_id)
        seen = known | under_way | self._failed.get(rater.id, set())
        for duel in self._wanted(seen):
            under_way.add(_outputs(duel))
            consult(board, self._desk, judge, duel, partial(self._arrived, judge, duel))
            room -= 1
            if room == 0 or self.stopped_by is not None:
                return

    def _wanted(self, seen: set[Outputs]) -> Iterator[Duel]:
        """Yield what the person is about to see, then the pairs that would teach most."""
        showing = self._session.showing
        for duel in (*([showing.current] if showing.current else []), *showing.ready):
            if duel.purpose is Purpose.TUNE and _outputs(duel) not in seen:
                yield duel
        yield from showing.judgeable(seen)

    def _arrived(self, judge: Judge, duel: Duel, outcome: Opinion | WorldFault) -> None:
        board, rater = self._session.board, judge.rater
        self._under_way[rater.id].discard(_outputs(duel))
        if isinstance(outcome, WorldFault):
            self._give_up(rater.id, duel, outcome)
            return
        self._patience.pop(rater.id, None)
        if board.jury.verdict_of(rater.id, duel) is None:  # a calibration may have asked the same
            with board.store.atomic():
                vote = vote_of(outcome, judge, duel, self._new_id(), self._now())
                board.jury.enter(vote, duel)
            self._judged()

    def _give_up(self, rater_id: str, duel: Duel, fault: WorldFault) -> None:
        if isinstance(fault, BudgetFault):
            if not self._desk.in_flight:
                self.stopped_by = fault
            return
        if isinstance(fault, ModelFault) and fault.kind == CANCELLED:
            return
        self._failed.setdefault(rater_id, set()).add(_outputs(duel))
        patience = self._patience.setdefault(rater_id, Patience())
        if patience.ends_with(fault, duel.id, duel.example_id):
            self.stopped_by = fault
            self._faulted(fault)


def _outputs(duel: Duel) -> Outputs:
    return frozenset((duel.left_output, duel.right_output))
