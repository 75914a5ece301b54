"""What the next votes will take, and whether the caps leave room for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Protocol

from optimizer.breeding.growth import FIRST_POOL, children_to_come
from optimizer.calling.budget import Ledger
from optimizer.facilities import facilities
from optimizer.judging.judge import sitting
from optimizer.methods import Arrangement, arrange, find_method
from optimizer.planning.estimate import Estimate, cap_warning, estimate
from optimizer.planning.planned_calls import PlannedCalls, total_calls, total_cost
from optimizer.planning.run_plan import Price, Range, RunPlan
from optimizer.project import ProjectDraft
from optimizer.proposing import uses_writer
from optimizer.proposing.moves.drifting import said_of
from optimizer.protocols import BroodProposer, EmbeddingProposer, JudgedProposer
from optimizer.records import (
    BroodSize,
    CallPurpose,
    CallRole,
    Caps,
    ModelSpec,
    Need,
    RaterKind,
    SetJudging,
    Split,
)
from optimizer.said import say
from optimizer.session import Session
from optimizer.views import ForecastView, PartView
from optimizer.workshop import Workshop

PLANNED_VOTES = 30
_ROWS = 20  # enough to know how long the rows are
_ROWS_AT_LEAST = 8

Specs = dict[CallRole, ModelSpec | None]


class Prices(Protocol):
    """Knows what models cost."""

    def price(self, spec: ModelSpec) -> Price | None:
        """Return US dollars per million tokens in and out; None if not known."""
        ...


class Forecast:
    """The estimate of one open project; used on the optimizer thread only.

    Args:
        session: What is there already.
        ledger: The caps and what is left of them.
        workshop: Looks the prices up, which reads a large table the first time.
        prices: The prices.
        failed: Told when a computation failed.
        at_work: Gives the method that is at work, if one is.
    """

    def __init__(
        self,
        session: Session,
        ledger: Ledger,
        workshop: Workshop,
        prices: Prices,
        failed: Callable[[BaseException], None],
        at_work: Callable[[], Arrangement | None] = lambda: None,
    ) -> None:
        self._session = session
        self._at_work = at_work
        self._ledger = ledger
        self._workshop = workshop
        self._prices = prices
        self._failed = failed
        self._plan: tuple[RunPlan, Specs] | None = None
        self._found: Estimate | None = None
        self._votes = 0

    @property
    def view(self) -> ForecastView | None:
        """What the next votes will take; None until it is known, and without votes to come."""
        found = self._found
        return None if found is None or not self._votes else forecast_view(found, self._votes)

    @property
    def caution(self) -> str:
        """A warning when the caps leave little room, or cannot be kept; empty when all is well."""
        if self._found is None or not self._votes:
            return ""
        return _caution(self._found, self._ledger.left)

    def plan(self) -> tuple[RunPlan, Specs]:
        """Return what is known of the next votes without prices, and the models."""
        return self._read()

    def renew(self) -> None:
        """Estimate anew if anything changed that matters."""
        plan, specs = self._read()
        if self._plan is not None and self._plan == (plan, specs):
            return
        self._plan = (plan, specs)
        self._workshop.compute(
            lambda: estimate(priced(plan, specs, self._prices)),
            lambda found: self._take(plan, found),
            self._failed,
        )

    def _take(self, plan: RunPlan, found: object) -> None:
        if isinstance(found, Estimate) and self._plan is not None and plan == self._plan[0]:
            self._found, self._votes = found, plan.votes

    def _read(self) -> tuple[RunPlan, Specs]:
        board = self._session.board
        specs = {role: board.project.models.get(role) for role in CallRole}
        left, options = self._ledger.left.votes, board.options
        judged = options.judge and specs[CallRole.JUDGE] is not None
        arranged = self._at_work()
        heard = arranged is None or RaterKind.JUDGE in arranged.method.evidence
        plan = RunPlan(
            votes=PLANNED_VOTES if left is None else min(PLANNED_VOTES, left),
            start=board.roster[board.roster.start_id].prompt,
            rows=tuple(board.examples[name].fields for name in board.order[:_ROWS]),
            examples=len(board.order),
            answer_price=None,
            writer=specs[CallRole.WRITE] is not None,
            bundled=board.answer_model.bundled,
            pool=min(FIRST_POOL, len(board.roster)),
            verdicts=options.judge_votes if judged else 0,
            votes_too=heard,
            checks=heard,
            sets=sets_of(arranged) if arranged is not None else None,
            texts=texts_of(arranged) if arranged is not None else 0,
            brood=brood_of(arranged) if arranged is not None else BroodSize(),
            panel=tuple(judge.model for judge in board.judges[1:]) if judged and heard else (),
            embeds=specs[CallRole.EMBED] is not None,
            said=said_of(board.task),
        )
        return plan, specs


def foresee(draft: ProjectDraft, prices: Prices) -> tuple[ForecastView, str]:
    """Return what a project that is not begun yet will take, and a warning of its caps.

    Args:
        draft: The project.
        prices: The prices; the first look takes a while.
    """
    tuning = [example for example in draft.examples if example.split is Split.TUNING]
    specs = {role: draft.models.get(role) for role in CallRole}
    options, caps = draft.options, draft.caps
    judges = sitting(specs[CallRole.JUDGE], options) if options.judge else ()
    plan = RunPlan(
        votes=PLANNED_VOTES if caps.votes is None else min(PLANNED_VOTES, caps.votes),
        start=draft.start,
        rows=tuple(example.fields for example in tuning[:_ROWS]),
        examples=len(tuning),
        answer_price=None,
        writer=specs[CallRole.WRITE] is not None,
        bundled=(specs[CallRole.ANSWER] or ModelSpec()).bundled,
        verdicts=options.judge_votes if judges else 0,
        panel=tuple(judge.model for judge in judges[1:]),
        embeds=specs[CallRole.EMBED] is not None,
        said=said_of(draft.task),
    )
    arranged = arrange(find_method(draft.method), draft.method_settings)
    plan = planned_by(arranged, facilities(specs, options, tuning), plan)
    if options.metric and options.answers:
        plan = replace(plan, answers=options.answers)
    found = estimate(priced(plan, specs, prices))
    return forecast_view(found, plan.votes), _caution(found, caps)


def sets_of(arranged: Arrangement) -> SetJudging | None:
    """Return how the proposers of a method have sets of outputs judged; None when none does."""
    asked = [p.sets for p in arranged.proposers.values() if isinstance(p, JudgedProposer)]
    return max(asked, key=lambda sets: sets.calls * sets.rows, default=None)


def texts_of(arranged: Arrangement) -> int:
    """Return how many texts the proposers of a method have embedded for one new prompt."""
    asked = (p.embeds for p in arranged.proposers.values() if isinstance(p, EmbeddingProposer))
    return max(asked, default=0)


def brood_of(arranged: Arrangement) -> BroodSize:
    """Return how many new prompts one turn of a method brings at most."""
    broods = (p.a_turn for p in arranged.proposers.values() if isinstance(p, BroodProposer))
    return max(broods, key=lambda brood: brood.children, default=BroodSize())


def planned_by(arranged: Arrangement, have: Collection[Need], plan: RunPlan) -> RunPlan:
    """Return a plan as a method would carry it out.

    Args:
        arranged: The method with its settings.
        have: Which needs the project meets.
        plan: What is known of the project.
    """
    writes = any(uses_writer(proposer) for proposer in arranged.proposers.values())
    children, each, brood = arranged.limits.proposals, None, brood_of(arranged)
    if arranged.evaluator is not None and Need.METRIC in have:
        rows = int(getattr(arranged.evaluator, "rows", 0)) or plan.examples
        each = (min(_ROWS_AT_LEAST, rows), rows)
    elif children is not None:
        # Without a metric each new prompt waits for its votes, whatever the method allows.
        children = min(children, children_to_come(plan.votes, plan.pool, brood.children))
    # Some have a judge compare sets of outputs though its verdicts are no evidence of theirs.
    sets = sets_of(arranged)
    heard = RaterKind.JUDGE in arranged.method.evidence
    return replace(
        plan,
        writer=plan.writer and writes,
        children=children,
        brood=brood,
        each=each,
        answers=arranged.limits.answers,
        verdicts=plan.verdicts if sets or heard else 0,
        votes_too=heard,
        checks=heard,
        sets=sets,
        texts=texts_of(arranged),
        panel=plan.panel if heard else (),
        panel_prices=plan.panel_prices if heard else (),
    )


def forecast_view(found: Estimate, votes: int) -> ForecastView:
    """Return an estimate as people see it.

    Args:
        found: The estimate.
        votes: For how many votes it is.
    """
    return ForecastView(
        votes=votes,
        calls=(round(found.calls.low), round(found.calls.high)),
        tokens=(round(found.tokens.low), round(found.tokens.high)),
        cost_usd=None if found.cost_usd is None else _pair(found.cost_usd),
        seconds=_pair(found.seconds),
        parts=tuple(_part(found.parts, purpose) for purpose in _purposes(found.parts)),
    )


def _purposes(parts: Sequence[PlannedCalls]) -> tuple[CallPurpose, ...]:
    return tuple(dict.fromkeys(part.purpose for part in parts))


def _part(parts: Sequence[PlannedCalls], purpose: CallPurpose) -> PartView:
    """Return the calls for one purpose, of all models that are asked for it."""
    mine = [part for part in parts if part.purpose is purpose]
    calls, cost = total_calls(mine), total_cost(mine)
    return PartView(
        purpose,
        (round(calls.low), math.ceil(calls.high)),
        None if cost is None else _pair(cost),
    )


def _caution(found: Estimate, left: Caps) -> str:
    unbounded = left.calls is None and left.tokens is None
    if left.cost_usd is not None and found.cost_usd is None and unbounded:
        return say(
            "There is a cap on money, but the price of a model is not known. Enter its "
            "price in the settings, or set a cap on calls."
        )
    return cap_warning(found, left)


def priced(plan: RunPlan, specs: Specs, prices: Prices) -> RunPlan:
    """Return a plan with the prices of its models; the first look takes a while.

    Args:
        plan: What is known of the run.
        specs: The model of each role; None where a role is off.
        prices: The prices.
    """

    def price(role: CallRole) -> Price | None:
        spec = specs[role]
        return prices.price(spec) if spec is not None else None

    return replace(
        plan,
        answer_price=prices.price(specs[CallRole.ANSWER] or ModelSpec()),
        write_price=price(CallRole.WRITE),
        judge_price=price(CallRole.JUDGE),
        embed_price=price(CallRole.EMBED),
        panel_prices=tuple(prices.price(spec) for spec in plan.panel),
    )


def _pair(span: Range) -> tuple[float, float]:
    return span.low, span.high
