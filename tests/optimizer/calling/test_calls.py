"""What is in the file, and what is booked, at every moment of a call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from optimizer.calling.budget import Ledger
from optimizer.calling.call_book import LOST
from optimizer.calling.calls import Arrived, CallDesk, Reply
from optimizer.errors import BudgetFault, ModelFault, ProjectFault
from optimizer.project import create_project
from optimizer.records import CallRole, Caps, Message, ModelSpec, Parameters, Request
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.small_project import small_draft


class Bench:
    """A call desk on a real file, with a service that answers when it is told to."""

    def __init__(self, path: Path, caps: Caps) -> None:
        self.store = Store.open(path) if path.exists() else create_project(path, small_draft())
        self.service = FakeService(lambda _: "an answer", price=(1.0, 1.0), held=True)
        self.ledger = Ledger(caps, self.store.spend())
        self.arrived: list[Arrived] = []
        numbers = count(sum(role.calls for role in self.store.spend().values()))
        self.desk = CallDesk(
            self.store,
            self.service,
            self.ledger,
            self.arrived.append,
            lambda: f"call-{next(numbers)}",
            lambda: "2026-01-01T00:00:00Z",
        )
        self.replies: list[Reply] = []

    def ask(self, text: str) -> Request:
        model = ModelSpec("openai/m")
        message = Message("user", text)
        asked = Request(CallRole.ANSWER, model, (message,), Parameters(), max_tokens=9)
        self.desk.obtain(asked, self.replies.append)
        return asked

    def settle(self) -> None:
        while self.arrived:
            self.desk.arrive(self.arrived.pop(0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.pairtune"


@pytest.fixture
def bench(path: Path) -> Iterator[Bench]:
    made = Bench(path, Caps())
    yield made
    made.store.close()


def test_a_call_is_booked_as_lost_before_it_is_sent_and_truly_when_it_is_answered(
    bench: Bench,
) -> None:
    seen = []
    submit = bench.service.submit

    def watched(
        request: Request, done: object, *, spare: int = 0, growing: object = None
    ) -> object:
        seen.extend(bench.store.calls())
        return submit(request, done, spare=spare)  # type: ignore[arg-type]

    bench.service.submit = watched  # type: ignore[method-assign, assignment]
    bench.ask("one two")
    assert [(call.finish, call.tokens_in) for call in seen] == [(LOST, 11), (LOST, 11)]
    bench.service.release()
    bench.settle()
    (call,) = bench.store.calls()
    assert (call.error, call.tokens_in, call.tokens_out) == (None, 2, 2)
    assert bench.store.spend() == bench.desk.spend


def test_a_kill_leaves_what_may_have_been_paid_in_the_books(bench: Bench, path: Path) -> None:
    bench.ask("one two")
    bench.store.close()  # the answer never arrives
    again = Bench(path, Caps(calls=3))
    assert again.ledger.spent.tokens == 22
    again.ask("one two")
    again.ask("three")
    (refused,) = again.replies
    assert isinstance(refused.fault, BudgetFault)
    again.store.close()


def test_a_call_that_was_cancelled_before_it_was_sent_leaves_nothing(bench: Bench) -> None:
    bench.ask("one")
    bench.desk.cancel_all()
    bench.settle()
    assert bench.store.calls() == ()
    assert bench.ledger.held.calls == 0


def test_a_lost_answer_stays_booked_at_its_worst_case(bench: Bench) -> None:
    asked = bench.ask("one two")
    lost = ModelFault("It broke.", kind="reset", attempts=2, lost_attempts=2)
    bench.desk.arrive(Arrived(asked, lost))
    assert [call.finish for call in bench.store.calls()] == [LOST, LOST]
    assert bench.desk.spend == bench.store.spend()
    assert bench.ledger.spent.tokens == bench.desk.spend[CallRole.ANSWER].tokens_in == 22


def test_a_file_that_cannot_be_written_stops_the_call(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ProjectFault("The disk is full.")

    monkeypatch.setattr(bench.store, "put_call", full)
    bench.ask("one")
    assert isinstance(bench.replies[0].fault, ProjectFault)
    assert bench.ledger.held.calls == 0
    assert not bench.service.requests


def test_whoever_waits_is_told_when_the_file_does_not_take_the_answer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        bench.ask("one two")
    bench.service.release()

    def full(*_: object) -> None:
        raise ProjectFault("The disk is full.")

    monkeypatch.setattr(bench.store, "put_call", full)
    with pytest.raises(ProjectFault, match="full"):
        bench.settle()
    assert [str(reply.fault) for reply in bench.replies] == ["The disk is full."] * 2
    assert [call.finish for call in bench.store.calls()] == [LOST, LOST], "it may have been paid"
    assert (bench.desk.in_flight, bench.ledger.held.calls) == (0, 0)


def test_an_answer_is_kept_and_the_others_are_told_when_one_of_them_fails(bench: Bench) -> None:
    asked = bench.ask("one")

    def failing(reply: Reply) -> None:
        bench.store.append_event("half done", {})
        raise LookupError("a bug")

    bench.desk.obtain(asked, failing)
    bench.desk.obtain(asked, bench.replies.append)
    bench.service.release()
    with pytest.raises(LookupError, match="a bug"):
        bench.settle()
    assert [reply.completion and reply.completion.text for reply in bench.replies] == [
        "an answer",
        "an answer",
    ]
    assert bench.store.find_completion(asked.hash) is not None
    assert not bench.store.events()


def test_equal_requests_are_joined_and_then_read_from_the_file(bench: Bench) -> None:
    for _ in range(2):
        bench.ask("one")
    bench.service.release()
    bench.settle()
    bench.ask("one")
    assert [reply.call_id for reply in bench.replies] == [bench.store.calls()[0].id] * 3
    assert len(bench.service.requests) == 1
