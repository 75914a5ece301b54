"""Every preset leads to a request in the form of its provider, with the key where it belongs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from optimizer.providers import Preset, presets
from optimizer.records import Completion, ModelSpec
from tests.optimizer.llm.conftest import CANARY, Inbox, MakeService, call, request

OPENAI = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}
ANTHROPIC = {
    "id": "1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "Hi."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 2},
}
GEMINI = {
    "candidates": [
        {"content": {"role": "model", "parts": [{"text": "Hi."}]}, "finishReason": "STOP"}
    ],
    "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5},
}
OLLAMA = {
    "model": "m",
    "created_at": "2026-01-01T00:00:00Z",
    "message": {"role": "assistant", "content": "Hi."},
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 3,
    "eval_count": 2,
}
BEDROCK = {
    "output": {"message": {"role": "assistant", "content": [{"text": "Hi."}]}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 3, "outputTokens": 2, "totalTokens": 5},
    "metrics": {"latencyMs": 1},
}
FORMS = (
    ("/chat/completions", OPENAI),
    ("/messages", ANTHROPIC),
    (":generateContent", GEMINI),
    ("/api/chat", OLLAMA),
    ("/converse", BEDROCK),
)
WORDS = ("Hi ", "there.")


def events(*values: dict[str, object]) -> str:
    """Return server-sent events, named by their type where they have one."""
    lines = []
    for value in values:
        named = f"event: {value['type']}\n" if "type" in value else ""
        lines.append(f"{named}data: {json.dumps(value)}\n\n")
    return "".join(lines)


def openai_stream() -> str:
    """Return an answer word by word, with its usage at the end."""
    frame = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    deltas = [{"role": "assistant", "content": word} for word in WORDS]
    pieces = [frame | {"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    end = frame | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    return events(*pieces, end, frame | {"choices": [], "usage": OPENAI["usage"]}) + (
        "data: [DONE]\n\n"
    )


def anthropic_stream() -> str:
    """Return the same as Anthropic sends it."""
    message = ANTHROPIC | {"content": [], "stop_reason": None}
    pieces = [
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": word},
        }
        for word in WORDS
    ]
    block = {"type": "text", "text": ""}
    return events(
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
        *pieces,
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn"},
            "usage": {"output_tokens": 2},
        },
        {"type": "message_stop"},
    )


def gemini_stream() -> str:
    """Return the same as Gemini sends it."""
    first, last = ({"content": {"role": "model", "parts": [{"text": word}]}} for word in WORDS)
    return events(
        {"candidates": [first]},
        {
            "candidates": [last | {"finishReason": "STOP"}],
            "usageMetadata": GEMINI["usageMetadata"],
        },
    )


def ollama_stream() -> str:
    """Return the same as Ollama sends it: a line for each piece."""
    pieces = [
        OLLAMA | {"message": {"role": "assistant", "content": word}, "done": False}
        for word in WORDS
    ]
    last = OLLAMA | {"message": {"role": "assistant", "content": ""}}
    return "".join(json.dumps(piece) + "\n" for piece in (*pieces, last))


STREAMS = (
    ("/chat/completions", openai_stream()),
    ("/messages", anthropic_stream()),
    (":streamGenerateContent", gemini_stream()),
    ("/api/chat", ollama_stream()),
)
KEY_HEADERS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")


class Provider(ThreadingHTTPServer):
    """Answers in the form that the path asks for, and remembers paths and headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.seen: list[tuple[str, dict[str, str]]] = []


class Answering(BaseHTTPRequestHandler):
    """One connection."""

    server: Provider

    def do_POST(self) -> None:
        """Answer."""
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, headers))
        path = self.path.partition("?")[0]
        streamed = body.get("stream") or path.endswith(":streamGenerateContent")
        forms = STREAMS if streamed else [(end, json.dumps(form)) for end, form in FORMS]
        form = next((form for end, form in forms if path.endswith(end)), None)
        payload = (form or json.dumps({"error": {"message": f"no such path: {path}"}})).encode()
        self.send_response(200 if form else 404)
        lines = "application/x-ndjson" if path.endswith("/api/chat") else "text/event-stream"
        self.send_header("Content-Type", lines if streamed else "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A server that plays every provider."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_preset_is_answered(
    preset: Preset, provider: Provider, make_service: MakeService
) -> None:
    outcome = call(make_service(), request(at(preset, provider)))
    assert isinstance(outcome, Completion), (outcome, provider.seen)
    assert outcome.text == "Hi."
    assert (outcome.tokens_in, outcome.tokens_out) == (3, 2)
    for path, headers in provider.seen:
        sent = any(CANARY in headers.get(name, "") for name in KEY_HEADERS) or CANARY in path
        assert sent is ("key" in preset.fields)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_preset_is_answered_piece_by_piece(
    preset: Preset, provider: Provider, make_service: MakeService
) -> None:
    inbox = Inbox()
    asked = request(at(preset, provider))
    make_service().submit(asked, inbox, growing=lambda _, text: None)
    outcome = inbox.next()
    assert isinstance(outcome, Completion), (outcome, provider.seen)
    whole = preset.name == "bedrock"  # its streams have a form of their own
    assert outcome.text == ("Hi." if whole else "Hi there.")
    assert (outcome.finish, outcome.tokens_in, outcome.tokens_out) == ("stop", 3, 2)


def at(preset: Preset, provider: Provider) -> ModelSpec:
    """Return the preset's example, asked at the server of this test."""
    address = f"http://127.0.0.1:{provider.server_port}"
    if preset.base_url.endswith("/v1") or preset.name in ("compatible", "openai", "mistral"):
        address += "/v1"
    spec = preset.spec(preset.example, address, "canary" if "key" in preset.fields else "")
    return replace(spec, base_url=address)
