"""Asking the writer with one of the wordings."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.proposing.moves.answers import read_prompt
from optimizer.protocols import Model
from optimizer.records import Completion, Message, Snapshot
from optimizer.wordings import Wording, load_wording, parse_wording, render


def ask(writer: Model, wording: Wording, values: Mapping[str, str], max_tokens: int = 800) -> str:
    """Return the writer's answer to a wording.

    Args:
        writer: The model that writes.
        wording: What it is told.
        values: What fills the wording's placeholders.
        max_tokens: The cap on its answer.

    Raises:
        WorldFault: The model did not answer.
    """
    return _answer(writer, wording, values, max_tokens).text


def ask_for_prompt(
    writer: Model, wording: Wording, values: Mapping[str, str], max_tokens: int = 800
) -> str | None:
    """Return the prompt that the writer wrote, or None when its answer holds no whole one.

    Args:
        writer: The model that writes.
        wording: What it is told.
        values: What fills the wording's placeholders.
        max_tokens: The cap on its answer.

    Raises:
        WorldFault: The model did not answer.
    """
    answer = _answer(writer, wording, values, max_tokens)
    return read_prompt(answer.text, cut=answer.truncated)


def _answer(
    writer: Model, wording: Wording, values: Mapping[str, str], max_tokens: int
) -> Completion:
    messages = [Message(role, content) for role, content in render(wording, **values)]
    return writer.complete(messages, max_tokens=max_tokens)


def wording_of(snapshot: Snapshot, name: str) -> Wording:
    """Return a wording as this project has it: the person's own version, or the program's.

    Args:
        snapshot: The pool; it holds the wordings that were changed.
        name: The wording's name.

    Raises:
        LookupError: There is no wording of that name.
    """
    changed = snapshot.wordings.get(name)
    return load_wording(name) if changed is None else parse_wording(name, changed)


def criteria_text(snapshot: Snapshot) -> str:
    """Return what a good answer is, as the writer is told it."""
    parts = [snapshot.task.description.strip(), snapshot.task.criteria.strip()]
    return "\n".join(part for part in parts if part) or "(none given)"
