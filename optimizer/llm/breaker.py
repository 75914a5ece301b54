"""The circuit breaker: a model that fails again and again is not asked for a while."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

from optimizer.errors import ModelFault
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.policy import CallPolicy
from optimizer.said import say


class Breaker:
    """Counts the faults of one model in a row.

    Args:
        policy: How many are too many, and how long the pauses are.
        clock: The time in seconds.
    """

    def __init__(self, policy: CallPolicy, clock: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._row = 0
        self._fault: ModelFault | None = None
        self._pause_s = policy.breaker_pause_s
        self._closed_until = 0.0
        self._trying = False

    def refusal(self) -> ModelFault | None:
        """Return the fault by which a call fails at once, or None when it may be made.

        After the pause one caller gets None, as a trial; it must report back.
        """
        if self._fault is None:
            return None
        if self._clock() >= self._closed_until and not self._trying:
            self._trying = True
            return None
        refused = copy.copy(self._fault)
        pause = self._pause_words()
        if refused.remedy:
            pause = say("{remedy} {pause}", remedy=refused.remedy, pause=pause)
        refused.remedy = pause
        refused.attempts = refused.lost_attempts = 0
        refused.answer = None
        return refused

    def _pause_words(self) -> str:
        left = self._closed_until - self._clock()
        if left <= 0:
            return say("It is being tried again just now.")
        return say(
            "After {row} failures in a row it is left alone for {seconds} s; Retry or Resume "
            "asks it at once.",
            row=self._row,
            seconds=math.ceil(left),
        )

    def good(self) -> None:
        """Note that the model answered."""
        self._row = 0
        self._fault = None
        self._trying = False
        self._pause_s = self._policy.breaker_pause_s

    def bad(self, fault: ModelFault) -> None:
        """Note a fault, after all retries."""
        trial, self._trying = self._trying, False
        known = FAULTS.get(fault.kind)
        if known is not None and not known.breaks:
            return
        self._row += 1
        if self._fault is not None and trial:
            self._pause_s = min(2 * self._pause_s, self._policy.breaker_longest_s)
        if self._fault is not None or self._row >= self._policy.breaker_faults:
            self._fault = fault
            self._closed_until = self._clock() + self._pause_s
