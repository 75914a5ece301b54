"""The genetic algorithms breed from winners of tournaments, with one parent or with two."""

from __future__ import annotations

from random import Random

import pytest

from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.proposing.plum.genetic import Genetic, GeneticCrossover, winner
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START

A = Prompt("Reply kindly. Use few words. Sign with a name.", fields=START.fields)
B = Prompt("Think first. Use few words. Give the date.", fields=START.fields)


def test_a_tournament_is_won_by_the_fittest_who_is_in_it() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 2.0})
    worth = fitness(snap)
    members = ranked(snap, worth)
    assert winner(members, worth, 3, Random(0)).prompt == B
    drawn = {winner(members, worth, 1, Random(seed)).id for seed in range(30)}
    assert drawn == {START.id, A.id, B.id}


def test_without_crossover_there_is_one_parent_out_of_the_population() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 2.0})
    for seed in range(10):
        made = Genetic(population=2).propose(snap, None, Random(seed))[0]
        assert made.parents in ((A.id,), (B.id,))


def test_a_crossing_without_mutation_holds_phrases_of_both_parents_alone() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 1.0})
    proposer = GeneticCrossover(population=2, tournament=1, mutation_rate=0.0)
    both = {p.text for parent in (A, B) for p in split_phrases(parent.instruction)}
    crossings, mixed = 0, 0
    for seed in range(20):
        for made in proposer.propose(snap, None, Random(seed)):
            new = {p.text for p in split_phrases(made.prompt.instruction)} - both
            assert len(new) <= (made.edit["mutation"] != "")
            crossings += len(made.parents) == 2 and not new
            held = [
                {p.text for p in split_phrases(parent.instruction)}
                & {p.text for p in split_phrases(made.prompt.instruction)}
                for parent in (A, B)
            ]
            # One phrase is in both parents and says nothing of where a child has it from.
            mixed += all(texts - {"Use few words."} for texts in held)
    assert crossings
    assert mixed, "of both, and not of one alone"


@pytest.mark.parametrize("make", [Genetic, GeneticCrossover])
def test_the_same_record_and_chance_give_the_same_child(make: type[Genetic]) -> None:
    snap = Play(make(), phrase_worth(2)).run(8, seed=2).snapshot
    assert make().propose(snap, None, Random(3)) == make().propose(snap, None, Random(3))


@pytest.mark.parametrize("make", [Genetic, GeneticCrossover])
def test_it_is_better_than_random_search_at_the_same_number_of_children(
    make: type[Genetic],
) -> None:
    assert lead(make, children=30, seeds=5) > 0
