"""OPRO: the best prompts with their scores in ascending order, and eight new ones."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from optimizer.proposing.opro import Opro
from optimizer.records import Snapshot, Verdict
from tests.optimizer.proposing.growing import grown, standing, with_means
from tests.optimizer.proposing.pools import START, Scripted, candidate, duel, snapshot


def pool_of(count: int) -> Snapshot:
    children = [replace(START, instruction=f"Reply in way {n}.") for n in range(count)]
    means = {prompt.id: (n * 7 % count) / count for n, prompt in enumerate(children)}
    return with_means(snapshot(*children), {START.id: -1.0, **means})


def answer(count: int) -> str:
    return "\n".join(f"<prompt>A quite new prompt, number {n}.</prompt>" for n in range(count))


def test_twenty_are_shown_the_best_last() -> None:
    pool = pool_of(30)
    writer = Scripted(answer(8))
    found = Opro().propose(pool, writer, Random(0))

    scores = [int(score) for score in re.findall(r"^Score: (\d+)$", writer.told[0], re.MULTILINE)]
    assert len(scores) == 20
    assert scores == sorted(scores)
    assert scores[-1] == round(100 * pool.standings[pool.incumbent.id].win_rate)
    shown = re.findall(r"Reply in way \d+\.", writer.told[0])
    assert shown[-1] == pool.incumbent.prompt.instruction
    assert START.instruction not in writer.told[0]
    assert len(found) == 8
    assert {p.parents for p in found} == {(pool.incumbent.id,)}


def test_more_than_asked_for_is_left_out_and_junk_makes_nothing() -> None:
    assert len(Opro(children=3).propose(pool_of(3), Scripted(answer(9)), Random(0))) == 3
    for junk in ("", "<prompt>  </prompt>", "<think>hm"):
        assert Opro().propose(pool_of(3), Scripted(junk), Random(0)) == []


def test_texts_with_other_placeholders_or_the_same_words_are_not_listed() -> None:
    odd = replace(START, instruction="Reply to {{message}}.")
    twin = replace(START, layout=replace(START.layout, cue="Answer:"))
    pool = with_means(snapshot(odd, twin), {odd.id: -2.0, twin.id: 0.5})
    writer = Scripted(answer(1))
    Opro().propose(pool, writer, Random(0))

    assert "Reply to {{message}}." not in writer.told[0]
    assert writer.told[0].count(START.instruction) == 1


def test_newborns_without_a_score_are_not_listed() -> None:
    pool = pool_of(3)
    fresh = replace(START, instruction="A newborn.")
    standings = dict(pool.standings) | {fresh.id: standing(9.0, votes=0)}
    candidates = (*pool.candidates, candidate(fresh))
    writer = Scripted(answer(1))
    Opro().propose(replace(pool, candidates=candidates, standings=standings), writer, Random(0))
    assert "A newborn." not in writer.told[0]


def test_a_few_examples_with_a_good_answer_are_shown() -> None:
    duels = [
        duel(START, START, Verdict.LEFT, number=n, texts=(f"preferred {n}", f"lost {n}"))
        for n in range(5)
    ]
    writer = Scripted(answer(1))
    Opro(examples=2).propose(replace(pool_of(2), duels=tuple(duels)), writer, Random(0))
    assert writer.told[0].count("Good answer: preferred") == 2
    assert "lost" not in writer.told[0]


def test_rounds_are_counted_from_the_record() -> None:
    pool = pool_of(2)
    for round_number in (1, 2):
        text = answer(3).replace("quite new", f"quite new {round_number}")
        found = Opro().propose(pool, Scripted(text), Random(0))
        assert {p.edit["round"] for p in found} == {round_number}
        pool = grown(pool, found, lambda _: 0.0)


def test_the_same_snapshot_and_chance_ask_the_same() -> None:
    asked = []
    for _ in range(2):
        writer = Scripted(answer(1))
        Opro().propose(pool_of(9), writer, Random(5))
        asked.append(writer.told)
    assert asked[0] == asked[1]
