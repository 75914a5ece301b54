"""The part of a prompt that proposers rewrite, and children that differ in it alone."""

from __future__ import annotations

from dataclasses import replace

from optimizer.records import Prompt


def editable_text(prompt: Prompt) -> str:
    """Return the instruction, or the system text of a prompt that has no other."""
    return prompt.instruction if prompt.instruction.strip() else prompt.system


def with_text(prompt: Prompt, text: str) -> Prompt:
    """Return the prompt with another text in the place of `editable_text`.

    Args:
        prompt: The parent.
        text: The new instruction.
    """
    if prompt.instruction.strip():
        return replace(prompt, instruction=text)
    return replace(prompt, system=text)
