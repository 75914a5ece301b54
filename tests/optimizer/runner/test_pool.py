"""The pool of a project that is open: prompts that come, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from optimizer.commands import (
    AddPrompt,
    ArchivePrompt,
    Pause,
    ProposeNow,
    Redo,
    ReplayTo,
    SetModels,
    SetStart,
    SetTask,
    Undo,
)
from optimizer.events import CurveChanged, FaultRaised, PoolReplayed, StatusChanged
from optimizer.records import CallRole, ModelSpec, Prompt, Request, Split, StoredProposal
from optimizer.store import Store
from optimizer.views import EngineState
from tests.fake_service import FakeService
from tests.optimizer.runner.driving import driven, stored
from tests.small_project import Hand, babble, small_draft


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
