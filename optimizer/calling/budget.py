"""The ledger of a project's caps: reserve the worst case before a call, settle it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from optimizer.calling.allowance import NANO, Allowance, Sum, summed
from optimizer.errors import BudgetFault, ModelFault, WorldFault
from optimizer.records import CallRole, Caps, Completion, RoleSpend
from optimizer.said import say

Number = TypeVar("Number", int, float)


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
class Usage:
    """What was used: settled, or held for the calls under way."""

    calls: int = 0
    tokens: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0


class Ledger:
    """Keeps the caps of a project and of its run hard, however many calls are under way.

    It knows no threads: whoever owns it calls it from one thread.

    Args:
        caps: The limits; None in a field means no limit.
        spend: What was spent before, by role.
        votes: How many votes were cast before.
    """

    def __init__(
        self, caps: Caps, spend: Mapping[CallRole, RoleSpend] | None = None, votes: int = 0
    ) -> None:
        self._project = Allowance(caps)
        self._run = Allowance(Caps(), say(" for this run"))
        self.votes = votes
        self._spent = summed(spend or {})
        self._open: dict[int, Reservation] = {}
        self._next = 1

    @property
    def caps(self) -> Caps:
        """The limits of the project now."""
        return self._project.caps

    def set_caps(self, caps: Caps) -> None:
        """Change the limits; calls under way are not called back.

        Args:
            caps: The new limits.
        """
        self._project.caps = caps

    def set_run_caps(self, caps: Caps) -> None:
        """Change the limits of the run; what it used so far counts.

        Args:
            caps: The new limits.
        """
        self._run.caps = caps

    def begin_run(self, spend: Mapping[CallRole, RoleSpend] | None = None, votes: int = 0) -> None:
        """Let the limits of a run count from here on.

        Args:
            spend: What the run used before, if it is taken up again.
            votes: How many votes were cast in it before.
        """
        self._run.before = self._spent.less(summed(spend or {}))
        self._run.votes_before = self.votes - votes

    @property
    def spent(self) -> Usage:
        """What was used by the calls that ended."""
        total = self._spent
        return Usage(total.calls, total.tokens, total.nano / NANO, total.unpriced)

    @property
    def held(self) -> Usage:
        """What the calls under way may use at most."""
        total = self._held()
        return Usage(total.calls, total.tokens, total.nano / NANO, total.unpriced)

    @property
    def left(self) -> Caps:
        """What the caps still allow, with the calls under way at their worst; None as there."""
        held = self._held()
        project, run = (level.left(self._spent, held, self.votes) for level in self._levels)
        return Caps(
            votes=_lower(project.votes, run.votes),
            calls=_lower(project.calls, run.calls),
            tokens=_lower(project.tokens, run.tokens),
            cost_usd=_lower(project.cost_usd, run.cost_usd),
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
        refusals = (level.vote_refusal(self.votes) for level in self._levels)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def refusal(self, worst: Worst, attempts: int = 1) -> BudgetFault | None:
        """Return why the caps do not allow a call, or None.

        Args:
            worst: What one attempt can use at most.
            attempts: How many attempts should be covered.
        """
        limited = any(level.caps.cost_usd is not None for level in self._levels)
        if (
            worst.cost_usd is None
            and limited
            and not any(level.counts_calls for level in self._levels)
        ):
            return _unpriced()
        wanted, held = Sum(), self._held()
        for _ in range(attempts):
            wanted.add(1, worst.tokens, worst.cost_usd)
        refusals = (level.refusal(self._spent, held, wanted) for level in self._levels)
        return next((refusal for refusal in refusals if refusal is not None), None)

    @property
    def _levels(self) -> tuple[Allowance, Allowance]:
        return self._project, self._run

    def _held(self) -> Sum:
        total = Sum()
        for reservation in self._open.values():
            for _ in range(1 + reservation.spare):
                total.add(1, reservation.worst.tokens, reservation.worst.cost_usd)
        return total


def _lower(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _unpriced() -> BudgetFault:
    return BudgetFault(
        say("The price of this model is not known, so the cap on money cannot be kept."),
        say("Enter the model's prices in the settings, or set a cap on calls or tokens."),
    )
