"""A real HTTP server on loopback that speaks the OpenAI chat form and fails by script."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Writer = asyncio.StreamWriter
Body = dict[str, Any]


@dataclass
class Entry:
    """What the server did with one request; `paid` is whether a provider would charge for it."""

    fault: str
    prompt: str
    tokens_in: int = 0
    tokens_out: int = 0
    paid: bool = False


@dataclass
class FaultServer:
    """Answer chat completions, at any path; each request takes the next scripted fault, or `ok`.

    A script entry is the name of a fault in `FAULTS`, with an optional argument: `429:2` is a 429
    with `Retry-After: 2`, `status:418` any status, `slow:0.3` an answer after 0.3 s.
    """

    answer: Callable[[Body], str] = lambda body: "echo: " + prompt_of(body)
    plan: Callable[[Body], str] | None = None
    latency: float = 0.0
    ledger: list[Entry] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    in_flight: int = 0
    peak: int = 0
    base_url: str = ""
    _script: deque[str] = field(default_factory=deque)

    def script(self, *faults: str) -> None:
        """Add what happens to the next requests, in order of their arrival."""
        self._script.extend(faults)

    @property
    def paid(self) -> list[Entry]:
        """The requests that a provider would charge for."""
        return [entry for entry in self.ledger if entry.paid]

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        """Handle one connection, with keep-alive."""
        try:
            while (request := await _read_request(reader)) is not None:
                await _while_connected(reader, self._handle(*request, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _handle(self, headers: dict[str, str], body: Body, writer: Writer) -> None:
        self.headers.append(headers)
        self.bodies.append(body)
        planned = self.plan(body) if self.plan else "ok"
        name, _, argument = (self._script.popleft() if self._script else planned).partition(":")
        entry = Entry(name, prompt_of(body))
        self.ledger.append(entry)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            if self.latency:
                await asyncio.sleep(self.latency)
            await FAULTS[name](self, entry, body, argument, writer)
            await writer.drain()
        finally:
            self.in_flight -= 1

    def completion(self, entry: Entry, body: Body, text: str | None, finish: str = "stop") -> Body:
        """Return the answer's JSON and enter its tokens in the ledger."""
        words = sum(len(str(message["content"]).split()) for message in body.get("messages", ()))
        entry.tokens_in = words
        entry.tokens_out = len((text or "").split())
        entry.paid = True
        usage = {
            "prompt_tokens": entry.tokens_in,
            "completion_tokens": entry.tokens_out,
            "total_tokens": entry.tokens_in + entry.tokens_out,
        }
        message = {"role": "assistant", "content": text}
        choice: Body = {"index": 0, "message": message, "finish_reason": finish}
        if body.get("logprobs"):
            token = {"token": "x", "logprob": -0.1, "bytes": [120], "top_logprobs": []}
            choice["logprobs"] = {"content": [token]}
        return {
            "id": f"chatcmpl-{len(self.ledger)}",
            "object": "chat.completion",
            "created": 1,
            "model": body.get("model", ""),
            "choices": [choice],
            "usage": usage,
        }


def prompt_of(body: Body) -> str:
    """Return the last message; empty for a provider's own form of request."""
    messages = body.get("messages") or [{"content": ""}]
    return str(messages[-1]["content"])


@contextmanager
def fault_server(**settings: Any) -> Iterator[FaultServer]:
    """Run a `FaultServer` in a thread of its own for the length of a `with` block."""
    server = FaultServer(**settings)
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def main() -> None:
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        server.base_url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
        ready.set()
        async with listener:
            await listener.serve_forever()

    task = loop.create_task(main())

    def run() -> None:
        asyncio.set_event_loop(loop)
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        rest = asyncio.all_tasks(loop)
        for other in rest:
            other.cancel()
        loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="fault-server")
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


def refused_url() -> str:
    """Return the address of a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


async def _while_connected(reader: asyncio.StreamReader, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, but only as long as the client is there."""
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=0.02)
        if reader.at_eof():
            task.cancel()
    await task


async def _read_request(reader: asyncio.StreamReader) -> tuple[dict[str, str], Body] | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    headers = {}
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name:
            headers[name.lower()] = value.strip()
    return headers, json.loads(await reader.readexactly(int(headers.get("content-length", 0))))


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


Fault = Callable[[FaultServer, Entry, Body, str, Writer], Awaitable[None]]


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
        _send_json(writer, server.completion(entry, body, text, finish))

    return send


async def _ok(server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer) -> None:
    _send_json(writer, server.completion(entry, body, server.answer(body)))


async def _status(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    await _error(int(argument), "some error")(server, entry, body, "", writer)


async def _slow(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    await asyncio.sleep(float(argument or 0.2))
    await _ok(server, entry, body, "", writer)


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


async def _no_choices(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    _send_json(writer, server.completion(entry, body, "x") | {"choices": []})


async def _no_usage(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    value = server.completion(entry, body, server.answer(body))
    del value["usage"]
    _send_json(writer, value)


async def _bad_utf8(
    server: FaultServer, entry: Entry, body: Body, argument: str, writer: Writer
) -> None:
    value = json.dumps(server.completion(entry, body, "caf@"))
    _send(writer, 200, value.encode().replace(b"@", b"\xe9"))


FAULTS: dict[str, Fault] = {
    "ok": _ok,
    "status": _status,
    "slow": _slow,
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
    "scalar": _raw(b"42", "application/json"),
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
