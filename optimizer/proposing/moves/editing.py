"""The part of a prompt that proposers rewrite, and children that differ in it alone."""

from __future__ import annotations

from dataclasses import replace

from optimizer.records import Prompt
from optimizer.template import bare_text
from optimizer.word_count import split_words

_FEWEST_WORDS = 8  # "You are a helpful assistant." is no instruction
_TIMES = 3


def editable_text(prompt: Prompt) -> str:
    """Return the instruction, or the system text where that is what instructs.

    Many chat prompts say all in the system text, and the user message only hands the row over.
    """
    return prompt.system if _system_instructs(prompt) else prompt.instruction


def with_text(prompt: Prompt, text: str) -> Prompt:
    """Return the prompt with another text in the place of `editable_text`.

    Args:
        prompt: The parent.
        text: The new instruction.
    """
    if _system_instructs(prompt):
        return replace(prompt, system=text)
    return replace(prompt, instruction=text)


def _system_instructs(prompt: Prompt) -> bool:
    if not prompt.instruction.strip():
        return True
    # The system text first: most prompts have none, and this is asked for very often.
    system = _words(prompt.system)
    return system >= _FEWEST_WORDS and system > _TIMES * _words(prompt.instruction)


def _words(text: str) -> int:
    return len(split_words(bare_text(text)))
