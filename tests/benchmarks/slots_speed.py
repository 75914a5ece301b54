"""What it saves that requests which begin alike are read by one slot of the bundled server.

Run as `python -m tests.benchmarks.slots_speed`. The same requests are asked with slots chosen by
the program and left to the server, turn by turn on one server: labelled rows behind worked examples
(short answers), and letters (long ones), which several slots are to write side by side.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from optimizer.llm import ModelService
from optimizer.llm.pricing import PriceBook
from optimizer.local.model import Endpoint, LocalModel
from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request

_PROMPTS, _ROWS, _LETTERS = 4, 6, 8


def main() -> None:
    """Start the bundled model, and print how fast each way is and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    local = LocalModel()
    try:
        endpoint = local.start()
        print(f"{endpoint.slots} slots")
        for name, made in (("labelled rows", _rows), ("letters", _letters)):
            rates: dict[bool, list[float]] = {True: [], False: []}
            for turn in range(2 * rounds):
                chosen = turn % 2 == 0
                rates[chosen].append(_ask(endpoint, made(f"Turn {turn}"), chosen=chosen))
            with_choice, without = median(rates[True]), median(rates[False])
            print(
                f"{name}: {with_choice:.1f} tokens/s with slots chosen, {without:.1f} left to the "
                f"server, ratio {with_choice / without:.2f}"
            )
    finally:
        local.stop()
    print(f"load {os.getloadavg()[0]:.1f}")


def _rows(name: str) -> list[Request]:
    # Nothing may be shared with what was asked before: each turn has names of its own.
    shown = [
        " ".join(
            f"Sentence {name} {prompt} {k}: It was a fine thing to see. Sentiment: positive."
            for k in range(12)
        )
        for prompt in range(_PROMPTS)
    ]
    return [
        _request(f"{examples} Sentence: row {row} was dull and slow. Sentiment:", 4)
        for examples in shown
        for row in range(_ROWS)
    ]


def _letters(name: str) -> list[Request]:
    return [
        _request(f"{name} {k}: Write a letter to a customer who lost a parcel and is upset.", 80)
        for k in range(_LETTERS)
    ]


def _request(text: str, answer_tokens: int) -> Request:
    said = (Message("user", text),)
    return Request(CallRole.ANSWER, ModelSpec(), said, Parameters(), max_tokens=answer_tokens)


def _ask(endpoint: Endpoint, requests: Sequence[Request], *, chosen: bool) -> float:
    """Return how many tokens are answered a second; of one slot nothing is chosen."""
    told = endpoint if chosen else replace(endpoint, slots=1)
    service = ModelService(lambda name: None, lambda spec: told, prices=PriceBook({}))
    outcomes: list[object] = []
    finished = threading.Event()

    def done(_: Request, outcome: object) -> None:
        outcomes.append(outcome)
        if len(outcomes) == len(requests):
            finished.set()

    first = threading.Event()
    service.submit(_request("Hello.", 1), lambda _, outcome: first.set())
    first.wait()  # the client's libraries are loaded now
    begun = time.perf_counter()
    for request in requests:
        service.submit(request, done)
    finished.wait()
    took = time.perf_counter() - begun
    service.close()
    answers = [outcome for outcome in outcomes if isinstance(outcome, Completion)]
    assert len(answers) == len(outcomes), outcomes
    return sum(answer.tokens_out for answer in answers) / took


if __name__ == "__main__":
    main()
