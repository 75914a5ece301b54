"""Methods that write after votes: on the real engine, from the first vote over a reopening."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.commands import StartMethod
from optimizer.records import CallRole, ModelSpec, Request, StoredProposal, Verdict
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.optimizer.proposing.pools import START
from tests.optimizer.proposing.worlds import NAMES, ROWS, TASK, WISHES, competent, quality
from tests.small_project import Hand, babble, small_draft

_WRITER = {CallRole.WRITE: ModelSpec(model="openai/writer")}


def answered(request: Request) -> str:
    """What the models say: the writer by its rules, the answerer by the wishes it was given."""
    told = "\n".join(message.content for message in request.messages)
    if request.role is CallRole.WRITE:
        writer = competent()
        writer.complete(request.messages)
        return writer.complete(request.messages).text
    row = re.search(r"Question (\d)", told)
    name = NAMES[int(row[1]) % 4] if row else NAMES[0]
    held = WISHES[name][:-1].casefold() in told.casefold()
    return f"{'done' if held else 'nothing about'} {name} {babble(request)}"


def vote_until(hand: Hand, condition: Callable[[], bool]) -> None:
    """Vote by what the answers fulfil, until a condition holds."""
    for _ in range(400):
        if condition():
            return
        pair = hand.pair()
        left, right = pair.left.text.startswith("done"), pair.right.text.startswith("done")
        verdicts = {(True, False): Verdict.LEFT, (False, True): Verdict.RIGHT}
        hand.vote(verdicts.get((left, right), Verdict.BOTH_BAD))
    hand.until(condition)


@pytest.mark.parametrize("name", ["langgpt", "promptagent"])
def test_a_run_writes_after_votes_and_goes_on_when_reopened(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pairtune"
    draft = small_draft(examples=ROWS, task=TASK, start=START, models=_WRITER, method=name)
    hand = Hand.create(path, draft, FakeService(answered, threaded=True))
    # The table comes late on a busy machine; a short run could have ended by then.
    hand.post(StartMethod(name, {"prompts": 200}))
    try:
        vote_until(hand, lambda: _written(hand, name) >= 1)
    finally:
        hand.close()
    before = _proposals(path, name)
    assert before
    assert all(p.parents and p.calls > 0 and p.reason and p.edit["action"] for p in before)

    hand = Hand.open(path, FakeService(answered, threaded=True))
    try:
        vote_until(hand, lambda: _written(hand, name) > len(before))
    finally:
        hand.close()
    after = _proposals(path, name)
    assert after[: len(before)] == before
    assert len({p.run_id for p in after}) == 1
    with Store.open(path) as store:
        assert max(quality(c.prompt) for c in store.candidates()) >= 1


def _written(hand: Hand, name: str) -> int:
    made = hand.pool.proposals if hand.pool else ()
    return sum(p.proposer == name and p.prompt_id is not None for p in made)


def _proposals(path: Path, name: str) -> list[StoredProposal]:
    with Store.open(path) as store:
        return [p for p in store.proposals() if p.proposer == name and p.prompt_id]
