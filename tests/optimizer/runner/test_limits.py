"""Caps, pauses and what is never paid twice."""

from __future__ import annotations

from pathlib import Path

from optimizer.commands import Pause, Resume, SetCaps, Undo
from optimizer.events import FaultRaised, StatusChanged
from optimizer.records import CallRole, Caps, ModelSpec
from optimizer.store import Store
from optimizer.views import EngineState
from tests.fake_service import FakeService
from tests.optimizer.runner.driving import driven, stored
from tests.small_project import Hand, babble, small_draft


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
