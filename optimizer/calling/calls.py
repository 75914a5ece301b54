"""Model calls as the optimizer thread sees them: cached, joined, paid for, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from optimizer.calling.budget import Ledger, Reservation, Worst
from optimizer.calling.call_book import CallBook
from optimizer.errors import BudgetFault, ProjectFault, WorldFault
from optimizer.protocols import Likelihood
from optimizer.records import CallRole, Completion, ModelSpec, Request, RoleSpend
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
        self._book = CallBook(store, new_id, now)
        self._pending: dict[str, _Pending] = {}
        self._roles: Counter[CallRole] = Counter()

    @property
    def run_id(self) -> str | None:
        """The run that calls are made in; None outside any."""
        return self._book.run_id

    @run_id.setter
    def run_id(self, run_id: str | None) -> None:
        self._book.run_id = run_id

    @property
    def in_flight(self) -> int:
        """How many calls are under way."""
        return len(self._pending)

    @property
    def spend(self) -> dict[CallRole, RoleSpend]:
        """What each role has cost in this project; kept in step with the file."""
        return self._book.spend

    @property
    def model_spend(self) -> dict[str, RoleSpend]:
        """What each model has cost in this project, by its title."""
        return self._book.model_spend

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
            booked = self._book.book_ahead(request, worst, 1 + reservation.spare)
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
        """Settle and store an outcome, then tell everybody who waits for it.

        Everybody is told, also where the file does not take the outcome, or one of them fails: an
        answer that was paid for is kept all the same, and nobody waits for ever.

        Raises:
            Exception: What the first of those who were told failed with.
            ProjectFault: The disk takes nothing.
        """
        request, outcome = arrived.request, arrived.outcome
        pending = self._pending.pop(request.hash)
        self._roles[request.role] -= 1
        self._ledger.settle(pending.reservation, outcome)
        reply: Reply | None = None
        try:
            with self._store.atomic():
                call_id = self._book.settle(request, outcome, pending.worst, pending.booked)
                reply = _reply(request, outcome, call_id)
                failures = self._tell(pending, reply)
        except ProjectFault as fault:
            if reply is None:
                self._tell(pending, Reply(request, fault=fault))
            raise
        if failures:
            raise failures[0]

    def _tell(self, pending: _Pending, reply: Reply) -> list[Exception]:
        """Tell everybody who waits; returns what those failed with who did."""
        failures: list[Exception] = []
        for then in pending.waiting:
            try:
                with self._store.atomic():  # what is half done when it fails is not stored
                    then(reply)
            except Exception as failure:  # noqa: BLE001 - all others are told first
                failures.append(failure)
        return failures

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


def _reply(request: Request, outcome: Completion | WorldFault, call_id: str) -> Reply:
    if isinstance(outcome, Completion):
        return Reply(request, call_id=call_id, completion=outcome)
    return Reply(request, fault=outcome)
