"""POLCA: a queue over all evaluations, lessons of random trials, and a net that refuses."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.gates.novelty_net import NoveltyNet
from optimizer.proposing.moves.vectors import distance
from optimizer.proposing.polca import Polca, queue
from optimizer.records import Snapshot, Verdict
from tests.optimizer.proposing.growing import refusal, standing
from tests.optimizer.proposing.pools import START, Scripted, duel, proposal, snapshot

ONE = replace(START, instruction="Reply warmly to the customer and answer the question.")
TWO = replace(START, instruction="Say when the parcel comes.")
NEW = "Greet them, then state the day on which it comes."


def pool() -> Snapshot:
    base = snapshot(ONE, TWO)
    standings = {
        START.id: standing(0.0),
        ONE.id: replace(standing(1.0), sd=0.1),
        TWO.id: replace(standing(0.8), sd=0.6),
    }
    return replace(base, standings=standings)


def test_the_queue_goes_by_mean_or_by_the_upper_bound() -> None:
    assert [c.id for c in queue(pool(), 0.0)][:2] == [ONE.id, TWO.id]
    assert [c.id for c in queue(pool(), 1.0)][:2] == [TWO.id, ONE.id]


def test_more_evaluations_of_the_first_put_it_back_in_the_queue() -> None:
    """It is measured again and again, not trusted once: its bound falls with what is learned."""
    again = replace(pool(), standings={**pool().standings, TWO.id: replace(standing(0.7), sd=0.2)})
    assert queue(again, 1.0)[0].id == ONE.id


def test_a_newborn_waits_for_its_first_evaluation() -> None:
    base = pool()
    newborn = replace(base, standings={**base.standings, TWO.id: standing(9.0, votes=0)})
    assert TWO.id not in [c.id for c in queue(newborn, 1.0)]


def test_trials_are_drawn_at_random_and_not_the_first_ones() -> None:
    prompts = [replace(START, instruction=f"Reply in way {n}.") for n in range(12)]
    base = snapshot(*prompts)
    drawn = []
    for seed in range(3):
        writer = Scripted("- Short ones win.", f"<prompt>{NEW}</prompt>")
        Polca(trials=3).propose(base, writer, Random(seed))
        drawn.append({p.id for p in prompts if p.instruction in writer.told[0]})
    assert len(drawn[0] | drawn[1] | drawn[2]) > 3


def test_the_nets_mesh_is_the_distance_at_which_it_refuses() -> None:
    base = pool()
    near = replace(START, instruction=ONE.instruction + " Be brief.")
    far = min(distance(near.instruction, c.prompt.instruction) for c in base.candidates)
    assert 0.05 < far < 0.5
    assert NoveltyNet(far + 0.01).check(proposal(near), base) is not None
    assert NoveltyNet(far - 0.01).check(proposal(near), base) is None
    assert NoveltyNet().check(proposal(near), base) is None


def test_lessons_of_random_trials_are_in_every_call_that_writes() -> None:
    base = replace(
        pool(), duels=(duel(START, TWO, Verdict.LEFT, texts=("", "cold"), tags=("tone",)),)
    )
    writer = Scripted("- Short ones win.", f"<prompt>{NEW}</prompt>")
    (found,) = Polca().propose(base, writer, Random(0))

    lessons, write = writer.told
    for prompt in (START, ONE, TWO):
        assert prompt.instruction in lessons
    assert "- tone (1 of the cases)" in lessons
    assert "- Short ones win." in write
    assert "cold" in write
    assert found.parents == (TWO.id,)
    assert found.edit["lessons"] == "- Short ones win."

    few = Scripted("- Short ones win.", f"<prompt>{NEW}</prompt>")
    Polca(trials=1).propose(base, few, Random(0))
    assert few.told[0].count("\nScore: ") == 1


def test_a_proposal_within_the_net_is_refused_and_one_beyond_it_passes() -> None:
    near_text = "Say when the parcel comes, please."
    assert 0 < distance(near_text, TWO.instruction) < 0.2
    writer = Scripted("- x y z", f"<prompt>{near_text}</prompt><prompt>{NEW}</prompt>")
    near, far = Polca(eps=0.2).propose(pool(), writer, Random(0))

    said = NoveltyNet().check(near, pool())
    assert said is not None
    assert "the net's mesh is 0.20" in said.reason
    assert refusal(near, pool()) == said
    assert refusal(far, pool()) is None


def test_the_net_stands_open_to_those_that_do_not_ask_for_it() -> None:
    near = proposal(replace(START, instruction="Say when the parcel comes, please."), TWO)
    assert NoveltyNet().check(near, pool()) is None
    assert NoveltyNet(radius=0.2).check(near, pool()) is not None


def test_the_net_is_not_concerned_with_a_change_of_layout() -> None:
    moved = proposal(replace(TWO, layout=replace(TWO.layout, cue="Answer:")), TWO)
    assert NoveltyNet(radius=0.2).check(moved, pool()) is None


def test_junk_makes_nothing() -> None:
    empty = Scripted(" ")
    assert Polca().propose(pool(), empty, Random(0)) == []
    assert len(empty.told) == 1
    for junk in ("", "<prompt></prompt>", f"<prompt>{TWO.instruction}</prompt>"):
        assert Polca().propose(pool(), Scripted("- a lesson", junk), Random(0)) == []


def test_the_same_snapshot_and_chance_ask_the_same() -> None:
    asked = []
    for _ in range(2):
        writer = Scripted("- a lesson", NEW)
        Polca(trials=2).propose(pool(), writer, Random(4))
        asked.append(writer.told)
    assert asked[0] == asked[1]
