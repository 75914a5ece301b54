"""What the chooser offers: what each method lacks, and what a run of it takes."""

from __future__ import annotations

from dataclasses import replace

from optimizer.breeding.growth import PATIENCE_VOTES
from optimizer.methods import load_catalogue
from optimizer.pairing.examples import FIRST_PREFIX
from optimizer.planning.offering import forecast_of, offered
from optimizer.planning.run_plan import RunPlan
from optimizer.records import CallPurpose, CallRole, Need
from optimizer.template import start_prompt

PLAN = RunPlan(
    votes=30,
    start=start_prompt("Reply to {{message}}."),
    rows=({"message": "Hello, where is it?"},),
    examples=100,
    answer_price=(1.0, 2.0),
    write_price=(1.0, 2.0),
    writer=True,
)
ALONE = frozenset({Need.PERSON})
WRITING = frozenset({Need.PERSON, Need.WRITER})
LABELLED = frozenset({Need.PERSON, Need.WRITER, Need.METRIC})


class Prices:
    def price(self, spec: object) -> tuple[float, float]:
        return (1.0, 2.0)


def test_what_is_lacking_is_told_and_what_it_takes_only_where_it_can_run() -> None:
    specs = dict.fromkeys(CallRole)
    views = {v.method.name: v for v in offered(load_catalogue(), ALONE, PLAN, specs, Prices())}
    assert "writer model" in views["opro"].lacking
    assert views["opro"].forecast is None
    assert views["layout"].lacking == ""
    assert views["layout"].forecast is not None
    assert any("embedding model" in said for said in views["zopo"].without)
    named = ALONE | {Need.EMBEDDINGS}
    views = {v.method.name: v for v in offered(load_catalogue(), named, PLAN, specs, Prices())}
    assert views["zopo"].without == ()


def test_every_method_can_be_foreseen_where_nothing_is_lacking() -> None:
    specs = dict.fromkeys(CallRole)
    views = offered(load_catalogue(), frozenset(Need), PLAN, specs, Prices())
    assert all(view.forecast is not None and view.forecast.calls[1] > 0 for view in views)


def test_more_prompts_take_more_and_no_run_takes_more_than_its_answers() -> None:
    capo = load_catalogue().find("capo")
    few = forecast_of(capo, {"prompts": 5, "answers": 2000}, LABELLED, PLAN)
    many = forecast_of(capo, {"prompts": 50, "answers": 2000}, LABELLED, PLAN)
    assert few.calls[1] < many.calls[1]
    bounded = forecast_of(capo, {"prompts": 50, "answers": 100, "writes": False}, LABELLED, PLAN)
    assert bounded.calls[1] <= 100


def test_without_a_metric_prompts_wait_for_votes_whatever_the_method_allows() -> None:
    capo = load_catalogue().find("capo")
    person = forecast_of(capo, {"prompts": 500, "writes": False}, ALONE, PLAN)
    assert person.calls[1] < 500


def test_who_writes_a_brood_is_counted_whole_and_its_one_request_once() -> None:
    opro = load_catalogue().find("opro")
    eight, one = (forecast_of(opro, {"children": n}, WRITING, PLAN) for n in (8, 1))
    turns = 1 + PLAN.votes // PATIENCE_VOTES
    parts = {part.purpose: part.calls for part in eight.parts}
    assert parts[CallPurpose.ANSWERS][0] >= 8 * turns * FIRST_PREFIX
    assert parts[CallPurpose.WRITING] == (round(0.5 * turns), 4 * turns + 2)
    assert eight.calls[0] > one.calls[0]
    agent = load_catalogue().find("promptagent")
    wide = forecast_of(agent, {}, WRITING, PLAN)
    assert {p.purpose: p.calls for p in wide.parts}[CallPurpose.WRITING][1] > 3 * 4 * turns


def test_a_method_that_writes_without_a_writer_pays_none() -> None:
    layout = load_catalogue().find("layout")
    free = forecast_of(layout, {}, ALONE, replace(PLAN, write_price=(1e6, 1e6)))
    assert free.cost_usd is not None
    assert free.cost_usd[1] < 10
