"""MAP-Elites: the best prompt per cell is kept, and every cell has its turn as a parent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from optimizer.proposing.map_elites import MapElites
from optimizer.proposing.moves.elites import Niche, elites, niche_of
from optimizer.proposing.moves.fitness import fitness
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START

KIND = replace(START, instruction="Please be kind. Reply to the customer.")
KINDER = replace(START, instruction="Please be very kind. Reply to people.")
LONG = replace(START, instruction="Reply to the customer. " + "Say a little more. " * 4)


def test_cells_are_length_number_of_rules_and_tone() -> None:
    assert niche_of(START, START) == Niche("about as long", "1–2 rules", "plain")
    assert niche_of(KIND, START).tone == "warm"
    assert niche_of(LONG, START) == Niche("up to 3 times as long", "5–7 rules", "plain")
    assert niche_of(Prompt("Reply."), START).length == "shorter than the start"
    assert niche_of(Prompt("You must never lie. Only facts."), START).tone == "strict"
    assert niche_of(Prompt(""), Prompt(""))


def test_the_map_holds_the_best_of_each_cell() -> None:
    worth = {START.id: 0.0, KIND.id: 2.0, KINDER.id: 1.0, LONG.id: -3.0}
    snap = pool(family(START, KIND, KINDER, LONG), worth)
    found = elites(snap, fitness(snap))
    assert [elite.candidate.prompt for elite in found] == [KIND, START, LONG]
    assert [elite.rivals for elite in found] == [2, 1, 1]


def test_a_poor_cell_has_children_as_often_as_a_good_one() -> None:
    worth = {START.id: 0.0, KIND.id: 9.0, LONG.id: -9.0}
    snap = pool(family(START, KIND, LONG), worth)
    parents = Counter(
        MapElites().propose(snap, None, Random(seed))[0].parents[0] for seed in range(60)
    )
    assert set(parents) == {START.id, KIND.id, LONG.id}
    assert min(parents.values()) > 8


def test_an_elite_that_had_children_waits_for_the_others_and_the_map_fills() -> None:
    play = Play(MapElites(), phrase_worth(3)).run(40, seed=3)
    snap = play.snapshot
    assert len(elites(snap, fitness(snap))) >= 8
    cells = {(p.edit["length"], p.edit["rules"], p.edit["tone"]) for p in play.proposals}
    assert len(cells) >= 8


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(MapElites(), phrase_worth(2)).run(10, seed=2).snapshot
    assert MapElites().propose(snap, None, Random(3)) == MapElites().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(MapElites, children=40, seeds=3) > 0
