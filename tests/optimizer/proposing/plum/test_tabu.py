"""Tabu search moves to the best neighbour, even a worse one, and does not turn back."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.plum.tabu import Tabu
from tests.optimizer.proposing.playing import Play, lead, phrase_worth
from tests.optimizer.proposing.pools import START


def test_after_enough_neighbours_it_moves_to_the_best_even_if_that_is_worse() -> None:
    play = Play(Tabu(neighbours=3), lambda p: 0.0 if p == START else -float(len(p.instruction)))
    for step in range(3):
        assert play.step(Random(step))[0].parents == (START.id,)
    best = max(play.members[1:], key=lambda member: play.values[member.id])
    assert play.step(Random(9))[0].parents == (best.id,)


def test_what_came_lately_stays_and_what_went_stays_away() -> None:
    play = Play(Tabu(neighbours=2, tenure=3), phrase_worth(3)).run(60, seed=3)
    by_child = {proposal.prompt_id: proposal for proposal in play.proposals}
    members = {member.id: member for member in play.members}
    checked = 0
    for proposal in play.proposals:
        here, way = proposal.parents[0], []
        while here in by_child and len(way) < 3:
            way.append(by_child[here])
            here = members[here].parents[0]
        came = {str(p.edit["new"]) for p in way if p.edit["new"]}
        went = {g for p in way if p.edit["action"] != "swap" for g in list(p.edit["gone"])}
        assert proposal.edit["new"] not in went
        assert not came & set(proposal.edit["gone"])
        checked += bool(came or went)
    assert checked > 30


def test_without_a_tenure_anything_may_be_undone() -> None:
    play = Play(Tabu(neighbours=2, tenure=0), phrase_worth(3)).run(30, seed=3)
    assert all(proposal.edit["tabu"] == [] for proposal in play.proposals)


def test_odd_values_in_the_record_do_no_harm() -> None:
    play = Play(Tabu(neighbours=1), phrase_worth(1)).run(3, seed=1)
    play.proposals[0] = replace(play.proposals[0], edit={"new": 3, "gone": [None, 4]})
    assert Tabu(neighbours=1).propose(play.snapshot, None, Random(0))


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Tabu(), phrase_worth(2)).run(12, seed=2).snapshot
    assert Tabu().propose(snap, None, Random(3)) == Tabu().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Tabu, children=25, seeds=5) > 0
