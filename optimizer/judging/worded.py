"""Model calls that are made of a wording and its values."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.records import CallRole, Message, ModelSpec, Parameters, Request
from optimizer.wordings import Wording, render


def worded_request(
    role: CallRole,
    model: ModelSpec,
    wording: Wording,
    values: Mapping[str, str],
    *,
    max_tokens: int,
    temperature: float = 0.0,
    sample: int = 0,
) -> Request:
    """Return the call that says a wording.

    Args:
        role: What it is made for.
        model: Who is asked.
        wording: What is said.
        values: What fills the wording's placeholders.
        max_tokens: The cap on the answer.
        temperature: How freely it is answered.
        sample: Told apart by it, equal calls are answered anew.
    """
    return Request(
        role=role,
        model=model,
        messages=tuple(Message(who, content) for who, content in render(wording, **values)),
        parameters=Parameters(temperature=temperature),
        max_tokens=max_tokens,
        sample=sample,
    )
