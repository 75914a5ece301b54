"""What a run will take before it is begun: calls, tokens, money, time, each from low to high."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce

from optimizer.breeding.growth import children_to_come
from optimizer.planning.planned_calls import (
    NOTHING,
    WRITER_CALLS,
    PlannedCalls,
    answers,
    first_rows,
    looks,
    planned_calls,
    total_calls,
    total_cost,
    writing,
)
from optimizer.planning.run_plan import Range, RunPlan
from optimizer.records import CallPurpose, Caps
from optimizer.said import say, say_n

FEW_PROPOSALS = 3

_HOSTED_S = Range(0.1, 0.6)  # per call, with eight at once
_BUNDLED_S = Range(0.2, 1.5)
_EMBED_S = Range(0.02, 0.3)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run takes; `cost_usd` is None when a price is not known.

    `parts` holds its calls by what they are for. `first_pool` is what is needed before anything
    new is written, `per_child` what one new prompt needs at most, both as (calls, tokens, US
    dollars or None).
    """

    calls: Range
    tokens: Range
    cost_usd: Range | None
    seconds: Range
    parts: tuple[PlannedCalls, ...]
    first_pool: tuple[int, int, float | None]
    per_child: tuple[int, int, float | None]


def estimate(plan: RunPlan) -> Estimate:
    """Estimate a run from the lengths of its prompt and rows, and from prices.

    Args:
        plan: What is known.

    Returns:
        Low figures for short answers and prompts that are found wanting at once, high ones for
        answers of full length and prompts that are looked at broadly.
    """
    children = plan.children
    if children is None:
        children = children_to_come(plan.votes, plan.pool, plan.brood.children)
    parts = planned_calls(plan, children)
    calls = total_calls(parts)
    pace = _BUNDLED_S if plan.bundled else _HOSTED_S
    embedding = (part.purpose is CallPurpose.LIKENESS for part in parts)
    seconds = (
        part.calls * (_EMBED_S if small else pace)
        for part, small in zip(parts, embedding, strict=True)
    )
    least = first_rows(plan)
    return Estimate(
        Range(math.ceil(calls.low), math.ceil(calls.high)),
        reduce(Range.__add__, (part.tokens for part in parts), NOTHING),
        total_cost(parts),
        reduce(Range.__add__, seconds, NOTHING),
        parts,
        _need(answers(plan, Range(0, least if plan.pool <= 1 else 0))),
        _need(
            answers(plan, Range(0, least)),
            writing(plan, Range(0, WRITER_CALLS.high * plan.writer)),
            *looks(plan, 1),
        ),
    )


def proposals_allowed(needed: Estimate, left: Caps) -> int | None:
    """Return how many new prompts the caps certainly leave room for; None without caps.

    Args:
        needed: The estimate.
        left: What is left of the caps; the one on votes does not matter here.
    """
    bounds = []
    limits = (left.calls, left.tokens, left.cost_usd)
    for limit, first, each in zip(limits, needed.first_pool, needed.per_child, strict=True):
        if limit is not None and first is not None and each:
            bounds.append(math.floor((limit - first) / each))
    return max(0, min(bounds)) if bounds else None


def cap_warning(needed: Estimate, left: Caps) -> str:
    """Return a warning when the caps leave room for fewer than three new prompts; else nothing.

    Args:
        needed: The estimate.
        left: What is left of the caps.
    """
    allowed = proposals_allowed(needed, left)
    if allowed is None or allowed >= FEW_PROPOSALS:
        return ""
    room = say_n("{n} new prompt", "{n} new prompts", allowed) if allowed else say("no new prompt")
    return say(
        "The caps may leave room for {room}. Raise them, or there is little to compare.", room=room
    )


def _need(*parts: PlannedCalls) -> tuple[int, int, float | None]:
    calls = sum(part.calls.high for part in parts)
    tokens = sum(part.tokens.high for part in parts)
    cost = total_cost(parts)
    return math.ceil(calls), math.ceil(tokens), None if cost is None else cost.high
