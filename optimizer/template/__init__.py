"""Prompt templates: placeholders, rendering to chat messages, the start prompt, word diffs."""

from __future__ import annotations

from optimizer.template.pieces import bare_text, placeholders
from optimizer.template.rendering import (
    compose,
    prompt_text,
    render,
    render_text,
    used_columns,
)
from optimizer.template.starting import start_prompt
from optimizer.template.worddiff import DiffPart, word_diff

__all__ = [
    "DiffPart",
    "bare_text",
    "compose",
    "placeholders",
    "prompt_text",
    "render",
    "render_text",
    "start_prompt",
    "used_columns",
    "word_diff",
]
