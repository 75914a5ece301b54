"""ClaPS: phrases are probed one at a time, and only what matters is searched."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.claps import (
    LEAVE_OUT,
    PUT_IN,
    Claps,
    influences,
    library_clusters,
    library_texts,
)
from optimizer.proposing.moves.clusters import clusters
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.records import Prompt
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START, Scripted

RICH = replace(START, instruction="Reply to the customer. Be kind. Be exact. Stay calm.")


def test_alike_texts_share_a_cluster_and_every_text_is_in_one() -> None:
    texts = ["use few words", "use few short words", "be kind", "be very kind", "think"]
    groups = clusters(texts, 3)
    assert sorted(text for group in groups for text in group) == sorted(texts)
    assert ["use few words", "use few short words"] in groups
    assert clusters([], 3) == []
    assert clusters(["a", "b"], 9) == [["a"], ["b"]]


def test_first_each_phrase_is_left_out_and_each_cluster_put_in_once() -> None:
    play = Play(Claps(probes=5), lambda p: 0.0, start=RICH).run(9, seed=1)
    probes = [(p.edit["action"], p.edit["phrase"]) for p in play.proposals]
    phrases = [phrase.text for phrase in split_phrases(RICH.instruction)]
    centres = [group[0] for group in library_clusters(play.snapshot, 5)]
    assert probes == [(LEAVE_OUT, t) for t in phrases] + [(PUT_IN, t) for t in centres]
    assert all(p.parents == (RICH.id,) for p in play.proposals)


def test_the_influence_of_a_phrase_is_what_its_going_costs() -> None:
    def worth(prompt: Prompt) -> float:
        return 2.0 * ("Be kind." in prompt.instruction)

    snap = Play(Claps(probes=1), worth, start=RICH).run(5, seed=1).snapshot
    found = influences(snap, "claps", fitness(snap))
    assert found[LEAVE_OUT, "Be kind."] == 2.0
    assert found[LEAVE_OUT, "Be exact."] == 0.0


def test_afterwards_only_the_influential_are_searched() -> None:
    def worth(prompt: Prompt) -> float:
        text = prompt.instruction
        return 3.0 * ("Be kind." in text) + 2.0 * ("Be exact." in text) - len(text) / 1000

    play = Play(Claps(probes=4, keep=2), worth, start=RICH).run(40, seed=2)
    groups = library_clusters(play.snapshot, 4)
    probed = {
        g[0]: play.values[p.prompt_id]
        for g in groups
        for p in play.proposals
        if p.edit.get("phrase") == g[0]
    }
    best = sorted(groups, key=lambda g: (-probed[g[0]], g[0]))[:2]
    offered = {text for group in best for text in group}
    own = {phrase.text for phrase in split_phrases(RICH.instruction)}
    later = [p for p in play.proposals if "phrase" not in p.edit]
    assert later
    for proposal in later:
        touched = {text for text in proposal.edit["gone"] if text in own}
        assert touched <= {"Be kind.", "Be exact."}
        assert proposal.edit["new"] not in library_texts() - offered


def test_a_writer_paraphrases_influential_phrases_alone() -> None:
    def worth(prompt: Prompt) -> float:
        return 3.0 * ("Be kind." in prompt.instruction)

    play = Play(Claps(probes=2, keep=1), worth, start=RICH).run(6, seed=1)
    for seed in range(20):
        for made in Claps(probes=2, keep=1).propose(
            play.snapshot, Scripted("Show warmth."), Random(seed)
        ):
            if made.wording_hash:
                assert made.edit["gone"] == ["Be kind."]
                return
    raise AssertionError("the writer was never asked")


def test_prompts_of_one_phrase_and_odd_records_do_no_harm() -> None:
    for start in (Prompt("{{message}}"), Prompt("Hi"), Prompt("", system="Be kind.")):
        assert Claps().propose(pool(family(start), {}), None, Random(0))
    play = Play(Claps(), phrase_worth(1)).run(4, seed=1)
    play.proposals[0] = replace(play.proposals[0], edit={"action": LEAVE_OUT, "phrase": None})
    assert Claps().propose(play.snapshot, None, Random(0))


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Claps(), phrase_worth(2)).run(14, seed=2).snapshot
    assert Claps().propose(snap, None, Random(3)) == Claps().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Claps, children=30, seeds=4) > 0
