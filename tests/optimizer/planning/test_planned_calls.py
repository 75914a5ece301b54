"""The calls of a run by what they are for, held against what a run really sends."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from optimizer.judging.hack_check import NAME as HACK_CHECK
from optimizer.judging.judge_sets import NAME as JUDGE_SETS
from optimizer.planning.estimate import estimate
from optimizer.planning.forecast import foresee
from optimizer.planning.planned_calls import planned_calls
from optimizer.planning.run_plan import Range, RunPlan
from optimizer.records import CallPurpose, CallRole, Caps, ModelSpec, Options, Request, SetJudging
from optimizer.store import Store
from optimizer.template import start_prompt
from optimizer.views import ForecastView
from optimizer.wordings import load_wording
from tests.fake_service import FakeService
from tests.optimizer.scripted_run import scripted
from tests.small_project import Hand, small_draft

VOTES = 8
PRICE = (1.0, 2.0)
MODELS = {
    CallRole.ANSWER: ModelSpec("openai/answers"),
    CallRole.WRITE: ModelSpec("openai/writer"),
    CallRole.JUDGE: ModelSpec("openai/judge"),
    CallRole.EMBED: ModelSpec("openai/embedder"),
}
_ROLES = {
    CallRole.ANSWER: CallPurpose.ANSWERS,
    CallRole.WRITE: CallPurpose.WRITING,
    CallRole.TEST: CallPurpose.WRITING,
    CallRole.EMBED: CallPurpose.LIKENESS,
}


def purpose(request: Request) -> CallPurpose:
    system = request.messages[0].content
    if request.role is not CallRole.JUDGE:
        return _ROLES[request.role]
    if system == load_wording(HACK_CHECK).system:
        return CallPurpose.CHECKING
    return CallPurpose.SETS if system == load_wording(JUDGE_SETS).system else CallPurpose.JUDGING


def says(request: Request) -> str:
    if request.role is CallRole.EMBED:
        rng = Random(request.hash)
        return json.dumps([rng.gauss(0.0, 1.0) for _ in range(8)])
    return scripted(request.role, request.messages, request.hash)


def told(hand: Hand) -> ForecastView | None:
    return hand.status.forecast if hand.status is not None else None


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("auto", CallPurpose.CHECKING),
        ("prefpo", CallPurpose.SETS),
        ("spo", CallPurpose.WRITING),
    ],
)
def test_a_run_sends_no_more_than_was_told_for_any_purpose(
    method: str, wanted: CallPurpose, tmp_path: Path
) -> None:
    fake = FakeService(says, threaded=True, price=PRICE)
    draft = small_draft(
        models=MODELS,
        caps=Caps(votes=VOTES),
        options=Options(judge=True, judge_votes=12, probe_share=0.0),
        method=method,
    )
    hand = Hand.create(tmp_path / "p.pairtune", draft, fake)
    hand.until(lambda: told(hand) is not None)
    found = told(hand)
    assert found is not None
    assert found.votes == VOTES
    for _ in range(VOTES):
        hand.vote()
    hand.until(lambda: bool(hand.status and "votes" in hand.status.stop_reason))
    hand.close()
    fake.close()
    sent = Counter(purpose(request) for request in fake.requests)
    most = {part.purpose: part.calls[1] for part in found.parts}
    assert {name: count for name, count in sent.items() if count > most.get(name, 0)} == {}
    assert sent[CallPurpose.LIKENESS] > 0
    assert sent[wanted] > 0
    least = {part.purpose: part.calls[0] for part in found.parts}
    assert sent[CallPurpose.LIKENESS] >= least[CallPurpose.LIKENESS]
    with Store.open(tmp_path / "p.pairtune") as store:
        spent = sum(role.cost_usd for role in store.spend().values())
    assert found.cost_usd is not None
    assert 0 < spent <= found.cost_usd[1]


def plan(**changes: object) -> RunPlan:
    fields: dict[str, object] = {
        "votes": 20,
        "start": start_prompt("Reply to {{message}}."),
        "rows": ({"message": "word " * 40},),
        "examples": 50,
        "answer_price": PRICE,
        "write_price": PRICE,
        "writer": True,
    }
    return RunPlan(**(fields | changes))  # type: ignore[arg-type]


def calls(known: RunPlan, wanted: CallPurpose, children: int = 5) -> Range | None:
    found = (part for part in planned_calls(known, children) if part.purpose is wanted)
    return next((part.calls for part in found), None)


def test_what_nobody_is_asked_for_is_not_told() -> None:
    bare = {part.purpose for part in planned_calls(plan(), 5)}
    assert bare == {CallPurpose.ANSWERS, CallPurpose.WRITING}


def test_the_judge_looks_at_new_prompts_and_no_more_than_its_verdicts_allow() -> None:
    judged = plan(verdicts=50, judge_price=PRICE)
    assert calls(judged, CallPurpose.CHECKING) == Range(0, 10)
    assert calls(plan(verdicts=3, judge_price=PRICE), CallPurpose.CHECKING) == Range(0, 3)
    assert calls(plan(verdicts=50, checks=False), CallPurpose.CHECKING) is None


def test_sets_are_judged_by_the_judge_else_by_a_writer_that_may() -> None:
    sets = SetJudging(4, 3)
    judged = plan(verdicts=50, judge_price=PRICE, votes_too=False, sets=sets)
    assert calls(judged, CallPurpose.SETS) == Range(0, 20)
    assert calls(judged, CallPurpose.JUDGING) is None
    assert calls(plan(sets=sets), CallPurpose.SETS) is None
    assert calls(plan(sets=SetJudging(2, 6, by_writer=True)), CallPurpose.SETS) == Range(0, 10)


def test_prompts_and_the_task_are_embedded_once() -> None:
    assert calls(plan(embeds=True), CallPurpose.LIKENESS) == Range(1, 16)
    assert calls(plan(embeds=True, said="Be kind."), CallPurpose.LIKENESS) == Range(2, 17)
    assert calls(plan(embeds=True, pool=4), CallPurpose.LIKENESS) == Range(0, 15)


@pytest.mark.parametrize(
    "more", [{"embeds": True}, {"verdicts": 9}, {"sets": SetJudging(2, 6, by_writer=True)}]
)
def test_each_has_its_price(more: dict[str, object]) -> None:
    dear = {"embed_price": (5.0, 0.0), "judge_price": (5.0, 5.0)}
    without, found = estimate(plan()), estimate(plan(**more, **dear))
    assert without.cost_usd is not None
    assert found.cost_usd is not None
    assert found.cost_usd.high > without.cost_usd.high
    assert found.tokens.high > without.tokens.high
    if "sets" not in more:
        assert estimate(plan(**more)).cost_usd is None


def test_a_draft_tells_of_its_judges_and_of_likeness() -> None:
    draft = small_draft(models=MODELS, options=Options(judge=True, judge_votes=12))
    view, _ = foresee(draft, FakeService(price=PRICE))
    assert {CallPurpose.JUDGING, CallPurpose.CHECKING, CallPurpose.LIKENESS} < {
        part.purpose for part in view.parts
    }
