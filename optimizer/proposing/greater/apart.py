"""Runs the child process that has the model, and ends it when the work is to stop."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.children import module_command, start_child
from optimizer.errors import MethodFault, ModelFault
from optimizer.proposing.greater.child import MISSING, UNKNOWN
from optimizer.said import say
from optimizer.stopping import CANCELLED, stop_asked

CHILD = tuple(module_command("optimizer.proposing.greater.child"))
_LOOK_S = 0.2
_KEYS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH")  # a model may be behind a gate
_MORE = {"TOKENIZERS_PARALLELISM": "false"}


def steps_apart(
    job: Mapping[str, Any], limit_s: float, command: Sequence[str] = CHILD
) -> list[dict[str, Any] | None]:
    """Return what a child process finds for every place of a job.

    Args:
        job: What `child.main` reads.
        limit_s: How long it may take, loading the model included.
        command: How the child is started.

    Raises:
        MethodFault: PyTorch, Transformers or the model is not there.
        ModelFault: It took too long or failed, or the work was stopped.
    """
    # A file and not a pipe: a job may be longer than a pipe holds at once.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        json.dump(job, given)
        given.flush()
        given.seek(0)
        with start_child(command, keys=_KEYS, stdin=given, more=_MORE) as process:
            try:
                said = _wait(process, limit_s)
            finally:
                process.kill()
    try:
        told = json.loads(said.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise _failed(say("it ended without an answer")) from error
    if "error" in told:
        raise _fault(str(told["kind"]), str(told["error"]), str(job["model"]))
    found: list[dict[str, Any] | None] = told["found"]
    return found


def _wait(process: subprocess.Popen[bytes], limit_s: float) -> str:
    """Return what the child says, looking meanwhile whether it is still wanted."""
    late = time.monotonic() + limit_s
    while True:
        try:
            return process.communicate(timeout=_LOOK_S)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            if stop_asked():
                raise ModelFault(say("The writing was stopped."), kind=CANCELLED) from None
            if time.monotonic() > late:
                told = say("it took more than {limit_s:.0f} seconds", limit_s=limit_s)
                raise _failed(told) from None


def _fault(kind: str, error: str, model: str) -> MethodFault | ModelFault:
    if kind == MISSING:
        return MethodFault(
            say("What gradients need cannot be loaded: {error}.", error=error.rstrip(".")),
            say(
                "Install the extra pairtune[gradients] in PairTune's environment: "
                "pip install torch transformers accelerate gguf."
            ),
        )
    if kind == UNKNOWN:
        return MethodFault(
            say("The model {model} cannot be loaded: {error}.", model=model, error=error),
            say("Name a model of the Hugging Face hub, or a folder that holds one."),
        )
    return _failed(error)


def _failed(why: str) -> ModelFault:
    return ModelFault(
        say("The model for gradients failed: {why}.", why=why),
        say("Take a smaller model, fewer rows or fewer words."),
    )
