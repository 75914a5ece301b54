"""Which cells of the table are filled without the person: one small file per rule.

An evaluator is a frozen dataclass: its fields are its settings, each with a default. It keeps
nothing between calls. A package outside adds one by an entry point of the group
`pairtune.evaluators`.
"""

from __future__ import annotations

from collections.abc import Callable

from optimizer.evaluating.all_rows import AllRows
from optimizer.evaluating.blocks import Blocks
from optimizer.evaluating.disagreement import Disagreement
from optimizer.evaluating.near_half import NearHalf
from optimizer.evaluating.pairwise import Pairwise
from optimizer.evaluating.representative import Representative
from optimizer.evaluating.rungs import Rungs
from optimizer.parts import Shelf
from optimizer.protocols import Evaluator

GROUP = "pairtune.evaluators"


def _own() -> tuple[Callable[..., Evaluator], ...]:
    return (AllRows, Blocks, Disagreement, NearHalf, Pairwise, Representative, Rungs)


EVALUATORS: Shelf[Evaluator] = Shelf("evaluator", GROUP, _own)
