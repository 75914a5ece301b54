"""What a run will take before it is begun: calls, tokens, money, time, each from low to high."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.growth import FIRST_POOL, VOTES_PER_CHILD
from optimizer.pairing.examples import FIRST_PREFIX, NEXT_STEP, SECOND_PREFIX
from optimizer.records import Caps, ModelSpec, Prompt
from optimizer.said import say, say_n
from optimizer.template import render

Price = tuple[float, float]
"""US dollars per million tokens of input and of output."""

FEW_PROPOSALS = 3

_MILLION = 1_000_000
_LETTERS_PER_TOKEN = (5.0, 3.0)  # of English prose, and of code or another language
_ANSWER_SHARE = (0.2, 1.0)  # of the allowed length
_WRITER_CALLS = (0.5, 4.0)  # per child: some need no writer, some write twice and are refused
_WRITER_TOKENS_IN = (400, 3_000)  # beside the prompt itself: wording, criteria, lost duels
_WRITER_TOKENS_OUT = (100, 800)
_JUDGE_SHARE = (0.2, 1.0)  # of the verdicts that it may give; each is asked for in both orders
_JUDGE_TOKENS_IN = (300, 1_200)  # beside the two answers
_JUDGE_TOKENS_OUT = (20, 400)
_HOSTED_S = (0.1, 0.6)  # per call, with eight at once
_BUNDLED_S = (0.2, 1.5)


@dataclass(frozen=True, slots=True)
class Span:
    """From a low figure to a high one."""

    low: float
    high: float

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run takes; `cost_usd` is None when a price is not known.

    `first_pool` is what is needed before anything new is written, `per_child` what one new prompt
    needs at most, both as (calls, tokens, US dollars or None).
    """

    calls: Span
    tokens: Span
    cost_usd: Span | None
    seconds: Span
    first_pool: tuple[int, int, float | None]
    per_child: tuple[int, int, float | None]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is known before a run.

    Attributes:
        votes: How many votes the person wants to cast.
        start: The start prompt.
        rows: Some rows of the data.
        examples: How many rows there are for tuning.
        answer_price: Of the answer model; None when it is not known.
        write_price: Of the writer; None when it is not known or there is none.
        writer: Whether there is a writer.
        bundled: Whether the bundled model answers.
        pool: How many prompts there are already.
        verdicts: How many verdicts a judge may still give; 0 when there is none.
        judge_price: Of the judge; None when it is not known or there is none.
        panel: Further judges, who may give as many verdicts each.
        panel_prices: What each of them costs; None where it is not known.
        children: How many new prompts a method writes; None goes by the votes.
        each: How many rows a prompt answers at least and at most; None goes by the votes.
        answers: How many outputs are made at most; None leaves it to the caps.
    """

    votes: int
    start: Prompt
    rows: Sequence[Mapping[str, str]]
    examples: int
    answer_price: Price | None
    write_price: Price | None = None
    writer: bool = False
    bundled: bool = False
    pool: int = 1
    verdicts: int = 0
    judge_price: Price | None = None
    panel: tuple[ModelSpec, ...] = ()
    panel_prices: tuple[Price | None, ...] = ()
    children: int | None = None
    each: tuple[int, int] | None = None
    answers: int | None = None


def estimate(plan: RunPlan) -> Estimate:
    """Estimate a run from the lengths of its prompt and rows, and from prices.

    Args:
        plan: What is known.

    Returns:
        Low figures for short answers and prompts that are found wanting at once, high ones for
        answers of full length and prompts that are looked at broadly.
    """
    children = max(0, FIRST_POOL - plan.pool) + plan.votes // VOTES_PER_CHILD
    children = children if plan.children is None else plan.children
    most = max(1, plan.examples)
    least, broadly = plan.each or (FIRST_PREFIX, SECOND_PREFIX)
    low_each, high_each = min(least, most), min(broadly, most)
    widened = NEXT_STEP * (plan.votes // VOTES_PER_CHILD)
    # The prompts that are there already have their first answers, but not all the later ones.
    fresh, broad = children + (plan.pool <= 1), children + plan.pool
    high_answers = min(broad * high_each + widened, broad * most)
    answers = Span(fresh * low_each, max(fresh * low_each, high_answers))
    if plan.answers is not None:
        answers = Span(min(answers.low, plan.answers), min(answers.high, plan.answers))
    writes = Span(children * _WRITER_CALLS[0], children * _WRITER_CALLS[1])
    writes = writes if plan.writer else Span(0, 0)
    (answer_in, answer_out), (write_in, write_out) = _answer_tokens(plan), _write_tokens(plan)
    tokens = _times(answers, answer_in + answer_out) + _times(writes, write_in + write_out)
    cost = _sum(
        _cost(answers, answer_in, answer_out, plan.answer_price),
        _cost(writes, write_in, write_out, plan.write_price),
    )
    verdicts = Span(2 * plan.verdicts * _JUDGE_SHARE[0], 2 * plan.verdicts * _JUDGE_SHARE[1])
    judge_in, judge_out = (
        answer_out + answer_out + Span(*_JUDGE_TOKENS_IN),
        Span(*_JUDGE_TOKENS_OUT),
    )
    total = answers + writes
    unpriced = (None,) * len(plan.panel)
    for price in (plan.judge_price, *(plan.panel_prices or unpriced)):
        tokens = tokens + _times(verdicts, judge_in + judge_out)
        cost = _sum(cost, _cost(verdicts, judge_in, judge_out, price))
        total = total + verdicts
    pace = _BUNDLED_S if plan.bundled else _HOSTED_S
    calls = Span(math.ceil(total.low), math.ceil(total.high))
    first = _need(Span(0, low_each if plan.pool <= 1 else 0), Span(0, 0), plan)
    child = _need(Span(0, low_each), Span(0, _WRITER_CALLS[1] * plan.writer), plan)
    return Estimate(calls, tokens, cost, _times(calls, Span(*pace)), first, child)


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
    """Return a warning when the caps leave room for fewer than three new prompts; else nothing."""
    allowed = proposals_allowed(needed, left)
    if allowed is None or allowed >= FEW_PROPOSALS:
        return ""
    room = say_n("{n} new prompt", "{n} new prompts", allowed) if allowed else say("no new prompt")
    return say(
        "The caps may leave room for {room}. Raise them, or there is little to compare.", room=room
    )


def _need(answers: Span, writes: Span, plan: RunPlan) -> tuple[int, int, float | None]:
    (answer_in, answer_out), (write_in, write_out) = _answer_tokens(plan), _write_tokens(plan)
    tokens = _times(answers, answer_in + answer_out) + _times(writes, write_in + write_out)
    cost = _sum(
        _cost(answers, answer_in, answer_out, plan.answer_price),
        _cost(writes, write_in, write_out, plan.write_price),
    )
    calls = math.ceil(answers.high + writes.high)
    return calls, math.ceil(tokens.high), None if cost is None else cost.high


def _answer_tokens(plan: RunPlan) -> tuple[Span, Span]:
    """Return the tokens of one answer: those sent, and those that come back."""
    lengths = [
        sum(len(message.content) for message in render(plan.start, row)) for row in plan.rows
    ]
    letters = sum(lengths) / len(lengths) if lengths else len(plan.start.instruction)
    allowed = plan.start.layout.answer_tokens
    return _tokens(letters), Span(allowed * _ANSWER_SHARE[0], allowed * _ANSWER_SHARE[1])


def _write_tokens(plan: RunPlan) -> tuple[Span, Span]:
    letters = len(plan.start.instruction) + len(plan.start.system)
    return _tokens(letters) + Span(*_WRITER_TOKENS_IN), Span(*_WRITER_TOKENS_OUT)


def _tokens(letters: float) -> Span:
    return Span(letters / _LETTERS_PER_TOKEN[0], letters / _LETTERS_PER_TOKEN[1])


def _cost(calls: Span, tokens_in: Span, tokens_out: Span, price: Price | None) -> Span | None:
    if not calls.high:
        return Span(0.0, 0.0)
    if price is None:
        return None
    each = Span(
        (tokens_in.low * price[0] + tokens_out.low * price[1]) / _MILLION,
        (tokens_in.high * price[0] + tokens_out.high * price[1]) / _MILLION,
    )
    return _times(calls, each)


def _times(one: Span, other: Span) -> Span:
    return Span(one.low * other.low, one.high * other.high)


def _sum(one: Span | None, other: Span | None) -> Span | None:
    return None if one is None or other is None else one + other
