"""What makes each proposer that proposer."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.components import compatible, load_components
from optimizer.proposing import proposers
from optimizer.proposing.components import Components, components_in
from optimizer.proposing.critique import Critique
from optimizer.proposing.exemplars import Exemplars
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.rephrase import Rephrase
from optimizer.proposing.shorten import Shorten
from optimizer.records import Example, Prompt, Proposal, Refusal, StoredProposal, Verdict
from optimizer.template import compose, render, used_columns
from tests.optimizer.proposing.pools import (
    EXAMPLES,
    START,
    Scripted,
    duel,
    label_task,
    snapshot,
)

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")


def only(proposals: list[Proposal]) -> Proposal:
    assert len(proposals) == 1
    return proposals[0]


def test_half_of_them_need_no_writer() -> None:
    free = [name for name, proposer in proposers().items() if not proposer.needs_writer]
    assert free == ["layout", "components", "exemplars"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_components_never_ask_for_what_excludes_itself(seed: int) -> None:
    rng, prompt = Random(seed), START
    library = load_components()
    for _ in range(8):
        found = Components().propose(snapshot(start=prompt), None, rng)
        if not found:
            break
        prompt = found[0].prompt
        present = components_in(prompt, library)
        for component in present:
            assert compatible(component, [other for other in present if other != component])
        assert prompt.instruction.startswith("Reply to the customer. Keep it short.")


def test_a_refused_edit_of_components_is_not_tried_again() -> None:
    first = only(Components().propose(snapshot(), None, Random(1)))
    refused = StoredProposal(
        id="p",
        proposer="components",
        parents=(START.id,),
        label="",
        reason="",
        hypothesis="",
        edit=first.edit,
        refusal=Refusal("length", "too long"),
        prompt_id=None,
        made_at="",
    )
    for seed in range(40):
        again = only(Components().propose(snapshot(proposals=[refused]), None, Random(seed)))
        assert again.edit != first.edit


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_layout_says_the_same_words_elsewhere(seed: int) -> None:
    child = only(LayoutSearch().propose(snapshot(), None, Random(seed))).prompt

    assert compose(child) != compose(START)
    assert set(used_columns(child)) == set(used_columns(START))
    assert (child.instruction, child.system) == (START.instruction, START.system)
    text = " ".join(message.content for message in render(child, EXAMPLES[0].fields))
    for value in (*EXAMPLES[0].fields.values(), "Keep it short."):
        assert value in text


def test_layouts_run_out_in_the_end() -> None:
    children: dict[str, Prompt] = {}
    for seed in range(400):
        pool = snapshot(*children.values())
        pool = replace(pool, incumbent=pool.start)
        for found in LayoutSearch().propose(pool, None, Random(seed)):
            assert found.prompt.id not in children
            children[found.prompt.id] = found.prompt
    assert len(children) > 8


def test_exemplars_are_outputs_that_were_preferred() -> None:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=0, texts=("good one", "bad one")),
        duel(START, OTHER, Verdict.RIGHT, number=1, texts=("bad two", "good two")),
        duel(START, OTHER, Verdict.BOTH_BAD, number=2, texts=("bad three", "bad four")),
        duel(START, OTHER, Verdict.TIE, number=3, texts=("tied", "tied too")),
    ]
    found = only(Exemplars().propose(snapshot(OTHER, duels=duels), None, Random(0)))

    shown = found.prompt.demonstrations
    assert {demonstration.answer for demonstration in shown} <= {"good one", "good two"}
    for demonstration in shown:
        assert dict(demonstration.fields) in [dict(example.fields) for example in EXAMPLES[:2]]


def test_without_preferred_outputs_there_is_nothing_to_show() -> None:
    assert Exemplars().propose(snapshot(OTHER), None, Random(0)) == []


def test_held_out_rows_never_become_exemplars() -> None:
    hidden = Example("hidden", {"message": "Secret?", "facts": "Secret."})
    told = replace(duel(START, OTHER, Verdict.LEFT), example=hidden)
    assert Exemplars().propose(snapshot(OTHER, duels=[told]), None, Random(0)) == []


def test_expected_labels_serve_as_exemplars() -> None:
    rows = [replace(example, reference="delivery") for example in EXAMPLES]
    pool = snapshot(examples=rows, task=label_task("delivery", "billing"))
    found = only(Exemplars().propose(pool, None, Random(0)))

    assert {shown.answer for shown in found.prompt.demonstrations} == {"delivery"}


def test_a_critique_reads_the_lost_duels_and_their_reasons_and_nothing_else() -> None:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=0, texts=("the winner", "lost, too long")),
        duel(
            OTHER,
            START,
            Verdict.RIGHT,
            number=1,
            texts=("lost, cold", "warm"),
            reason="sounds cold",
            tags=("tone",),
        ),
        duel(OTHER, START, Verdict.LEFT, number=2, texts=("it won here", "no")),
        duel(OTHER, START, Verdict.TIE, number=3, texts=("tied", "tied too")),
    ]
    writer = Scripted("1. It sounds cold to the customer.", "<prompt>Reply warmly.</prompt>")
    found = only(Critique().propose(snapshot(OTHER, duels=duels), writer, Random(0)))

    asked, rewrite = writer.told
    assert "lost, too long" in asked
    assert "sounds cold" in asked
    assert "it won here" not in asked
    assert "tied" not in asked
    assert "It sounds cold to the customer." in rewrite
    assert found.prompt.instruction == "Reply warmly."
    assert found.parents == (OTHER.id,)
    assert set(found.evidence) == {"d0", "d1"}
    assert "tone" in found.hypothesis
    assert found.reason == "It sounds cold to the customer."


def test_without_a_loss_there_is_nothing_to_criticise() -> None:
    assert Critique().propose(snapshot(OTHER), Scripted(), Random(0)) == []


@pytest.mark.parametrize("proposer", [Rephrase(), Shorten()])
def test_an_answer_without_a_prompt_makes_no_proposal(proposer: Rephrase | Shorten) -> None:
    long = replace(START, instruction=" ".join(["please"] * 30))
    for answer in ("", "<prompt></prompt>", "<think>hm</think>"):
        assert proposer.propose(snapshot(start=long), Scripted(answer), Random(0)) == []


def test_a_longer_answer_is_no_shortening() -> None:
    start = replace(START, instruction=" ".join(f"word{n}" for n in range(20)))
    longer = " ".join(f"word{n}" for n in range(25))

    assert Shorten().propose(snapshot(start=start), Scripted(longer), Random(0)) == []
    found = only(Shorten().propose(snapshot(start=start), Scripted("Be brief."), Random(0)))
    assert found.reason == "2 words instead of 20"


def test_a_prompt_that_is_all_system_text_is_rewritten_there() -> None:
    start = replace(START, instruction="", system="You answer customers of a small shop.")
    writer = Scripted("<prompt>You help customers of a small shop.</prompt>")
    found = only(Rephrase().propose(snapshot(start=start), writer, Random(0)))

    assert found.prompt.system == "You help customers of a small shop."
    assert found.prompt.instruction == ""
