"""CAPO: crossover of instructions, a sample of the union of demonstrations, one mutation."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.capo import Capo, population, shared_demonstrations
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.records import Demonstration, Prompt
from tests.optimizer.proposing.playing import family, lead, pool
from tests.optimizer.proposing.pools import EXAMPLES, START, Scripted, label_task


def shown(number: int) -> Demonstration:
    fields = tuple(EXAMPLES[number % 6].fields.items())
    return Demonstration(fields, f"answer {number}")


A = replace(START, instruction="Reply to the customer. Be kind.", demonstrations=(shown(0),))
B = replace(
    START,
    instruction="Reply to the customer. Use simple words.",
    demonstrations=(shown(1), shown(2), shown(3)),
)


def test_demonstrations_are_a_sample_of_the_union_of_average_size() -> None:
    union = {*A.demonstrations, *B.demonstrations}
    for seed in range(20):
        sample = shared_demonstrations(A, B, Random(seed))
        assert len(sample) == 2
        assert set(sample) <= union
    assert {d for seed in range(20) for d in shared_demonstrations(A, B, Random(seed))} == union


def test_a_step_makes_four_children_each_of_both_parents_and_one_mutation() -> None:
    snap = pool(family(START, A, B), {START.id: 0.0, A.id: 1.0, B.id: 1.0})
    made = Capo(population=2).propose(snap, None, Random(1))
    assert len(made) == 4
    for proposal in made:
        assert set(proposal.parents) <= {A.id, B.id}
        assert len(proposal.prompt.demonstrations) <= 5
        assert proposal.edit["action"] == "crossover"
        old = {p.text for parent in (A, B) for p in split_phrases(parent.instruction)}
        new = {p.text for p in split_phrases(proposal.prompt.instruction)} - old
        assert len(new) <= 1, "one mutation at most beside the crossover"


def test_a_child_shows_no_more_demonstrations_than_allowed() -> None:
    many = replace(A, demonstrations=tuple(shown(n) for n in range(5)))
    more = replace(B, demonstrations=tuple(shown(n) for n in range(1, 6)))
    snap = pool(family(START, many, more), {many.id: 1.0, more.id: 1.0})
    counts = {
        len(made.prompt.demonstrations)
        for seed in range(8)
        for made in Capo(population=2, most_demonstrations=2).propose(snap, None, Random(seed))
    }
    assert max(counts) == 2


def test_parents_come_from_the_best_and_a_long_prompt_counts_for_less() -> None:
    long = replace(START, instruction=f"{START.instruction} {'Please. ' * 40}")
    snap = pool(family(START, long, A), {START.id: 0.0, long.id: 0.1, A.id: 0.09})
    assert [c.prompt for c in population(snap, 2)] == [long, A]
    assert next(c.prompt for c in population(snap, 2, 0.05)) == A


def test_a_mutation_adds_drops_or_reorders_one_demonstration() -> None:
    rows = [replace(example, reference="delivery") for example in EXAMPLES]
    task = label_task("delivery")
    snap = pool(family(START, B), {B.id: 1.0}, task=task, examples=rows)
    counts = set()
    for seed in range(12):
        for proposal in Capo(population=1).propose(snap, None, Random(seed)):
            counts.add(len(proposal.prompt.demonstrations))
            if "example" in str(proposal.edit["mutation"]):
                assert abs(len(proposal.prompt.demonstrations) - 3) <= 1
    assert counts == {2, 3, 4}


def test_a_writer_merges_the_instructions_and_junk_falls_back_to_phrases() -> None:
    snap = pool(family(START, A, B), {A.id: 1.0, B.id: 1.0})
    told = Scripted(*["<prompt>Reply kindly in simple words.</prompt>"] * 40)
    made = Capo(population=2).propose(snap, told, Random(3))
    assert any("Reply kindly in simple words." in p.prompt.instruction for p in made)
    assert any(p.wording_hash for p in made)
    junk = Capo(population=2).propose(snap, Scripted(*[""] * 80), Random(3))
    assert junk
    assert not any(p.wording_hash for p in junk)


def test_the_same_snapshot_and_chance_give_the_same_children() -> None:
    snap = pool(family(START, A, B), {A.id: 1.0})
    one, other = (Capo().propose(snap, None, Random(5)) for _ in range(2))
    assert one == other


def test_a_prompt_of_one_word_and_no_fields_does_no_harm() -> None:
    for start in (Prompt("Hi"), Prompt("", system="Be kind."), Prompt("{{message}}")):
        for proposal in Capo().propose(pool(family(start), {}), None, Random(0)):
            assert proposal.prompt != start


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Capo, children=40, seeds=4) > 0
