"""The course of one call: its attempts, and which of their answers may have been lost."""

from __future__ import annotations

from dataclasses import replace

from optimizer.errors import ModelFault
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.wire import Growing
from optimizer.records import Completion


class Course:
    """How a call has gone so far.

    Args:
        spare: How many lost answers may be asked for again.
        growing: Told the text so far, if somebody waits to see it.
        paid: Whether an answer costs anything; one of the bundled model costs nothing, lost or not.
    """

    def __init__(self, spare: int, growing: Growing | None, *, paid: bool) -> None:
        self._spare = spare
        self._growing = growing
        self._paid = paid
        self.attempts = 0
        self._lost = 0
        self._sending = False

    @property
    def growing(self) -> Growing | None:
        """Who is told the text so far; nobody of a second attempt, which would begin anew."""
        return self._growing if self.attempts == 0 else None

    @property
    def covered(self) -> bool:
        """Whether the budget has room for one more answer, beside those that were lost."""
        return self._lost <= self._spare

    def begin(self) -> None:
        """Note that an attempt is being sent."""
        self.attempts += 1
        self._sending = True

    def arrive(self) -> None:
        """Note that the attempt was answered, well or not."""
        self._sending = False

    def fail(self, fault: ModelFault) -> None:
        """Note that the attempt failed; its answer may have been paid for."""
        self._sending = False
        self._lost += FAULTS[fault.kind].lost and self._paid

    def sign(self, result: Completion | ModelFault) -> Completion | ModelFault:
        """Enter the attempts into a result; one on its way counts as lost."""
        lost = self._lost + (self._sending and self._paid)
        if isinstance(result, Completion):
            return replace(result, attempts=self.attempts, lost_attempts=lost)
        result.attempts = self.attempts
        result.lost_attempts = lost
        return result
