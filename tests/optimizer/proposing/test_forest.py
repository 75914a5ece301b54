"""Forest search: several seeds in different directions, and scouts share what worked."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.components import load_components
from optimizer.proposing.forest import Forest, insights
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.history import admitted
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START

KINDS = {component.text: component.kind for component in load_components()}


def test_each_tree_begins_in_a_direction_of_its_own() -> None:
    play = Play(Forest(trees=5), phrase_worth(1)).run(5, seed=1)
    directions = [p.edit["direction"] for p in play.proposals]
    assert len(set(directions)) == 5
    for proposal in play.proposals:
        assert proposal.parents == (START.id,)
        assert KINDS[str(proposal.edit["new"])] == proposal.edit["direction"]


def test_every_later_child_belongs_to_the_tree_of_its_parent() -> None:
    play = Play(Forest(trees=3, width=2), phrase_worth(2)).run(40, seed=2)
    tree_of = {p.prompt_id: p.edit["tree"] for p in play.proposals}
    later = [p for p in play.proposals if p.edit["action"] != "plant"]
    assert {tree_of[p.parents[0]] for p in later} == {0, 1, 2}
    assert all(tree_of[p.parents[0]] == p.edit["tree"] for p in later)
    depth: dict[object, int] = {}
    for p in play.proposals:
        depth[p.prompt_id] = depth.get(p.parents[0], -1) + 1
    assert max(depth.values()) >= 2


def test_a_scout_tells_other_trees_what_gained_and_nothing_else() -> None:
    play = Play(Forest(trees=3), phrase_worth(3)).run(30, seed=3)
    snap = play.snapshot
    own, worth = admitted(snap, "forest"), fitness(snap)
    for tree in range(3):
        for text, gain in insights(own, worth, tree):
            assert gain > 0
            assert any(p.edit["new"] == text and p.edit["tree"] != tree for p in own)
    scouted = [p for p in play.proposals if p.edit.get("scouted")]
    assert scouted
    for proposal in scouted:
        before = play.proposals[: play.proposals.index(proposal)]
        assert any(
            p.edit["new"] == proposal.edit["new"] and p.edit["tree"] != proposal.edit["tree"]
            for p in before
        )


def test_without_sharing_nothing_is_scouted() -> None:
    play = Play(Forest(sharing=0.0), phrase_worth(3)).run(20, seed=3)
    assert not any(p.edit.get("scouted") for p in play.proposals)


def test_unmeasured_nodes_and_odd_records_do_no_harm() -> None:
    play = Play(Forest(trees=2, width=1), phrase_worth(1)).run(4, seed=1)
    unseen = pool(play.members, {START.id: 0.0}, play.proposals)
    assert Forest(trees=2, width=1).propose(unseen, None, Random(0))
    play.proposals[1] = replace(play.proposals[1], edit={"action": "plant", "tree": "x"})
    assert Forest(trees=2).propose(play.snapshot, None, Random(0))
    for start in (Prompt("{{message}}"), Prompt("", system="Be kind.")):
        assert Forest().propose(pool(family(start), {}), None, Random(0))


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Forest(), phrase_worth(2)).run(12, seed=2).snapshot
    assert Forest().propose(snap, None, Random(3)) == Forest().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Forest, children=40, seeds=4) > 0
