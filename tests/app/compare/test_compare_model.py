"""The state of the Compare page, without Qt."""

from __future__ import annotations

import pytest

from app.compare.compare_model import CompareModel
from app.compare_parts import Part, Phase
from optimizer.commands import (
    CastVote,
    ChangeVote,
    Command,
    GiveReason,
    RestoreVote,
    ShowDuel,
    Undo,
    VoidVote,
)
from optimizer.events import (
    Closed,
    Event,
    HistoryChanged,
    PairsReady,
    PoolChanged,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import CallRole, Caps, ModelSpec, Purpose, Verdict
from optimizer.views import AdviceKind, EngineState, Reveal
from tests.app.fake_engine import FakeEngine, make_pair, make_pool, make_row, make_status, make_task


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Play:
    """A model on a scripted engine whose events wait until they are let through."""

    def __init__(self, pairs: int = 8) -> None:
        self.clock = Clock()
        self.model = CompareModel(self.clock)
        self.waiting: list[Event] = []
        self.sent: list[Command] = []
        self.engine = FakeEngine(self.waiting.append, [make_pair(n) for n in range(1, pairs + 1)])
        self.engine.start()
        self.deliver()

    def deliver(self) -> set[Part]:
        """Let all waiting events through; return the parts that changed."""
        parts: set[Part] = set()
        while self.waiting:
            reaction = self.model.handle(self.waiting.pop(0))
            parts |= reaction.parts
            for command in reaction.commands:
                self.post(command)
        return parts

    def post(self, command: Command | None) -> None:
        """Hand a command to the engine."""
        assert command is not None
        self.sent.append(command)
        self.engine.post(command)

    def vote(self, verdict: Verdict = Verdict.LEFT) -> CastVote:
        """Vote and post the vote, without waiting for the engine."""
        command = self.model.vote(verdict)
        assert command is not None
        self.post(command)
        return command

    @property
    def shown(self) -> str | None:
        """The pair on the screen."""
        return self.model.current.duel_id if self.model.current else None


@pytest.fixture
def play() -> Play:
    """A model with a pair on the screen."""
    return Play()


def test_the_first_ready_pair_is_shown_and_the_engine_is_told(play: Play) -> None:
    assert play.shown == "duel-1"
    assert play.sent == [ShowDuel("duel-1")]
    assert play.model.phase is Phase.READY


def test_a_vote_brings_the_next_pair_before_the_engine_answers(play: Play) -> None:
    command = play.vote(Verdict.RIGHT)
    assert play.shown == "duel-2"
    assert command.duel_id == "duel-1"
    assert command.next_duel == "duel-2"
    assert command.verdict is Verdict.RIGHT


def test_votes_may_run_ahead_of_the_engine(play: Play) -> None:
    for _ in range(3):
        play.vote()
    assert play.shown is None or play.shown == "duel-4"
    play.deliver()
    assert play.shown == "duel-4"
    assert [row.duel_id for row in play.engine.rows] == ["duel-1", "duel-2", "duel-3"]


def test_a_judged_pair_never_comes_back_through_a_late_event(play: Play) -> None:
    play.vote()
    late = PairsReady((make_pair(1), make_pair(2), make_pair(3)))
    play.model.handle(late)
    assert play.shown == "duel-2"
    assert play.model.next is not None
    assert play.model.next.duel_id == "duel-3"


def test_a_pair_put_on_the_screen_before_the_last_vote_was_taken_is_not_shown_again() -> None:
    play = Play()
    play.vote()
    told = PairsReady((make_pair(3),), current=make_pair(2), votes=1)
    play.vote()  # on the second pair, while that event is under way
    assert play.shown == "duel-3"
    play.model.handle(told)
    assert play.shown == "duel-3"
    assert all(pair.duel_id != "duel-2" for pair in play.model.queue)
    play.deliver()
    assert play.shown == "duel-3"


def test_a_pair_told_late_is_shown_when_there_is_no_other() -> None:
    play = Play(pairs=1)
    play.vote()
    assert play.shown is None
    play.model.handle(PairsReady((), current=make_pair(7), votes=0))
    assert play.shown == "duel-7"


def test_a_refused_vote_brings_the_window_back_to_the_pair_of_the_engine(play: Play) -> None:
    play.vote()
    play.model.handle(PairsReady((), current=make_pair(7), votes=1))
    assert play.shown == "duel-7"


def test_the_reveal_tells_of_the_last_vote_only(play: Play) -> None:
    play.vote()
    play.vote()
    assert play.model.votes.reveal is None
    play.deliver()
    assert play.model.votes.reveal is not None
    assert play.model.votes.reveal.number == 2


def test_a_vote_hides_the_reveal_of_the_one_before(play: Play) -> None:
    play.vote()
    play.deliver()
    assert play.model.votes.reveal is not None
    play.vote()
    assert play.model.votes.reveal is None


def test_undo_brings_the_pair_back_and_makes_it_blind_again(play: Play) -> None:
    play.vote()
    play.deliver()
    play.model.step_back()
    play.post(Undo())
    parts = play.deliver()
    assert play.shown == "duel-1"
    assert play.model.votes.reveal is None
    assert {Part.PAIR, Part.REVEAL, Part.STRIP} <= parts
    assert play.model.next is not None
    assert play.model.next.duel_id == "duel-2"


def test_the_displaced_pair_goes_back_in_front_when_the_engine_does_not_list_it() -> None:
    play = Play()
    play.model.handle(PairsReady((make_pair(3),), current=make_pair(9)))
    assert play.shown == "duel-9"
    assert [pair.duel_id for pair in play.model.queue] == ["duel-1", "duel-3"]


def test_no_vote_counts_between_an_undo_and_its_answer(play: Play) -> None:
    play.vote()
    play.deliver()
    play.model.step_back()
    assert play.model.vote(Verdict.LEFT) is None
    play.post(Undo())
    play.deliver()
    assert play.model.may_vote


def test_an_undo_of_nothing_does_not_stop_voting(play: Play) -> None:
    play.model.step_back()
    assert not play.model.may_vote
    play.clock.now += 1.5
    assert play.model.may_vote


def test_redo_takes_the_pair_away_again(play: Play) -> None:
    from optimizer.commands import Redo

    play.vote()
    play.deliver()
    play.model.step_back()
    play.post(Undo())
    play.deliver()
    play.model.step_back()
    play.post(Redo())
    play.deliver()
    assert play.shown == "duel-2"
    assert [row.voided for row in play.model.votes.rows] == [False]


def test_only_time_of_looking_is_counted(play: Play) -> None:
    play.model.look(True)
    play.clock.now += 3
    play.model.look(False)
    play.clock.now += 60
    play.model.look(True)
    play.clock.now += 2
    assert play.vote().took_ms == 5000


def test_without_a_pair_the_phase_says_why() -> None:
    model = CompareModel(Clock())
    assert model.phase is Phase.CLOSED
    model.handle(TaskChanged(make_task()))
    assert model.phase is Phase.WAITING
    for state, phase in (
        (EngineState.WAITING, Phase.WAITING),
        (EngineState.RUNNING, Phase.WAITING),
        (EngineState.IDLE, Phase.WAITING),
        (EngineState.PAUSED, Phase.PAUSED),
        (EngineState.CAP_REACHED, Phase.CAP_REACHED),
        (EngineState.OFFLINE, Phase.OFFLINE),
        (EngineState.NOTHING_LEFT, Phase.NOTHING_LEFT),
        (EngineState.READ_ONLY, Phase.READ_ONLY),
    ):
        model.handle(StatusChanged(make_status(state)))
        assert model.phase is phase


def test_a_stopped_optimizer_does_not_stop_voting(play: Play) -> None:
    play.model.handle(StatusChanged(make_status(EngineState.CAP_REACHED)))
    assert play.model.phase is Phase.READY
    assert play.model.may_vote


def test_the_last_vote_under_the_cap_closes_the_voting_until_there_is_room_again() -> None:
    play = Play()
    caps = Caps(votes=5)
    full = make_status(EngineState.CAP_REACHED, caps=caps, votes=5)
    play.model.handle(StatusChanged(full))
    assert play.model.phase is Phase.CAP_REACHED
    assert not play.model.may_vote
    play.model.handle(StatusChanged(make_status(caps=caps, votes=4)))
    assert play.model.phase is Phase.READY


def test_a_project_open_for_reading_takes_no_votes() -> None:
    model = CompareModel(Clock())
    model.handle(TaskChanged(make_task(read_only=True)))
    reaction = model.handle(PairsReady((make_pair(1),)))
    assert model.current is not None
    assert model.phase is Phase.READ_ONLY
    assert reaction.commands == ()
    assert model.vote(Verdict.LEFT) is None


def test_waiting_is_timed_from_the_last_pair() -> None:
    play = Play(pairs=1)
    play.vote()
    play.deliver()
    assert play.shown is None
    play.clock.now += 7
    assert play.model.waited_s == 7


def test_another_answer_model_voids_the_pairs_on_the_screen(play: Play) -> None:
    import dataclasses

    view = dataclasses.replace(
        make_task(), models={CallRole.ANSWER: ModelSpec(model="openai/other")}
    )
    play.model.handle(TaskChanged(view))
    assert play.shown is None
    assert play.model.queue == ()


def test_a_changed_cap_leaves_the_pair_alone(play: Play) -> None:
    play.model.handle(TaskChanged(make_task()))
    assert play.shown == "duel-1"


def test_a_reason_given_before_the_vote_is_stored_follows_it(play: Play) -> None:
    play.vote()
    assert play.model.reason(" too formal ", ("tone",)) is None
    play.deliver()
    assert GiveReason("vote-1", "too formal", ("tone",)) in play.sent


def test_a_reason_given_later_is_posted_at_once(play: Play) -> None:
    play.vote()
    play.deliver()
    assert play.model.reason("", ("wrong",)) == GiveReason("vote-1", "", ("wrong",))


def test_there_is_nothing_to_explain_before_the_first_vote(play: Play) -> None:
    assert play.model.reason("x", ()) is None
    play.vote()
    play.deliver()
    assert not any(isinstance(command, GiveReason) for command in play.sent)


def test_the_strip_holds_the_last_ten_votes() -> None:
    model = CompareModel(Clock())
    model.handle(HistoryChanged(tuple(make_row(n) for n in range(1, 15)), whole=True))
    assert [row.number for row in model.votes.rows] == list(range(5, 15))
    model.handle(HistoryChanged((make_row(9, voided=True),)))
    assert [row.voided for row in model.votes.rows if row.number == 9] == [True]


def test_a_row_can_be_changed_taken_back_and_restored() -> None:
    model = CompareModel(Clock())
    row, voided = make_row(3), make_row(3, voided=True)
    assert model.change(row, Verdict.RIGHT) == ChangeVote("vote-3", Verdict.RIGHT)
    assert model.change(row, Verdict.LEFT) is None
    assert model.change(voided, Verdict.RIGHT) is None
    assert model.toggle(row) == VoidVote("vote-3")
    assert model.toggle(voided) == RestoreVote("vote-3")


def test_good_enough_is_said_until_it_is_hidden_and_again_when_it_is_new(play: Play) -> None:
    model = play.model
    assert model.good_enough is None
    model.handle(PoolChanged(make_pool(AdviceKind.GOOD_ENOUGH, "Good enough.")))
    assert model.good_enough is not None
    model.hide_advice()
    model.handle(PoolChanged(make_pool(AdviceKind.GOOD_ENOUGH, "Good enough, still.")))
    assert model.good_enough is None
    model.handle(PoolChanged(make_pool(AdviceKind.KEEP_VOTING, "Go on.")))
    model.handle(PoolChanged(make_pool(AdviceKind.GOOD_ENOUGH, "Good enough.")))
    assert model.good_enough is not None


def test_closing_forgets_everything(play: Play) -> None:
    play.vote()
    play.deliver()
    play.model.handle(Closed())
    assert play.model.phase is Phase.CLOSED
    assert play.model.current is None
    assert play.model.votes.rows == ()


def test_a_vote_of_somebody_else_reveals_nothing(play: Play) -> None:
    row = make_row(1, duel_id="duel-77", rater="Judge")
    reveal = Reveal("vote-1", 1, Verdict.LEFT, "A", "B", "a", "b", Purpose.TUNE)
    play.model.handle(VoteStored(reveal, row))
    assert play.model.votes.reveal is None
    assert play.model.votes.rows == (row,)
