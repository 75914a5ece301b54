"""From whatever litellm raised to the name of a fault, in plain values.

The library's classes are recognised by name, so that this module needs neither litellm nor openai.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from optimizer.llm.wire import Failure

_NO_CREDIT = re.compile(
    r"insufficient[_ ](quota|credit|balance|funds)|exceeded your current quota|"
    r"credit balance is too low|billing|payment required|out of credits?",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(
    r"context.{0,12}(length|window|size)|maximum context|prompt is too long|too many tokens",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    r"empty or invalid response|expecting value|unterminated string|codec can't decode|"
    r"unable to get json|unexpected string response|invalid json|extra data: line|"
    r"expecting property name|invalid response object|provider returned '\w+' that is not",
    re.IGNORECASE,
)
_PROVIDERS_JSON = re.compile(r"\{.*\}", re.DOTALL)
_LITELLM_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Exception|Timeout)[:\s-]+)+")
_BY_STATUS = {
    401: "auth",
    402: "no_credit",
    403: "forbidden",
    404: "no_model",
    408: "timeout",
    413: "context_overflow",
    429: "rate_limit",
    503: "overloaded",
    504: "timeout",
    529: "overloaded",
}
_BY_NAME = {
    "AuthenticationError": "auth",
    "PermissionDeniedError": "forbidden",
    "PaymentRequiredError": "no_credit",
    "NotFoundError": "no_model",
    "ContextWindowExceededError": "context_overflow",
    "ContentPolicyViolationError": "filtered",
    "RateLimitError": "rate_limit",
    "Timeout": "timeout",
    "APITimeoutError": "timeout",
    "JSONDecodeError": "unreadable",
    "APIResponseValidationError": "unreadable",
}


def read_error(error: BaseException) -> Failure:
    """Name what went wrong with an attempt.

    Args:
        error: What the library raised.

    Returns:
        Plain values; the words are the provider's own and are not scrubbed yet.
    """
    return Failure(_kind(error), _words(error), _retry_after(error))


def _kind(error: BaseException) -> str:
    chain = tuple(_chain(error))
    transport = _transport_kind(chain)
    if transport:
        return transport
    names = {name for link in chain for name in _names(link)}
    text = str(error)
    if "LLM Provider NOT provided" in text or "LiteLLMUnknownProvider" in names:
        return "no_provider"
    status = _status(chain, error)
    if "ContextWindowExceededError" in names or (status in (400, 413) and _TOO_LONG.search(text)):
        return "context_overflow"
    if "ContentPolicyViolationError" in names:
        return "filtered"
    if status in (400, 402, 403, 429) and _NO_CREDIT.search(text):
        return "no_credit"
    if not _answered(chain) and _UNREADABLE.search(text):
        return "unreadable"  # litellm calls it an internal error of the server
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    for name, kind in _BY_NAME.items():
        if name in names:
            return kind
    if status is not None and 500 <= status < 600:
        return "server" if _answered(chain) else "unknown"
    return "bad_request" if status is not None and 400 <= status < 500 else "unknown"


def _transport_kind(chain: tuple[BaseException, ...]) -> str:
    """Name a failure of the connection itself; empty when there was an answer."""
    for link in reversed(chain):
        if isinstance(link, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(link, ssl.SSLError):
            return "tls"
        if isinstance(link, socket.gaierror):
            return "dns"
        if isinstance(link, ConnectionRefusedError):
            return "unreachable"
    names = {name for link in chain for name in _names(link)}
    if names & {"ConnectTimeout", "ConnectionTimeoutError"}:
        return "unreachable"  # nothing was sent, so nothing can have been paid
    if names & {"ReadTimeout", "WriteTimeout", "PoolTimeout", "SocketTimeoutError"}:
        return "timeout"
    if any(isinstance(link, ConnectionError) for link in chain):
        return "reset"
    if names & {"ReadError", "WriteError", "RemoteProtocolError", "ClientPayloadError"}:
        return "reset"
    if names & {"MidStreamFallbackError", "ServerDisconnectedError"}:
        return "reset"
    if names & {"ClientConnectorError", "ConnectError"}:
        return "unreachable"
    timeouts = (TimeoutError, asyncio.TimeoutError)
    return "timeout" if isinstance(chain[0], timeouts) else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _names(error: BaseException) -> Iterator[str]:
    return (parent.__name__ for parent in type(error).__mro__)


def _answered(chain: tuple[BaseException, ...]) -> bool:
    """Whether the provider itself refused, with a status that is not 200."""
    return any(type(link).__name__ == "HTTPStatusError" for link in chain)


def _status(chain: tuple[BaseException, ...], error: BaseException) -> int | None:
    for link in chain:
        if type(link).__name__ == "HTTPStatusError":
            answered = getattr(getattr(link, "response", None), "status_code", None)
            if isinstance(answered, int):
                return answered
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _words(error: BaseException) -> str:
    """What the provider said, without what litellm puts before and after it."""
    text = str(error).partition("Traceback (most recent call last)")[0]
    found = _PROVIDERS_JSON.search(text)
    if found:
        with suppress(json.JSONDecodeError, AttributeError, KeyError, TypeError):
            return str(json.loads(found.group())["error"]["message"])
    return _LITELLM_PREFIX.sub("", text)


def _retry_after(error: BaseException) -> float | None:
    """Read Retry-After, in seconds or as a date; negative and absurd values count as none."""
    headers = getattr(error, "litellm_response_headers", None)
    if headers is None:
        headers = getattr(getattr(error, "response", None), "headers", None)
    raw = headers.get("retry-after") if headers is not None else None
    if not isinstance(raw, str):
        return None
    try:
        seconds = float(raw)
    except ValueError:
        try:
            when = parsedate_to_datetime(raw)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (when - datetime.now(UTC)).total_seconds()
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
