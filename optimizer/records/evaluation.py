"""What evaluators and selectors say: cells to fill, and who leaves the field."""

from __future__ import annotations

from typing import NamedTuple


class Blank(NamedTuple):
    """A cell of the table that is still empty: a candidate has not answered an example."""

    prompt_id: str
    example_id: str
