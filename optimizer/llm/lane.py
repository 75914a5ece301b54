"""The calls of one model: its slots, its breaker, and the attempts of each call."""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

from optimizer.errors import ModelFault, WorldFault
from optimizer.llm.answers import judge_reply
from optimizer.llm.breaker import Breaker
from optimizer.llm.course import Course
from optimizer.llm.faults import fault_of, make_fault
from optimizer.llm.keycache import KeyCache
from optimizer.llm.limits import SlotLimit
from optimizer.llm.pace import Pace
from optimizer.llm.policy import CallPolicy
from optimizer.llm.prefixes import Prefixes
from optimizer.llm.pricing import PriceBook, likely_tokens, surely_tokens
from optimizer.llm.retries import next_pause
from optimizer.llm.scrub import scrub
from optimizer.llm.threads import in_thread
from optimizer.llm.wire import Attempt, Caller, CallFailed, Failure, Growing, RawReply
from optimizer.local.model import Endpoint
from optimizer.records import CallRole, Completion, ModelSpec, Request

_FORM_S = 30.0
_BINARY_STREAMS = "bedrock/"  # a form of its own, not worth it for a first look

LocalEndpoint = Callable[[ModelSpec], Endpoint]


class Lane:
    """Answers requests to one model; used on one event loop only.

    Args:
        spec: The model.
        caller: Sends the attempts.
        keys: Finds keys.
        endpoint: Finds, and if need be starts, the bundled server; may block.
        prices: The prices.
        policy: The limits.
        rng: The source of jitter.
    """

    def __init__(
        self,
        spec: ModelSpec,
        caller: Caller,
        keys: KeyCache,
        endpoint: LocalEndpoint,
        prices: PriceBook,
        policy: CallPolicy,
        rng: Random,
    ) -> None:
        self._spec = spec
        self._caller = caller
        self._keys = keys
        self._endpoint = endpoint
        self._prices = prices
        self._policy = policy
        self._rng = rng
        local = 1 if spec.exact else policy.bundled_concurrency
        most = local if spec.bundled else policy.concurrency
        self._deadline_s = policy.bundled_deadline_s if spec.bundled else policy.deadline_s
        self.slots = SlotLimit(most)
        self.breaker = Breaker(policy, _now)
        self._streams = not spec.model.startswith(_BINARY_STREAMS)
        self._prefixes = Prefixes()
        self.pace = Pace(spec.calls_per_minute, spec.tokens_per_minute, _now)
        self._held_until = 0.0

    async def answer(
        self, request: Request, spare: int, growing: Growing | None = None
    ) -> Completion | ModelFault:
        """Answer a request: wait for a slot, then try until it is answered or hopeless.

        Args:
            request: What is asked.
            spare: How many lost answers may be asked for again.
            growing: Told the text so far, if somebody waits to see it.

        Returns:
            The completion or the fault, with the attempts counted in it.
        """
        course = Course(spare, growing, paid=not self._spec.bundled)
        try:
            await self.slots.take()
            try:
                return await self._guarded(request, course)
            finally:
                self.slots.give_back()
        except asyncio.CancelledError:
            # What is on its way may be answered and charged, though nobody will read it.
            return course.sign(make_fault("cancelled", self._spec))

    async def try_form(
        self, request: Request, *, json_mode: bool = False, logprobs: bool = False
    ) -> RawReply | None:
        """Ask once for an answer of a special form, beside slots and breaker.

        Args:
            request: What is asked.
            json_mode: Ask for a JSON object.
            logprobs: Ask for log-probabilities.

        Returns:
            The reply; None when the model refused or did not answer soon.
        """
        ends = _now() + _FORM_S
        try:
            attempt = await self._prepared(request, ends)
            form = replace(attempt, json_mode=json_mode, logprobs=logprobs)
            async with asyncio.timeout_at(ends):
                return await self._caller.call(form)
        except (ModelFault, CallFailed, TimeoutError):
            return None

    def held_s(self) -> float:
        """Return for how many seconds the limit per minute still holds a call back; 0 for none."""
        return max(0.0, self._held_until - time.monotonic())

    def reset(self) -> None:
        """Forget the model's faults and the pause it asked for."""
        self.breaker.good()
        self.slots.resume()

    async def _guarded(self, request: Request, course: Course) -> Completion | ModelFault:
        refused = self.breaker.refusal()
        if refused is not None:
            return refused
        try:
            result = await self._attempts(request, course)
        except asyncio.CancelledError:
            self.breaker.bad(make_fault("cancelled", self._spec))
            raise
        if isinstance(result, ModelFault):
            self.breaker.bad(result)
        else:
            self.breaker.good()
        return result

    async def _attempts(self, request: Request, course: Course) -> Completion | ModelFault:
        try:
            await self._caller.load()  # seconds the first time, and no fault of the model
        except CallFailed as failed:
            return course.sign(fault_of(failed.failure, self._spec))
        tokens = likely_tokens(request)
        while wait := self.pace.wait_s(tokens):
            # Asked for from other threads, which have no loop to tell the time by.
            self._held_until = time.monotonic() + wait
            await asyncio.sleep(wait)
        ends = _now() + self._deadline_s
        tries = 0
        while True:
            tries += 1
            self.pace.note(tokens)
            result = await self._one_attempt(request, course, ends)
            if isinstance(result, Completion):
                self.slots.speed_up()
                return course.sign(result)
            left = ends - _now()
            pause = next_pause(result, tries, course.covered, left, self._policy, self._rng)
            if pause is None:
                return course.sign(result)
            await asyncio.sleep(pause)

    async def _one_attempt(
        self, request: Request, course: Course, ends: float
    ) -> Completion | ModelFault:
        try:
            attempt = await self._prepared(request, ends)
        except ModelFault as unready:
            return unready
        growing = course.growing if self._streams else None
        started = _now()
        course.begin()
        try:
            with self._prefixes.slot(request) as slot:
                sent = replace(attempt, stream=growing is not None, slot=slot)
                async with asyncio.timeout_at(ends):
                    reply = await self._caller.call(sent, growing)
        except (CallFailed, TimeoutError) as error:
            failure = error.failure if isinstance(error, CallFailed) else Failure("timeout")
            secrets = (*self._keys.secrets, attempt.api_key or "")
            fault = fault_of(failure, self._spec, secrets)
            course.fail(fault)
            self._react(fault, started)
            if fault.kind == "bad_request" and growing is not None:
                self._streams = False  # some servers know no streams, or not their options
                return await self._one_attempt(request, course, ends)
            return fault
        course.arrive()
        self.pace.learn(reply.calls_per_minute, reply.tokens_per_minute)
        latency_ms = round((_now() - started) * 1000)
        return judge_reply(request, reply, latency_ms, self._prices)

    async def _prepared(self, request: Request, ends: float) -> Attempt:
        """Wait while the provider wants no call, and find the address and the key."""
        pause = self.slots.pause_left_s()
        if pause > ends - _now():
            fault = make_fault("rate_limit", self._spec)
            fault.retry_after_s = pause
            raise fault
        await asyncio.sleep(pause)
        try:
            async with asyncio.timeout_at(ends):
                return await self._attempt(request)
        except TimeoutError:
            said = "It did not start in time." if self._spec.bundled else ""
            kind = "local_model" if self._spec.bundled else "no_key"
            raise make_fault(kind, self._spec, said) from None
        except ModelFault as fault:
            raise copy.copy(fault) from None  # it is signed below, and others may hold it
        except WorldFault as fault:
            raise self._unready(fault) from None

    def _unready(self, fault: WorldFault) -> ModelFault:
        """Word why the local model cannot be started, or why there is no key."""
        secrets = self._keys.secrets
        if self._spec.bundled:
            return make_fault("local_model", self._spec, str(fault), secrets)
        message, remedy = scrub(fault.message, secrets), scrub(fault.remedy, secrets)
        return ModelFault(message, remedy, kind="no_key")

    def _react(self, fault: ModelFault, started: float) -> None:
        if fault.kind == "rate_limit":
            self.slots.slow_down(started, fault.retry_after_s)
        elif fault.kind in ("auth", "forbidden") and self._spec.key_name:
            self._keys.forget(self._spec.key_name)

    async def _attempt(self, request: Request) -> Attempt:
        spec = self._spec
        base_url, model, key = spec.base_url, spec.model, None
        if spec.bundled:
            # Asked for before each attempt: the server may have been restarted elsewhere.
            endpoint = await in_thread(lambda: self._endpoint(spec), "local-endpoint")
            if surely_tokens(request) > endpoint.context_tokens:
                # The server would work on it for long, and then refuse or answer nothing.
                raise make_fault("context_overflow", spec)
            self._prefixes.resize(endpoint.slots)
            base_url, key = endpoint.base_url, endpoint.api_key
            model = f"openai/{endpoint.model_name}"
        elif spec.key_name:
            key = await self._keys.find(spec.key_name)
            if key is None:
                raise make_fault("no_key", spec)
        return Attempt(
            model=model,
            messages=tuple((message.role, message.content) for message in request.messages),
            max_tokens=request.max_tokens,
            temperature=request.parameters.temperature,
            top_p=request.parameters.top_p,
            timeout_s=self._deadline_s,
            base_url=base_url,
            api_key=key,
            choices=request.choices,
            choice_weights=request.choice_weights,
            grammar=spec.bundled,
            embed=request.role is CallRole.EMBED,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()
