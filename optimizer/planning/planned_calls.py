"""The calls of a run by what they are for: how many there will be, and how long each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from optimizer.breeding.growth import VOTES_PER_CHILD
from optimizer.pairing.examples import FIRST_PREFIX, NEXT_STEP, SECOND_PREFIX
from optimizer.planning.run_plan import Price, Range, RunPlan
from optimizer.records import CallPurpose, SetJudging
from optimizer.template import render

NOTHING = Range(0, 0)
WRITER_CALLS = Range(0.5, 4.0)
"""Calls of a writer per child, or per brood that one request brings: some need none, some write
twice and are refused."""

_TRIAL_CALLS = 2  # with which a writer is tried once
_MILLION = 1_000_000
_LETTERS_PER_TOKEN = (5.0, 3.0)  # of English prose, and of code or another language
_ANSWER_SHARE = (0.2, 1.0)  # of the allowed length
_WRITER_TOKENS_IN = Range(400, 3_000)  # beside the prompt itself: wording, criteria, lost duels
_WRITER_TOKENS_OUT = Range(100, 800)
_JUDGE_SHARE = Range(0.2, 1.0)  # of the verdicts that it may give
_ORDERS = 2  # each is asked for in both
_JUDGE_TOKENS_IN = Range(300, 1_200)  # beside the two answers
_JUDGE_TOKENS_OUT = Range(20, 400)
_CHECKS = 2.0  # per child at most: one that is refused is followed by another
_CHECK_TOKENS_IN = Range(300, 1_500)  # beside the prompt before and after
_CHECK_TOKENS_OUT = Range(10, 500)
_SET_TOKENS_IN = Range(200, 600)  # beside the rows with both answers
_SET_TOKENS_OUT = Range(30, 700)
_TEXTS = 3.0  # per child at most: refused ones are embedded too


@dataclass(frozen=True, slots=True)
class PlannedCalls:
    """Calls for one purpose.

    Attributes:
        purpose: What they are for.
        calls: How many.
        tokens_in: What each sends.
        tokens_out: What each gets back.
        price: Of the model; None when it is not known.
    """

    purpose: CallPurpose
    calls: Range
    tokens_in: Range
    tokens_out: Range
    price: Price | None

    @property
    def tokens(self) -> Range:
        """All tokens of all calls."""
        return self.calls * (self.tokens_in + self.tokens_out)

    @property
    def cost_usd(self) -> Range | None:
        """What they cost; None when the price is not known and there may be any."""
        if not self.calls.high:
            return NOTHING
        if self.price is None:
            return None
        paid_in, paid_out = (Range(each / _MILLION, each / _MILLION) for each in self.price)
        return self.calls * (self.tokens_in * paid_in + self.tokens_out * paid_out)


def planned_calls(plan: RunPlan, children: int) -> tuple[PlannedCalls, ...]:
    """Return all calls of a run by what they are for.

    Args:
        plan: What is known of the run.
        children: How many new prompts it writes.
    """
    trial = _TRIAL_CALLS if plan.pool <= 1 else 0
    asked = -(-children // plan.brood.children) if plan.brood.at_once else children
    writes = Range(asked, asked) * WRITER_CALLS + Range(0, trial) if plan.writer else NOTHING
    found = (
        answers(plan, _answers(plan, children)),
        writing(plan, writes),
        *_judging(plan),
        *looks(plan, children),
    )
    return tuple(each for each in found if each.calls.high)


def looks(plan: RunPlan, children: int) -> tuple[PlannedCalls, ...]:
    """Return what is asked about new prompts before they enter, and about their outputs as sets.

    Args:
        plan: What is known of the run.
        children: How many new prompts it writes.
    """
    return _checking(plan, children), _sets(plan, children), _likeness(plan, children)


def answers(plan: RunPlan, calls: Range) -> PlannedCalls:
    """Return so many calls of the answering model."""
    sent, got = _answer_tokens(plan)
    return PlannedCalls(CallPurpose.ANSWERS, calls, sent, got, plan.answer_price)


def writing(plan: RunPlan, calls: Range) -> PlannedCalls:
    """Return so many calls of the writer."""
    sent = _prompt_tokens(plan) + _WRITER_TOKENS_IN
    return PlannedCalls(CallPurpose.WRITING, calls, sent, _WRITER_TOKENS_OUT, plan.write_price)


def first_rows(plan: RunPlan) -> int:
    """Return how many rows a prompt answers at least."""
    least = FIRST_PREFIX if plan.each is None else plan.each[0]
    return min(least, max(1, plan.examples))


def total_calls(parts: Sequence[PlannedCalls]) -> Range:
    """Return how many calls there are for all purposes."""
    return reduce(Range.__add__, (part.calls for part in parts), NOTHING)


def total_cost(parts: Sequence[PlannedCalls]) -> Range | None:
    """Return what all calls cost in US dollars; None where a price is not known."""
    known = [cost for part in parts if (cost := part.cost_usd) is not None]
    return reduce(Range.__add__, known, NOTHING) if len(known) == len(parts) else None


def _answers(plan: RunPlan, children: int) -> Range:
    most = max(1, plan.examples)
    broadly = min(SECOND_PREFIX if plan.each is None else plan.each[1], most)
    widened = NEXT_STEP * (plan.votes // VOTES_PER_CHILD)
    # The prompts that are there already have their first answers, but not all the later ones.
    low = (children + (plan.pool <= 1)) * first_rows(plan)
    broad = children + plan.pool
    found = Range(low, max(low, min(broad * broadly + widened, broad * most)))
    if plan.answers is None:
        return found
    return Range(min(found.low, plan.answers), min(found.high, plan.answers))


def _judging(plan: RunPlan) -> Iterator[PlannedCalls]:
    """Yield the verdicts of every judge on pairs of answers."""
    if not plan.votes_too:
        return
    most = _ORDERS * plan.verdicts
    _, answer = _answer_tokens(plan)
    sent = answer + answer + _JUDGE_TOKENS_IN
    further = plan.panel_prices or (None,) * len(plan.panel)
    for price in (plan.judge_price, *further):
        calls = Range(most, most) * _JUDGE_SHARE
        yield PlannedCalls(CallPurpose.JUDGING, calls, sent, _JUDGE_TOKENS_OUT, price)


def _checking(plan: RunPlan, children: int) -> PlannedCalls:
    """Return the looks of the judge at new prompts: whether they game what was asked."""
    # Layouts and examples are not looked at, and who writes what is not known before.
    most = min(_CHECKS * children, plan.verdicts) if plan.checks else 0.0
    both = _prompt_tokens(plan) + _prompt_tokens(plan)
    return PlannedCalls(
        CallPurpose.CHECKING,
        Range(0, most),
        both + _CHECK_TOKENS_IN,
        _CHECK_TOKENS_OUT,
        plan.judge_price,
    )


def _sets(plan: RunPlan, children: int) -> PlannedCalls:
    """Return the judgements of sets of outputs, by the writer where there is no judge."""
    sets, judged = plan.sets or SetJudging(0, 0), plan.verdicts > 0
    most = children * sets.calls
    most = min(most, _ORDERS * plan.verdicts) if judged else most * sets.by_writer
    row, answer = _row_tokens(plan), _answer_tokens(plan)[1]
    shown = Range(1, sets.rows) * (row + answer + answer)
    return PlannedCalls(
        CallPurpose.SETS,
        # What the person decided is not judged again, and a first child has nobody to stand beside.
        Range(0, most),
        shown + _SET_TOKENS_IN,
        _SET_TOKENS_OUT,
        plan.judge_price if judged else plan.write_price,
    )


def _likeness(plan: RunPlan, children: int) -> PlannedCalls:
    """Return the calls that make vectors of prompts, and of the task once."""
    new = plan.pool <= 1
    first = new * (1 + bool(plan.said)) * plan.embeds
    each = max(_TEXTS, plan.texts + 1.0)
    calls = Range(first, first + each * children * plan.embeds)
    length = _prompt_tokens(plan) + Range(0, _tokens(len(plan.said)).high)
    return PlannedCalls(CallPurpose.LIKENESS, calls, length, NOTHING, plan.embed_price)


def _answer_tokens(plan: RunPlan) -> tuple[Range, Range]:
    """Return the tokens of one answer: those sent, and those that come back."""
    lengths = [
        sum(len(message.content) for message in render(plan.start, row)) for row in plan.rows
    ]
    letters = sum(lengths) / len(lengths) if lengths else len(plan.start.instruction)
    allowed = plan.start.layout.answer_tokens
    return _tokens(letters), Range(allowed * _ANSWER_SHARE[0], allowed * _ANSWER_SHARE[1])


def _row_tokens(plan: RunPlan) -> Range:
    lengths = [sum(len(value) for value in row.values()) for row in plan.rows]
    return _tokens(sum(lengths) / len(lengths) if lengths else 0)


def _prompt_tokens(plan: RunPlan) -> Range:
    return _tokens(len(plan.start.instruction) + len(plan.start.system))


def _tokens(letters: float) -> Range:
    return Range(letters / _LETTERS_PER_TOKEN[0], letters / _LETTERS_PER_TOKEN[1])
