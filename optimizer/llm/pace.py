"""How often a model is asked per minute: the person's limit, or what the provider tells of its."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

_MINUTE_S = 60.0


class Pace:
    """Calls and tokens of the last minute; used on one event loop only.

    Args:
        calls: Calls per minute that the person allows; None for no limit.
        tokens: Tokens per minute that the person allows; None for no limit.
        clock: The time in seconds.
    """

    def __init__(self, calls: int | None, tokens: int | None, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._tokens = tokens
        self._told_calls: int | None = None
        self._told_tokens: int | None = None
        self._clock = clock
        self._sent: deque[tuple[float, int]] = deque()
        self._sum = 0

    def learn(self, calls: int | None, tokens: int | None) -> None:
        """Note the limits per minute that the provider tells with an answer."""
        self._told_calls = calls or self._told_calls
        self._told_tokens = tokens or self._told_tokens

    def wait_s(self, tokens: int) -> float:
        """Return how long a call of so many tokens must still wait; 0 when it may be sent.

        A call that is larger than the limit itself waits for an empty minute, not for ever.
        """
        now = self._clock()
        self._forget(now)
        most_calls = _lower(self._calls, self._told_calls)
        most_tokens = _lower(self._tokens, self._told_tokens)
        calls, total, wait = len(self._sent), self._sum, 0.0
        for sent_at, size in self._sent:
            calls_fit = most_calls is None or calls < most_calls
            if calls_fit and (most_tokens is None or total + tokens <= most_tokens):
                break
            calls, total, wait = calls - 1, total - size, sent_at + _MINUTE_S - now
        return wait

    def note(self, tokens: int) -> None:
        """Note that a call of so many tokens is sent now."""
        self._sent.append((self._clock(), tokens))
        self._sum += tokens

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0][0] + _MINUTE_S <= now:
            self._sum -= self._sent.popleft()[1]


def _lower(own: int | None, told: int | None) -> int | None:
    known = [limit for limit in (own, told) if limit is not None]
    return min(known) if known else None
