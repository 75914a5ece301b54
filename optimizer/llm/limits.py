"""How many calls of one model are under way: fewer after a 429, slowly more again."""

from __future__ import annotations

import asyncio
import time
from collections import deque


class SlotLimit:
    """Slots for the calls of one model; used on one event loop only.

    Args:
        most: The number of slots while all goes well.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = most
        self.in_use = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._good = 0
        self._halved_at = -1.0
        self._not_before = 0.0

    async def take(self) -> None:
        """Wait for a slot, in order of arrival."""
        if self.in_use < self.limit and not self._waiting:
            self.in_use += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back()  # the slot came in the moment of the cancel
            raise

    def give_back(self) -> None:
        """Return a slot."""
        self.in_use -= 1
        self._wake()

    def pause_left_s(self) -> float:
        """Return how long the provider still wants no call at all; any thread may ask."""
        return max(0.0, self._not_before - time.monotonic())  # the clock of every event loop

    def resume(self) -> None:
        """Forget a pause that the provider asked for."""
        self._not_before = 0.0

    def slow_down(self, started: float, pause_s: float | None) -> None:
        """Halve the slots after a 429, once for all calls that were under way together.

        Args:
            started: When the refused attempt began, by the loop's clock.
            pause_s: How long the provider asks to wait, if it does.
        """
        now = asyncio.get_running_loop().time()
        self._good = 0
        if pause_s is not None:
            self._not_before = max(self._not_before, now + pause_s)
        if started > self._halved_at:
            self.limit = max(1, self.limit // 2)
            self._halved_at = now

    def speed_up(self) -> None:
        """Note a good answer; as many as there are slots earn one slot more."""
        if self.limit >= self.most:
            return
        self._good += 1
        if self._good >= self.limit:
            self._good = 0
            self.limit += 1
            self._wake()

    def _wake(self) -> None:
        while self._waiting and self.in_use < self.limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self.in_use += 1
                turn.set_result(None)
