"""The Qt-free state of the Compare page: it takes in events and says what to show and to post.

A vote does not wait for the engine: the next ready pair becomes current at once, and the command
says so. Whatever the engine tells afterwards is fitted to that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from app.compare.compare_phase import asked_for, phase_of
from app.compare.last_votes import LastVotes
from app.compare.marking import with_mark
from app.compare.stopwatch import Stopwatch
from app.compare_parts import MISSING_MODEL, Part, Phase, Reaction
from optimizer.commands import (
    CastVote,
    ChangeVote,
    Command,
    GiveReason,
    RestoreVote,
    ShowDuel,
    VoidVote,
)
from optimizer.events import (
    Closed,
    Event,
    FaultRaised,
    HistoryChanged,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import CallRole, Purpose, Rater, Span, Strength, Verdict
from optimizer.views import (
    Advice,
    AdviceKind,
    EngineState,
    HistoryRow,
    PairView,
    PoolView,
    Status,
    TaskView,
)

STEP_S = 1.0  # how long an undo may hold up the next vote


class CompareModel:
    """Which pair is shown, what waits behind it, and what was said of the ones before.

    Args:
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._reading = Stopwatch(clock)
        self.clear()

    def clear(self) -> None:
        """Forget the project that was open."""
        self.task: TaskView | None = None
        self.status: Status | None = None
        self.advice: Advice | None = None
        self.advice_hidden = False
        self.awaited: Purpose | None = None  # what the person asked for and is still to come
        self.rater: Rater | None = None  # who votes in place of the person
        self.current: PairView | None = None
        self.queue: tuple[PairView, ...] = ()
        self.votes = LastVotes()
        self.waiting_since: float | None = self._clock()
        self.model_missing = False  # the one that comes with the program
        self._judged: set[str] = set()
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._posted = 0  # votes
        self._stepped_at: float | None = None
        self._reading.reset()

    # -- what is to be shown ----------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """What the middle of the page shows."""
        return phase_of(self.task, self.status, self.current)

    @property
    def next(self) -> PairView | None:
        """The pair that a vote brings, so that it can be laid out ahead of time."""
        return self.queue[0] if self.queue else None

    @property
    def may_vote(self) -> bool:
        """Whether a verdict would count now."""
        return self.phase is Phase.READY and not self._stepping

    @property
    def _stepping(self) -> bool:
        # There may be nothing to take back, and then no answer comes.
        return self._stepped_at is not None and self._clock() - self._stepped_at < STEP_S

    @property
    def waited_s(self) -> float:
        """How long there has been no pair."""
        return 0.0 if self.waiting_since is None else self._clock() - self.waiting_since

    @property
    def good_enough(self) -> Advice | None:
        """The advice to stop, unless it was hidden."""
        if self.advice is None or self.advice_hidden:
            return None
        wanted = (AdviceKind.GOOD_ENOUGH, AdviceKind.NOTHING_TO_LEARN)
        return self.advice if self.advice.kind in wanted else None

    # -- what the person does ---------------------------------------------------------------

    def look(self, looking: bool) -> None:
        """Say whether the pair can be seen, so that only time of reading is counted."""
        if looking and self.current is not None:
            self._reading.start()
        else:
            self._reading.stop()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The parts of the current pair that are marked."""
        return self._spans.get(self.current.duel_id, ()) if self.current else ()

    def mark(self, output_id: str, start: int, end: int, *, good: bool) -> None:
        """Mark a part of the current pair as good or bad; what was marked so is unmarked.

        Args:
            output_id: The output on one of the sides.
            start: Where the part begins, in code points.
            end: Where it ends.
            good: Which way it is meant.
        """
        if self.current is not None and self.may_vote:
            wanted = Span(output_id, start, end, good)
            self._spans[self.current.duel_id] = with_mark(self.spans, wanted)

    def vote(self, verdict: Verdict, strength: Strength = Strength.CLEARLY) -> CastVote | None:
        """Judge the current pair and put the next one in its place.

        Args:
            verdict: What is said.
            strength: How sure.

        Returns:
            The command to post, or None when there is nothing to judge.
        """
        if not self.may_vote or self.current is None:
            return None
        judged, following, spans = self.current, self.next, self.spans
        took = round(self._reading.seconds * 1000)
        self._judged.add(judged.duel_id)
        self._posted += 1
        self.votes.cast(judged.duel_id)
        self._put(following)
        self.queue = self.queue[1:]
        return CastVote(
            judged.duel_id,
            verdict,
            strength,
            took_ms=took,
            next_duel=following.duel_id if following else None,
            spans=spans,
            rater=self.rater,
        )

    def reason(self, text: str, tags: tuple[str, ...]) -> GiveReason | None:
        """Say why the last vote was cast as it was.

        Args:
            text: The reason in the person's words; may be empty.
            tags: Short labels.

        Returns:
            The command to post; None when the vote is not stored yet (it follows by itself) or
            when there is no vote.
        """
        return self.votes.explain(text.strip(), tags)

    def step_back(self) -> None:
        """Note that an undo or redo was posted: the pair on the screen may be about to change."""
        self._stepped_at = self._clock()

    def change(
        self, row: HistoryRow, verdict: Verdict, strength: Strength = Strength.CLEARLY
    ) -> Command | None:
        """Return what makes an earlier vote say something else; None when it says so already."""
        if row.voided or (row.verdict, row.strength) == (verdict, strength):
            return None
        return ChangeVote(row.vote_id, verdict, strength)

    def toggle(self, row: HistoryRow) -> Command:
        """Return what takes an earlier vote out of the evidence, or puts it back."""
        return RestoreVote(row.vote_id) if row.voided else VoidVote(row.vote_id)

    def hide_advice(self) -> None:
        """Take the advice off the page until it changes."""
        self.advice_hidden = True

    # -- what the engine tells --------------------------------------------------------------

    def handle(self, event: Event) -> Reaction:
        """Take in an event."""
        if isinstance(event, VoteStored):
            return self._vote_stored(event)
        if isinstance(event, PairsReady):
            return self._pairs_ready(event)
        if isinstance(event, StatusChanged):
            return self._status_changed(event.status)
        if isinstance(event, HistoryChanged):
            return self._history_changed(event)
        if isinstance(event, PoolChanged):
            return self._pool_changed(event.view)
        if isinstance(event, TaskChanged):
            return self._task_changed(event.view)
        if isinstance(event, FaultRaised):
            return self._fault_raised(event.fault.kind)
        if isinstance(event, Closed):
            self.clear()
            return Reaction(frozenset(Part))
        return Reaction()

    def _vote_stored(self, event: VoteStored) -> Reaction:
        revealed, reason = self.votes.stored(event)
        parts = {Part.STRIP, Part.REVEAL} if revealed else {Part.STRIP}
        return Reaction(frozenset(parts), (reason,) if reason else ())

    def _pairs_ready(self, event: PairsReady) -> Reaction:
        self._stepped_at = None
        parts = {Part.QUEUE}
        commands: tuple[Command, ...] = ()
        pairs = event.pairs
        if event.current is not None and event.votes < self._posted:
            # Told before the engine took the last vote: by now the pair may be judged, and what is
            # shown stays. If it is not, it waits in front of the others.
            pairs = (event.current, *pairs)
        elif event.current is not None:
            self._judged.discard(event.current.duel_id)
            displaced = self.current
            if displaced is None or displaced.duel_id != event.current.duel_id:
                self._put(event.current)
                parts |= {Part.PAIR, Part.PHASE}
                known = {pair.duel_id for pair in pairs}
                if displaced is not None and displaced.duel_id not in known:
                    pairs = (displaced, *pairs)
        self.queue = tuple(pair for pair in pairs if self._may_follow(pair))
        if self.current is None and self.queue:
            first, *others = self.queue
            self._put(first)
            self.queue = tuple(others)
            parts |= {Part.PAIR, Part.PHASE}
            if not (self.task and self.task.read_only):
                commands = (ShowDuel(first.duel_id),)
        return Reaction(frozenset(parts), commands)

    def _status_changed(self, status: Status) -> Reaction:
        before = self.phase
        self.status = status
        self.model_missing &= status.state is EngineState.OFFLINE
        parts = {Part.STATUS}
        if self.phase is not before:
            parts.add(Part.PHASE)
        return Reaction(frozenset(parts))

    def _fault_raised(self, kind: str) -> Reaction:
        answers = self.task.models.get(CallRole.ANSWER) if self.task else None
        self.model_missing |= kind == MISSING_MODEL and not (answers and answers.file)
        return Reaction(frozenset({Part.PHASE}))

    def _history_changed(self, event: HistoryChanged) -> Reaction:
        stepped, self._stepped_at = self._stepped_at is not None, None
        parts = {Part.STRIP, Part.REVEAL} if self.votes.changed(event) else {Part.STRIP}
        if stepped and self.current is not None and _judges(event.rows, self.current):
            # A redo judged the pair on the screen again. The engine puts the next one there
            # too, and says so if it is another than ours.
            self._judged.add(self.current.duel_id)
            self._put(self.next)
            self.queue = self.queue[1:]
            parts |= {Part.PAIR, Part.QUEUE, Part.PHASE}
        return Reaction(frozenset(parts))

    def _pool_changed(self, view: PoolView) -> Reaction:
        if self.advice is None or self.advice.kind is not view.advice.kind:
            self.advice_hidden = False
        self.advice = view.advice
        before, self.awaited = self.awaited, asked_for(view)
        changed = {Part.QUEUE} if self.awaited is not before else set()
        return Reaction(frozenset({Part.ADVICE, *changed}))

    def _task_changed(self, view: TaskView) -> Reaction:
        before, self.task = self.task, view
        parts = {Part.TASK, Part.PHASE}
        if before is not None and _setting(before) != _setting(view):
            # Another model or other criteria: pairs of the old setting are void.
            self.queue = ()
            self._put(None)
            parts |= {Part.PAIR, Part.QUEUE}
        return Reaction(frozenset(parts))

    def _may_follow(self, pair: PairView) -> bool:
        shown = self.current is not None and pair.duel_id == self.current.duel_id
        return not shown and pair.duel_id not in self._judged

    def _put(self, pair: PairView | None) -> None:
        self.current = pair
        self._reading.reset()
        self.waiting_since = self._clock() if pair is None else None


def _judges(rows: Sequence[HistoryRow], pair: PairView) -> bool:
    return any(row.duel_id == pair.duel_id and not row.voided for row in rows)


def _setting(view: TaskView) -> tuple[str | None, str]:
    model = view.models.get(CallRole.ANSWER)
    return (model.identity if model else None, view.task.criteria)
