"""Model calls as the optimizer thread sees them: cached, joined, paid for, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from optimizer.budget import Ledger, Reservation, Worst
from optimizer.errors import BudgetFault, ModelFault, ProjectFault, WorldFault
from optimizer.protocols import Likelihood
from optimizer.records import Call, CallRole, Completion, ModelSpec, Request, RoleSpend
from optimizer.stopping import CANCELLED as CANCELLED
from optimizer.store import Store

Growing = Callable[[Request, str], None]
"""Told the text of an answer so far, on the service's thread."""


class CallHandle(Protocol):
    """A call that is under way."""

    def cancel(self) -> None:
        """Stop waiting for it and close its connection."""
        ...


class Service(Protocol):
    """What makes the calls (`optimizer.llm.ModelService`)."""

    def submit(
        self,
        request: Request,
        done: Callable[[Request, Completion | WorldFault], None],
        *,
        spare: int = 0,
        growing: Growing | None = None,
    ) -> CallHandle:
        """Start a call; `done` is told the outcome once, on another thread.

        `spare` lost answers may be asked for again; `growing` is told the text so far.
        """
        ...

    def worst_case(self, request: Request) -> Worst:
        """Return what a call can cost at most."""
        ...

    def reset(self, spec: ModelSpec) -> None:
        """Ask a model again at once, however often it failed."""
        ...

    def likelihood(self, spec: ModelSpec) -> Likelihood | None:
        """Return what tells a model's token probabilities; None where nothing does."""
        ...

    def pause_left_s(self, spec: ModelSpec) -> float:
        """Return for how many seconds a model's provider still wants no call."""
        ...

    def held_s(self, spec: ModelSpec) -> float:
        """Return for how many seconds a limit per minute still holds a call back."""
        ...

    def price(self, spec: ModelSpec) -> tuple[float, float] | None:
        """Return US dollars per million tokens in and out; None if not known."""
        ...


LOST_AT_MOST = 1
"""How many answers of one request that were lost on the way may be asked for again."""


LOST = "lost"
"""How a call is marked that may have been paid for though no answer is stored."""

_LOST_ERROR = "No answer arrived; it may have been paid for."


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: a stored completion, or the fault."""

    request: Request
    call_id: str = ""
    completion: Completion | None = None
    fault: WorldFault | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """An outcome on its way from the service to the optimizer thread."""

    request: Request
    outcome: Completion | WorldFault


@dataclass(slots=True)
class _Pending:
    handle: CallHandle
    reservation: Reservation
    worst: Worst
    booked: tuple[str, ...]
    waiting: list[Callable[[Reply], None]]


class CallDesk:
    """Gets or makes completions; used on the optimizer thread only.

    Args:
        store: The project file, in which every call is kept.
        service: Makes the calls.
        ledger: Holds the caps.
        arrived: Posts an outcome to the optimizer thread; called on the service's thread.
        new_id: Makes ids of calls.
        now: Tells the time.
    """

    def __init__(
        self,
        store: Store,
        service: Service,
        ledger: Ledger,
        arrived: Callable[[Arrived], None],
        new_id: Callable[[], str],
        now: Callable[[], str],
    ) -> None:
        self._store = store
        self._service = service
        self._ledger = ledger
        self._arrived = arrived
        self._new_id = new_id
        self._now = now
        self._pending: dict[str, _Pending] = {}
        self._roles: Counter[CallRole] = Counter()
        self._spend = store.spend()
        self._model_spend = store.model_spend()
        self.run_id: str | None = None

    @property
    def in_flight(self) -> int:
        """How many calls are under way."""
        return len(self._pending)

    @property
    def spend(self) -> dict[CallRole, RoleSpend]:
        """What each role has cost in this project; kept in step with the file."""
        return dict(self._spend)

    @property
    def model_spend(self) -> dict[str, RoleSpend]:
        """What each model has cost in this project, by its title."""
        return dict(self._model_spend)

    def under_way(self, role: CallRole) -> int:
        """Return how many calls of a role are under way."""
        return self._roles[role]

    def pause_left_s(self, models: Mapping[CallRole, ModelSpec | None]) -> float:
        """Return for how many seconds a provider still wants none of the calls under way.

        Args:
            models: Which model answers for which role.
        """
        return max((self._service.pause_left_s(spec) for spec in self._asked(models)), default=0.0)

    def held_s(self, models: Mapping[CallRole, ModelSpec | None]) -> float:
        """Return for how many seconds a limit per minute holds one of the calls under way back.

        Args:
            models: Which model answers for which role.
        """
        return max((self._service.held_s(spec) for spec in self._asked(models)), default=0.0)

    def _asked(self, models: Mapping[CallRole, ModelSpec | None]) -> list[ModelSpec]:
        return [spec for role, spec in models.items() if spec is not None and self._roles[role]]

    def obtain(
        self,
        request: Request,
        then: Callable[[Reply], None],
        *,
        growing: Growing | None = None,
    ) -> None:
        """Get a completion: from the file, from a call under way, or by a new call.

        A new call is booked as lost before it is sent, and booked truly when it ended: a kill
        between the two leaves it in the file as possibly paid. So do not call this inside a
        transaction, which would be committed too late.

        Args:
            request: What is asked.
            then: Told the reply once; at once when the file has it or a cap forbids the call.
            growing: Told the text while it is written, if the call is a new one.
        """
        known = self._store.find_completion(request.hash)
        if known is not None:
            then(Reply(request, call_id=known[0], completion=known[1]))
            return
        pending = self._pending.get(request.hash)
        if pending is not None:
            pending.waiting.append(then)
            return
        try:
            worst = self._service.worst_case(request)
            reservation = self._ledger.reserve(worst, spare=LOST_AT_MOST)
        except BudgetFault as fault:
            then(Reply(request, fault=fault))
            return
        try:
            booked = self._book_ahead(request, worst, 1 + reservation.spare)
        except ProjectFault as fault:
            self._ledger.release(reservation)
            then(Reply(request, fault=fault))
            return
        # An answer that was lost may have been paid for: it is asked for again only while the
        # reservation covers that as well.
        handle = self._service.submit(request, self._post, spare=reservation.spare, growing=growing)
        self._pending[request.hash] = _Pending(handle, reservation, worst, booked, [then])
        self._roles[request.role] += 1

    def arrive(self, arrived: Arrived) -> None:
        """Settle and store an outcome, then tell everybody who waits for it."""
        request, outcome = arrived.request, arrived.outcome
        pending = self._pending.pop(request.hash)
        self._roles[request.role] -= 1
        self._ledger.settle(pending.reservation, outcome)
        self._store.drop_calls(pending.booked)
        if isinstance(outcome, Completion):
            call_id = self._keep(request, outcome, outcome.lost_attempts, pending.worst)
            reply = Reply(request, call_id=call_id, completion=outcome)
        else:
            self._keep_failure(request, outcome, pending.worst)
            reply = Reply(request, fault=outcome)
        for then in pending.waiting:
            then(reply)

    def forgive(self, specs: Iterable[ModelSpec | None]) -> None:
        """Ask models again at once that were left alone: the person wants it."""
        for spec in specs:
            if spec is not None:
                self._service.reset(spec)

    def cancel_all(self) -> None:
        """Cancel what is under way; each call still arrives, as cancelled."""
        for pending in list(self._pending.values()):
            pending.handle.cancel()

    def _post(self, request: Request, outcome: Completion | WorldFault) -> None:
        self._arrived(Arrived(request, outcome))

    def _keep(
        self,
        request: Request,
        answer: Completion,
        lost: int,
        worst: Worst,
        error: str | None = None,
    ) -> str:
        """Store an answer; what was lost on the way to it is booked at its worst case."""
        self._keep_lost(request, lost, worst)
        return self._put(
            request,
            tokens_in=answer.tokens_in,
            tokens_out=answer.tokens_out,
            cost_usd=answer.cost_usd,
            latency_ms=answer.latency_ms,
            finish=answer.finish,
            error=error,
            text=answer.text if error is None else None,
        )

    def _keep_failure(self, request: Request, fault: WorldFault, worst: Worst) -> None:
        answer = fault.answer if isinstance(fault, ModelFault) else None
        lost = fault.lost_attempts if isinstance(fault, ModelFault) else 0
        if answer is not None:
            self._keep(request, answer, lost, worst, error=str(fault))
        elif lost:
            self._keep_lost(request, lost, worst)
        elif not (isinstance(fault, ModelFault) and fault.kind == CANCELLED):
            self._put(request, error=str(fault))

    def _keep_lost(self, request: Request, lost: int, worst: Worst) -> None:
        for _ in range(lost):
            self._count(self._lost(request, worst))

    def _book_ahead(self, request: Request, worst: Worst, attempts: int) -> tuple[str, ...]:
        with self._store.atomic():
            return tuple(self._lost(request, worst).id for _ in range(attempts))

    def _lost(self, request: Request, worst: Worst) -> Call:
        """Store a call that may have been paid for, at its worst case."""
        return self._write(
            request,
            tokens_in=worst.tokens,
            cost_usd=worst.cost_usd,
            finish=LOST,
            error=_LOST_ERROR,
        )

    def _put(self, request: Request, **values: Any) -> str:
        call = self._write(request, **values)
        self._count(call)
        return call.id

    def _count(self, call: Call) -> None:
        self._spend[call.role] = _added(self._spend[call.role], call)
        before = self._model_spend.get(call.model, RoleSpend())
        self._model_spend[call.model] = _added(before, call)

    def _write(
        self,
        request: Request,
        *,
        error: str | None,
        tokens_in: int = 0,
        tokens_out: int = 0,
        cost_usd: float | None = 0.0,
        latency_ms: int = 0,
        finish: str = "",
        text: str | None = None,
    ) -> Call:
        call = Call(
            id=self._new_id(),
            role=request.role,
            model=request.model.title,
            request_hash=request.hash,
            run_id=self.run_id,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost_usd=cost_usd,
            latency_ms=latency_ms,
            finish=finish,
            error=error,
            made_at=self._now(),
        )
        self._store.put_call(call, text, request.parameters)
        return call


def _added(spend: RoleSpend, call: Call) -> RoleSpend:
    failed = call.error is not None
    return RoleSpend(
        calls=spend.calls + 1,
        failed_calls=spend.failed_calls + failed,
        tokens_in=spend.tokens_in + call.tokens_in,
        tokens_out=spend.tokens_out + call.tokens_out,
        cost_usd=spend.cost_usd + (call.cost_usd or 0.0),
        unpriced_calls=spend.unpriced_calls + (call.cost_usd is None and not failed),
    )
