"""What a proposal must pass before it may use a vote or a call.

A gate is a frozen dataclass with its settings as fields. The standing gates apply to every method
that does not waive them; others are there for methods that ask for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

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


def within_limits(gates: Sequence[Gate], radius: float, limit: float) -> tuple[Gate, ...]:
    """Return gates that also keep the person's own limits.

    Args:
        gates: Those of a method; a limit of its own holds where it is the tighter one.
        radius: A new prompt closer than this to a known one is refused; 0 for no such wish.
        limit: A new prompt farther than this from the start prompt is refused; 0 for no such wish.
    """
    kept = {gate.name: gate for gate in gates}
    net, drift = kept.get(NoveltyNet.name), kept.get(DriftBound.name)
    if radius > 0.0:
        own = net.radius if isinstance(net, NoveltyNet) else 0.0
        kept[NoveltyNet.name] = NoveltyNet(max(radius, own))
    if limit > 0.0:
        # The person said how far from the start; how far from the task's words follows from that.
        bound = drift if isinstance(drift, DriftBound) else DriftBound(limit, slack=1.0)
        kept[DriftBound.name] = replace(bound, limit=min(limit, bound.limit))
    return tuple(kept.values())
