"""The tips that a writer may be given with a draft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip by its name."""

    id: str
    text: str


@cache
def load_tips() -> tuple[Tip, ...]:
    """Return all tips."""
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("tips", "tips.yaml").read_text(encoding="utf-8")
    return tuple(Tip(**entry) for entry in yaml.safe_load(text))
