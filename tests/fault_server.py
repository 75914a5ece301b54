"""A real HTTP server on loopback that speaks OpenAI's forms and fails by script."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.server_faults import FAULTS

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
    text: str = ""


@dataclass
class FaultServer:
    """Answer chat completions, at any path; each request takes the next scripted fault, or `ok`.

    A script entry is the name of a fault in `server_faults.FAULTS`, with an optional argument:
    `429:2` is a 429 with `Retry-After: 2`, `status:418` any status, `slow:0.3` an answer
    after 0.3 s.
    """

    answer: Callable[[Body], str] = lambda body: "echo: " + prompt_of(body)
    plan: Callable[[Body], str] | None = None
    vector: Callable[[str], list[float]] = lambda text: [3.0, float(len(text)), 4.0]
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

    def unscript(self) -> None:
        """Forget what was scripted and did not happen."""
        self._script.clear()

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
            # A secure connection would take its leave, and the client need not be there any more.
            secure = writer.get_extra_info("sslcontext") is not None
            (writer.transport.abort if secure else writer.close)()

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
        entry.text = text or ""
        usage = {
            "prompt_tokens": entry.tokens_in,
            "completion_tokens": entry.tokens_out,
            "total_tokens": entry.tokens_in + entry.tokens_out,
        }
        message = {"role": "assistant", "content": text}
        choice: Body = {"index": 0, "message": message, "finish_reason": finish}
        if body.get("logprobs"):
            token = {"token": "x", "logprob": -0.5, "bytes": None, "top_logprobs": []}
            choice["logprobs"] = {"content": [token], "refusal": None}
        return {
            "id": f"chatcmpl-{len(self.ledger)}",
            "object": "chat.completion",
            "created": 1,
            "model": body.get("model", ""),
            "choices": [choice],
            "usage": usage,
        }

    def embedding(self, entry: Entry, body: Body) -> Body:
        """Return the JSON of the vectors of texts and enter their tokens in the ledger."""
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        entry.tokens_in = sum(len(text.split()) for text in texts)
        entry.paid = True
        data = [
            {"object": "embedding", "index": place, "embedding": self.vector(text)}
            for place, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": entry.tokens_in, "total_tokens": entry.tokens_in}
        return {"object": "list", "data": data, "model": body.get("model", ""), "usage": usage}


def prompt_of(body: Body) -> str:
    """Return the last message, or the text that is embedded; empty for another form."""
    if "input" in body:
        return str(body["input"][0])
    messages = body.get("messages") or [{"content": ""}]
    return str(messages[-1]["content"])


@contextmanager
def fault_server(*, tls: ssl.SSLContext | None = None, **settings: Any) -> Iterator[FaultServer]:
    """Run a `FaultServer` in a thread of its own for the length of a `with` block."""
    server = FaultServer(**settings)
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def main() -> None:
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
        scheme = "https" if tls else "http"
        server.base_url = f"{scheme}://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
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
        loop.run_until_complete(asyncio.sleep(0.01))  # the transports close one step later
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
