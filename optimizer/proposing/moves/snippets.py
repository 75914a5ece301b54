"""The snippets that may stand around an instruction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

PLACES = ("openers", "tasks", "closers", "thinking")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text by its name; `none` is empty."""

    id: str
    text: str


@cache
def load_snippets() -> dict[str, tuple[Snippet, ...]]:
    """Return the snippets of every place, by the names of `PLACES`."""
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("snippets", "snippets.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    return {place: tuple(Snippet(**entry) for entry in raw[place]) for place in PLACES}
