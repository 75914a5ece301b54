"""What a run is said to take, before it is begun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.planning.estimate import Estimate, cap_warning, estimate, proposals_allowed
from optimizer.planning.run_plan import RunPlan
from optimizer.records import Caps, ModelSpec
from optimizer.template import start_prompt

START = start_prompt("Reply to the message.\n\nMessage: {{message}}\n\nReply:", answer_tokens=100)
ROWS = ({"message": "word " * 40}, {"message": "word " * 60})


def plan(votes: int = 20, **changes: object) -> RunPlan:
    fields: dict[str, object] = {
        "votes": votes,
        "start": START,
        "rows": ROWS,
        "examples": 50,
        "answer_price": (1.0, 2.0),
        "write_price": (3.0, 15.0),
        "writer": True,
    }
    return RunPlan(**(fields | changes))  # type: ignore[arg-type]


def figures(found: Estimate) -> list[tuple[float, float]]:
    spans = [found.calls, found.tokens, found.seconds]
    spans += [found.cost_usd] if found.cost_usd else []
    return [(span.low, span.high) for span in spans]


@given(st.integers(0, 500), st.integers(1, 1000), st.booleans(), st.booleans())
def test_low_is_never_above_high_and_more_votes_never_take_less(
    votes: int, examples: int, writer: bool, bundled: bool
) -> None:
    settings = {"examples": examples, "writer": writer, "bundled": bundled}
    found, more = (figures(estimate(plan(n, **settings))) for n in (votes, votes + 5))
    assert all(0 < low <= high for low, high in found)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(found, more, strict=True))


def test_a_run_of_twenty_votes_takes_some_dozens_of_calls() -> None:
    found = estimate(plan())
    assert 20 <= found.calls.low <= found.calls.high <= 150
    assert found.cost_usd is not None
    assert 0.001 < found.cost_usd.low < found.cost_usd.high < 1.0


def test_few_rows_bound_the_answers() -> None:
    assert estimate(plan(examples=1, writer=False)).calls.high == 8


@pytest.mark.parametrize("unknown", ["answer_price", "write_price"])
def test_one_unknown_price_makes_the_cost_unknown(unknown: str) -> None:
    assert estimate(plan(**{unknown: None})).cost_usd is None


def test_the_price_of_a_writer_that_is_not_there_does_not_matter() -> None:
    assert estimate(plan(writer=False, write_price=None)).cost_usd is not None


def test_what_is_free_costs_nothing() -> None:
    found = estimate(plan(answer_price=(0.0, 0.0), writer=False, bundled=True))
    assert found.cost_usd is not None
    assert found.cost_usd.high == 0.0
    assert proposals_allowed(found, Caps(cost_usd=0.0)) is None


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        (Caps(), ""),
        (Caps(calls=500), ""),
        (Caps(votes=1), ""),
        (Caps(calls=3), "no new prompt."),
        (Caps(calls=12), "1 new prompt."),
        (Caps(calls=18), "2 new prompts."),
        (Caps(tokens=500), "no new prompt."),
        (Caps(calls=500, cost_usd=0.0001), "no new prompt."),
    ],
)
def test_caps_that_allow_fewer_than_three_proposals_are_warned_of(caps: Caps, said: str) -> None:
    warning = cap_warning(estimate(plan()), caps)
    assert (said in warning) if said else warning == ""


def test_every_judge_of_a_panel_is_counted_and_priced() -> None:
    alone = estimate(plan(verdicts=50, judge_price=(1.0, 2.0), checks=False))
    nobody = estimate(plan())
    further = ModelSpec("openai/other")
    two = estimate(
        plan(
            verdicts=50,
            judge_price=(1.0, 2.0),
            checks=False,
            panel=(further, further),
            panel_prices=((1.0, 2.0), (1.0, 2.0)),
        )
    )
    assert two.calls.high - nobody.calls.high == 3 * (alone.calls.high - nobody.calls.high)
    assert two.cost_usd is not None
    assert alone.cost_usd is not None
    assert two.cost_usd.high > alone.cost_usd.high
    assert estimate(plan(verdicts=50, judge_price=(1.0, 2.0), panel=(further,))).cost_usd is None
