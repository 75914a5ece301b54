"""What a proposal must pass before it may use a vote or a call.

A gate is a frozen dataclass with its settings as fields. The standing gates apply to every method
that does not waive them; others are there for methods that ask for them.
"""

from __future__ import annotations

from collections.abc import Callable

from optimizer.parts import Shelf
from optimizer.proposing.gates.drift import DriftBound
from optimizer.proposing.gates.hacking import NoHacking
from optimizer.proposing.gates.labels import LabelsKept
from optimizer.proposing.gates.leakage import NoRowCopied
from optimizer.proposing.gates.length import LengthCap
from optimizer.proposing.gates.locks import LocksKept
from optimizer.proposing.gates.novelty import Novelty
from optimizer.proposing.gates.novelty_net import NoveltyNet
from optimizer.proposing.gates.placeholders import PlaceholdersKept
from optimizer.proposing.gates.repetition import NoRepetition
from optimizer.proposing.gates.word_budget import WordBudget
from optimizer.protocols import Gate

GROUP = "pairtune.gates"

# The cheapest and plainest first.
STANDING = (
    "placeholders",
    "locked text",
    "labels",
    "length",
    "repetition",
    "copied data",
    "novelty",
    "novelty net",
    "changed words",
    "prompt hacking",
)


def _own() -> tuple[Callable[..., Gate], ...]:
    return (
        DriftBound,
        LabelsKept,
        LengthCap,
        LocksKept,
        NoHacking,
        NoRepetition,
        NoRowCopied,
        Novelty,
        NoveltyNet,
        PlaceholdersKept,
        WordBudget,
    )


GATES: Shelf[Gate] = Shelf("gate", GROUP, _own)


def standing_gates() -> tuple[Gate, ...]:
    """Return the gates that apply where no method says otherwise, in their order."""
    return tuple(GATES.build(name) for name in STANDING)
