"""Directional feedback: first the direction out of the scores, then the prompt that follows it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.directional import Directional
from optimizer.records import Refusal
from tests.optimizer.proposing.growing import grown, stored, with_means
from tests.optimizer.proposing.pools import START, Scripted, snapshot

OTHER = replace(START, instruction="Reply.")
SHORTER = "Shorter ones score higher.\n<direction>Say less in\nfewer sentences.</direction>"
CHILD = "<prompt>Reply to the customer briefly.</prompt>"


def test_the_direction_comes_out_of_the_scores_and_the_prompt_follows_it() -> None:
    pool = with_means(snapshot(OTHER), {START.id: 0.0, OTHER.id: 1.0})
    writer = Scripted(SHORTER, CHILD)
    (found,) = Directional().propose(pool, writer, Random(0))

    seek, follow = writer.told
    assert "Prompt 1 (score 50, 7 words):\nReply to the customer." in seek
    assert "Prompt 2 (score 73, 1 words):\nReply." in seek
    assert "Say less in fewer sentences." in follow
    assert "score" not in follow.split("<prompt>")[1].split("</prompt>")[0]
    assert found.edit["direction"] == "Say less in fewer sentences."
    assert found.reason == "Say less in fewer sentences."
    assert found.parents == (OTHER.id,)


def test_earlier_directions_come_with_what_they_gained() -> None:
    pool = with_means(snapshot(OTHER), {START.id: 0.0, OTHER.id: 1.0})
    (first,) = Directional().propose(pool, Scripted(SHORTER, CHILD), Random(0))
    taken = grown(pool, [first], lambda _: 1.5)
    writer = Scripted(SHORTER, CHILD)
    Directional().propose(taken, writer, Random(0))
    assert "- Say less in fewer sentences. (gain +0.50)" in writer.told[0]

    refused = replace(pool, proposals=(stored(first, 0, Refusal("length", "too long")),))
    writer = Scripted(SHORTER, CHILD)
    Directional().propose(refused, writer, Random(0))
    assert "- Say less in fewer sentences. (its prompt was not let in)" in writer.told[0]


def test_one_score_shows_no_direction() -> None:
    assert Directional().propose(snapshot(), Scripted(), Random(0)) == []


def test_without_a_direction_no_prompt_is_asked_for() -> None:
    for junk in ("", "Be shorter.", "<direction> </direction>"):
        writer = Scripted(junk)
        assert Directional().propose(snapshot(OTHER), writer, Random(0)) == []
        assert len(writer.told) == 1


def test_junk_for_a_prompt_makes_nothing() -> None:
    for junk in ("", "<prompt></prompt>", f"<prompt>{OTHER.instruction}</prompt>"):
        writer = Scripted(SHORTER, junk)
        assert Directional().propose(snapshot(OTHER), writer, Random(0)) == []
