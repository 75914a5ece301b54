"""What a proposal must pass before it may use a vote or a call."""

from __future__ import annotations

from optimizer.proposing.gates.labels import LabelsKept
from optimizer.proposing.gates.leakage import NoRowCopied
from optimizer.proposing.gates.length import LengthCap
from optimizer.proposing.gates.locks import LocksKept
from optimizer.proposing.gates.novelty import Novelty
from optimizer.proposing.gates.placeholders import PlaceholdersKept
from optimizer.proposing.gates.repetition import NoRepetition
from optimizer.protocols import Gate


def gates() -> tuple[Gate, ...]:
    """Return every gate, the cheapest and plainest first."""
    return (
        PlaceholdersKept(),
        LocksKept(),
        LabelsKept(),
        LengthCap(),
        NoRepetition(),
        NoRowCopied(),
        Novelty(),
    )
