"""BBT-RGB: a coarse and then a fine search for the words that stand for the labels."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from statistics import fmean
from zlib import crc32

from optimizer.metrics.labels import word_for
from optimizer.proposing.bbt_rgb import BbtRgb
from optimizer.proposing.gates.labels import LabelsKept
from optimizer.proposing.moves.verbalizers import (
    distinct,
    load_verbalizers,
    with_words,
    words_for,
)
from optimizer.records import Demonstration, Example, Prompt
from tests.optimizer.proposing.playing import Play, family, pool
from tests.optimizer.proposing.pools import START, label_task

LABELS = ("payment", "delivery", "login")
START_LABELS = Prompt(
    "Is it payment, Delivery or login?\n{{message}}",
    demonstrations=(Demonstration((("message", "payment failed"),), "payment"),),
)
TASK = label_task(*LABELS)


def worth(prompt: Prompt, seed: int) -> float:
    """Each word for each label has its worth."""
    words = [word_for(prompt, label) for label in LABELS]
    return sum(Random(crc32(f"{seed}/{k}/{w}".encode())).gauss(0, 1) for k, w in enumerate(words))


def play(seed: int, **settings: int) -> Play:
    return Play(BbtRgb(**settings), lambda p: worth(p, seed), start=START_LABELS, task=TASK)


def test_words_are_exchanged_wherever_the_label_is_named_but_not_in_the_data() -> None:
    child = with_words(START_LABELS, LABELS, {"payment": "billing", "delivery": "parcel"})
    assert child.instruction == "Is it billing, parcel or login?\n{{message}}"
    assert child.demonstrations == (Demonstration((("message", "payment failed"),), "billing"),)
    assert child.labels == (("payment", "billing"), ("delivery", "parcel"))
    back = with_words(child, LABELS, {"payment": "payment", "delivery": "Delivery"})
    assert back.instruction == START_LABELS.instruction
    swapped = with_words(START_LABELS, LABELS, {"payment": "login", "login": "payment"})
    assert swapped.instruction.startswith("Is it login, delivery or payment?")
    holes = Prompt("payment? {{payment}}")
    assert with_words(holes, ["payment"], {"payment": "billing"}).instruction == (
        "billing? {{payment}}"
    )


def test_it_begins_with_a_search_for_the_instruction_and_keeps_the_best() -> None:
    def longer_is_better(prompt: Prompt) -> float:
        return float(len(prompt.instruction)) + worth(prompt, 1)

    made = Play(BbtRgb(instructions=3, first=4), longer_is_better, START_LABELS, TASK)
    made.run(9, seed=2)
    stages = [proposal.edit["stage"] for proposal in made.proposals]
    assert stages == [0, 0, 0, 1, 1, 1, 1, 2, 2]
    tried = [m.prompt for m in made.members[1:4]]
    for prompt in tried:
        assert prompt.labels == ()
        assert prompt.instruction.startswith(START_LABELS.instruction)
    best = max(tried, key=longer_is_better)
    assert made.proposals[3].parents == (best.id,), "the words are looked for in the best of them"


def test_words_come_from_the_library_and_out_of_the_labels_own_rows() -> None:
    rows = [
        Example(f"r{n}", {"message": f"the courier came {n}"}, reference="delivery")
        for n in range(4)
    ]
    rows.append(Example("o", {"message": "the card"}, reference="payment"))
    snap = pool(family(START_LABELS), {}, task=TASK, examples=rows)
    words = words_for(snap, "delivery", 2)
    assert words[0] == "delivery"
    assert {"shipping", "Delivery", "courier"} <= set(words)
    assert "the" not in words
    assert "courier" not in words_for(snap, "delivery", 0)
    assert distinct(["spam", "ham"])
    assert not distinct(["spam", "not spam"])
    assert not distinct(["Yes", "yes"])


def test_the_library_holds_words_alone_and_none_for_itself() -> None:
    for label, words in load_verbalizers().items():
        assert label == label.lower()
        assert words
        assert len(set(words)) == len(words)
        assert all(isinstance(word, str) and word.strip() == word for word in words)
        assert label not in words


def test_first_all_words_are_drawn_and_then_one_at_a_time_around_the_best() -> None:
    played = play(1, first=5).run(20, seed=1)
    assert [p.edit["stage"] for p in played.proposals] == [1] * 5 + [2] * 15
    members = {member.id: member.prompt for member in played.members}
    for number, proposal in enumerate(played.proposals):
        seen = [START_LABELS.id, *(p.prompt_id for p in played.proposals[:number])]
        assert proposal.parents == (max(seen, key=lambda key: played.values[key]),)
        if proposal.edit["stage"] == 2:
            one, other = members[proposal.parents[0]], members[proposal.prompt_id]
            assert sum(word_for(one, x) != word_for(other, x) for x in LABELS) == 1


def test_children_name_every_label_by_different_words_and_pass_the_gate() -> None:
    played = play(2).run(15, seed=2)
    snap = played.snapshot
    for member in played.members[1:]:
        assert distinct([word_for(member.prompt, label) for label in LABELS])
        made = BbtRgb().propose(snap, None, Random(1))[0]
        assert LabelsKept().check(made, snap) is None


def test_without_labels_in_the_prompt_there_is_nothing_to_call_otherwise() -> None:
    assert BbtRgb().propose(pool(family(START), {}), None, Random(0)) == []
    assert BbtRgb().propose(pool(family(START), {}, task=TASK), None, Random(0)) == []
    locked = replace(TASK, locks=(START_LABELS.instruction.splitlines()[0],))
    snap = pool(family(START_LABELS), {}, task=locked)
    assert BbtRgb().propose(snap, None, Random(0)) == []


def test_no_two_labels_are_ever_called_alike() -> None:
    labels = ("yes", "true", "correct")  # the library has the same words for all of them
    start = Prompt("Is it yes, true or correct?")
    made = Play(BbtRgb(first=12), lambda p: 0.0, start, label_task(*labels)).run(24, seed=3)
    assert len(made.proposals) > 12
    for member in made.members:
        assert distinct([word_for(member.prompt, label) for label in labels])


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = play(3).run(6, seed=3).snapshot
    assert BbtRgb().propose(snap, None, Random(3)) == BbtRgb().propose(snap, None, Random(3))


def test_two_stages_are_better_than_drawing_all_words_by_lot() -> None:
    leads = [
        play(seed, first=5).run(18, seed).best - play(seed, first=99).run(18, seed).best
        for seed in range(16)
    ]
    assert fmean(leads) > 0
