"""A `ModelService` without models: answers from a queue or a function."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from optimizer.calling.budget import Worst
from optimizer.errors import ModelFault, WorldFault
from optimizer.llm import ModelReport
from optimizer.records import Completion, ModelSpec, Request

Answer = str | Completion | WorldFault
Done = Callable[[Request, Completion | WorldFault], None]
Growing = Callable[[Request, str], None]


class FakeHandle:
    """A call of the fake service."""

    def __init__(self, request: Request, done: Done) -> None:
        self.request = request
        self._done = done
        self._lock = threading.Lock()
        self._ended = False

    def cancel(self) -> None:
        """End the call with a fault of kind `cancelled`, unless it has ended."""
        self.end(ModelFault("The call was cancelled.", kind="cancelled", retryable=True))

    def end(self, outcome: Completion | WorldFault) -> None:
        """Tell `done`, once."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
        self._done(self.request, outcome)


class FakeService:
    """Same surface as `ModelService`; keeps every request.

    Args:
        answers: Answers in order of submission, or a function from request to answer. An answer is
            a text, a completion, or a fault. A request without an answer fails the test.
        threaded: Tell `done` on a thread of its own, as the real service does; else `submit` does.
        price: US dollars per million tokens of input and output; None for an unknown price.
        held: Answer nothing until `release` is called.
    """

    def __init__(
        self,
        answers: Iterable[Answer] | Callable[[Request], Answer] = (),
        *,
        threaded: bool = False,
        price: tuple[float, float] | None = (0.0, 0.0),
        held: bool = False,
    ) -> None:
        self.requests: list[Request] = []
        self.tested: list[ModelSpec] = []
        self.pause_s = 0.0
        self.hold_s = 0.0
        self._function = answers if callable(answers) else None
        self._queue = deque(() if callable(answers) else answers)
        self._price = price
        self._held: deque[tuple[FakeHandle, Answer]] | None = deque() if held else None
        self._pool = ThreadPoolExecutor(1, "fake-service") if threaded else None
        self._open: list[FakeHandle] = []

    def submit(
        self, request: Request, done: Done, *, spare: int = 0, growing: Growing | None = None
    ) -> FakeHandle:
        """Answer from the queue or the function; see `ModelService.submit`."""
        self.requests.append(request)
        handle = FakeHandle(request, done)
        self._open.append(handle)
        if self._function is None and not self._queue:
            raise AssertionError(f"no answer left for {request.messages}")
        answer = self._function(request) if self._function else self._queue.popleft()
        if self._held is not None:
            self._held.append((handle, answer))
        else:
            self._send(handle, answer)
        return handle

    def push(self, *answers: Answer) -> None:
        """Add answers to the queue."""
        self._queue.extend(answers)

    def release(self, number: int | None = None) -> None:
        """Answer the first `number` held calls; all, and every later one at once, if None."""
        held = self._held if self._held is not None else deque()
        for _ in range(len(held) if number is None else number):
            self._send(*held.popleft())
        if number is None:
            self._held = None

    def worst_case(self, request: Request) -> Worst:
        """Return a bound by words, which is what the fake counts as tokens."""
        tokens_in = _words(request)
        return Worst(tokens_in + request.max_tokens, self._cost(tokens_in, request.max_tokens))

    def test(self, spec: ModelSpec) -> ModelReport:
        """Report a good model."""
        self.tested.append(spec)
        return ModelReport(12, 100.0, self._price is not None, "Hello.")

    def test_embedding(self, spec: ModelSpec) -> ModelReport:
        """Report a good embedding model."""
        return self.test(spec)

    def likelihood(self, spec: ModelSpec) -> None:
        """Tell no probabilities."""

    def reset(self, spec: ModelSpec) -> None:
        """Forget nothing: the fake remembers no faults."""

    def pause_left_s(self, spec: ModelSpec) -> float:
        """Return the pause that was set."""
        return self.pause_s

    def held_s(self, spec: ModelSpec) -> float:
        """Return how long the limit per minute was said to hold calls back."""
        return self.hold_s

    def known_models(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names of two models, as far as they fit."""
        return tuple(n for n in ("openai/gpt-4o-mini", "ollama/llama3") if n.startswith(prefix))

    def price(self, spec: ModelSpec) -> tuple[float, float] | None:
        """Return the price that was set."""
        return self._price

    def close(self) -> None:
        """Cancel what is open and end the thread."""
        for handle in self._open:
            handle.cancel()
        if self._pool is not None:
            self._pool.shutdown()

    def _send(self, handle: FakeHandle, answer: Answer) -> None:
        outcome = self._completion(handle.request, answer) if isinstance(answer, str) else answer
        if self._pool is None:
            handle.end(outcome)
        else:
            self._pool.submit(handle.end, outcome)

    def _completion(self, request: Request, text: str) -> Completion:
        tokens_in, tokens_out = _words(request), min(len(text.split()), request.max_tokens)
        cost = self._cost(tokens_in, tokens_out)
        return Completion(text, "stop", tokens_in, tokens_out, cost, latency_ms=1)

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        if self._price is None:
            return None
        return (tokens_in * self._price[0] + tokens_out * self._price[1]) / 1_000_000


def _words(request: Request) -> int:
    return sum(len(message.content.split()) for message in request.messages)
