"""Demonstrations are the model's own good answers, chosen as a set in one of five ways."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing import PROPOSERS
from optimizer.proposing.exemplar_selection import WAYS, ExemplarSelection
from optimizer.proposing.moves.choosing_shown import diverse, nearest
from optimizer.records import Demonstration, Example, Prompt, Verdict
from tests.optimizer.proposing.playing import Play, family, pool
from tests.optimizer.proposing.pools import START, duel, label_task

ROWS = [
    Example(f"r{n}", {"message": text}, reference=label)
    for n, (text, label) in enumerate(
        [
            ("my card was charged twice", "payment"),
            ("charged twice on my card again", "payment"),
            ("the invoice is wrong", "payment"),
            ("where is my parcel", "delivery"),
            ("parcel is late, where is it", "delivery"),
            ("the courier lost my parcel", "delivery"),
        ]
    )
]
ROUTING = Prompt("payment or delivery?\n{{message}}")
TASK = label_task("payment", "delivery")


def shown(text: str, answer: str = "a") -> Demonstration:
    return Demonstration((("message", text),), answer)


def test_a_metrics_right_outputs_and_the_preferred_ones_are_shown_and_no_others() -> None:
    duels = [duel(START, START, Verdict.LEFT, number=1, texts=("preferred", "voted down"))]
    scores = {START.id: {"e2": 1.0, "e3": 0.4, "e1": 1.0}}
    answers = {START.id: {"e2": "right", "e3": "wrong", "e1": "voted down"}}
    snap = pool(family(START), {}, scores=scores, answers=answers)
    snap = replace(snap, duels=tuple(duels))
    for seed in range(10):
        made = ExemplarSelection(least=1).propose(snap, None, Random(seed))
        assert {d.answer for p in made for d in p.prompt.demonstrations} <= {"preferred", "right"}
        assert made


def test_nearest_takes_what_is_most_like_the_rows_that_went_wrong() -> None:
    wrong = {row.id: float(row.reference != "delivery") for row in ROWS}
    rows = [row for row in ROWS if row.id != "r4"]
    snap = pool(family(ROUTING), {}, task=TASK, examples=rows, scores={ROUTING.id: wrong})
    made = ExemplarSelection(way="nearest", least=2, most=2).propose(snap, None, Random(0))[0]
    assert {d.answer for d in made.prompt.demonstrations} == {"delivery"}


def test_nearest_puts_the_most_alike_next_to_the_question() -> None:
    offered = [shown("the parcel"), shown("a card"), shown("where is the parcel now")]
    assert nearest(offered, 2, ["where is the parcel now?"]) == [offered[0], offered[2]]


def test_diverse_shows_every_answer_as_often_and_leaves_out_what_is_alike() -> None:
    offered = [
        shown("charged twice on my card", "payment"),
        shown("charged twice on my card again", "payment"),
        shown("wrong invoice", "payment"),
        shown("where is my parcel", "delivery"),
    ]
    for seed in range(8):
        chosen = diverse(offered, 2, Random(seed))
        assert {item.answer for item in chosen} == {"payment", "delivery"}
        three = diverse(offered, 3, Random(seed))
        assert not set(offered[:2]) <= set(three)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_replaces_the_whole_set_within_its_bounds(way: str) -> None:
    snap = pool(family(ROUTING), {}, task=TASK, examples=ROWS)
    made = ExemplarSelection(way=way, least=2, most=4).propose(snap, None, Random(1))[0]
    count = len(made.prompt.demonstrations)
    assert count == len(set(made.prompt.demonstrations))
    # Two of the six rows are left to try it on.
    assert count == 4 if way == "all" else 2 <= count <= 4
    assert replace(made.prompt, demonstrations=()) == ROUTING


def test_a_set_never_holds_more_words_than_allowed() -> None:
    snap = pool(family(ROUTING), {}, task=TASK, examples=ROWS)
    made = ExemplarSelection(way="all", words=14).propose(snap, None, Random(1))[0]
    assert 1 <= len(made.prompt.demonstrations) <= 3


def test_the_ways_take_turns_and_no_set_comes_twice() -> None:
    play = Play(ExemplarSelection(), lambda p: 0.0, start=ROUTING, task=TASK, examples=ROWS)
    play.run(12, seed=4)
    ways = [proposal.edit["way"] for proposal in play.proposals]
    assert set(ways[:4]) >= {"random", "nearest", "diverse"}
    assert len(play.proposals) == 12


def test_without_a_good_answer_or_a_column_nothing_is_proposed() -> None:
    assert ExemplarSelection().propose(pool(family(START), {}), None, Random(0)) == []
    bare = Prompt("Write a greeting.")
    snap = pool(family(bare), {}, task=TASK, examples=ROWS)
    assert ExemplarSelection().propose(snap, None, Random(0)) == []


@pytest.mark.parametrize(
    "name", ["exemplar_selection", "exemplars", "capo", "mipro", "promptquine"]
)
@pytest.mark.parametrize("rows", [1, 2, 3, 4])
def test_of_few_rows_some_are_left_to_try_a_prompt_on(name: str, rows: int) -> None:
    play = Play(PROPOSERS.build(name), lambda p: 0.0, ROUTING, task=TASK, examples=ROWS[:rows])
    for seed in range(8):
        play.step(Random(seed))
    shown = {len(member.prompt.demonstrations) for member in play.members}
    assert max(shown) == max(0, rows - 2)


def test_a_set_that_shows_everything_is_cut_to_what_matters_most() -> None:
    wrong = {row.id: float(row.reference != "delivery") for row in ROWS}
    snap = pool(family(ROUTING), {}, task=TASK, examples=ROWS, scores={ROUTING.id: wrong})
    made = ExemplarSelection(way="nearest", least=6, most=6).propose(snap, None, Random(0))[0]
    assert len(made.prompt.demonstrations) == 4
    assert made.prompt.demonstrations[-1].answer == "delivery"


def test_the_same_snapshot_and_chance_give_the_same_set() -> None:
    snap = pool(family(ROUTING), {}, task=TASK, examples=ROWS)
    one, two = (ExemplarSelection().propose(snap, None, Random(3)) for _ in range(2))
    assert one == two
