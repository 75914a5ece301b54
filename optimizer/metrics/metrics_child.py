"""Scores answers with the user's own Python file, as a process of its own.

It reads one JSON object a line (`answer`, `reference`, `fields`) and writes one: `value`, or
`error` in words. What the file prints, or a program that it starts, goes to standard error; neither
reads any of the lines.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

FUNCTION = "score"


def main(path: str) -> int:
    """Answer lines until the input ends.

    Args:
        path: The user's file; it defines `score(answer, expected, row)`.
    """
    rows, answers = _own_streams()
    try:
        score = load(Path(path))
    except Exception as error:  # noqa: BLE001 - the user's code, whatever it does
        _tell(answers, {"error": f"it cannot be loaded: {type(error).__name__}: {error}"})
        return 1
    _tell(answers, {"ready": True})
    for line in rows:
        row = json.loads(line)
        try:
            value = float(score(row["answer"], row["reference"], row["fields"]))
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"{value} is not from 0 to 1")
        except Exception as error:  # noqa: BLE001 - as above
            _tell(answers, {"error": f"{type(error).__name__}: {error}"})
        else:
            _tell(answers, {"value": value})
    return 0


def load(path: Path) -> Callable[..., float]:
    """Return the function of a file.

    Raises:
        AttributeError: It defines no `score`.
    """
    spec = importlib.util.spec_from_file_location("pairtune_user_metric", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., float] = getattr(module, FUNCTION)
    return found


def _own_streams() -> tuple[TextIO, TextIO]:
    """Return the streams to the program, and give others to whatever runs in this process."""
    rows = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return rows, answers


def _tell(answers: TextIO, message: dict[str, object]) -> None:
    answers.write(f"{json.dumps(message)}\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
