"""The engine as a window meets it: commands in, events out, everything on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.commands import (
    AddPrompt,
    ArchivePrompt,
    ChangeVote,
    GiveReason,
    Pause,
    ProposeNow,
    Redo,
    ReplayTo,
    Resume,
    SetCaps,
    SetModels,
    SetOptions,
    SetStart,
    SetTask,
    StartConfirmation,
    Undo,
    VoidVote,
)
from optimizer.errors import ModelFault, ProjectFault
from optimizer.events import (
    CurveChanged,
    FaultCleared,
    FaultRaised,
    HistoryChanged,
    PairsReady,
    PoolReplayed,
    StatusChanged,
    VoteStored,
)
from optimizer.records import (
    CallRole,
    Caps,
    ModelSpec,
    Options,
    Output,
    Prompt,
    Purpose,
    RaterKind,
    Request,
    Split,
    StoredProposal,
    Verdict,
)
from optimizer.steering import Steering
from optimizer.store import Store
from optimizer.store.outputs import Outputs
from optimizer.views import EngineState
from tests.fake_service import FakeService
from tests.small_project import Hand, babble, small_draft


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.pairtune"


@contextmanager
def driven(hand: Hand) -> Iterator[Hand]:
    try:
        yield hand
    finally:
        hand.close()


def stored(hand: Hand) -> VoteStored:
    return hand.wait(lambda event: event if isinstance(event, VoteStored) else None)


def test_a_pair_is_ready_without_any_vote_and_three_more_behind_it(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        pair = hand.pair()
        hand.until(lambda: len(hand.ready) == 3)

    assert pair.left.text != pair.right.text
    assert len({p.duel_id for p in (pair, *hand.ready)}) == 4


def test_a_vote_is_on_disk_when_it_is_told(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.vote(Verdict.RIGHT)
        told = stored(hand)
        with Store.open(path) as reader:  # read-only: the runner holds the file
            votes = reader.votes()

    assert [(vote.id, vote.duel_id, vote.verdict) for vote in votes] == [
        (told.reveal.vote_id, judged.duel_id, Verdict.RIGHT)
    ]
    assert told.reveal.number == 1
    assert told.reveal.left_name != told.reveal.right_name


def test_children_of_proposers_enter_the_pool_and_are_shown(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        names = set()
        for _ in range(4):
            hand.vote()
            told = stored(hand)
            names |= {told.reveal.left_name, told.reveal.right_name}
        hand.until(lambda: hand.pool is not None and len(hand.pool.candidates) >= 4)
        assert hand.pool is not None
        children = [view.candidate for view in hand.pool.candidates if view.candidate.parents]

    assert children
    assert all(child.proposer and child.reason for child in children)
    assert names & {child.name for child in children}


def test_a_double_key_press_casts_one_vote(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.pair()
        hand.vote()
        hand.current = judged
        hand.vote(Verdict.RIGHT)
        stored(hand)
        hand.vote()
        stored(hand)

    with Store.open(path) as store:
        assert [vote.duel_id for vote in store.votes()].count(judged.duel_id) == 1


def test_undo_brings_the_pair_back_and_redo_moves_on(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.vote(Verdict.RIGHT)
        stored(hand)
        hand.until(lambda: hand.status is not None and hand.status.undo_text != "")
        assert hand.status is not None
        assert hand.status.undo_text == "Undo vote 1: right better"

        hand.post(Undo())
        back = hand.wait(lambda e: e.current if isinstance(e, PairsReady) else None)
        hand.until(lambda: hand.status is not None and hand.status.redo_text != "")
        assert back.duel_id == judged.duel_id
        assert (back.left, back.right) == (judged.left, judged.right)
        assert hand.status.redo_text == "Redo vote 1: right better"

        hand.post(Redo())
        hand.wait(
            lambda e: isinstance(e, PairsReady) and e.current and e.current.duel_id != back.duel_id
        )
        hand.until(lambda: hand.status is not None and hand.status.votes == 1)


def test_reopening_shows_the_same_pair_and_undo_still_works(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        for _ in range(3):
            hand.vote()
            stored(hand)
        before = hand.pair()

    again = FakeService(babble, threaded=True)
    with driven(Hand.open(path, again)) as hand:
        assert hand.pair() == before
        hand.post(Undo())
        rows = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and not e.whole else None
        )
        assert [(row.number, row.voided) for row in rows] == [(3, True)]


def test_reopening_pays_nothing_twice(path: Path) -> None:
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, small_draft(), service)) as hand:
        hand.pair()
        hand.wait(lambda e: isinstance(e, StatusChanged) and e.status.state is EngineState.IDLE)
    again = FakeService(babble, threaded=True)
    with driven(Hand.open(path, again)) as hand:
        hand.pair()
        hand.wait(lambda e: isinstance(e, StatusChanged) and e.status.state is EngineState.IDLE)

    paid = {request.hash for request in service.requests}
    assert paid
    assert paid.isdisjoint(request.hash for request in again.requests)


def test_pause_starts_no_further_call_and_voting_goes_on(path: Path) -> None:
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, small_draft(rows=30), service)) as hand:
        hand.until(lambda: len(hand.ready) == 3)
        hand.post(Pause())
        hand.wait(
            lambda e: (
                isinstance(e, StatusChanged)
                and e.status.state is EngineState.PAUSED
                and e.status.in_flight == 0
            )
        )
        made = len(service.requests)
        for _ in range(2):
            hand.vote()
            stored(hand)
        assert len(service.requests) == made
        assert hand.status is not None
        assert hand.status.stop_reason == "paused by you"

        hand.post(Resume())
        hand.until(lambda: hand.status is not None and hand.status.state is not EngineState.PAUSED)


def test_no_call_passes_the_cap_and_the_reason_is_said(path: Path) -> None:
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, small_draft(caps=Caps(calls=5)), service)) as hand:
        status = hand.wait(
            lambda e: (
                e.status
                if isinstance(e, StatusChanged) and e.status.state is EngineState.CAP_REACHED
                else None
            )
        )
        assert "5 model calls" in status.stop_reason
        assert len(service.requests) == 5

        hand.post(SetCaps(Caps(calls=9)))
        hand.wait(
            lambda e: isinstance(e, StatusChanged) and "9 model calls" in e.status.stop_reason
        )
        assert len(service.requests) == 9


def test_the_cap_on_votes_refuses_the_next_vote(path: Path) -> None:
    caps = Caps(votes=2)
    with driven(Hand.create(path, small_draft(caps=caps), FakeService(babble, threaded=True))) as h:
        for _ in range(2):
            h.vote()
            stored(h)
        h.vote()
        fault = h.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        assert "2 votes" in fault.message

    with Store.open(path) as store:
        assert len(store.votes()) == 2


def test_the_cap_on_votes_is_told_with_the_last_vote_and_undo_makes_room(path: Path) -> None:
    draft = small_draft(caps=Caps(votes=2))
    with driven(Hand.create(path, draft, FakeService(babble, threaded=True))) as h:
        for _ in range(2):
            h.vote()
            stored(h)
        h.wait(lambda e: isinstance(e, StatusChanged) and "2 votes" in e.status.stop_reason)
        h.post(Undo())
        h.wait(
            lambda e: (
                isinstance(e, StatusChanged)
                and e.status.votes == 1
                and e.status.state is not EngineState.CAP_REACHED
            )
        )


def test_an_answer_that_was_paid_for_is_kept_though_its_output_could_not_be_stored(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, refused = Outputs.put_output, iter([True])

    def once_full(self: Outputs, output: Output) -> None:
        if next(refused, False):
            raise ProjectFault("The disk is full.")
        put(self, output)

    monkeypatch.setattr(Outputs, "put_output", once_full)
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, small_draft(), service)) as hand:
        hand.wait(lambda e: isinstance(e, FaultRaised) and e.fault.message == "The disk is full.")
        hand.until(lambda: len(hand.ready) == 3)
    hashes = [request.hash for request in service.requests]
    assert len(hashes) == len(set(hashes))


def test_what_is_done_in_spare_time_may_fail_without_ending_the_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs = iter([LookupError("a bug in spare time")])

    def broken(self: Steering) -> bool:
        for bug in bugs:
            raise bug
        return False

    monkeypatch.setattr(Steering, "tidy", broken)
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        with pytest.raises(AssertionError, match="a bug in spare time"):
            hand.wait(lambda _: None)
        hand.pair()


def test_a_failed_output_is_never_shown(path: Path) -> None:
    def answer(request: Request) -> str | ModelFault:
        if "number 1," in request.messages[-1].content:
            return ModelFault("The answer was filtered.", kind="filtered")
        return babble(request)

    with driven(Hand.create(path, small_draft(), FakeService(answer, threaded=True))) as hand:
        for _ in range(6):
            pair = hand.vote()
            stored(hand)
            assert pair.example.id != "row-1"


def test_a_row_that_no_prompt_can_answer_stops_nothing_and_others_take_its_place(
    path: Path,
) -> None:
    def answer(request: Request) -> str | ModelFault:
        if any(f"number {n}," in request.messages[-1].content for n in (0, 4, 7)):
            return ModelFault("The prompt is too long.", "Shorten it.", kind="context_overflow")
        return babble(request)

    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, small_draft(rows=36), service)) as hand:
        for _ in range(25):
            hand.vote()
            stored(hand)
            assert hand.status is not None
            assert hand.status.state is not EngineState.OFFLINE
    with Store.open(path) as store:
        examples = {duel.example_id for duel in store.duels()}
    assert not examples & {"row-0", "row-4", "row-7"}
    assert len(examples) >= 4


def test_a_model_that_fails_on_row_after_row_is_given_up(path: Path) -> None:
    def answer(request: Request) -> ModelFault:
        return ModelFault("It thought too long.", "Allow more.", kind="length_empty")

    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, small_draft(rows=36), service)) as hand:
        hand.until(lambda: hand.status is not None and hand.status.state is EngineState.OFFLINE)
    assert len(service.requests) < 20


def test_a_refused_key_stops_at_once_with_its_remedy_and_resume_goes_on(path: Path) -> None:
    refused = True

    def answer(request: Request) -> str | ModelFault:
        if refused:
            return ModelFault("The provider refused the key.", "Open Settings.", kind="auth")
        return babble(request)

    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, small_draft(), service)) as hand:
        fault = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        hand.until(lambda: hand.status is not None and hand.status.state is EngineState.OFFLINE)
        assert (fault.message, fault.remedy) == ("The provider refused the key.", "Open Settings.")
        assert len(service.requests) <= 8

        refused = False
        hand.post(Resume())
        hand.wait(lambda e: isinstance(e, FaultCleared) and e.kind == "auth")
        hand.pair()


def test_a_changed_and_a_voided_vote_leave_their_trace(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote(Verdict.LEFT)
        first = stored(hand).reveal.vote_id
        hand.vote(Verdict.LEFT)
        second = stored(hand).reveal.vote_id
        hand.post(ChangeVote(first, Verdict.TIE))
        changed = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and len(e.rows) == 2 else None
        )
        hand.post(VoidVote(second))
        hand.until(lambda: hand.status is not None and hand.status.votes == 1)

    assert [(row.verdict, row.voided) for row in changed] == [
        (Verdict.LEFT, True),
        (Verdict.TIE, False),
    ]
    with Store.open(path) as store:
        assert [vote.verdict for vote in store.votes()] == [Verdict.TIE]
        assert len(store.votes(include_voided=True)) == 3


def test_a_reason_reaches_the_history(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote()
        vote_id = stored(hand).reveal.vote_id
        hand.post(GiveReason(vote_id, reason="too stiff", tags=("tone",)))
        rows = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and not e.whole else None
        )

    assert [(row.reason, row.tags) for row in rows] == [("too stiff", ("tone",))]


def test_the_users_own_prompt_enters_and_a_repeat_is_refused(path: Path) -> None:
    draft = small_draft()
    own = Prompt(
        instruction="Answer in one sentence.", fields=draft.start.fields, layout=draft.start.layout
    )
    with driven(Hand.create(path, draft, FakeService(babble, threaded=True))) as hand:
        hand.post(AddPrompt(own, parents=(draft.start.id,), label="one sentence"))
        hand.until(
            lambda: (
                hand.pool is not None
                and any(view.candidate.label == "one sentence" for view in hand.pool.candidates)
            )
        )
        hand.post(AddPrompt(own))
        fault = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        assert "in the pool already" in fault.message


def test_the_start_prompt_cannot_be_archived(path: Path) -> None:
    draft = small_draft()
    with driven(Hand.create(path, draft, FakeService(babble, threaded=True))) as hand:
        hand.post(ArchivePrompt(draft.start.id))
        fault = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        assert "cannot be archived" in fault.message


def test_other_criteria_begin_afresh_but_pay_for_no_output_again(path: Path) -> None:
    draft = small_draft()
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, draft, service)) as hand:
        hand.vote()
        stored(hand)
        hand.wait(lambda e: isinstance(e, StatusChanged) and e.status.state is EngineState.IDLE)
        asked = {request.hash for request in service.requests}
        hand.post(SetTask(replace(draft.task, criteria="Be brief.")))
        hand.until(lambda: hand.status is not None and hand.status.votes == 0)
        hand.pair()

    hashes = [request.hash for request in service.requests]
    assert len(hashes) == len(set(hashes))
    assert asked


def by_writer(proposal: StoredProposal) -> bool:
    return proposal.proposer in ("critique", "rephrase", "scope")


def test_a_writer_model_lets_the_writing_proposers_work(path: Path) -> None:
    def answer(request: Request) -> str:
        if request.role is CallRole.WRITE:
            return f"<prompt>Reply to the message. Be {babble(request)}.</prompt>"
        return babble(request)

    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, small_draft(rows=60), service)) as hand:
        hand.post(SetModels({CallRole.WRITE: ModelSpec(model="openai/writer")}))
        hand.pair()
        hand.post(ProposeNow("rephrase"))
        hand.until(lambda: hand.pool is not None and any(map(by_writer, hand.pool.proposals)))
        assert hand.pool is not None
        written = [proposal for proposal in hand.pool.proposals if by_writer(proposal)]

    assert any(p.prompt_id is not None for p in written), written


def test_the_curve_has_a_point_for_every_vote(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        for _ in range(3):
            hand.vote()
            stored(hand)
        hand.until(lambda: bool(hand.curve) and hand.curve[-1].votes == 3)
        points = hand.curve

    assert [p.votes for p in points] == [0, 1, 2, 3]
    assert all(p.low <= p.win_rate <= p.high for p in points)


def test_an_earlier_state_can_be_looked_at(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        for _ in range(3):
            hand.vote()
            stored(hand)
        told = lambda event: event if isinstance(event, PoolReplayed) else None  # noqa: E731
        hand.post(ReplayTo(2))
        past = hand.wait(told)
        hand.post(ReplayTo(None))
        now = hand.wait(told)

    assert past.votes == 2
    standings = [row.standing for row in past.view.candidates]
    assert sum(s.wins + s.losses + s.ties for s in standings) == 2 * 2
    assert (now.view, now.votes) == (None, None)


def test_a_second_opening_is_read_only_and_says_so(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote()
        stored(hand)
        with driven(Hand.open(path, FakeService(babble))) as other:
            status = other.wait(
                lambda e: (
                    e.status
                    if isinstance(e, StatusChanged) and e.status.state is EngineState.READ_ONLY
                    else None
                )
            )
            assert "another window" in status.stop_reason


def test_a_provider_that_asks_to_wait_is_told_and_so_is_the_end_of_it(path: Path) -> None:
    service = FakeService(babble, held=True)
    models = {CallRole.ANSWER: ModelSpec("openai/some-model")}
    hand = Hand.create(path, small_draft(models=models), service)
    try:
        hand.until(lambda: hand.status is not None and "Making" in hand.status.activity)
        service.pause_s = 17.2
        hand.until(lambda: hand.status.activity == "The provider asks to wait: 20 s")
        service.pause_s, service.hold_s = 0.0, 31.0
        hand.until(
            lambda: hand.status.activity == "Keeping to the limit per minute: 35 s",
        )
        service.hold_s = 0.0
        hand.until(lambda: "Making" in hand.status.activity)
    finally:
        hand.close()


def test_a_confirmation_asks_on_held_out_examples_and_teaches_nothing(path: Path) -> None:
    draft = small_draft(rows=18)
    with driven(Hand.create(path, draft, FakeService(babble, threaded=True))) as hand:
        hand.until(lambda: hand.pool is not None and len(hand.pool.candidates) >= 2)
        assert hand.pool is not None
        child = next(v.candidate for v in hand.pool.candidates if not v.candidate.start)
        hand.post(StartConfirmation(child.id, duels=3))
        judged = 0
        while judged < 3:
            pair = hand.vote(Verdict.LEFT)
            told = stored(hand)
            if pair.purpose is Purpose.CONFIRM:
                judged += 1
                assert pair.example.split is Split.HELD_OUT
                assert {told.reveal.left_prompt, told.reveal.right_prompt} == {
                    child.id,
                    draft.start.id,
                }
        hand.until(
            lambda: bool(hand.pool and [c for c in hand.pool.confirmations if c.judged == 3])
        )
        assert hand.pool is not None
        result = hand.pool.confirmations[0]
        assert result.wins + result.losses == 3
        assert not result.active
        assert result.low <= result.share <= result.high

    with Store.open(path) as store:
        taught = [duel.example.split for duel in store.judged_duels()]
    assert Split.HELD_OUT not in taught


def test_undoing_another_start_prompt_draws_the_curve_against_the_first_one_again(
    path: Path,
) -> None:
    drawn = lambda event: isinstance(event, CurveChanged)  # noqa: E731
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.until(lambda: hand.pool is not None and len(hand.pool.candidates) >= 2)
        assert hand.pool is not None
        child = next(v.candidate for v in hand.pool.candidates if not v.candidate.start)
        hand.post(Pause())  # nothing else draws it anew
        hand.until(lambda: hand.status is not None and hand.status.state is EngineState.PAUSED)
        hand.post(SetStart(child.id))
        hand.wait(drawn)
        hand.until(lambda: hand.pool is not None and hand.pool.start_id == child.id)
        for step, start in ((Undo(), small_draft().start.id), (Redo(), child.id)):
            hand.post(step)
            hand.wait(drawn)
            hand.until(lambda start=start: hand.pool.start_id == start)


def test_a_judge_votes_beside_the_person_and_is_never_counted_as_one(path: Path) -> None:
    def answer(request: Request) -> str:
        if request.role is CallRole.JUDGE:
            text = request.messages[-1].content
            if "<answer_1>" not in text:
                return "DEMAND: none\n\nVERDICT: FINE"  # a new prompt was to be checked
            first = text.split("<answer_1>")[1].split("</answer_1>")[0].count("warm")
            second = text.split("<answer_2>")[1].split("</answer_2>")[0].count("warm")
            verdict = "TIE" if first == second else "1" if first > second else "2"
            return f"Compared by warmth.\n\nVERDICT: {verdict}"
        return babble(request)

    judge = ModelSpec(model="openai/judge")
    draft = small_draft(rows=30, models={CallRole.JUDGE: judge})
    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, draft, service)) as hand:
        hand.post(SetOptions(Options(judge=True, judge_votes=12)))
        for _ in range(4):
            hand.vote()
            stored(hand)
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 6))
        assert hand.pool is not None
        assert hand.status is not None
        assert hand.status.votes == 4
        rater = hand.pool.raters[0]
        assert rater.taste is None or 0.0 <= rater.taste <= 1.0

    asked = [request for request in service.requests if request.role is CallRole.JUDGE]
    assert len(asked) <= 24
    with Store.open(path) as store:
        assert len([v for v in store.votes() if v.rater_id == "person"]) == 4
        assert len(store.judged_duels()) == 4


def test_what_the_judge_said_of_a_pair_is_told_once_it_is_judged(path: Path) -> None:
    def answer(request: Request) -> str:
        if request.role is CallRole.JUDGE:
            text = request.messages[-1].content
            if "<answer_1>" not in text:
                return "DEMAND: none\n\nVERDICT: FINE"  # a new prompt was to be checked
            first = text.split("<answer_1>")[1].split("</answer_1>")[0]
            second = text.split("<answer_2>")[1].split("</answer_2>")[0]
            return f"VERDICT: {'1' if first > second else '2'}"
        return babble(request)

    draft = small_draft(models={CallRole.JUDGE: ModelSpec(model="openai/judge")})
    with driven(Hand.create(path, draft, FakeService(answer, threaded=True))) as hand:
        hand.vote()
        assert stored(hand).reveal.judge is None
        hand.pair()
        hand.post(SetOptions(Options(judge=True, judge_votes=8)))
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 4))
        pair = hand.vote()
        left = pair.left.text > pair.right.text
        assert stored(hand).reveal.judge is (Verdict.LEFT if left else Verdict.RIGHT)


def test_a_judge_that_flips_abstains(path: Path) -> None:
    def answer(request: Request) -> str:
        return "VERDICT: 1" if request.role is CallRole.JUDGE else babble(request)

    draft = small_draft(models={CallRole.JUDGE: ModelSpec(model="openai/judge")})
    with driven(Hand.create(path, draft, FakeService(answer, threaded=True))) as hand:
        hand.post(SetOptions(Options(judge=True, judge_votes=4)))
        hand.until(
            lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].abstentions >= 3)
        )
        assert hand.pool is not None
        assert hand.pool.raters[0].votes == 0


def test_a_metric_is_one_more_rater(path: Path) -> None:
    draft = small_draft()
    labelled = tuple(replace(e, reference="warm") for e in draft.examples)
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, replace(draft, examples=labelled), service)) as hand:
        hand.post(SetOptions(Options(metric="contains")))
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 6))
        assert hand.pool is not None
        assert hand.pool.raters[0].kind is RaterKind.METRIC

    with Store.open(path) as store:
        scores = store.scores("contains")
        texts = store.output_texts(list(scores))
    assert scores
    assert all(score == float("warm" in texts[output]) for output, score in scores.items())


def test_a_pool_that_answers_all_alike_grows_a_little_and_then_says_so(path: Path) -> None:
    service = FakeService(lambda request: "The same.", threaded=True)
    with driven(Hand.create(path, small_draft(), service)) as hand:
        hand.until(
            lambda: hand.status is not None and hand.status.state is EngineState.NOTHING_LEFT
        )
        hand.until(lambda: hand.pool is not None and len(hand.pool.candidates) == 6)

    assert hand.current is None
    with Store.open(path) as store:
        tuning = [e for e in store.examples() if e.split is Split.TUNING]
        assert len(service.requests) <= 6 * len(tuning)


def test_resuming_asks_models_again_that_were_left_alone(tmp_path: Path) -> None:
    service = FakeService(babble, threaded=True)
    forgiven: list[ModelSpec] = []
    service.reset = forgiven.append  # type: ignore[method-assign]
    hand = Hand.create(tmp_path / "again.pairtune", small_draft(), service)
    hand.pair()
    hand.post(Resume())
    hand.close()
    assert forgiven
