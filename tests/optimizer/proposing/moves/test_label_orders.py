"""Orders of labels: which served, which is drawn again, and other examples in the same order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from optimizer.proposing.counterweight import Counterweight
from optimizer.proposing.exemplar_selection import ORDER, ExemplarSelection
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.label_orders import (
    Tried,
    drawn_order,
    in_order,
    order_of,
    tried_orders,
)
from optimizer.proposing.moves.verbalizers import with_words
from optimizer.records import Demonstration, Example, Prompt, Snapshot, Verdict
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import candidate, duel, label_task

PAY, WAY = LABELS = ("payment", "delivery")
TASK = label_task(*LABELS)
ROWS = [Example(f"r{n}", {"message": f"Text {n}"}, reference=LABELS[n % 2]) for n in range(24)]
BARE = Prompt("payment or delivery?\n{{message}}")


def showing(*numbers: int) -> Prompt:
    """The prompt with these rows as examples; even ones are of payment, odd ones of delivery."""
    shown = [Demonstration((("message", f"Text {n}"),), LABELS[n % 2]) for n in numbers]
    return replace(BARE, demonstrations=tuple(shown))


def scored(*known: tuple[Prompt, list[float]]) -> Snapshot:
    """A pool in which prompts have these scores on the first rows."""
    prompts = [prompt for prompt, _ in known]
    scores = {
        prompt.id: {row.id: value for row, value in zip(ROWS, values, strict=False)}
        for prompt, values in known
    }
    answers = {
        prompt: {row: PAY if (value > 0) == (int(row[1:]) % 2 == 0) else WAY for row, value in of}
        for prompt, of in ((prompt, list(found.items())) for prompt, found in scores.items())
    }
    members = family(BARE, *prompts)
    return pool(members, {}, task=TASK, examples=ROWS, scores=scores, answers=answers)


def test_an_order_is_told_by_the_tasks_labels_whatever_a_prompt_calls_them() -> None:
    assert order_of(showing(0, 3, 2), LABELS) == (PAY, WAY, PAY)
    renamed = with_words(showing(0, 3), LABELS, {PAY: "billing"})
    assert {item.answer for item in renamed.demonstrations} == {"billing", WAY}
    assert order_of(renamed, LABELS) == (PAY, WAY)
    assert order_of(BARE, LABELS) == ()
    odd = replace(BARE, demonstrations=(Demonstration((("message", "x"),), "neither"),))
    assert order_of(odd, LABELS) == ()


def test_an_order_served_if_scores_pass_what_one_answer_reaches() -> None:
    snap = scored(
        (showing(8, 9), [1.0, 1.0]),
        (showing(10, 11), [1.0, 0.0]),
        (showing(9, 8), [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]),
        (showing(8, 10), [1.0]),
    )
    tried = tried_orders(snap, fitness(snap))
    assert set(tried) == {(PAY, WAY), (WAY, PAY)}, "rows of one label tell nothing"
    assert (tried[PAY, WAY].served, tried[PAY, WAY].failed) == (1, 1)
    assert tried[PAY, WAY].best.prompt == showing(8, 9)
    assert (tried[WAY, PAY].served, tried[WAY, PAY].failed) == (0, 1)


def test_votes_and_other_answers_than_labels_leave_orders_alone() -> None:
    prompt = showing(8, 9)
    snap = scored((prompt, [1.0, 1.0]))
    voted = replace(snap, duels=(duel(BARE, prompt, Verdict.LEFT),))
    assert tried_orders(voted, fitness(voted)) == {}
    free = replace(snap, task=replace(TASK, labels=()))
    assert tried_orders(free, fitness(free)) == {}


def test_the_surest_order_is_drawn_most_and_one_that_never_served_not_at_all() -> None:
    here = candidate(BARE, "B1")
    tried = {
        (PAY, WAY): Tried(0, 6, here),
        (WAY, PAY): Tried(1, 3, here),
        (WAY, WAY, PAY): Tried(5, 1, here),
    }
    drawn = Counter(drawn_order(tried, Random(seed)) for seed in range(400))
    assert drawn[PAY, WAY] == 0
    assert drawn[WAY, WAY, PAY] > 200 > drawn[WAY, PAY] > 0
    assert drawn[()] > 0, "a new order has its chance"
    assert drawn_order({}, Random(0)) == ()
    assert drawn_order({(PAY, WAY): Tried(0, 1, here)}, Random(0)) == ()


def test_examples_are_drawn_into_an_order_as_long_as_there_are_enough() -> None:
    offered = list(showing(*range(8)).demonstrations)
    for seed in range(10):
        shown = in_order(offered, (WAY, WAY, PAY), BARE, Random(seed))
        assert [item.answer for item in shown] == [WAY, WAY, PAY]
        assert len(set(shown)) == 3
    assert in_order(offered[:2], (PAY, PAY), BARE, Random(0)) == []


def test_a_set_is_drawn_in_the_order_that_served_out_of_other_rows() -> None:
    good = showing(20, 21, 23)
    snap = scored(
        (good, [1.0] * 6),
        *((showing(12 + n, 20, 11 - n), [1.0, 0.0] * 3) for n in range(0, 6, 2)),
    )
    made = [ExemplarSelection(orders=True).propose(snap, None, Random(k))[0] for k in range(60)]
    again = [each for each in made if each.edit["way"] == ORDER]
    assert len(again) > 20
    for each in again:
        assert each.parents == (good.id,)
        assert order_of(each.prompt, LABELS) == (PAY, WAY, WAY)
        assert not set(each.prompt.demonstrations) & set(good.demonstrations)
    plain = [ExemplarSelection().propose(snap, None, Random(k))[0] for k in range(20)]
    assert all(each.edit["way"] != ORDER for each in plain)


def test_an_order_that_never_served_is_not_shown_again() -> None:
    snap = scored(
        (showing(20, 21), [1.0, 0.0] * 3), (showing(22, 20), [1.0, 0.0] * 3)
    )  # fmt: skip
    for seed in range(30):
        made = ExemplarSelection(orders=True, most=2).propose(snap, None, Random(seed))
        assert order_of(made[0].prompt, LABELS) in {(WAY, PAY), (WAY, WAY)}
        for each in Counterweight().propose(snap, None, Random(seed)):
            assert order_of(each.prompt, LABELS) not in {(PAY, WAY), (PAY, PAY)}
