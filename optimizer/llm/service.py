"""Every model call of the program: one service, one thread, one event loop."""

from __future__ import annotations

import asyncio
import logging
import queue
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

from optimizer.calling.budget import Worst
from optimizer.errors import ModelFault, WorldFault
from optimizer.llm.answers import judge_reply
from optimizer.llm.childcaller import ChildCaller
from optimizer.llm.embeddings import embedding_request, read_vector
from optimizer.llm.faults import make_fault
from optimizer.llm.keycache import KeyCache
from optimizer.llm.lane import Lane, LocalEndpoint
from optimizer.llm.likelihood import LocalLikelihood
from optimizer.llm.names import chat_models, complete
from optimizer.llm.policy import CallPolicy
from optimizer.llm.pricing import PriceBook
from optimizer.llm.probe import ModelReport, is_json_object, probe_request, report
from optimizer.llm.scrub import scrub
from optimizer.llm.threads import LoopThread, start_task
from optimizer.llm.wire import Caller, RawReply
from optimizer.records import Completion, ModelSpec, Request

Done = Callable[[Request, Completion | WorldFault], None]
Growing = Callable[[Request, str], None]

_MILLION = 1_000_000
_log = logging.getLogger(__name__)


class CallHandle:
    """A call that is under way."""

    def __init__(self, post: Callable[[Callable[[], object]], bool]) -> None:
        self._post = post
        self._task: asyncio.Task[Completion | ModelFault] | None = None

    def cancel(self) -> None:
        """Stop the call and close its connection; `done` is then told so. Never blocks."""
        self._post(self._cancel)

    def begin(self, task: asyncio.Task[Completion | ModelFault]) -> None:
        """Take charge of the task; called on the loop."""
        self._task = task

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()


class ModelService:
    """Makes model calls; one per process, safe to use from any thread.

    Args:
        keys: Finds a secret by the name of its key; None when there is none. May block.
        endpoint: Finds, and starts if need be, the server of the bundled model or of the user's
            own file. May block.
        policy: Concurrency, deadlines, retries.
        prices: The prices; litellm's own table if None.
        caller: Sends the attempts; litellm in a process of its own if None.
    """

    def __init__(
        self,
        keys: Callable[[str], str | None],
        endpoint: LocalEndpoint,
        *,
        policy: CallPolicy | None = None,
        prices: PriceBook | None = None,
        caller: Caller | None = None,
    ) -> None:
        self._keys = KeyCache(keys)
        self._endpoint = endpoint
        self._policy = policy or CallPolicy()
        self._prices = prices or PriceBook()
        self._caller = caller or ChildCaller()
        self._lanes: dict[tuple[object, ...], Lane] = {}
        self._names: tuple[str, ...] | None = None
        self._rng = Random()
        self._thread = LoopThread("model-calls", self._caller.close)

    def submit(
        self, request: Request, done: Done, *, spare: int = 0, growing: Growing | None = None
    ) -> CallHandle:
        """Start a call; never blocks.

        Args:
            request: What is asked.
            done: Told the completion or the fault, exactly once, on the service's thread (after
                `close`: at once, on the caller's). It must be quick and must not raise.
            spare: How many answers that were lost on the way may be asked for again; each may be
                charged, so each needs room in the budget (`Reservation.spare`).
            growing: Told the text so far while it is written, on the service's thread; the answer
                is streamed for it. It must be quick and must not raise.

        Returns:
            A handle to cancel the call; `done` is then told a fault of kind `cancelled`.
        """
        handle = CallHandle(self._thread.post)
        if not self._thread.post(lambda: self._start(request, done, spare, growing, handle)):
            done(request, make_fault("cancelled", request.model))
        return handle

    def worst_case(self, request: Request) -> Worst:
        """Return what one attempt of a call can use at most; no network, no wait.

        Args:
            request: What would be asked.

        Returns:
            Tokens of prompt and answer together, and their price; None if that is not known.
        """
        return self._prices.worst_case(request)

    def test(self, spec: ModelSpec) -> ModelReport:
        """Make a short call and two in special forms, and report on them; blocks.

        Args:
            spec: The model; it is asked even if it failed again and again before.

        Raises:
            ModelFault: The call failed.
        """
        found = replace(report(self._answer(probe_request(spec))), price=self.price(spec))
        if spec.bundled:
            return found  # the bundled server may never end an answer in JSON mode
        in_json, json_cost = self._try_form(probe_request(spec, "test_json"), json_mode=True)
        told, told_cost = self._try_form(probe_request(spec), logprobs=True)
        return replace(
            found,
            cost_usd=None if found.cost_usd is None else found.cost_usd + json_cost + told_cost,
            json_mode=in_json is not None and is_json_object(in_json.text),
            logprobs=told is not None and told.has_logprobs,
        )

    def test_embedding(self, spec: ModelSpec) -> ModelReport:
        """Ask an embedding model for one vector, and report on it; blocks.

        Args:
            spec: The model; it is asked even if it failed again and again before.

        Raises:
            ModelFault: The call failed.
        """
        text = probe_request(spec).messages[-1].content
        outcome = self._answer(embedding_request(spec, text))
        vector = read_vector(outcome.text)
        if vector is None:
            raise make_fault("empty", spec)
        told = replace(outcome, text=f"{len(vector)} numbers")
        return replace(report(told), tokens_per_second=None, price=self.price(spec))

    def _answer(self, request: Request) -> Completion:
        """Ask a model that may have failed before, wait for it, and raise its fault."""
        self.reset(request.model)
        outcomes: queue.SimpleQueue[Completion | WorldFault] = queue.SimpleQueue()
        self.submit(request, lambda _, outcome: outcomes.put(outcome))
        outcome = outcomes.get()
        if isinstance(outcome, WorldFault):
            raise outcome
        return outcome

    def likelihood(self, spec: ModelSpec) -> LocalLikelihood | None:
        """Return what tells a model's token probabilities; None where nothing does.

        Args:
            spec: The model; the bundled server alone tells them.
        """
        return LocalLikelihood(lambda: self._endpoint(spec)) if spec.bundled else None

    def reset(self, spec: ModelSpec) -> None:
        """Forget the faults of a model and its key: something was repaired or changed.

        Args:
            spec: The model.
        """
        self._thread.post(lambda: self._reset(spec))

    def known_models(self, prefix: str = "") -> tuple[str, ...]:
        """Return names of models that fit what was typed, best first.

        Args:
            prefix: The beginning of a name, or words out of it.
        """
        if self._names is None:
            self._names = chat_models(self._prices.table())
        return complete(prefix, self._names)

    def price(self, spec: ModelSpec) -> tuple[float, float] | None:
        """Return US dollars per million tokens of input and of output; None if not known."""
        price = self._prices.price(spec)
        return None if price is None else (price.token_in * _MILLION, price.token_out * _MILLION)

    def pause_left_s(self, spec: ModelSpec) -> float:
        """Return for how many seconds a model's provider still wants no call; 0 for none.

        Args:
            spec: The model.
        """
        lane = self._lanes.get(_place(spec))
        return lane.slots.pause_left_s() if lane else 0.0

    def held_s(self, spec: ModelSpec) -> float:
        """Return for how many seconds a limit per minute still holds a call back; 0 for none.

        Args:
            spec: The model.
        """
        lane = self._lanes.get(_place(spec))
        return lane.held_s() if lane else 0.0

    def close(self) -> None:
        """Cancel every call, tell each `done`, and end the thread; may be called again."""
        self._thread.close()

    def _try_form(self, request: Request, **form: bool) -> tuple[RawReply | None, float]:
        """Ask for an answer of a special form; return it with what it cost."""
        replies: queue.SimpleQueue[RawReply | None] = queue.SimpleQueue()

        def ended(task: asyncio.Task[RawReply | None]) -> None:
            replies.put(None if task.cancelled() or task.exception() else task.result())

        def start() -> None:
            start_task(self._lane(request.model).try_form(request, **form)).add_done_callback(ended)

        reply = replies.get() if self._thread.post(start) else None
        if reply is None:
            return None, 0.0
        judged = judge_reply(request, reply, 0, self._prices)
        answer = judged if isinstance(judged, Completion) else judged.answer
        return reply, (answer.cost_usd if answer else None) or 0.0

    def _start(
        self,
        request: Request,
        done: Done,
        spare: int,
        growing: Growing | None,
        handle: CallHandle,
    ) -> None:
        tell = None if growing is None else partial(growing, request)
        task = start_task(self._lane(request.model).answer(request, spare, tell))
        handle.begin(task)
        # A task that is cancelled before its first step runs no line of ours; its end is certain.
        task.add_done_callback(lambda ended: self._finish(request, done, ended))

    def _finish(
        self, request: Request, done: Done, task: asyncio.Task[Completion | ModelFault]
    ) -> None:
        outcome: Completion | ModelFault
        error = None if task.cancelled() else task.exception()
        if task.cancelled():
            outcome = make_fault("cancelled", request.model)
        elif error is not None:
            report_text = "".join(traceback.format_exception(error))
            _log.error("A model call failed by a bug:\n%s", scrub(report_text, self._keys.secrets))
            outcome = make_fault("unknown", request.model)
        else:
            outcome = task.result()
        done(request, outcome)

    def _lane(self, spec: ModelSpec) -> Lane:
        place = _place(spec)
        if place not in self._lanes:
            self._lanes[place] = Lane(
                spec,
                self._caller,
                self._keys,
                self._endpoint,
                self._prices,
                self._policy,
                self._rng,
            )
        return self._lanes[place]

    def _reset(self, spec: ModelSpec) -> None:
        self._keys.forget(spec.key_name)
        self._lane(spec).reset()


def _place(spec: ModelSpec) -> tuple[object, ...]:
    # A repaired key name or another pace is another way to the model, with faults of its own.
    return (spec.identity, spec.key_name, spec.calls_per_minute, spec.tokens_per_minute)
