"""The cues that may end a user message."""

from __future__ import annotations

from functools import cache


@cache
def load_cues(kind: str) -> tuple[str, ...]:
    """Return the cues for a kind of answer.

    Args:
        kind: `free` or `label`.
    """
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("layouts", "cues.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)[kind])
