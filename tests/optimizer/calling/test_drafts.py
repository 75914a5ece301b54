"""Outputs that are shown while they are written."""

from __future__ import annotations

from pathlib import Path

from optimizer.calling.drafts import Drafts, DraftsGrew
from optimizer.events import OutputsGrew
from optimizer.records import CallRole, Message, ModelSpec, Parameters, Request
from tests.fake_service import FakeService
from tests.small_project import Hand, small_draft


def request(text: str) -> Request:
    message = Message("user", text)
    return Request(CallRole.ANSWER, ModelSpec("openai/m"), (message,), Parameters(), max_tokens=9)


def test_texts_stand_in_the_order_in_which_they_were_begun() -> None:
    posted: list[DraftsGrew] = []
    now = [0.0]
    drafts = Drafts(posted.append, lambda: now[0])
    first, second = request("first"), request("second")
    drafts.begin(first)
    drafts.begin(second)
    drafts.grow(second, "b")
    drafts.grow(first, "a")
    drafts.grow(first, "aa")
    assert len(posted) == 1, "the loop is not flooded"
    assert drafts.texts() == ("aa", "b")
    drafts.grow(second, "bb")
    assert len(posted) == 1, "not so soon"
    now[0] += 1.0
    drafts.grow(second, "bbb")
    assert len(posted) == 2
    assert drafts.texts() == ("aa", "bbb")


def test_what_is_whole_or_was_never_begun_is_not_shown() -> None:
    posted: list[DraftsGrew] = []
    drafts = Drafts(posted.append)
    drafts.grow(request("unknown"), "x")
    done = request("done")
    drafts.begin(done)
    drafts.end(done)
    drafts.grow(done, "late")
    assert (posted, drafts.texts()) == ([], ())


def test_outputs_are_shown_as_they_grow_only_until_there_is_a_pair(tmp_path: Path) -> None:
    service = Growing()
    hand = Hand.create(tmp_path / "grows.pairtune", small_draft(), service)
    grew = hand.wait(lambda event: event if isinstance(event, OutputsGrew) else None)
    assert grew.texts
    assert all(text.startswith("so far") for text in grew.texts)
    service.release()
    hand.pair()
    for votes in range(1, 13):
        if len(service.requests) > len(service.grown):
            break  # what comes after the first pair is asked for as a whole
        hand.vote()
        hand.until(lambda votes=votes: bool(hand.status) and hand.status.votes == votes)
    assert len(service.requests) > len(service.grown)
    hand.close()


class Growing(FakeService):
    """Tells a beginning of each answer that somebody waits to see, and holds the rest back."""

    def __init__(self) -> None:
        super().__init__(lambda asked: f"whole {asked.hash}", threaded=True, held=True)
        self.grown: list[Request] = []

    def submit(self, request, done, *, spare=0, growing=None):  # type: ignore[no-untyped-def]
        """Begin to answer."""
        handle = super().submit(request, done, spare=spare)
        if growing is not None:
            self.grown.append(request)
            growing(request, f"so far {len(self.grown)}")
        return handle
