"""SPRIG: a beam of system texts made of components, led by what each component has earned."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.components import load_components
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.sprig import Credit, Sprig, component_credits
from optimizer.records import Proposal
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool, stored
from tests.optimizer.proposing.pools import START, Scripted

LIBRARY = {component.id: component for component in load_components()}
GOOD, POOR = "length-shorter", "role-patient-teacher"


def added(component: str) -> Proposal:
    child = replace(START, system=LIBRARY[component].text)
    edit = {"action": "add", "gone": None, "new": component}
    return Proposal(child, (START.id,), "sprig", component, "", edit=edit)


def test_a_component_earns_the_change_it_caused_and_loses_what_its_going_brought() -> None:
    good, poor = added(GOOD), added(POOR)
    swapped = replace(
        good, parents=(poor.prompt.id,), edit={"action": "swap", "gone": POOR, "new": GOOD}
    )
    members = family(START, good.prompt, poor.prompt)
    worth = {START.id: 0.0, good.prompt.id: 1.0, poor.prompt.id: -1.0}
    snap = pool(members, worth, [stored(good), stored(poor), stored(swapped)])
    assert component_credits(snap, fitness(snap)) == {GOOD: Credit(3.0, 2), POOR: Credit(-3.0, 2)}


def test_children_that_nobody_saw_earn_nothing() -> None:
    good = added(GOOD)
    snap = pool(family(START, good.prompt), {START.id: 0.0}, [stored(good)])
    assert component_credits(snap, fitness(snap)) == {}


def test_the_next_component_is_the_one_with_the_best_bound() -> None:
    """After it helped one prompt, a component is tried in another one before unknown ones."""
    good, poor = added(GOOD), added(POOR)
    other = replace(START, instruction="Answer the customer.")
    members = family(START, good.prompt, poor.prompt, other)
    worth = {START.id: 0.0, good.prompt.id: 3.0, poor.prompt.id: -1.0, other.id: 0.0}
    record = [stored(good), stored(poor)]
    # Everything but `other` has been edited before, so that it is its turn.
    used = [replace(stored(good, 9), parents=(key,)) for key in (good.prompt.id, poor.prompt.id)]
    snap = pool(members, worth, [*record, *used])
    made = Sprig(exploration=0.1).propose(snap, None, Random(0))[0]
    assert made.parents == (other.id,)
    assert made.edit["new"] == GOOD
    bold = {
        Sprig(exploration=50.0).propose(snap, None, Random(seed))[0].edit["new"]
        for seed in range(6)
    }
    assert GOOD not in bold


def test_the_beam_bounds_who_is_edited_and_each_member_has_its_turn() -> None:
    play = Play(Sprig(beam=3), phrase_worth(1)).run(30, seed=1)
    best = sorted(play.values, key=lambda key: -play.values[key])[:3]
    made = play.step(Random(99))
    assert made[0].parents[0] in best
    assert len(admitted(play.snapshot, "sprig")) == 31


def test_nobody_below_the_beam_is_edited() -> None:
    good = added(GOOD).prompt
    child = replace(added(POOR), parents=(good.id,), proposer="sprig")
    values = {START.id: 0.0, good.id: 1.0, child.prompt.id: -1.0}
    snap = pool(family(START, good, child.prompt), values, [stored(child)])
    # The best was edited before and has its turn again only where no other is in the beam.
    for beam, parent in ((1, good.id), (2, START.id)):
        for seed in range(6):
            assert Sprig(beam=beam).propose(snap, None, Random(seed))[0].parents == (parent,)


def test_only_the_system_text_changes_and_components_go_together() -> None:
    play = Play(Sprig(), phrase_worth(2)).run(40, seed=2)
    for member in play.members:
        assert replace(member.prompt, system="") == START
        lines = member.prompt.system.splitlines()
        chosen = [c for c in LIBRARY.values() if c.text in lines]
        assert len(chosen) == len(lines) <= 8
        for one in chosen:
            assert not one.conflicts & {c.id for c in chosen}


def test_a_paraphrase_is_the_writers_and_junk_is_not_taken() -> None:
    start = replace(START, system=LIBRARY[GOOD].text)
    snap = pool(family(start), {})
    hashes = set()
    for seed in range(40):
        made = Sprig().propose(snap, Scripted("Say it in few words."), Random(seed))[0]
        hashes.add(bool(made.wording_hash))
        if made.wording_hash:
            assert made.prompt.system == "Say it in few words."
            children = [*family(start), replace(family(start)[0], prompt=made.prompt, start=False)]
            later = pool(children, {start.id: 0.0, made.prompt.id: 2.0}, [stored(made)])
            assert component_credits(later, fitness(later)) == {}, "none came and none went"
        junk = Sprig().propose(snap, Scripted(""), Random(seed))
        assert not any(p.wording_hash for p in junk)
    assert hashes == {True, False}, "both kinds of edit were seen"


def test_the_same_snapshot_and_chance_give_the_same_child() -> None:
    snap = Play(Sprig(), phrase_worth(3)).run(10, seed=3).snapshot
    assert Sprig().propose(snap, None, Random(7)) == Sprig().propose(snap, None, Random(7))


def test_odd_edits_in_the_record_do_no_harm() -> None:
    odd = replace(stored(added(GOOD)), edit={"new": 7, "gone": ["x"]})
    snap = pool(family(START, added(GOOD).prompt), {added(GOOD).prompt.id: 1.0}, [odd])
    assert Sprig().propose(snap, None, Random(0))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Sprig, children=40, seeds=8, system=True) > 0
