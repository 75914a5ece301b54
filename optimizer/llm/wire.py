"""What crosses the border to litellm: plain values, so that it may run in another process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a request. The key stays out of every repr."""

    model: str
    messages: tuple[tuple[str, str], ...]
    max_tokens: int
    temperature: float | None
    top_p: float | None
    timeout_s: float
    base_url: str = ""
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back with status 200, before it is judged.

    `tokens_in` and `tokens_out` are None when the provider did not count; `cached_tokens` of the
    input were read from the provider's own cache, at a lower price.
    """

    text: str | None
    finish: str
    has_choices: bool
    tokens_in: int | None
    tokens_out: int | None
    cached_tokens: int = 0


class Caller(Protocol):
    """Sends attempts; the one part that knows litellm."""

    async def load(self) -> None:
        """Make ready; slow the first time."""
        ...

    async def call(self, attempt: Attempt) -> Reply:
        """Send one attempt.

        Raises:
            Exception: Whatever the library raises; `faults.classify` reads it.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...
