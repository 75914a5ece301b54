"""Who stays in play: one small file per rule.

A selector is a frozen dataclass: its fields are its settings, each with a default. It keeps
nothing between calls: what it decided earlier follows again from the same table. A package outside
adds one by an entry point of the group `pairtune.selectors`.
"""

from __future__ import annotations

from collections.abc import Callable

from optimizer.parts import Shelf
from optimizer.protocols import Selector
from optimizer.selecting.best_k import BestK
from optimizer.selecting.halving import Halving
from optimizer.selecting.keep_all import KeepAll
from optimizer.selecting.majority import Majority
from optimizer.selecting.racing import Racing

GROUP = "pairtune.selectors"


def _own() -> tuple[Callable[..., Selector], ...]:
    return (BestK, Halving, KeepAll, Majority, Racing)


SELECTORS: Shelf[Selector] = Shelf("selector", GROUP, _own)
