"""What the scripted server does to a request, by name."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fault_server import Entry, FaultServer

Writer = asyncio.StreamWriter
Body = dict[str, Any]


def _send(
    writer: Writer, status: int, payload: bytes, kind: str = "application/json", extra: str = ""
) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(payload)}\r\n"
    writer.write((head + extra + "\r\n").encode() + payload)


def _send_json(writer: Writer, value: object, status: int = 200, extra: str = "") -> None:
    _send(writer, status, json.dumps(value).encode(), extra=extra)


def _reset(writer: Writer) -> None:
    # A linger of zero makes the kernel send RST instead of FIN.
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise ConnectionResetError


Fault = Callable[["FaultServer", "Entry", Body, str, Writer], Awaitable[None]]


def _error(status: int, message: str, code: str | None = None) -> Fault:
    async def send(
        server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
    ) -> None:
        extra = f"Retry-After: {argument}\r\n" if argument else ""
        # Providers like to repeat what they were sent, the key included.
        key = server.headers[-1].get("authorization", "")
        error = {"message": f"{message} ({key})", "type": "error", "code": code, "param": None}
        _send_json(writer, {"error": error}, status, extra)

    return send


def _reply(text: str | None, finish: str = "stop") -> Fault:
    async def send(
        server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
    ) -> None:
        await _send_answer(writer, body, server.completion(entry, body, text, finish))

    return send


async def _send_answer(writer: Writer, body: Body, whole: Body) -> None:
    """Send an answer as it was asked for: at once, or word by word."""
    if body.get("stream"):
        await _stream(writer, whole)
    else:
        _send_json(writer, whole)


async def _stream(
    writer: Writer, whole: Body, *, pause: float = 0.0, words: int | None = None
) -> None:
    """Send an answer word by word; with `words` only so many, and no reason for the end."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    choice = whole["choices"][0]
    text = choice["message"]["content"] or ""
    pieces = [f"{word} " for word in text.split(" ")]
    pieces[-1] = pieces[-1][:-1]
    for piece in pieces[:words]:
        delta = {"role": "assistant", "content": piece}
        _send_event(writer, whole | {"choices": [{"index": 0, "delta": delta}], "usage": None})
        await writer.drain()
        await asyncio.sleep(pause)
    if words is None:
        end = {"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}
        _send_event(writer, whole | {"choices": [end], "usage": None})
        if "usage" in whole:
            _send_event(writer, whole | {"choices": []})
    writer.write(_chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")


def _send_event(writer: Writer, value: Body) -> None:
    value = value | {"object": "chat.completion.chunk"}
    writer.write(_chunk(b"data: " + json.dumps(value).encode() + b"\n\n"))


def _chunk(payload: bytes) -> bytes:
    return f"{len(payload):x}\r\n".encode() + payload + b"\r\n"


async def _ok(server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer) -> None:
    if "input" in body:
        _send_json(writer, server.embedding(entry, body))
        return
    await _send_answer(writer, body, server.completion(entry, body, server.answer(body)))


async def _words(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Answer word by word, with a pause after each where a stream is asked for."""
    whole = server.completion(entry, body, server.answer(body))
    if body.get("stream"):
        await _stream(writer, whole, pause=float(argument or 0.05))
    else:
        _send_json(writer, whole)


async def _early(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """End a stream in order after a word or two, without the reason that belongs to an end."""
    if not body.get("stream"):
        await _chunked(server, entry, body, "close", writer)
        return
    await _stream(writer, server.completion(entry, body, server.answer(body)), words=2)


async def _torn(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Reset the connection in the middle of a stream."""
    if body.get("stream"):
        whole = server.completion(entry, body, server.answer(body))
        delta = {"role": "assistant", "content": whole["choices"][0]["message"]["content"][:3]}
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        _send_event(writer, whole | {"choices": [{"index": 0, "delta": delta}], "usage": None})
        await writer.drain()
        await asyncio.sleep(0.02)
        _reset(writer)
    await _cut(server, entry, body, "", writer)


async def _no_stream(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Answer, but refuse to stream."""
    if body.get("stream"):
        await _error(400, "stream_options is not supported")(server, entry, body, "", writer)
    else:
        await _ok(server, entry, body, "", writer)


async def _status(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    await _error(int(argument), "some error")(server, entry, body, "", writer)


async def _slow(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    await asyncio.sleep(float(argument or 0.2))
    await _ok(server, entry, body, "", writer)


async def _limits(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Answer, and tell how many calls per minute are allowed."""
    extra = f"x-ratelimit-limit-requests: {argument}\r\nx-ratelimit-limit-tokens: 30000\r\n"
    _send_json(writer, server.completion(entry, body, server.answer(body)), extra=extra)


async def _hang(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    await asyncio.sleep(3600)


async def _drip(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Send the answer a byte at a time, too slowly to ever end."""
    payload = json.dumps(server.completion(entry, body, "x" * 100_000)).encode()
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(payload)}\r\n\r\n".encode())
    for byte in payload:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.02)


async def _cut(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Break off in the middle of an answer that was paid for: `reset` or a clean close."""
    payload = json.dumps(server.completion(entry, body, server.answer(body))).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload[:20])
    await writer.drain()
    await asyncio.sleep(0.02)
    if argument == "close":
        writer.close()
        raise ConnectionResetError
    _reset(writer)


async def _drop(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Take the request and break the connection before a byte of the answer."""
    _reset(writer)


def _raw(payload: bytes, kind: str) -> Fault:
    async def send(
        server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
    ) -> None:
        entry.paid = True
        _send(writer, 200, payload, kind)

    return send


async def _chunked(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Send an answer in chunks and stop after the first: `reset`, or a clean close."""
    payload = json.dumps(server.completion(entry, body, server.answer(body))).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head.encode() + b"14\r\n" + payload[:20] + b"\r\n")
    await writer.drain()
    await asyncio.sleep(0.02)
    if argument == "close":
        writer.close()
        raise ConnectionResetError
    if argument == "end":
        writer.write(b"0\r\n\r\n")
        return
    _reset(writer)


async def _head(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    """Send the head of an answer that was paid for, and nothing more."""
    server.completion(entry, body, server.answer(body))
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n")
    await writer.drain()
    await asyncio.sleep(3600)


async def _no_choices(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    _send_json(writer, server.completion(entry, body, "x") | {"choices": []})


async def _no_usage(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    value = server.completion(entry, body, server.answer(body))
    del value["usage"]
    await _send_answer(writer, body, value)


async def _bad_utf8(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    value = json.dumps(server.completion(entry, body, "caf@"))
    _send(writer, 200, value.encode().replace(b"@", b"\xe9"))


FAULTS: dict[str, Fault] = {
    "ok": _ok,
    "status": _status,
    "slow": _slow,
    "words": _words,
    "early": _early,
    "torn": _torn,
    "no_stream": _no_stream,
    "limits": _limits,
    "hang": _hang,
    "drip": _drip,
    "cut": _cut,
    "drop": _drop,
    "400": _error(400, "The parameter is not allowed.", "invalid_value"),
    "401": _error(401, "Incorrect API key provided", "invalid_api_key"),
    "402": _error(402, "Insufficient credits"),
    "403": _error(403, "Country not supported"),
    "404": _error(404, "The model does not exist", "model_not_found"),
    "429": _error(429, "Rate limit reached"),
    "quota": _error(429, "You exceeded your current quota", "insufficient_quota"),
    "500": _error(500, "Internal error"),
    "502": _error(502, "Bad gateway"),
    "503": _error(503, "Service unavailable"),
    "529": _error(529, "Overloaded"),
    "context": _error(
        400,
        "This model's maximum context length is 16 tokens, you requested 99",
        "context_length_exceeded",
    ),
    "html": _raw(b"<html><body>Sign in to the hotel wifi</body></html>", "text/html"),
    "broken": _raw(b'{"id": "x", "choices": [{"mess', "application/json"),
    "chunked": _chunked,
    "head": _head,
    "scalar": _raw(b"42", "application/json"),
    "list": _raw(b"[]", "application/json"),
    "null": _raw(b"null", "application/json"),
    "nothing": _raw(b"", "application/json"),
    "object": _raw(b"{}", "application/json"),
    "other": _raw(b'{"model": "m", "response": "hello", "done": true}', "application/json"),
    "error200": _raw(b'{"error": {"message": "try later", "code": 500}}', "application/json"),
    "odd_choice": _raw(b'{"choices": [{"text": "hello"}]}', "application/json"),
    "odd_content": _raw(b'{"choices": [{"message": {"content": {"a": 1}}}]}', "application/json"),
    "utf8": _bad_utf8,
    "no_choices": _no_choices,
    "no_usage": _no_usage,
    "none": _reply(None),
    "empty": _reply(""),
    "blank": _reply(" \n "),
    "filter": _reply(None, "content_filter"),
    "length": _reply("cut off in the mid", "length"),
    "huge": _reply("long " * 2_000_000),
}
