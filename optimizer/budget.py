"""The ledger of a project's caps: reserve the worst case before a call, settle it afterwards."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.errors import BudgetFault, ModelFault, WorldFault
from optimizer.records import CallRole, Caps, Completion, RoleSpend

# Money is counted in whole billionths of a dollar: sums of floats drift past a cap.
_NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Worst:
    """The most that one attempt of a call can use; `cost_usd` None means no known price."""

    tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Room held for a call that is under way.

    `spare` says how many lost answers may be asked for again: each may have been paid for, so each
    needs room of its own.
    """

    number: int
    worst: Worst
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used: settled, or held for the calls under way.

    `possibly_paid_usd` is the part of `cost_usd` for answers that never arrived.
    """

    calls: int = 0
    tokens: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0
    possibly_paid_usd: float = 0.0


@dataclass(slots=True)
class _Sum:
    calls: int = 0
    tokens: int = 0
    nano: int = 0
    unpriced: int = 0

    def add(self, calls: int, tokens: int, cost_usd: float | None) -> None:
        self.calls += calls
        self.tokens += tokens
        if cost_usd is None:
            self.unpriced += calls
        else:
            self.nano += _nano(cost_usd)


class Ledger:
    """Keeps the caps of a project hard, however many calls are under way.

    It knows no threads: whoever owns it calls it from one thread.

    Args:
        caps: The limits; None in a field means no limit.
        spend: What was spent before, by role.
        votes: How many votes were cast before.
    """

    def __init__(
        self, caps: Caps, spend: Mapping[CallRole, RoleSpend] | None = None, votes: int = 0
    ) -> None:
        self._caps = caps
        self.votes = votes
        self._spent = _Sum()
        self._lost_nano = 0
        self._open: dict[int, Reservation] = {}
        self._next = 1
        for role in (spend or {}).values():
            self._spent.calls += role.calls
            self._spent.tokens += role.tokens_in + role.tokens_out
            self._spent.nano += _nano(role.cost_usd)
            self._spent.unpriced += role.unpriced_calls

    @property
    def caps(self) -> Caps:
        """The limits now."""
        return self._caps

    def set_caps(self, caps: Caps) -> None:
        """Change the limits; calls under way are not called back.

        Args:
            caps: The new limits.
        """
        self._caps = caps

    @property
    def spent(self) -> Spent:
        """What was used by the calls that ended."""
        total = self._spent
        return Spent(
            total.calls,
            total.tokens,
            total.nano / _NANO,
            total.unpriced,
            self._lost_nano / _NANO,
        )

    @property
    def held(self) -> Spent:
        """What the calls under way may use at most."""
        total = self._held()
        return Spent(total.calls, total.tokens, total.nano / _NANO, total.unpriced)

    @property
    def left(self) -> Caps:
        """What the caps still allow, with the calls under way at their worst; None as there."""
        caps, spent, held = self._caps, self._spent, self._held()
        return Caps(
            votes=_rest(caps.votes, self.votes),
            calls=_rest(caps.calls, spent.calls + held.calls),
            tokens=_rest(caps.tokens, spent.tokens + held.tokens),
            cost_usd=None
            if caps.cost_usd is None
            else max(0, _cap_nano(caps.cost_usd) - spent.nano - held.nano) / _NANO,
        )

    def reserve(self, worst: Worst, *, spare: int = 0) -> Reservation:
        """Hold room for a call.

        Args:
            worst: What one attempt can use at most.
            spare: How many lost answers should be covered too; fewer are when a cap is near.

        Returns:
            The reservation, to be settled or released when the call ended.

        Raises:
            BudgetFault: A cap does not allow the call, or the money cap cannot be kept because the
                model has no known price and no other cap limits the calls.
        """
        refusal = self.refusal(worst)
        if refusal is not None:
            raise refusal
        while spare and self.refusal(worst, attempts=1 + spare) is not None:
            spare -= 1
        reservation = Reservation(self._next, worst, spare)
        self._next += 1
        self._open[reservation.number] = reservation
        return reservation

    def settle(self, reservation: Reservation, outcome: Completion | WorldFault) -> None:
        """Book what a call used, in place of its reservation.

        An answer that was lost on the way may have been paid for: it is booked at its worst case.

        Args:
            reservation: As returned by `reserve`.
            outcome: The completion, or the fault that ended the call.

        Raises:
            KeyError: The reservation was settled or released before.
        """
        del self._open[reservation.number]
        lost, sent, answer = 0, False, None
        if isinstance(outcome, Completion):
            lost, answer = outcome.lost_attempts, outcome
        elif isinstance(outcome, ModelFault):
            lost, answer = outcome.lost_attempts, outcome.answer
            sent = outcome.attempts > 0
        if answer is not None:
            self._spent.add(1, answer.tokens_in + answer.tokens_out, answer.cost_usd)
        worst = reservation.worst
        for _ in range(lost):
            self._spent.add(1, worst.tokens, worst.cost_usd)
            self._lost_nano += _nano(worst.cost_usd or 0.0)
        if sent and answer is None and not lost:
            self._spent.add(1, 0, 0.0)  # refused: it costs nothing, but it was a call

    def release(self, reservation: Reservation) -> None:
        """Give back the room of a call that was never sent.

        Raises:
            KeyError: The reservation was settled or released before.
        """
        del self._open[reservation.number]

    def note_votes(self, votes: int) -> None:
        """Set how many votes count against the cap on votes.

        Args:
            votes: All votes that were cast and not voided.
        """
        self.votes = votes

    def vote_refusal(self) -> BudgetFault | None:
        """Return why no further vote is asked for, or None."""
        if self.caps.votes is not None and self.votes >= self.caps.votes:
            return BudgetFault(
                f"The cap of {_counted(self.caps.votes, 'vote')} is reached.",
                "Raise the cap on votes to go on.",
            )
        return None

    def calls_left(self, worst: Worst) -> int | None:
        """Return how many such calls the caps certainly allow; None without any cap."""
        bounds = []
        if self.caps.calls is not None:
            bounds.append(self.caps.calls - self._spent.calls - self._held().calls)
        if self.caps.tokens is not None:
            left = self.caps.tokens - self._spent.tokens - self._held().tokens
            bounds.append(left // max(1, worst.tokens))
        if self.caps.cost_usd is not None and worst.cost_usd:
            left = _cap_nano(self.caps.cost_usd) - self._spent.nano - self._held().nano
            bounds.append(left // _nano(worst.cost_usd))
        return max(0, min(bounds)) if bounds else None

    def refusal(self, worst: Worst, attempts: int = 1) -> BudgetFault | None:
        """Return why the caps do not allow a call, or None.

        Args:
            worst: What one attempt can use at most.
            attempts: How many attempts should be covered.
        """
        caps, held, spent = self.caps, self._held(), self._spent
        if caps.calls is not None and spent.calls + held.calls + attempts > caps.calls:
            return _reached(_counted(caps.calls, "model call"), "calls", held.calls)
        tokens = spent.tokens + held.tokens + attempts * worst.tokens
        if caps.tokens is not None and tokens > caps.tokens:
            return _reached(_counted(caps.tokens, "token"), "tokens", held.calls)
        if caps.cost_usd is None:
            return None
        if worst.cost_usd is None:
            return None if caps.calls is not None or caps.tokens is not None else _unpriced()
        money = spent.nano + held.nano + attempts * _nano(worst.cost_usd)
        if worst.cost_usd > 0 and money > _cap_nano(caps.cost_usd):
            return _reached(f"{caps.cost_usd:.2f} USD", "money", held.calls)
        return None

    def _held(self) -> _Sum:
        total = _Sum()
        for reservation in self._open.values():
            for _ in range(1 + reservation.spare):
                total.add(1, reservation.worst.tokens, reservation.worst.cost_usd)
        return total


def _nano(cost_usd: float) -> int:
    return math.ceil(round(cost_usd * _NANO, 3))


def _cap_nano(cap_usd: float) -> int:
    return math.floor(round(cap_usd * _NANO, 3))


def _rest(cap: int | None, used: int) -> int | None:
    return None if cap is None else max(0, cap - used)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _reached(cap: str, noun: str, under_way: int) -> BudgetFault:
    if under_way:
        message = f"The cap of {cap} could be passed: calls under way may use the rest."
    else:
        message = f"The cap of {cap} does not allow another model call."
    return BudgetFault(message, f"Raise the cap on {noun} to go on.")


def _unpriced() -> BudgetFault:
    return BudgetFault(
        "The price of this model is not known, so the cap on money cannot be kept.",
        "Enter the model's prices in the settings, or set a cap on calls or tokens.",
    )
