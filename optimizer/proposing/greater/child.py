"""Makes steps of GReaTer in a process of its own, so that the program never loads PyTorch.

It reads one job as JSON from standard input and writes one line of JSON: `found`, or `error` in
words with its `kind`. What libraries print goes to standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TextIO

from optimizer.proposing.greater.step import GradientSource, Knobs, Row, replacement
from optimizer.proposing.greater.torch_source import TorchSource
from optimizer.proposing.greater.words import SLOT, fits

MISSING, UNKNOWN, FAILED = "missing", "unknown", "failed"
Load = Callable[[str, str, int, float], Any]


def main(given: TextIO, told: TextIO, load: Load = TorchSource) -> int:
    """Work on one job.

    Args:
        given: Holds the job.
        told: Takes the result.
        load: Makes a gradient source that also speaks messages.
    """
    job = json.loads(given.read())
    try:
        source = load(job["model"], job["extract"], job["thought"], job["fluency"])
    except ImportError as error:
        return _tell(told, {"error": str(error), "kind": MISSING})
    except (OSError, ValueError, KeyError) as error:
        return _tell(told, {"error": str(error).splitlines()[0][:300], "kind": UNKNOWN})
    try:
        found = _steps(source, job)
    except (RuntimeError, MemoryError, IndexError) as error:
        return _tell(told, {"error": f"{type(error).__name__}: {error}"[:300], "kind": FAILED})
    return _tell(told, {"found": found})


def _steps(source: Any, job: Mapping[str, Any]) -> list[dict[str, Any] | None]:
    """Return what was found for the first places; more are looked at while none has a better word.

    The job's `seconds` end it too, so that what was found is not lost.
    """
    late = time.monotonic() + job["seconds"]
    found: list[dict[str, Any] | None] = []
    for place in job["places"]:
        if (len(found) >= job["tried"] and any(found)) or (found and time.monotonic() > late):
            break
        found.append(_step(source, place, job))
    return found


def _step(source: Any, place: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = []
    for each in place["rows"]:
        before, slot, after = source.spoken(each["messages"]).partition(SLOT)
        if slot:
            rows.append(Row(before, place["word"], after, each["answer"]))
    model: GradientSource = source
    knobs = Knobs(job["top"], job["kept"], job["least"])
    found = replacement(model, rows, fits, knobs) if rows else None
    return asdict(found) if found else None


def _tell(told: TextIO, message: Mapping[str, object]) -> int:
    told.write(f"{json.dumps(message)}\n")
    told.flush()
    return int("error" in message)


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr
    sys.exit(main(sys.stdin, answers))
