"""What a person expects of two prompts before voting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hunch:
    """The person thinks that one prompt is better than another, both by id."""

    better: str
    worse: str
