from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from optimizer.records import (
    CallRole,
    Candidate,
    Completion,
    Demonstration,
    Example,
    InputField,
    InstructionPosition,
    JudgedDuel,
    Layout,
    Message,
    ModelSpec,
    Parameters,
    Prompt,
    Request,
    Setting,
    Snapshot,
    Task,
    Verdict,
)


def test_a_prompt_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Prompt("Answer.").instruction = "Other"  # type: ignore[misc]


def test_equal_prompts_have_one_id() -> None:
    assert Prompt("Answer.").id == Prompt("Answer.", layout=Layout()).id


@pytest.mark.parametrize(
    "changes",
    [
        {"instruction": "Answer!"},
        {"system": "You help."},
        {"fields": (InputField("ticket", "Ticket"),)},
        {"demonstrations": (Demonstration((("ticket", "a"),), "b"),)},
        {"layout": Layout(instruction_position=InstructionPosition.LAST)},
        {"layout": Layout(cue="Answer:")},
        {"layout": Layout(answer_tokens=100)},
        {"parameters": Parameters(temperature=0.7)},
        {"labels": (("billing", "Billing"),)},
    ],
)
def test_whatever_shapes_the_answer_shapes_the_id(changes: dict[str, object]) -> None:
    prompt = Prompt("Answer.")

    assert replace(prompt, **changes).id != prompt.id


def _request() -> Request:
    return Request(
        role=CallRole.ANSWER,
        model=ModelSpec("openai/x", "http://localhost:1"),
        messages=(Message("user", "Hi"),),
        parameters=Parameters(),
        max_tokens=10,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"model": ModelSpec("openai/y", "http://localhost:1")},
        {"model": ModelSpec("openai/x", "http://localhost:2")},
        {"messages": (Message("system", "Hi"),)},
        {"parameters": Parameters(top_p=0.5)},
        {"max_tokens": 11},
        {"sample": 1},
    ],
)
def test_whatever_shapes_the_answer_shapes_the_request(changes: dict[str, object]) -> None:
    assert replace(_request(), **changes).hash != _request().hash


def test_keys_and_prices_do_not_shape_the_answer() -> None:
    request = _request()
    other = replace(request.model, key_name="env:KEY", price_in=1.0, price_out=2.0)

    assert replace(request, model=other).hash == request.hash


def test_a_setting_is_its_model_and_its_criteria() -> None:
    setting = Setting("model", "short")

    assert setting.id == Setting("model", "short").id
    assert len({setting.id, Setting("other", "short").id, Setting("model", "long").id}) == 3


def test_models_have_titles() -> None:
    assert ModelSpec().bundled
    assert "bundled" in ModelSpec().title
    assert ModelSpec(file="C:\\models\\own.gguf").title == "own.gguf"
    assert ModelSpec("openai/gpt-4o-mini").title == "gpt-4o-mini"
    assert not ModelSpec("openai/gpt-4o-mini").bundled


def test_a_completion_knows_that_it_was_cut() -> None:
    cut = Completion("a", "length", 1, 1, None, 1)

    assert cut.truncated
    assert not replace(cut, finish="stop").truncated


@pytest.mark.parametrize(
    ("verdict", "winner", "loser"),
    [
        (Verdict.LEFT, "l", "r"),
        (Verdict.RIGHT, "r", "l"),
        (Verdict.TIE, None, None),
        (Verdict.BOTH_BAD, None, None),
        (Verdict.SKIP, None, None),
    ],
)
def test_only_a_side_wins(verdict: Verdict, winner: str | None, loser: str | None) -> None:
    judged = JudgedDuel("v", "d", Example("e", {}), "l", "r", "left", "right", verdict)

    assert (judged.winner, judged.loser) == (winner, loser)


def test_a_verdict_turns_with_the_sides_and_back() -> None:
    assert [verdict.exchanged for verdict in (Verdict.LEFT, Verdict.TIE)] == [
        Verdict.RIGHT,
        Verdict.TIE,
    ]
    assert all(verdict.exchanged.exchanged is verdict for verdict in Verdict)


def test_a_candidates_name_says_what_it_tries() -> None:
    candidate = Candidate(Prompt("Answer."), "B3", label="shorter")

    assert candidate.name == "B3: shorter"
    assert replace(candidate, label="").name == "B3"
    assert candidate.id == candidate.prompt.id


def test_a_snapshot_finds_its_candidates() -> None:
    start, child = Candidate(Prompt("a"), "Start", start=True), Candidate(Prompt("b"), "B1")
    snapshot = Snapshot(Task("t", "T"), (start, child), {}, child, start, (), (), ())

    assert snapshot.candidate(child.id) is child
    with pytest.raises(KeyError):
        snapshot.candidate("nothing")
