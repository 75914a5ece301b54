"""The bundled model's own process: it serves one GGUF file on the loopback until its parent goes.

It runs apart from the program because it saturates the cores, and because a crash of native code
must not take the window with it. Standard input carries the key (first line) and afterwards
nothing: when it closes, the parent has ended, however it ended, and so does this process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from typing import TextIO

PROMPT_CACHE_MIB = 64  # the library's own default would let old prompts fill 8 GiB


def main(arguments: list[str] | None = None) -> int:
    """Serve until standard input closes.

    Prints one line of JSON on standard output: `{"address": ...}` when requests can be answered,
    or `{"error": ...}` when the file cannot be loaded.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit code, only if the model could not be loaded.
    """
    options = _options(arguments)
    answers = _take_standard_output()
    key = sys.stdin.readline().strip()
    if not key:
        return 2
    leaver = threading.Thread(target=_leave_with_parent, name="leave-with-parent", daemon=True)
    leaver.start()
    try:
        server = _serve(options, key)
    except Exception as fault:  # noqa: BLE001 - native code raises what it likes; the parent words it
        print(json.dumps({"error": str(fault)}), file=answers, flush=True)
        return 1
    print(json.dumps({"address": server.listening_address}), file=answers, flush=True)
    leaver.join()
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m optimizer.local.server")
    parser.add_argument("--model", required=True, help="a GGUF file")
    parser.add_argument("--name", required=True, help="the model's name in requests")
    parser.add_argument("--slots", type=int, required=True, help="requests served at once")
    parser.add_argument("--context", type=int, required=True, help="tokens per slot")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--exact", action="store_true", help="answer equal requests equally")
    return parser.parse_args(arguments)


def _take_standard_output() -> TextIO:
    """Keep standard output for our one line: native code that prints is sent to the log."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _leave_with_parent() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(0)  # at once: a request under way has nobody left to read its answer


def _serve(options: argparse.Namespace, key: str):  # type: ignore[no-untyped-def]
    from xllamacpp import CommonParams, Server

    parameters = CommonParams()
    parameters.model.path = options.model
    parameters.model_alias = {options.name}
    parameters.n_parallel = options.slots
    parameters.n_ctx = options.context * options.slots  # the library splits it across the slots
    parameters.n_gpu_layers = 0
    parameters.fit_params = False
    parameters.cache_ram_mib = PROMPT_CACHE_MIB
    if options.exact:
        # What was read before, and how much of it is kept, shifts the last digits.
        parameters.cache_prompt = False
        parameters.cache_ram_mib = 0
        parameters.cache_idle_slots = False
    for processors in (parameters.cpuparams, parameters.cpuparams_batch):
        processors.n_threads = options.threads
        processors.poll = 0  # sleep instead of spinning: the window shares these cores
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [key]
    # No page in a browser may read an answer: this origin belongs to none.
    parameters.cors_origins = "http://127.0.0.1"
    parameters.cors_credentials = False
    parameters.ui = False
    parameters.endpoint_slots = False
    return Server(parameters)


if __name__ == "__main__":
    raise SystemExit(main())
