"""What goes wrong is told, and the work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.commands import Resume
from optimizer.errors import ModelFault, ProjectFault
from optimizer.events import FaultCleared, FaultRaised
from optimizer.records import ModelSpec, Output, Request
from optimizer.steering import Steering
from optimizer.store import Store
from optimizer.store.outputs import Outputs
from optimizer.views import EngineState
from tests.fake_service import FakeService
from tests.optimizer.runner.driving import driven, stored
from tests.small_project import Hand, babble, small_draft


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


def test_resuming_asks_models_again_that_were_left_alone(tmp_path: Path) -> None:
    service = FakeService(babble, threaded=True)
    forgiven: list[ModelSpec] = []
    service.reset = forgiven.append  # type: ignore[method-assign]
    hand = Hand.create(tmp_path / "again.pairtune", small_draft(), service)
    hand.pair()
    hand.post(Resume())
    hand.close()
    assert forgiven
