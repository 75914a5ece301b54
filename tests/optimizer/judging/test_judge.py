"""Judges: who sits, what they are asked, and what two orders add up to."""

from __future__ import annotations

import pytest

from optimizer.judging.judge import (
    Judge,
    combine,
    judge_requests,
    read_verdict,
    same_family,
    sitting,
)
from optimizer.records import Example, ModelSpec, Options, Strength, Task, Verdict

GPT = ModelSpec("openai/gpt-4o", key_name="openai", price_in=2.5)
TASK = Task(id="t", name="Replies", criteria="Be kind.")
ROW = Example("e", {"message": "Hello?"}, reference="Hi there.")


def said(verdict: str) -> str:
    return f"Answer 1 is warmer.\n\nVERDICT: {verdict}"


def test_the_panel_is_the_chosen_model_and_others_of_its_provider() -> None:
    judges = sitting(GPT, Options(judge_panel=" gpt-4o-mini, openai/o3 ,, gpt-4o,openai/o3"))
    assert [judge.model.model for judge in judges] == [
        "openai/gpt-4o",
        "openai/gpt-4o-mini",
        "openai/o3",
    ]
    assert all(judge.model.key_name == "openai" for judge in judges)
    # A price was said of the first alone; nothing is known of the others'.
    assert [judge.model.price_in for judge in judges] == [2.5, None, None]
    assert len({judge.rater.id for judge in judges}) == 3
    assert sitting(None, Options(judge_panel="gpt-4o")) == ()


def test_other_criteria_make_another_rater_of_the_same_name() -> None:
    (plain,) = sitting(GPT, Options())
    (own,) = sitting(GPT, Options(judge_criteria="Short before kind."))
    assert plain.rater.id != own.rater.id
    assert plain.rater.name == own.rater.name
    assert plain.rater == Judge(GPT).rater


def test_a_judge_is_asked_in_both_orders_by_its_own_criteria() -> None:
    first, exchanged = judge_requests(Judge(GPT), TASK, ROW, "ONE", "TWO")
    told = first.messages[-1].content
    assert told.index("ONE") < told.index("TWO")
    assert all(part in told for part in ("Be kind.", "Hi there.", "message: Hello?"))
    assert exchanged.messages[-1].content.index("TWO") < exchanged.messages[-1].content.index("ONE")

    calibrated, _ = judge_requests(Judge(GPT, "Short before kind."), TASK, ROW, "ONE", "TWO")
    assert "Short before kind." in calibrated.messages[-1].content
    assert "Be kind." not in calibrated.messages[-1].content


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (said("1"), Verdict.LEFT),
        ("**Verdict: 2**", Verdict.RIGHT),
        (said("tie"), Verdict.TIE),
        (said("BOTH  BAD"), Verdict.BOTH_BAD),
        (said("UNSURE"), None),
        ("I like the first one.", None),
        ("<think>VERDICT: 2</think>" + said("1"), Verdict.LEFT),
        ("VERDICT: 2, or not?</think>" + said("1"), Verdict.LEFT),
        ("<think>I lean to VERDICT: 2, but", None),
        ("VERDICT: 2 at first sight.\nVERDICT: 1", Verdict.LEFT),
    ],
)
def test_the_last_verdict_of_an_answer_counts(text: str, verdict: Verdict | None) -> None:
    assert read_verdict(text) is verdict


@pytest.mark.parametrize(
    ("first", "exchanged", "verdict", "strength"),
    [
        ("1", "2", Verdict.LEFT, Strength.CLEARLY),
        ("2", "1", Verdict.RIGHT, Strength.CLEARLY),
        ("1", "TIE", Verdict.LEFT, Strength.SLIGHTLY),
        ("TIE", "1", Verdict.RIGHT, Strength.SLIGHTLY),
        ("BOTH BAD", "BOTH BAD", Verdict.BOTH_BAD, Strength.CLEARLY),
        ("TIE", "BOTH BAD", Verdict.TIE, Strength.CLEARLY),
        ("1", "1", Verdict.SKIP, Strength.CLEARLY),
        ("UNSURE", "2", Verdict.SKIP, Strength.CLEARLY),
    ],
)
def test_two_orders_make_one_opinion(
    first: str, exchanged: str, verdict: Verdict, strength: Strength
) -> None:
    opinion = combine(said(first), said(exchanged))
    assert (opinion.verdict, opinion.strength) == (verdict, strength)
    assert opinion.abstains is (verdict is Verdict.SKIP)
    assert "VERDICT" not in opinion.reason


def test_a_model_of_the_answerers_family_is_known() -> None:
    assert same_family(GPT, ModelSpec("openrouter/openai/gpt-4o-mini"))
    assert not same_family(GPT, ModelSpec("anthropic/claude-sonnet"))
    assert same_family(ModelSpec(), ModelSpec())
    assert not same_family(GPT, ModelSpec())
