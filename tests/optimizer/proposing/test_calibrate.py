"""Versions are compared by what the model thinks of the labels; the best one gets its weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from optimizer.breeding.brooding import Helpers, brood
from optimizer.proposing.calibrate import Calibrate
from optimizer.proposing.exemplars import Exemplars
from optimizer.proposing.moves.calibrating import without_stale_weights
from optimizer.protocols import LikelihoodProposer
from optimizer.records import (
    Demonstration,
    Example,
    InputField,
    Message,
    Prompt,
    Proposal,
    Snapshot,
)
from optimizer.template import render
from tests.optimizer.proposing.playing import family, pool, stored
from tests.optimizer.proposing.pools import label_task

LABELS = ("payment", "delivery")
TASK = label_task(*LABELS)
ROWS = [
    Example(f"r{n}", {"message": f"About {LABELS[n % 2]} {n}"}, LABELS[n % 2]) for n in range(60)
]
ROUTING = Prompt("payment or delivery?", fields=(InputField("message", "Message"),))


class Thinks:
    """Always finds the last label it was shown likelier, and the right one a little less unlikely.

    Where the instruction is the system message it sees more; `asked` are the chats, a pass each.
    """

    def __init__(self, *, apart: bool = True) -> None:
        self._apart = apart
        self.asked: list[tuple[Message, ...]] = []

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Not asked for."""
        raise AssertionError(target)

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Shift all to one label; the row's own is ahead by little, under a system message more."""
        self.asked.append(tuple(messages))
        habit = 3.0 + len(messages)
        sees = 0.8 if messages[0].role == "system" else 0.2
        noise = Random(messages[-1].content).gauss(0.0, 0.3)
        right = 0 if answers[0] in messages[-1].content.rsplit("About", 1)[-1] else 1
        told = [-6.0, -6.0 + habit + noise]
        told[right] += sees
        return tuple(told)

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """As it was made."""
        return self._apart


def snap(*prompts: Prompt, left: int | None = 1_000) -> Snapshot:
    made = pool(family(*(prompts or (ROUTING,))), {}, task=TASK, examples=ROWS)
    return replace(made, answers_left=left)


def weighed(thinks: Thinks, prompt: Prompt, row: Example) -> str:
    """What the model answers with the weights added."""
    told = thinks.first(render(prompt, row.fields), LABELS)
    sums = [a + b for a, b in zip(told, prompt.layout.choice_weights, strict=True)]
    return LABELS[sums.index(max(sums))]


def test_the_child_is_held_to_the_labels_and_freed_of_the_habit() -> None:
    thinks = Thinks()
    [made] = Calibrate().propose_by_likelihood(snap(), None, thinks, Random(1))
    layout = made.prompt.layout
    assert layout.choices == LABELS
    assert min(layout.choice_weights) == 0.0
    assert layout.choice_weights[0] > layout.choice_weights[1], "against the habit"
    plain = replace(made.prompt, layout=replace(layout, choice_weights=(0.0, 0.0)))
    assert {weighed(thinks, plain, row) for row in ROWS} == {"delivery"}
    hits = [weighed(thinks, made.prompt, row) == row.reference for row in ROWS]
    assert sum(hits) > 0.65 * len(hits)


def test_the_version_that_tells_labels_apart_best_is_taken() -> None:
    system = 0
    for seed in range(12):
        thinks = Thinks()
        [made] = Calibrate(versions=8).propose_by_likelihood(snap(), None, thinks, Random(seed))
        read_as_system = any(chat[0].role == "system" for chat in thinks.asked)
        system += read_as_system and made.prompt.layout.instruction_role.value == "system"
    assert system >= 6


def test_the_better_half_is_read_on_and_every_row_counts() -> None:
    thinks = Thinks()
    [made] = Calibrate(versions=6, rows=8).propose_by_likelihood(snap(), None, thinks, Random(3))
    assert len(thinks.asked) == 6 * 8 + 3 * 8 + 2 * 16
    assert stored(made).rows_read == len(thinks.asked)


@pytest.mark.parametrize(("left", "read"), [(300, 192), (100, 64), (46, 32), (45, 0)])
def test_some_answers_are_left_to_score_with(left: int, read: int) -> None:
    thinks = Thinks()
    made = Calibrate().propose_by_likelihood(snap(left=left), None, thinks, Random(0))
    assert len(thinks.asked) == read
    assert bool(made) == (read > 0)


def test_what_was_weighed_before_is_not_read_again() -> None:
    thinks = Thinks()
    [first] = Calibrate(versions=1).propose_by_likelihood(snap(ROUTING), None, thinks, Random(0))
    again = snap(ROUTING, first.prompt)
    weighed_one = replace(again.candidates[1], proposer="calibrate")
    again = replace(again, candidates=(again.candidates[0], weighed_one))
    [second] = Calibrate(versions=1).propose_by_likelihood(again, None, Thinks(), Random(0))
    bare = [
        replace(each.prompt, layout=replace(each.prompt.layout, choice_weights=()))
        for each in (first, second)
    ]
    assert bare[0] != bare[1]


def test_weights_that_were_handed_on_are_read_again() -> None:
    held = replace(ROUTING, layout=replace(ROUTING.layout, choices=LABELS))
    handed_on = replace(held, layout=replace(held.layout, choice_weights=(0.0, 9.0)))
    [made] = Calibrate(versions=1, beam=1).propose_by_likelihood(
        snap(handed_on), None, Thinks(), Random(0)
    )
    assert made.prompt.layout.choice_weights != handed_on.layout.choice_weights
    assert replace(made.prompt, layout=held.layout) == held


def test_other_examples_lose_the_weights_that_were_read_beside_the_old_ones() -> None:
    shown = tuple(Demonstration((("message", f"About payment {n}"),), "payment") for n in range(3))
    layout = replace(ROUTING.layout, choices=LABELS, choice_weights=(0.0, 1.5))
    parent = replace(ROUTING, demonstrations=shown[:2], layout=layout)
    pool_now = snap(ROUTING, parent)

    def kept(child: Prompt, parents: Sequence[str] = (parent.id,), **edit: object) -> bool:
        made = Proposal(child, tuple(parents), "test", "test", "test", edit=edit)
        found = without_stale_weights(made, pool_now)
        assert replace(found, prompt=child) == made
        bare = replace(child, layout=replace(child.layout, choice_weights=()))
        assert found.prompt in (child, bare)
        return found.prompt == child

    assert not kept(replace(parent, demonstrations=shown))
    assert not kept(replace(parent, demonstrations=shown[1::-1])), "their order counts too"
    assert not kept(replace(parent, demonstrations=()), (ROUTING.id, parent.id))
    assert kept(replace(parent, instruction="Route it: payment or delivery?"))
    assert kept(replace(parent, layout=replace(layout, cue="Label:")))
    fresh = replace(layout, choice_weights=(0.0, 0.7))
    assert kept(replace(parent, demonstrations=shown, layout=fresh)), "its own"
    assert kept(replace(parent, demonstrations=shown), rows_read=8), "its own, by chance the same"
    assert kept(replace(parent, demonstrations=shown), (ROUTING.id,)), "none of its parent's"


def test_a_brood_comes_without_stale_weights() -> None:
    shown = (Demonstration((("message", "About payment 0"),), "payment"),)
    layout = replace(ROUTING.layout, choices=LABELS, choice_weights=(0.0, 1.5))
    parent = replace(ROUTING, demonstrations=shown, layout=layout)
    born = 0
    for seed in range(6):
        made = brood("exemplars", Exemplars(), snap(parent), Helpers(), Random(seed), None)
        for child in made.proposals:
            born += 1
            assert child.prompt.demonstrations != shown
            assert child.prompt.layout == replace(layout, choice_weights=())
    assert born


def test_where_first_tokens_do_not_tell_labels_apart_nothing_is_read() -> None:
    thinks = Thinks(apart=False)
    assert Calibrate().propose_by_likelihood(snap(), None, thinks, Random(0)) == []
    assert thinks.asked == []


def test_it_needs_a_likelihood_a_metric_labels_and_rows_enough() -> None:
    assert isinstance(Calibrate(), LikelihoodProposer)
    assert Calibrate().propose(snap(), None, Random(0)) == []
    unasked = snap(left=None)
    assert Calibrate().propose_by_likelihood(unasked, None, Thinks(), Random(0)) == []
    few = replace(pool(family(ROUTING), {}, task=TASK, examples=ROWS[:10]), answers_left=1_000)
    assert Calibrate().propose_by_likelihood(few, None, Thinks(), Random(0)) == []
    free = replace(pool(family(ROUTING), {}, examples=ROWS), answers_left=1_000)
    assert Calibrate().propose_by_likelihood(free, None, Thinks(), Random(0)) == []


def test_the_same_record_gives_the_same_child() -> None:
    one, two = (
        Calibrate().propose_by_likelihood(snap(), None, Thinks(), Random(4)) for _ in range(2)
    )
    assert one == two
