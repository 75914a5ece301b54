"""Hill climbing goes on from a better child and from no other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.plum.hill_climbing import HillClimbing
from tests.optimizer.proposing.playing import Play, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START


def test_it_edits_the_best_of_its_climb_by_one_phrase() -> None:
    play = Play(HillClimbing(), phrase_worth(1))
    here = play.start.id
    for step in range(15):
        made = play.step(Random(step))[0]
        assert made.parents == (here,)
        if play.values[made.prompt.id] > play.values[here]:
            here = made.prompt.id
    assert here != play.start.id


def test_a_child_that_nobody_measured_is_not_gone_on_from_until_it_is() -> None:
    play = Play(HillClimbing(), lambda prompt: float(prompt != START))
    child = play.step(Random(1))[0].prompt.id
    unseen = pool(play.members, {START.id: 0.0}, play.proposals)
    assert HillClimbing().propose(unseen, None, Random(2))[0].parents == (START.id,)
    assert HillClimbing().propose(play.snapshot, None, Random(2))[0].parents == (child,)


def test_an_archived_child_is_left() -> None:
    play = Play(HillClimbing(), lambda prompt: float(prompt != START))
    play.step(Random(1))
    play.members[1] = replace(play.members[1], archived=True)
    assert HillClimbing().propose(play.snapshot, None, Random(2))[0].parents == (START.id,)


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(HillClimbing(), phrase_worth(2)).run(8, seed=2).snapshot
    one, two = (HillClimbing().propose(snap, None, Random(3)) for _ in range(2))
    assert one == two


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(HillClimbing, children=25, seeds=5) > 0
