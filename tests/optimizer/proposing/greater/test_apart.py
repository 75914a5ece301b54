"""The process of the child: heard, limited in time, and ended when the work is to stop."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest

from optimizer.errors import MethodFault, ModelFault
from optimizer.proposing.greater.apart import steps_apart
from optimizer.stopping import CANCELLED, stoppable
from tests.optimizer.proposing.greater.test_child import JOB

TOY = """
import sys
from optimizer.proposing.greater.child import main
from tests.optimizer.proposing.greater.toy import Toy
print("a library is talking", file=sys.stderr)
sys.exit(main(sys.stdin, sys.stdout, lambda *_: Toy()))
"""
BARE = """
import sys
sys.modules["torch"] = None
from optimizer.proposing.greater.child import main
sys.exit(main(sys.stdin, sys.stdout))
"""
NOWHERE = """
import sys
from optimizer.proposing.greater.child import main
def load(*_):
    raise OSError("nobody/nothing is not there")
sys.exit(main(sys.stdin, sys.stdout, load))
"""


def says(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def test_what_the_child_found_arrives() -> None:
    found = steps_apart(JOB, 240.0, says(TOY))
    assert [each and each["by"] for each in found] == [" great", None, None]


def test_without_the_extra_it_says_how_to_get_it() -> None:
    with pytest.raises(MethodFault, match=r"pip install torch transformers"):
        steps_apart(JOB, 240.0, says(BARE))


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(MethodFault, match=r"The model toy cannot be loaded: nobody/nothing"):
        steps_apart(JOB, 240.0, says(NOWHERE))


@pytest.mark.parametrize("text", ["", "print('hello')", "import sys; sys.exit(3)"])
def test_an_end_without_an_answer_is_a_fault(text: str) -> None:
    with pytest.raises(ModelFault, match=r"it ended without an answer"):
        steps_apart(JOB, 240.0, says(text))


def test_a_job_that_is_longer_than_a_pipe_goes_through() -> None:
    long = {**JOB, "extract": "x" * 1_000_000}
    reader = "import json, sys; j = json.load(sys.stdin); print(json.dumps({'found': [None]}))"
    assert steps_apart(long, 240.0, says(reader)) == [None]


def test_it_is_ended_when_it_takes_too_long(tmp_path: Path) -> None:
    sleeper = "import time; time.sleep(600)"
    with pytest.raises(ModelFault, match=r"more than 0 seconds"):
        steps_apart(JOB, 0.1, says(sleeper))


def test_it_is_ended_when_the_work_is_to_stop() -> None:
    stop = threading.Event()
    stop.set()
    sleeper = "import time; time.sleep(600)"
    with pytest.raises(ModelFault) as caught:
        stoppable(lambda: steps_apart(JOB, 600.0, says(sleeper)), stop)()
    assert caught.value.kind == CANCELLED


def test_a_job_is_plain_json() -> None:
    assert json.loads(json.dumps(JOB)) == JOB
