"""The child: one job in, one line out, and every fault told in words."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from optimizer.proposing.greater import child
from tests.optimizer.proposing.greater.toy import Toy, place

JOB = {
    "model": "toy",
    "extract": "So:",
    "thought": 8,
    "fluency": 0.2,
    "top": 8,
    "kept": 3,
    "least": 0.0,
    "tried": 3,
    "seconds": 60,
    "places": [place(" fine", "a", "b"), place(" great", "a"), place(" unheard", "a")],
}


def work(load: Any) -> tuple[int, dict[str, Any]]:
    told = io.StringIO()
    code = child.main(io.StringIO(json.dumps(JOB)), told, load)
    return code, json.loads(told.getvalue())


def test_every_place_has_its_answer() -> None:
    asked: list[object] = []

    def load(*arguments: object) -> Toy:
        asked.extend(arguments)
        return Toy()

    code, told = work(load)
    assert code == 0
    assert [found and found["by"] for found in told["found"]] == [" great", None, None]
    assert asked == ["toy", "So:", 8, 0.2]


def test_more_places_are_looked_at_only_while_nothing_is_found() -> None:
    places = [place(" great", "a"), place(" unheard", "a"), place(" fine", "a"), place(" bad", "a")]
    told = io.StringIO()
    job = {**JOB, "places": places, "tried": 2}
    child.main(io.StringIO(json.dumps(job)), told, lambda *_: Toy())
    found = json.loads(told.getvalue())["found"]
    assert [each and each["by"] for each in found] == [None, None, " great"]


def test_when_its_time_is_over_it_tells_what_it_has() -> None:
    told = io.StringIO()
    child.main(io.StringIO(json.dumps({**JOB, "seconds": -1})), told, lambda *_: Toy())
    assert len(json.loads(told.getvalue())["found"]) == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ModuleNotFoundError("No module named 'torch'"), child.MISSING),
        (OSError("toy is no local folder\nand so on"), child.UNKNOWN),
        (ValueError("Unrecognized model"), child.UNKNOWN),
    ],
)
def test_a_model_that_cannot_be_loaded_is_told(error: Exception, kind: str) -> None:
    def load(*_: object) -> Toy:
        raise error

    code, told = work(load)
    assert code == 1
    assert told["kind"] == kind
    assert told["error"] in str(error)
    assert "\n" not in told["error"]


def test_a_model_that_fails_is_told() -> None:
    class Broken(Toy):
        def reasoning(self, cut: object, token: int) -> tuple[int, ...]:
            raise RuntimeError("out of memory")

    code, told = work(lambda *_: Broken())
    assert code == 1
    assert told == {"error": "RuntimeError: out of memory", "kind": child.FAILED}
