"""The engine's threads leave the processor to the window, where the system knows such threads."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.inbox import Inbox
from optimizer.standing_back import stand_back
from optimizer.workshop import Finished, Workshop

BACK = 3 if sys.platform == "linux" else 0


def policy() -> int:
    """How the system treats the calling thread."""
    return os.sched_getscheduler(0) if sys.platform == "linux" else 0


def test_a_thread_stands_back_and_nobody_else_with_it() -> None:
    before = policy()
    with ThreadPoolExecutor(1, initializer=stand_back) as back:
        assert back.submit(policy).result() == BACK
    assert policy() == before


def test_computations_and_proposers_stand_back() -> None:
    inbox = Inbox()
    workshop = Workshop(inbox)
    told: list[object] = []
    for begin in (workshop.compute, workshop.propose):
        begin(policy, told.append, lambda error: None)
        finished = inbox.take(30.0)
        assert isinstance(finished, Finished)
        finished.then(finished.result)
    workshop.close()
    assert told == [BACK, BACK]


def test_where_it_is_not_allowed_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    before = policy()
    monkeypatch.setattr(os, "sched_setscheduler", refused, raising=False)
    stand_back()
    assert policy() == before
