"""The *Test* button: one short real call, and what it says of the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from optimizer.records import CallRole, Completion, Message, ModelSpec, Parameters, Request

_ANSWER_TOKENS = 64  # enough for models that think first, few enough to cost next to nothing


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What a test of a model found.

    Attributes:
        latency_ms: From sending to the whole answer.
        tokens_per_second: Of the answer; None when the answer is too short to tell.
        price_known: Whether calls can be held under a cap on money.
        text: What the model answered.
        cost_usd: What the test cost; None when the price is not known.
        json_mode: Whether it answers in JSON when asked for that; None when it was not tested.
        logprobs: Whether it tells log-probabilities; None when it was not tested.
        price: US dollars per million tokens in and out; None when it is not known.
        writer: What a check of the model as a writer of prompts found, in a sentence; empty when
            it was not checked.
    """

    latency_ms: int
    tokens_per_second: float | None
    price_known: bool
    text: str
    cost_usd: float | None = None
    json_mode: bool | None = None
    logprobs: bool | None = None
    price: tuple[float, float] | None = None
    writer: str = ""


def probe_request(spec: ModelSpec, wording: str = "test") -> Request:
    """Return the call by which a model is tested.

    Args:
        spec: The model.
        wording: `test`, or `test_json` for an answer in JSON.
    """
    text = (files("resources") / "models" / f"{wording}.txt").read_text("utf-8").strip()
    return Request(
        role=CallRole.TEST,
        model=spec,
        messages=(Message("user", text),),
        parameters=Parameters(temperature=None),
        max_tokens=_ANSWER_TOKENS,
    )


def is_json_object(text: str | None) -> bool:
    """Return whether an answer is a JSON object and nothing else."""
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False


def report(completion: Completion) -> ModelReport:
    """Return what the answer to the test says of the model."""
    seconds = completion.latency_ms / 1000
    measurable = completion.tokens_out > 1 and seconds > 0
    return ModelReport(
        latency_ms=completion.latency_ms,
        tokens_per_second=completion.tokens_out / seconds if measurable else None,
        price_known=completion.cost_usd is not None,
        text=completion.text,
        cost_usd=completion.cost_usd,
    )
