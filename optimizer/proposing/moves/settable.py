"""The parts of a prompt that a writer may set: texts and numbers, read back with care."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from optimizer.records import Prompt

PARTS = ("system", "instruction", "cue", "temperature", "answer_tokens")
_EMPTY = "(empty)"
_LOWEST, _HOTTEST = 0.0, 2.0
_FEWEST_TOKENS, _MOST_TOKENS = 16, 4_000
_LONGEST_CUE = 60


def present(prompt: Prompt) -> dict[str, str]:
    """Return the parts of a prompt with their values as text; one that is not set is empty."""
    temperature = prompt.parameters.temperature
    return {
        "system": prompt.system,
        "instruction": prompt.instruction,
        "cue": prompt.layout.cue,
        "temperature": "" if temperature is None else f"{temperature:g}",
        "answer_tokens": str(prompt.layout.answer_tokens),
    }


def tell_parts(values: Mapping[str, str]) -> str:
    """Return parts with their present values as text for a writer model."""
    return "\n\n".join(f"{part}:\n{value or _EMPTY}" for part, value in values.items())


def with_parts(prompt: Prompt, values: Mapping[str, str]) -> tuple[Prompt, dict[str, str]]:
    """Return a prompt with some parts set anew, and the parts that changed by it.

    Args:
        prompt: The parent.
        values: New values by part; what cannot be read, or is out of bounds, is left as it was.
    """
    changed: dict[str, str] = {}
    for part, value in values.items():
        fresh = _with_part(prompt, part, value.strip())
        if fresh != prompt:
            prompt = fresh
            changed[part] = present(prompt)[part]
    return prompt, changed


def _with_part(prompt: Prompt, part: str, value: str) -> Prompt:
    if not value or value == _EMPTY:
        return prompt
    if part == "system":
        return replace(prompt, system=value)
    if part == "instruction":
        return replace(prompt, instruction=value)
    if part == "cue" and len(value) <= _LONGEST_CUE and "\n" not in value:
        return replace(prompt, layout=replace(prompt.layout, cue=value))
    number = _number(value)
    if part == "temperature" and number is not None and _LOWEST <= number <= _HOTTEST:
        return replace(prompt, parameters=replace(prompt.parameters, temperature=number))
    if part == "answer_tokens" and number is not None:
        tokens = int(number)
        if _FEWEST_TOKENS <= tokens <= _MOST_TOKENS:
            return replace(prompt, layout=replace(prompt.layout, answer_tokens=tokens))
    return prompt


def _number(text: str) -> float | None:
    found = re.fullmatch(r"\D{0,20}?(-?\d{1,5}(?:\.\d{1,4})?)\D{0,20}", text)
    return float(found[1]) if found else None
