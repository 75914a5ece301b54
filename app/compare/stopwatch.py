"""Counts the time during which something was looked at."""

from __future__ import annotations

from collections.abc import Callable


class Stopwatch:
    """Adds up the stretches between `start` and `stop`.

    Args:
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._total = 0.0
        self._since: float | None = None

    @property
    def seconds(self) -> float:
        """The time counted so far."""
        running = 0.0 if self._since is None else self._clock() - self._since
        return self._total + running

    def start(self) -> None:
        """Go on counting; harmless when it is."""
        if self._since is None:
            self._since = self._clock()

    def stop(self) -> None:
        """Stop counting; harmless when it has."""
        self._total = self.seconds
        self._since = None

    def reset(self) -> None:
        """Begin at zero, stopped."""
        self._total = 0.0
        self._since = None
