"""The process that asks the models: it dies, it is broken, its parent is killed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ModelFault
from optimizer.llm import childcaller
from optimizer.llm.childcaller import ChildCaller
from optimizer.llm.frames import read_frame, write_frame
from optimizer.llm.wire import Attempt, CallFailed, Failure
from optimizer.records import Completion
from tests.fault_server import FaultServer
from tests.optimizer.llm.conftest import CANARY, Inbox, MakeService, call, hosted, request

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.text(), values, max_size=2), max_size=3))
def test_frames_come_out_as_they_went_in(frames: list[dict[str, object]]) -> None:
    pipe = io.BytesIO()
    for frame in frames:
        write_frame(pipe, frame)
    pipe.seek(0)
    assert [read_frame(pipe) for _ in frames] == frames
    assert read_frame(pipe) is None


@given(st.dictionaries(st.text(), st.text()), st.data())
def test_half_a_frame_is_the_end(frame: dict[str, object], data: st.DataObject) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, frame)
    whole = pipe.getvalue()
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert read_frame(io.BytesIO(whole[:cut])) is None


def wait_gone(process_id: int) -> None:
    """Wait until a process is no more, or only a zombie."""
    while True:
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        threading.Event().wait(0.02)


def test_a_child_that_dies_loses_what_was_under_way_and_is_started_again(
    make_service: MakeService, server: FaultServer
) -> None:
    caller = ChildCaller()
    service = make_service(caller=caller)
    server.script("hang", "hang")
    inbox = Inbox()
    service.submit(request(hosted(server), "one"), inbox)
    service.submit(request(hosted(server), "two"), inbox, spare=1)
    while len(server.ledger) < 2:
        threading.Event().wait(0.01)
    first = caller.process_id
    assert first is not None
    os.kill(first, signal.SIGTERM)
    by_text = {asked.messages[0].content: outcome for asked, outcome in inbox.take_pairs(2)}
    lost, again = by_text["one"], by_text["two"]
    assert isinstance(lost, ModelFault)
    assert (lost.kind, lost.attempts, lost.lost_attempts) == ("reset", 1, 1)
    assert isinstance(again, Completion)
    assert (again.attempts, again.lost_attempts) == (2, 1)
    assert caller.process_id not in (None, first)


def test_a_child_that_dies_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    class Dies:
        usable = False
        process_id = 0

        def wait_ready(self) -> None:
            raise CallFailed(Failure("client", "It ended before it was ready."))

        def end(self) -> None:
            pass

    monkeypatch.setattr(childcaller, "ChildProcess", Dies)
    monkeypatch.setattr(childcaller, "_FIRST_PAUSE_S", 0.001)
    caller = ChildCaller()
    words = []
    for _ in range(7):
        with pytest.raises(CallFailed) as caught:
            asyncio.run(caller.load())
        words.append(caught.value.failure.words)
    assert words[4] == "It ended before it was ready."
    assert words[5] == words[6] == "It ended by itself 5 times."


def test_a_broken_installation_is_told(
    make_service: MakeService,
    server: FaultServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "litellm.py").write_text("raise ImportError('a part is missing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    service = make_service(caller=ChildCaller())
    fault = call(service, request(hosted(server)))
    assert isinstance(fault, ModelFault)
    assert (fault.kind, fault.attempts) == ("client", 0)
    assert "a part is missing" in fault.message
    assert not server.ledger


def test_closing_while_the_child_is_loading_ends_it(
    make_service: MakeService, server: FaultServer
) -> None:
    caller = ChildCaller()
    service = make_service(caller=caller)
    inbox = Inbox()
    service.submit(request(hosted(server)), inbox)
    while (child := caller._child) is None:
        threading.Event().wait(0.01)
    service.close()
    outcome = inbox.next()
    assert isinstance(outcome, ModelFault)
    assert (outcome.kind, outcome.lost_attempts) == ("cancelled", 0)
    wait_gone(child.process_id)
    assert not server.ledger


_PARENT = """
import asyncio, sys
from optimizer.llm.childcaller import ChildCaller
caller = ChildCaller()
asyncio.run(caller.load())
print(caller.process_id, flush=True)
sys.stdin.read()
"""


def test_the_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    wait_gone(child)


def test_the_key_is_neither_on_the_command_line_nor_in_the_environment(
    make_service: MakeService, server: FaultServer
) -> None:
    caller = ChildCaller()
    service = make_service(caller=caller)
    assert isinstance(call(service, request(hosted(server))), Completion)
    assert server.headers[0]["authorization"] == f"Bearer {CANARY}"
    place = Path(f"/proc/{caller.process_id}")
    if place.exists():  # other systems do not show it at all
        shown = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        assert CANARY.encode() not in shown


def test_an_attempt_and_a_failure_show_no_secret() -> None:
    attempt = Attempt("m", (), 1, None, None, 1.0, api_key=CANARY)
    failure = Failure("auth", f"Incorrect key {CANARY}")
    assert CANARY not in repr(attempt) + repr(failure) + repr(CallFailed(failure))
