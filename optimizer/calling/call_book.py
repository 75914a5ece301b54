"""The record of model calls: what was asked, what it cost, and what may have been paid for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from optimizer.calling.budget import Worst
from optimizer.errors import ModelFault, WorldFault
from optimizer.records import Call, CallRole, Completion, Request, RoleSpend
from optimizer.stopping import CANCELLED
from optimizer.store import Store

LOST = "lost"
"""How a call is marked that may have been paid for though no answer is stored."""

_LOST_ERROR = "No answer arrived; it may have been paid for."


class CallBook:
    """Writes every call into the project file, and keeps the sums in step with it.

    Args:
        store: The project file.
        new_id: Makes ids of calls.
        now: Tells the time.
    """

    def __init__(self, store: Store, new_id: Callable[[], str], now: Callable[[], str]) -> None:
        self._store = store
        self._new_id = new_id
        self._now = now
        self._spend = store.spend()
        self._model_spend = store.model_spend()
        self.run_id: str | None = None

    @property
    def spend(self) -> dict[CallRole, RoleSpend]:
        """What each role has cost in this project."""
        return dict(self._spend)

    @property
    def model_spend(self) -> dict[str, RoleSpend]:
        """What each model has cost in this project, by its title."""
        return dict(self._model_spend)

    def book_ahead(self, request: Request, worst: Worst, attempts: int) -> tuple[str, ...]:
        """Book attempts as lost before they are made; returns their ids.

        Args:
            request: What will be asked.
            worst: What an attempt can cost at most.
            attempts: How many there may be.
        """
        with self._store.atomic():
            return tuple(self._lost(request, worst).id for _ in range(attempts))

    def settle(
        self,
        request: Request,
        outcome: Completion | WorldFault,
        worst: Worst,
        booked: Sequence[str],
    ) -> str:
        """Put what came of a call in the place of what was booked ahead.

        Args:
            request: What was asked.
            outcome: A completion, or the fault.
            worst: What an attempt can have cost at most.
            booked: What was booked ahead.

        Returns:
            The id of the call that has the answer; empty after a fault.
        """
        self._store.drop_calls(booked)
        if isinstance(outcome, Completion):
            return self._keep(request, outcome, outcome.lost_attempts, worst)
        self._keep_failure(request, outcome, worst)
        return ""

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
