"""When a model that failed again and again is left alone until the person changes something."""

from __future__ import annotations

from optimizer.errors import ModelFault, WorldFault
from optimizer.llm.faultlist import FAULTS

GIVE_UP_AFTER = 3


class Patience:
    """Counts the failures since the last answer."""

    def __init__(self) -> None:
        self._failures: set[str] = set()

    def renew(self) -> None:
        """Begin to count afresh: the model answered, or the person wants it to be tried again."""
        self._failures.clear()

    def ends_with(self, fault: WorldFault, what: str, example_id: str) -> bool:
        """Return whether the model should be left alone after this failure.

        Args:
            fault: Why there is no answer.
            what: What was asked about, such as an output that is wanted.
            example_id: On which example.
        """
        # A row that the model cannot answer for one prompt, it hardly can for another: it counts
        # once.
        self._failures.add(example_id if _concerns_row(fault) else what)
        return _concerns_model(fault) or len(self._failures) >= GIVE_UP_AFTER


def _concerns_model(fault: WorldFault) -> bool:
    """Whether nothing can be answered until the person changes something: a refused key, say."""
    if not isinstance(fault, ModelFault) or fault.kind not in FAULTS:
        return False
    return FAULTS[fault.kind].breaks and not fault.retryable


def _concerns_row(fault: WorldFault) -> bool:
    """Whether the model works, and only this row was too long for it, say, or filtered."""
    return isinstance(fault, ModelFault) and fault.kind in FAULTS and not FAULTS[fault.kind].breaks
