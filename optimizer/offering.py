"""The methods as the chooser offers them: what each lacks here, and what it will take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from optimizer.estimate import estimate
from optimizer.forecast import (
    Prices,
    Specs,
    brood_of,
    forecast_view,
    priced,
    sets_of,
    texts_of,
)
from optimizer.growth import children_to_come
from optimizer.methods import Arrangement, Catalogue, arrange, unmet
from optimizer.needs import done_without
from optimizer.proposing import uses_writer
from optimizer.records import Method, Need, RaterKind, SettingValue
from optimizer.run_plan import RunPlan
from optimizer.views import ForecastView, MethodView

_ROWS_AT_LEAST = 8


def offered(
    catalogue: Catalogue,
    have: Collection[Need],
    plan: RunPlan,
    specs: Specs,
    prices: Prices,
) -> tuple[MethodView, ...]:
    """Return every method with what it lacks and what a run of it takes by its defaults.

    Args:
        catalogue: The methods.
        have: Which needs the project meets.
        plan: What is known of the project, without prices.
        specs: The model of each role.
        prices: What models cost; the first look takes a while.
    """
    dear = priced(plan, specs, prices)
    return tuple(
        MethodView(
            method,
            lacking,
            None if lacking else forecast_of(method, {}, have, dear),
            done_without(method, have),
        )
        for method in catalogue.methods.values()
        for lacking in (unmet(method, have),)
    )


def forecast_of(
    method: Method,
    values: dict[str, SettingValue],
    have: Collection[Need],
    plan: RunPlan,
) -> ForecastView:
    """Return what a run of a method takes.

    Args:
        method: The method.
        values: What was chosen of its settings.
        have: Which needs the project meets.
        plan: What is known of the project, with prices.
    """
    arranged = arrange(method, values)
    found = estimate(_planned(arranged, have, plan))
    return forecast_view(found, plan.votes)


def _planned(arranged: Arrangement, have: Collection[Need], plan: RunPlan) -> RunPlan:
    writes = any(uses_writer(proposer) for proposer in arranged.proposers.values())
    children, each, brood = arranged.limits.proposals, None, brood_of(arranged)
    if arranged.evaluator is not None and Need.METRIC in have:
        rows = int(getattr(arranged.evaluator, "rows", 0)) or plan.examples
        each = (min(_ROWS_AT_LEAST, rows), rows)
    elif children is not None:
        # Without a metric each new prompt waits for its votes, whatever the method allows.
        children = min(children, children_to_come(plan.votes, 0, brood.children))
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
