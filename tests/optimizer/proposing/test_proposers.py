"""What makes each proposer that proposer."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.components import compatible, load_components, suits
from optimizer.proposing import proposers
from optimizer.proposing.components import MOST_COMPONENTS, Components
from optimizer.proposing.critique import Critique
from optimizer.proposing.exemplars import Exemplars
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.moves.library import components_in
from optimizer.proposing.rephrase import Rephrase
from optimizer.proposing.shorten import Shorten
from optimizer.records import (
    Demonstration,
    Example,
    Layout,
    Prompt,
    Proposal,
    Refusal,
    StoredProposal,
    Verdict,
)
from optimizer.template import compose, render, used_columns
from tests.optimizer.proposing.pools import (
    EXAMPLES,
    START,
    Scripted,
    duel,
    label_task,
    snapshot,
)

SHOWN = Demonstration((("message", "Hi?"), ("facts", "None.")), "Hello.")
OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")


def only(proposals: list[Proposal]) -> Proposal:
    assert len(proposals) == 1
    return proposals[0]


def test_half_of_them_need_no_writer() -> None:
    free = [name for name, proposer in proposers().items() if not proposer.needs_writer]
    assert free == ["layout", "components", "exemplars"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["Replies to customers", "Summaries", "Routing"]))
def test_components_never_ask_for_what_excludes_itself(seed: int, name: str) -> None:
    """A random sequence of edits, each on the child of the last; the user's words always stay."""
    rng, prompt = Random(seed), START
    library = load_components()
    task = replace(label_task("a", "b") if name == "Routing" else snapshot().task, name=name)
    for _ in range(10):
        found = Components().propose(snapshot(start=prompt, task=task), None, rng)
        if not found:
            break
        before, prompt = components_in(prompt, library), found[0].prompt
        present = components_in(prompt, library)
        for component in present:
            assert compatible(component, [other for other in present if other != component])
            assert component in before or suits(component, task)
        assert len(present) <= MOST_COMPONENTS
        assert prompt.instruction.startswith("Reply to the customer. Keep it short.")
        assert replace(prompt, instruction=START.instruction) == START


def test_a_prompt_of_components_alone_never_becomes_empty() -> None:
    component = load_components()[0]
    start = Prompt(component.text, fields=START.fields)
    for seed in range(60):
        child = only(Components().propose(snapshot(start=start), None, Random(seed))).prompt
        assert child.instruction.strip()


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


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(
        [
            Prompt("Reply to {{message}} with {{facts}}."),
            Prompt("Reply: {{message}}", system="You are kind.", layout=Layout(cue="Reply:")),
            Prompt("Reply.", fields=START.fields, demonstrations=(SHOWN,)),
            Prompt("Reply to {{message}}.", fields=START.fields[1:], demonstrations=(SHOWN,)),
        ]
    ),
)
def test_a_chain_of_layouts_keeps_every_column_and_something_to_answer(
    seed: int, start: Prompt
) -> None:
    rng, prompt = Random(seed), start
    for _ in range(6):
        found = LayoutSearch().propose(snapshot(start=prompt), None, rng)
        before, prompt = prompt, found[0].prompt
        assert compose(prompt) != compose(before)
        assert replace(prompt, layout=start.layout) == start
        messages = render(prompt, EXAMPLES[0].fields)
        assert messages[-1].role == "user"
        assert messages[-1].content.strip()
        text = " ".join(message.content for message in messages)
        assert all(EXAMPLES[0].fields[column] in text for column in used_columns(start))


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


def test_exemplars_speak_the_prompts_own_words_for_labels() -> None:
    start = replace(START, labels=(("delivery", "D"), ("billing", "B")))
    rows = [replace(example, reference="delivery") for example in EXAMPLES]
    pool = snapshot(start=start, examples=rows, task=label_task("delivery", "billing"))
    found = only(Exemplars().propose(pool, None, Random(0)))

    assert {shown.answer for shown in found.prompt.demonstrations} == {"D"}


def test_rows_that_read_the_same_are_shown_once() -> None:
    start = Prompt("Route: {{message}}")
    rows = [
        Example(f"e{n}", {"message": "Hello", "facts": str(n)}, reference="other") for n in range(5)
    ]
    pool = snapshot(start=start, examples=rows, task=label_task("other"))
    found = only(Exemplars().propose(pool, None, Random(0)))

    assert len(found.prompt.demonstrations) == 1


def test_a_prompt_that_reads_no_column_is_shown_no_exemplar() -> None:
    start = Prompt("Write a greeting.")
    duels = [duel(start, OTHER, Verdict.LEFT)]
    assert Exemplars().propose(snapshot(start=start, duels=duels), None, Random(0)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_exemplars_come_from_tuning_rows_and_preferred_outputs_alone(seed: int) -> None:
    rng = Random(seed)
    verdicts = [rng.choice(list(Verdict)) for _ in range(8)]
    duels = [
        duel(START, OTHER, verdict, number=n, texts=(f"left {n}", f"right {n}"))
        for n, verdict in enumerate(verdicts)
    ]
    hidden = Example("hidden", {"message": "Secret?", "facts": "Secret."})
    duels.append(replace(duel(START, OTHER, Verdict.LEFT, number=9), example=hidden))
    sides = {Verdict.LEFT: "left", Verdict.RIGHT: "right"}
    preferred = {f"{sides[v]} {n}" for n, v in enumerate(verdicts) if v in sides}

    prompt = OTHER
    for _ in range(6):
        found = Exemplars().propose(snapshot(prompt, duels=duels), None, rng)
        if not found:
            break
        prompt = found[0].prompt
        for shown in prompt.demonstrations:
            assert shown.answer in preferred
            assert dict(shown.fields) in [dict(example.fields) for example in EXAMPLES]
        assert len({shown.fields for shown in prompt.demonstrations}) == len(prompt.demonstrations)


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


def test_a_critique_that_says_nothing_costs_no_second_call() -> None:
    duels = [duel(START, OTHER, Verdict.LEFT)]
    writer = Scripted("  ")

    assert Critique().propose(snapshot(OTHER, duels=duels), writer, Random(0)) == []
    assert len(writer.told) == 1


def test_a_critique_whose_rewrite_cannot_be_read_makes_no_proposal() -> None:
    duels = [duel(START, OTHER, Verdict.LEFT)]
    for answer in ("", "<prompt> </prompt>", OTHER.instruction):
        writer = Scripted("1. The answers sound cold.", answer)
        assert Critique().propose(snapshot(OTHER, duels=duels), writer, Random(0)) == []


@pytest.mark.parametrize("proposer", [Rephrase(), Shorten()])
def test_a_prompt_that_was_cut_makes_no_proposal(proposer: Rephrase | Shorten) -> None:
    long = replace(START, instruction=" ".join(["please"] * 30))
    writer = Scripted("<prompt>Be kind and", finish="length")
    assert proposer.propose(snapshot(start=long), writer, Random(0)) == []


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


CHAT = Prompt(
    "Ticket: {{text}}", system="You answer customers of a small shop. Be brief. Never blame them."
)


def test_where_the_user_message_only_hands_the_row_over_the_system_text_is_rewritten() -> None:
    writer = Scripted("<prompt>Answer customers of a small shop in two sentences.</prompt>")
    found = only(Rephrase().propose(snapshot(start=CHAT), writer, Random(0)))

    assert CHAT.system in writer.told[0]
    assert found.prompt.system == "Answer customers of a small shop in two sentences."
    assert found.prompt.instruction == CHAT.instruction


@pytest.mark.parametrize(
    "start",
    [
        replace(CHAT, system="You are a helpful assistant."),
        replace(CHAT, instruction="Answer this customer of ours politely and briefly: {{text}}"),
    ],
)
def test_what_instructs_is_rewritten_where_both_texts_say_something(start: Prompt) -> None:
    writer = Scripted("<prompt>Answer this one: {{text}}</prompt>")
    found = only(Rephrase().propose(snapshot(start=start), writer, Random(0)))

    assert found.prompt.instruction == "Answer this one: {{text}}"
    assert found.prompt.system == start.system
