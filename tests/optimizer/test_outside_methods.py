"""Methods of another package work like our own: to their stop, and over a kill in mid-step."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from optimizer.commands import StartMethod
from optimizer.events import FaultRaised
from optimizer.methods import load_catalogue
from optimizer.proposing import PROPOSERS
from optimizer.records import CallRole, ModelSpec, Request
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.optimizer import sessions
from tests.small_project import Hand, babble, small_draft

_OUTSIDE = Path(__file__).parents[1] / "assets" / "outside"
_WRITER = {CallRole.WRITE: ModelSpec(model="openai/writer")}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A package with entry points, as an installer would have put it on the path."""
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    monkeypatch.syspath_prepend(str(_OUTSIDE))
    PROPOSERS.look_again()
    yield
    PROPOSERS.look_again()
    for name in ("pairtune_polite", "pairtune_chain"):
        sys.modules.pop(name, None)


@contextmanager
def driven(hand: Hand) -> Iterator[Hand]:
    try:
        yield hand
    finally:
        hand.close()


def written(request: Request) -> str:
    if request.role is CallRole.WRITE:
        return f"Reply to the message. Be {babble(request)}."
    return babble(request)


def test_the_readme_shows_the_one_that_is_run_here() -> None:
    readme = (_OUTSIDE.parents[2] / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```python\n", 1)[1].split("```", 1)[0]
    assert shown in (_OUTSIDE / "pairtune_polite.py").read_text(encoding="utf-8")


def test_they_are_in_the_catalogue() -> None:
    found = load_catalogue()
    assert found.faults == ()
    assert {"polite", "chain"} <= set(found.methods)


def test_one_that_is_started_writes_prompts(tmp_path: Path) -> None:
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(tmp_path / "a.pairtune", small_draft(), service)) as hand:
        hand.post(StartMethod("polite"))
        hand.until(
            lambda: (
                hand.pool is not None
                and any(c.candidate.proposer == "polite" for c in hand.pool.candidates)
            )
        )
        assert hand.pool is not None
        (child,) = (c.candidate for c in hand.pool.candidates if c.candidate.proposer == "polite")
        assert child.prompt.instruction.endswith("Thank the reader at the end.")
        assert child.reason == "added: Thank the reader at the end."
        assert hand.status is not None
        assert hand.status.run is not None
        assert hand.status.run.title == "Polite"


def test_what_it_lacks_is_told_as_a_fault(tmp_path: Path) -> None:
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(tmp_path / "a.pairtune", small_draft(), service)) as hand:
        hand.post(StartMethod("chain"))
        told = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        assert "writer model" in told.message


def test_a_kill_in_mid_step_pays_no_call_twice_and_ends_in_the_same_prompts(tmp_path: Path) -> None:
    whole = tmp_path / "whole.pairtune"
    draft = small_draft(rows=30, method="chain", models=_WRITER)
    with driven(Hand.create(whole, draft, FakeService(written, threaded=True))) as hand:
        hand.until(lambda: _ended(hand))
    uninterrupted = _proposals(whole)
    assert len(uninterrupted) == 4

    path, copy = tmp_path / "killed.pairtune", tmp_path / "copy.pairtune"
    asked: list[Request] = []

    def killed_at_the_second(request: Request) -> str:
        if request.role is CallRole.WRITE:
            asked.append(request)
            if len(asked) == 2:
                # The first of two calls of the step is answered and stored, the second is sent.
                sessions.killed(path, copy)
        return written(request)

    with driven(Hand.create(path, draft, FakeService(killed_at_the_second, threaded=True))) as hand:
        hand.until(lambda: len(asked) >= 2)

    again: list[Request] = []

    def goes_on(request: Request) -> str:
        if request.role is CallRole.WRITE:
            again.append(request)
        return written(request)

    with driven(Hand.open(copy, FakeService(goes_on, threaded=True))) as hand:
        hand.until(lambda: _ended(hand))
    assert asked[0].hash not in {request.hash for request in again}
    assert _proposals(copy) == uninterrupted
    with Store.open(copy) as store:
        (run,) = store.runs()
        assert (run.method, run.finished) == ("chain", True)
        assert run.stop_reason == "4 new prompts were written"


def _ended(hand: Hand) -> bool:
    run = hand.status.run if hand.status else None
    return run is not None and run.finished


def _proposals(path: Path) -> list[tuple[object, ...]]:
    with Store.open(path) as store:
        return [
            (p.proposer, p.step, p.label, p.reason, dict(p.edit), p.prompt_id, p.parents, p.calls)
            for p in store.proposals()
        ]
