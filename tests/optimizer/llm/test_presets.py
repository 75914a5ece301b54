"""Every preset leads to a request in the form of its provider, with the key where it belongs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from optimizer.providers import Preset, presets
from optimizer.records import Completion
from tests.optimizer.llm.conftest import CANARY, MakeService, call, request

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
        self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, headers))
        path = self.path.partition("?")[0]
        form = next((form for end, form in FORMS if path.endswith(end)), None)
        payload = json.dumps(form or {"error": {"message": f"no such path: {path}"}}).encode()
        self.send_response(200 if form else 404)
        self.send_header("Content-Type", "application/json")
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
    address = f"http://127.0.0.1:{provider.server_port}"
    if preset.base_url.endswith("/v1") or preset.name in ("compatible", "openai", "mistral"):
        address += "/v1"
    spec = preset.spec(preset.example, address, "canary" if "key" in preset.fields else "")
    outcome = call(make_service(), request(replace(spec, base_url=address)))
    assert isinstance(outcome, Completion), (outcome, provider.seen)
    assert outcome.text == "Hi."
    assert (outcome.tokens_in, outcome.tokens_out) == (3, 2)
    [(path, headers)] = provider.seen
    sent = any(CANARY in headers.get(name, "") for name in KEY_HEADERS) or CANARY in path
    assert sent is ("key" in preset.fields)
