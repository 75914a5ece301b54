"""Holding an answer to one of a few texts: by a grammar, or else by a JSON schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_KEY = "answer"


def form_of(choices: Sequence[str], grammar: bool, weights: Sequence[float] = ()) -> dict[str, Any]:
    """Return the arguments of a call whose answer is one of the choices.

    A grammar makes the answer the bare text. Providers know JSON schemas instead; the answer then
    is an object with one member, which `unwrapped` takes out of it. One that knows neither answers
    freely.

    Args:
        choices: The texts; none leaves the answer free.
        grammar: Whether the server reads grammars of llama.cpp.
        weights: What such a server adds to the log-probabilities of the choices' tokens, in nats;
            once the first is told the grammar leaves no other way, so that it alone counts.
    """
    if not choices:
        return {}
    if grammar:
        said = " | ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
        body: dict[str, Any] = {"grammar": f"root ::= {said}"}
        if weights:
            pairs = zip(choices, weights, strict=True)
            body["logit_bias"] = [[choice, weight] for choice, weight in pairs]
        return {"extra_body": body}
    schema = {
        "type": "object",
        "properties": {_KEY: {"type": "string", "enum": list(choices)}},
        "required": [_KEY],
        "additionalProperties": False,
    }
    held = {"name": "choice", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": held}}


def unwrapped(text: str, choices: Sequence[str]) -> str:
    """Return the choice in a JSON answer, or the text as it is when it holds none.

    Args:
        text: The answer.
        choices: What was allowed.
    """
    if not choices or not text.lstrip().startswith("{"):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    chosen = value.get(_KEY) if isinstance(value, dict) else None
    return chosen if isinstance(chosen, str) and chosen in choices else text
