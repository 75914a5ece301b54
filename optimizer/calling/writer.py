"""The blocking handle by which a proposer asks a model from its own thread."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from optimizer.calling.calls import CANCELLED, CallDesk, Reply
from optimizer.errors import ModelFault, WorldFault
from optimizer.records import (
    CallRole,
    Completion,
    Message,
    ModelSpec,
    Parameters,
    Request,
    Spent,
)
from optimizer.said import say

_POLL_S = 0.2
_STEPS = 1_000_000  # more than a project ever has


@dataclass(frozen=True, slots=True)
class WriterCall:
    """A request of a handle; the optimizer thread answers it through `answer`."""

    request: Request
    answer: Future[Completion] = field(compare=False)


class WriterHandle:
    """A `Model` whose calls are made, paid and stored by the optimizer thread.

    Args:
        spec: The model.
        role: What the calls are for.
        sample: Told apart by it, equal requests of different steps are answered anew; a step that
            is repeated after a kill finds its stored answers.
        post: Hands a call to the optimizer thread.
        cancelled: Set when the person stopped; a waiting call then raises.
        parameters: Sampling parameters of the role.
    """

    def __init__(
        self,
        spec: ModelSpec,
        role: CallRole,
        sample: int,
        post: Callable[[WriterCall], None],
        cancelled: threading.Event,
        parameters: Parameters,
    ) -> None:
        self._spec = spec
        self._role = role
        self._sample = sample
        self._post = post
        self._cancelled = cancelled
        self._parameters = parameters
        self._asked: Counter[str] = Counter()
        self._calls = 0
        self._cost: float | None = 0.0

    @property
    def spent(self) -> Spent:
        """What its answers took so far; those found in the file count as well."""
        return Spent(float(self._calls), self._cost)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 800,
        parameters: Parameters | None = None,
    ) -> Completion:
        """Return the model's answer; see `optimizer.protocols.Model`."""
        request = Request(
            role=self._role,
            model=self._spec,
            messages=tuple(messages),
            parameters=parameters or self._parameters,
            max_tokens=max_tokens,
            sample=self._sample,
        )
        # Whoever asks the same twice in one step wants two answers.
        again = self._asked[request.hash]
        self._asked[request.hash] += 1
        if again:
            request = replace(request, sample=self._sample + again * _STEPS)
        return self._counted(self._wait(request))

    def _counted(self, completion: Completion) -> Completion:
        self._calls += 1
        if self._cost is not None and completion.cost_usd is not None:
            self._cost += completion.cost_usd
        else:
            self._cost = None
        return completion

    def _wait(self, request: Request) -> Completion:
        answer: Future[Completion] = Future()
        self._post(WriterCall(request, answer))
        return wait_for(answer, self._cancelled)


def answer_call(call: WriterCall, desk: CallDesk) -> None:
    """Get the answer of a call for the thread that waits for it; used on the optimizer thread.

    A call whose thread was stopped meanwhile is not made: nobody would read what was paid for.

    Args:
        call: What was posted.
        desk: Gets or makes the answer.
    """
    if not call.answer.cancelled():
        desk.obtain(call.request, lambda reply: _hand_over(call.answer, reply))


def stop_call(call: WriterCall) -> None:
    """End a call that is not made because the person stopped all writing."""
    _hand_over(call.answer, Reply(call.request, fault=_stopped()))


def _hand_over(answer: Future[Completion], reply: Reply) -> None:
    # From here on the thread that waits cannot withdraw any more; it may have done so by now.
    if not answer.set_running_or_notify_cancel():
        return
    if reply.completion is not None:
        answer.set_result(reply.completion)
    else:
        answer.set_exception(reply.fault or ModelFault(say("The model did not answer.")))


def wait_for(answer: Future[Completion], cancelled: threading.Event) -> Completion:
    """Return the answer of a call once it is there; blocks.

    Args:
        answer: Where it will be.
        cancelled: Set when the person stopped.

    Raises:
        WorldFault: The call failed for good, a cap was met, or the person stopped it.
    """
    while not cancelled.is_set():
        try:
            return answer.result(timeout=_POLL_S)
        except TimeoutError:
            continue
    answer.cancel()
    raise _stopped()


def _stopped() -> WorldFault:
    return ModelFault(say("The writing was stopped."), kind=CANCELLED)
