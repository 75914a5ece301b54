"""Everybody stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from optimizer.records import Snapshot


@dataclass(frozen=True, slots=True)
class KeepAll:
    """Leaves it to the posterior who is worth showing.

    Attributes:
        generation: How many new prompts enter together.
    """

    name: ClassVar[str] = "keep_all"

    generation: int = 4

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return nobody."""
        return {}
