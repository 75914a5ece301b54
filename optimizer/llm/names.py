"""Completion of model names out of litellm's table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Models of these providers stand in the table without the provider's name before them.
_BARE = {"openai", "anthropic", "gemini", "mistral", "bedrock", "bedrock_converse", "cohere_chat"}
_RENAMED = {"bedrock_converse": "bedrock"}
_MODES = {"chat", "responses"}


def chat_models(table: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return every chat model as litellm wants it named, with its provider, sorted."""
    names = set()
    for name, entry in table.items():
        if entry.get("mode") not in _MODES or name.startswith("ft:"):
            continue
        provider = str(entry.get("litellm_provider", ""))
        if provider in _BARE and "/" not in name:
            name = f"{_RENAMED.get(provider, provider)}/{name}"
        names.add(name)
    return tuple(sorted(names, key=lambda name: (name.count("/"), name)))


def complete(typed: str, names: tuple[str, ...], most: int = 50) -> tuple[str, ...]:
    """Return the names that fit what was typed, those that begin with it first.

    Args:
        typed: The beginning of a name, with or without its provider, or words out of it.
        names: All names.
        most: How many to return at most.
    """
    typed = typed.strip().casefold()
    words = typed.split()
    ranked = []
    for position, name in enumerate(names):
        folded = name.casefold()
        if not all(word in folded for word in words):
            continue
        begins = folded.startswith(typed), folded.partition("/")[2].startswith(typed)
        rank = 0 if begins[0] else 1 if begins[1] else 2
        ranked.append((rank, position, name))
    return tuple(name for _, _, name in sorted(ranked)[:most])
