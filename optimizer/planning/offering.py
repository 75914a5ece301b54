"""The methods as the chooser offers them: what each lacks here, and what it will take."""

from __future__ import annotations

from collections.abc import Collection

from optimizer.methods import Catalogue, arrange, unmet
from optimizer.needs import done_without
from optimizer.planning.estimate import estimate
from optimizer.planning.forecast import Prices, Specs, forecast_view, planned_by, priced
from optimizer.planning.run_plan import RunPlan
from optimizer.records import Method, Need, SettingValue
from optimizer.views import ForecastView, MethodView


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
    found = estimate(planned_by(arranged, have, plan))
    return forecast_view(found, plan.votes)
