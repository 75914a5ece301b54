"""Texts as vectors of a model: how they are asked for, and how they are kept.

An embedding is a call like any other, so that caps, prices, retries and the cache hold for it as
well. Its answer is the vector as a list in JSON.
"""

from __future__ import annotations

import json
import math
from typing import Any

from optimizer.llm.wire import RawReply
from optimizer.records import CallRole, Message, ModelSpec, Parameters, Request

_DIGITS = 6
_MOST = 20_000  # numbers; no honest vector comes near


def embedding_request(spec: ModelSpec, text: str) -> Request:
    """Return the call that makes a vector of a text.

    Args:
        spec: The embedding model.
        text: The text; not empty.
    """
    # An answer of no token tells it apart from every other call.
    messages = (Message("user", text),)
    return Request(CallRole.EMBED, spec, messages, Parameters(temperature=None), max_tokens=0)


def embedding_reply(response: Any) -> RawReply:
    """Return litellm's answer as a plain reply; without text when there is no vector in it."""
    usage = getattr(response, "usage", None)
    tokens = getattr(usage, "prompt_tokens", None) or None
    data = getattr(response, "data", None) or []
    found = _value(data[0], "embedding") if data else None
    text = None
    if isinstance(found, list) and 0 < len(found) <= _MOST:
        text = json.dumps([round(float(number), _DIGITS) for number in found])
    return RawReply(text, "stop", bool(data), tokens, 0)


def read_vector(text: str) -> tuple[float, ...] | None:
    """Return the vector in the answer of an embedding model, or None when it is none.

    Args:
        text: A list of numbers in JSON.
    """
    try:
        numbers = json.loads(text)
    except ValueError:
        return None
    if not isinstance(numbers, list) or not numbers:
        return None
    if not all(type(number) in (int, float) and math.isfinite(number) for number in numbers):
        return None
    return tuple(float(number) for number in numbers) if any(numbers) else None


def _value(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)
