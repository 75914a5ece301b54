"""Reads an answer that comes piece by piece into one plain reply."""

from __future__ import annotations

from typing import Any

from optimizer.llm.wire import LONGEST_TEXT, CallFailed, Failure, Growing, RawReply


async def read_stream(stream: Any, growing: Growing | None) -> RawReply:
    """Read a stream to its end.

    Args:
        stream: The library's stream.
        growing: Told the text so far.

    Returns:
        The reply as if it had come whole.

    Raises:
        CallFailed: The stream ended before the answer did, which the library passes over.
        Exception: Whatever the library raises.
    """
    pieces: list[str] = []
    length = 0
    try:
        async for chunk in stream:
            piece = _piece(chunk)
            if not piece:
                continue
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_TEXT:
                return RawReply(None, "", True, None, None, too_long=True)
            if growing is not None:
                growing("".join(pieces))
    finally:
        # Also when nobody waits any more: an open connection would go on being paid for.
        await stream.aclose()
    finish = _own_finish(stream)
    if not finish:
        raise CallFailed(Failure("reset", "The stream ended before the answer did."))
    tokens_in, tokens_out, cached = _own_usage(stream)
    return RawReply(
        text="".join(pieces) or None,
        finish=finish,
        has_choices=True,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cached_tokens=cached,
        calls_per_minute=limit_told(stream, "requests"),
        tokens_per_minute=limit_told(stream, "tokens"),
    )


def limit_told(response: Any, of: str) -> int | None:
    """Read a limit out of the headers of an answer, in the form that most providers share.

    Args:
        response: The library's answer.
        of: `requests` or `tokens`.
    """
    headers = getattr(response, "_response_headers", None) or {}
    told = str(headers.get(f"x-ratelimit-limit-{of}", ""))
    return int(told) if told.isascii() and told.isdigit() and int(told) > 0 else None


def _piece(chunk: Any) -> str:
    choices = getattr(chunk, "choices", None) or []
    piece = getattr(choices[0].delta, "content", None) if choices else None
    return piece if isinstance(piece, str) else ""


def _own_finish(stream: Any) -> str:
    """Return why the provider ended; the library itself says `stop` whatever happened."""
    return str(
        getattr(stream, "received_finish_reason", None)
        or getattr(stream, "intermittent_finish_reason", None)
        or ""
    )


def _own_usage(stream: Any) -> tuple[int | None, int | None, int]:
    """Return the provider's own count; the library would make one up where there is none."""
    for chunk in reversed(getattr(stream, "chunks", None) or []):
        usage = getattr(chunk, "usage", None)
        if usage is not None and getattr(usage, "prompt_tokens", None):
            details = getattr(usage, "prompt_tokens_details", None)
            cached = getattr(details, "cached_tokens", None) or 0
            return usage.prompt_tokens, usage.completion_tokens, cached
    return None, None, 0
