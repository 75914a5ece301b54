"""Asking the writer with one of the wordings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from optimizer.proposing.moves.answers import read_prompt, read_prompts
from optimizer.proposing.moves.learned import learned_wording
from optimizer.protocols import Model
from optimizer.records import Completion, Message, Snapshot
from optimizer.spoken import spoken
from optimizer.word_count import split_words
from optimizer.wordings import Wording, parse_wording, render

_THOUGHTS = 6_000
"""Tokens for a model that thinks before it writes."""


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
    return consult(writer, wording, values, max_tokens).text


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
    answer = consult(writer, wording, values, max_tokens)
    return read_prompt(answer.text, cut=answer.truncated)


def ask_for_prompts(
    writer: Model, wording: Wording, values: Mapping[str, str], most: int, max_tokens: int = 800
) -> list[str]:
    """Return the prompts that the writer wrote, at most so many; those that were cut are left out.

    Args:
        writer: The model that writes.
        wording: What it is told.
        values: What fills the wording's placeholders.
        most: How many are wanted.
        max_tokens: The cap on its answer.

    Raises:
        WorldFault: The model did not answer.
    """
    answer = consult(writer, wording, values, max_tokens)
    return read_prompts(answer.text, most, cut=answer.truncated)


def consult(
    writer: Model, wording: Wording, values: Mapping[str, str], max_tokens: int = 800
) -> Completion:
    """Return the whole completion of a wording, for answers of a form of their own.

    A model that thinks aloud may fill its room before it has said a word: it is then asked once
    more, with room for its thoughts.

    Args:
        writer: The model that writes.
        wording: What it is told.
        values: What fills the wording's placeholders.
        max_tokens: The cap on its answer.

    Raises:
        WorldFault: The model did not answer.
    """
    messages = [Message(role, content) for role, content in render(wording, **values)]
    answer = writer.complete(messages, max_tokens=max_tokens)
    if answer.truncated and not spoken(answer.text).strip():
        answer = writer.complete(messages, max_tokens=max(_THOUGHTS, 2 * max_tokens))
    return answer


def wording_of(snapshot: Snapshot, name: str) -> Wording:
    """Return a wording as this project has it: the person's own version, or the program's.

    Where the person changed nothing, a version that was learned on the way takes the place of the
    program's (see `learned_wording`).

    Args:
        snapshot: The pool; it holds the wordings that were changed.
        name: The wording's name.

    Raises:
        LookupError: There is no wording of that name.
    """
    changed = snapshot.wordings.get(name)
    return learned_wording(snapshot, name) if changed is None else parse_wording(name, changed)


def room_for(text: str, times: float = 1.0) -> int:
    """Return a cap on an answer that holds a text like this one so many times.

    Args:
        text: The text that is to be rewritten.
        times: How often, or how much longer it may become.

    Returns:
        Tokens, counted generously and with room for a few sentences beside; at most 4,000, or what
        a longer text takes once: a rewrite that was cut is paid for and lost.
    """
    words = len(split_words(text))
    most = max(4_000, 500 + int(1.5 * words))
    return min(most, 500 + int(times * max(150, 3 * words)))


def criteria_text(snapshot: Snapshot) -> str:
    """Return what a good answer is, as the writer is told it, and which texts are locked."""
    task = snapshot.task
    parts = [task.description.strip(), task.criteria.strip()]
    if task.locks:
        locked = "\n".join(f"- {lock}" for lock in task.locks)
        parts.append(phrase("locked").replace("{{texts}}", locked))
    return "\n".join(part for part in parts if part) or "(none given)"


def phrase(name: str) -> str:
    """Return a short piece that stands inside what a writer is told.

    Args:
        name: Its name in `resources/phrases.yaml`.
    """
    return _phrases()[name]


@cache
def _phrases() -> Mapping[str, str]:
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("phrases.yaml").read_text(encoding="utf-8")
    return {str(name): str(phrase) for name, phrase in yaml.safe_load(text).items()}
