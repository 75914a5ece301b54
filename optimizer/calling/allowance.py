"""What a set of caps still allows: of a project in all, or of one run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.errors import BudgetFault
from optimizer.records import CallRole, Caps, RoleSpend
from optimizer.said import say, say_n

# Money is counted in whole billionths of a dollar: sums of floats drift past a cap.
NANO = 1_000_000_000


@dataclass(slots=True)
class Sum:
    """Calls, tokens and billionths of a dollar; `unpriced` calls have no known price."""

    calls: int = 0
    tokens: int = 0
    nano: int = 0
    unpriced: int = 0

    def add(self, calls: int, tokens: int, cost_usd: float | None) -> None:
        """Add what calls used."""
        self.calls += calls
        self.tokens += tokens
        if cost_usd is None:
            self.unpriced += calls
        else:
            self.nano += nano(cost_usd)

    def less(self, other: Sum) -> Sum:
        """Return what is more in this than in another."""
        return Sum(self.calls - other.calls, self.tokens - other.tokens, self.nano - other.nano)


@dataclass(slots=True)
class Allowance:
    """Caps with what was used before they began to count.

    Attributes:
        caps: The limits; None in a field means no limit.
        whose: Ends the words for a cap, such as ` for this run`.
        before: What was used before.
        votes_before: The votes that were cast before.
    """

    caps: Caps
    whose: str = ""
    before: Sum = field(default_factory=Sum)
    votes_before: int = 0

    @property
    def counts_calls(self) -> bool:
        """Whether calls or tokens are limited, so that an unknown price cannot run away."""
        return self.caps.calls is not None or self.caps.tokens is not None

    def left(self, spent: Sum, held: Sum, votes: int) -> Caps:
        """Return what is left with the calls under way at their worst; None as in the caps.

        Args:
            spent: What was used in all.
            held: What the calls under way may use at most.
            votes: All votes.
        """
        caps, used = self.caps, spent.less(self.before)
        money = None
        if caps.cost_usd is not None:
            money = max(0, cap_nano(caps.cost_usd) - used.nano - held.nano) / NANO
        return Caps(
            votes=_rest(caps.votes, votes - self.votes_before),
            calls=_rest(caps.calls, used.calls + held.calls),
            tokens=_rest(caps.tokens, used.tokens + held.tokens),
            cost_usd=money,
        )

    def refusal(self, spent: Sum, held: Sum, wanted: Sum) -> BudgetFault | None:
        """Return why a call is not allowed, or None; arguments as for `left`.

        Args:
            spent: What was used in all.
            held: What the calls under way may use at most.
            wanted: What the call may use at most; its price must be known if money is limited.
        """
        caps, used = self.caps, spent.less(self.before)
        if caps.calls is not None and used.calls + held.calls + wanted.calls > caps.calls:
            return self._reached(
                say_n("{n:,} model call", "{n:,} model calls", caps.calls), say("calls"), held.calls
            )
        if caps.tokens is not None and used.tokens + held.tokens + wanted.tokens > caps.tokens:
            return self._reached(
                say_n("{n:,} token", "{n:,} tokens", caps.tokens), say("tokens"), held.calls
            )
        if caps.cost_usd is None or not wanted.nano:
            return None
        if used.nano + held.nano + wanted.nano > cap_nano(caps.cost_usd):
            return self._reached(
                say("{cost:.2f} USD", cost=caps.cost_usd), say("money"), held.calls
            )
        return None

    def vote_refusal(self, votes: int) -> BudgetFault | None:
        """Return why no further vote is asked for, or None."""
        cap = self.caps.votes
        if cap is None or votes - self.votes_before < cap:
            return None
        return BudgetFault(
            say(
                "The cap of {counted}{whose} is reached.",
                counted=say_n("{n:,} vote", "{n:,} votes", cap),
                whose=self.whose,
            ),
            say("Raise the cap on votes to go on."),
        )

    def _reached(self, cap: str, noun: str, under_way: int) -> BudgetFault:
        cap = say("{cap}{whose}", cap=cap, whose=self.whose)
        if under_way:
            message = say(
                "The cap of {cap} could be passed: calls under way may use the rest.", cap=cap
            )
        else:
            message = say("The cap of {cap} does not allow another model call.", cap=cap)
        return BudgetFault(message, say("Raise the cap on {noun} to go on.", noun=noun))


def summed(spend: Mapping[CallRole, RoleSpend]) -> Sum:
    """Return what all roles used together."""
    total = Sum()
    for role in spend.values():
        total.calls += role.calls
        total.tokens += role.tokens_in + role.tokens_out
        total.nano += nano(role.cost_usd)
        total.unpriced += role.unpriced_calls
    return total


def nano(cost_usd: float) -> int:
    """Return a cost in billionths of a dollar, never less than it is."""
    return math.ceil(round(cost_usd * NANO, 3))


def cap_nano(cap_usd: float) -> int:
    """Return a cap in billionths of a dollar, never more than it is."""
    return math.floor(round(cap_usd * NANO, 3))


def _rest(cap: int | None, used: int) -> int | None:
    return None if cap is None else max(0, cap - used)
