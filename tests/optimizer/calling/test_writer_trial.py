"""A writer is looked at once, and a weak one is told of."""

from __future__ import annotations

from pathlib import Path

from optimizer.events import FaultRaised
from optimizer.records import CallRole, ModelSpec, Request
from tests.fake_service import FakeService
from tests.small_project import Hand, babble, small_draft

WRITER = ModelSpec("openai/writer")
MODELS = {CallRole.ANSWER: ModelSpec("openai/m"), CallRole.WRITE: WRITER}


def trials(service: FakeService) -> list[Request]:
    return [request for request in service.requests if request.role is CallRole.TEST]


def weak(hand: Hand) -> FaultRaised:
    def told(event: object) -> FaultRaised | None:
        found = isinstance(event, FaultRaised) and event.fault.kind == "weak_writer"
        return event if found else None  # type: ignore[return-value]

    return hand.wait(told)


def test_a_weak_writer_is_told_of_with_what_needs_none(tmp_path: Path) -> None:
    service = FakeService(babble, threaded=True)
    hand = Hand.create(tmp_path / "weak.pairtune", small_draft(models=MODELS), service)
    said = weak(hand).fault
    assert "too weak to write prompts" in said.message
    assert "Component library" in said.message
    assert "Settings" in said.remedy
    hand.close()
    assert len(trials(service)) == 2


def test_the_same_writer_is_not_paid_for_again_when_the_project_is_reopened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "again.pairtune"
    hand = Hand.create(path, small_draft(models=MODELS), FakeService(babble, threaded=True))
    weak(hand)
    hand.close()
    service = FakeService(babble, threaded=True)
    again = Hand.open(path, service)
    weak(again)
    again.close()
    assert trials(service) == []


def test_without_a_writer_or_with_the_bundled_one_nothing_is_asked(tmp_path: Path) -> None:
    for name, writer in (("none", None), ("bundled", ModelSpec())):
        models = {CallRole.ANSWER: ModelSpec("openai/m"), CallRole.WRITE: writer}
        service = FakeService(babble, threaded=True)
        hand = Hand.create(tmp_path / f"{name}.pairtune", small_draft(models=models), service)
        hand.pair()
        hand.close()
        assert trials(service) == []
