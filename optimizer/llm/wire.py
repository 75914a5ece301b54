"""What crosses the border to litellm: plain values, for it runs in another process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

LONGEST_TEXT = 2_000_000
"""In characters; no honest answer to a capped request comes near, so a longer one is not kept."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a request. The key stays out of every repr.

    `json_mode` asks for a JSON object as the answer, `logprobs` for the probabilities of its
    tokens; not every model can. `stream` asks for the answer piece by piece. With `choices` the
    answer is to be one of these texts; `grammar` says that the server reads grammars, and then also
    `choice_weights`, which it adds to the log-probabilities of the choices. `embed` asks for the
    last message as a vector, which comes back as a list in JSON. `slot` is the slot of the local
    server that is to read it.
    """

    model: str
    messages: tuple[tuple[str, str], ...]
    max_tokens: int
    temperature: float | None
    top_p: float | None
    timeout_s: float
    base_url: str = ""
    api_key: str | None = field(default=None, repr=False)
    json_mode: bool = False
    logprobs: bool = False
    stream: bool = False
    choices: tuple[str, ...] = ()
    choice_weights: tuple[float, ...] = ()
    grammar: bool = False
    embed: bool = False
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class RawReply:
    """What came back with status 200, before it is judged.

    `tokens_in` and `tokens_out` are None when the provider did not count; `cached_tokens` of the
    input were read from the provider's own cache, at a lower price. `too_long` says that the text
    was longer than `LONGEST_TEXT` and was dropped. `calls_per_minute` and `tokens_per_minute` are
    the limits that the provider told, if it did.
    """

    text: str | None
    finish: str
    has_choices: bool
    tokens_in: int | None
    tokens_out: int | None
    cached_tokens: int = 0
    too_long: bool = False
    has_logprobs: bool = False
    calls_per_minute: int | None = None
    tokens_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed: the name of the fault, and the provider's own words.

    `words` may hold a key: it is scrubbed before anybody sees it.
    """

    kind: str
    words: str = field(default="", repr=False)
    retry_after_s: float | None = None


class CallFailed(Exception):
    """An attempt failed, in the words of `Failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind)
        self.failure = failure


Growing = Callable[[str], None]
"""Told the text of an answer so far, now and then while it is written."""


class Caller(Protocol):
    """Sends attempts; what is behind it knows litellm."""

    async def load(self) -> None:
        """Make ready; slow the first time.

        Raises:
            CallFailed: It cannot be made ready.
        """
        ...

    async def call(self, attempt: Attempt, growing: Growing | None = None) -> RawReply:
        """Send one attempt.

        Args:
            attempt: What is sent.
            growing: Told the text so far, if the attempt is streamed; on the loop of the caller.

        Raises:
            CallFailed: No answer came.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...
