"""PromptQuine prunes words of demonstrations, and half of each generation goes on."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.proposing.promptquine import PromptQuine, pruned
from optimizer.records import Demonstration, Prompt
from optimizer.word_count import split_words
from tests.optimizer.proposing.playing import Play, family, pool
from tests.optimizer.proposing.pools import EXAMPLES, START, label_task

SHOWN = tuple(
    Demonstration(tuple(example.fields.items()), f"The answer is {n}.")
    for n, example in enumerate(EXAMPLES[:3])
)
START_SHOWN = replace(START, demonstrations=SHOWN)


def count(prompt: Prompt) -> int:
    return sum(len(v.split()) for d in prompt.demonstrations for _, v in d.fields)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(0, 10_000), st.booleans())
def test_pruning_takes_words_away_and_nothing_else(most: int, seed: int, answers: bool) -> None:
    child, gone = pruned(START_SHOWN, most, Random(seed), answers)
    assert len(gone) <= most
    assert replace(child, demonstrations=SHOWN) == START_SHOWN
    left = 0
    for old, new in zip(SHOWN, child.demonstrations, strict=True):
        assert [name for name, _ in old.fields] == [name for name, _ in new.fields]
        pairs = [(a, b) for (_, a), (_, b) in zip(old.fields, new.fields, strict=True)]
        pairs.append((old.answer, new.answer))
        assert answers or old.answer == new.answer
        for before, after in pairs:
            words = iter(before.split())
            assert all(word in words for word in after.split()), "only left out, never moved"
            assert after
            left += len(after.split())
    before = count(START_SHOWN) + sum(len(d.answer.split()) for d in SHOWN)
    assert left == before - len(gone)


def test_signs_that_stand_without_blanks_are_pruned_one_by_one() -> None:
    shown = (Demonstration((("评论", "菜很好吃， but 服务太慢"),), "正面"),)
    child, gone = pruned(replace(START, demonstrations=shown), 3, Random(1))
    (text,) = (value for _, value in child.demonstrations[0].fields)
    assert len(gone) == 3
    assert len(split_words(text)) == len(split_words("菜很好吃， but 服务太慢")) - 3
    assert all(word in "菜很好吃， but 服务太慢" for word in gone)


def test_without_demonstrations_it_plants_some_first() -> None:
    rows = [replace(example, reference="delivery") for example in EXAMPLES]
    play = Play(PromptQuine(shown=3), lambda p: 0.0, task=label_task("delivery"), examples=rows)
    first = play.step(Random(0))[0]
    assert first.edit["action"] == "plant"
    assert len(first.prompt.demonstrations) == 3
    second = play.step(Random(1))[0]
    assert second.edit["action"] == "prune"
    assert second.parents == (first.prompt.id,)
    assert PromptQuine().propose(pool(family(START), {}), None, Random(0)) == []


def test_the_next_generation_comes_of_the_better_half_alone() -> None:
    play = Play(PromptQuine(brood=4), lambda p: -float(count(p)), start=START_SHOWN)
    play.run(24, seed=1)
    by_child = {proposal.prompt_id: proposal for proposal in play.proposals}
    for proposal in play.proposals:
        generation = int(str(proposal.edit["generation"]))
        if generation == 1:
            assert proposal.parents == (START_SHOWN.id,)
            continue
        rivals = [
            play.values[key]
            for key, made in by_child.items()
            if made.edit["generation"] == generation - 1
        ]
        parent = play.values[proposal.parents[0]]
        assert sum(value > parent for value in rivals) <= 2
    assert {p.edit["generation"] for p in play.proposals} == set(range(1, 7))


def test_words_that_do_no_good_go_in_the_end() -> None:
    def worth(prompt: Prompt) -> float:
        texts = [value for d in prompt.demonstrations for _, value in d.fields]
        return 5.0 * sum("parcel" in text for text in texts) - count(prompt)

    play = Play(PromptQuine(brood=4), worth, start=START_SHOWN).run(48, seed=3)
    best = max(play.members, key=lambda member: play.values[member.id]).prompt
    assert count(best) < count(START_SHOWN) / 2
    assert sum("parcel" in value for d in best.demonstrations for _, value in d.fields) >= 2


def test_what_nobody_measured_is_no_survivor_and_odd_records_do_no_harm() -> None:
    play = Play(PromptQuine(brood=1), lambda p: 1.0, start=START_SHOWN)
    play.step(Random(0))
    unseen = pool(play.members, {START_SHOWN.id: 0.0}, play.proposals)
    made = PromptQuine(brood=1).propose(unseen, None, Random(1))[0]
    assert made.edit["generation"] == 1
    play.proposals[0] = replace(play.proposals[0], edit={"action": "prune", "generation": "x"})
    assert PromptQuine(brood=1).propose(play.snapshot, None, Random(1))


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(PromptQuine(), lambda p: -float(count(p)), start=START_SHOWN).run(12, 2).snapshot
    one, two = (PromptQuine().propose(snap, None, Random(3)) for _ in range(2))
    assert one == two
