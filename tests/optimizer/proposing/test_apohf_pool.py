"""The pool of APOHF: versions of the start prompt, whatever the votes say, until it is full."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.apohf_pool import ApohfPool
from tests.optimizer.proposing.growing import Answering, grown, with_means
from tests.optimizer.proposing.pools import START, Scripted, snapshot

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")


def versions(*numbers: int) -> str:
    words = ("brief", "kind", "clear", "calm", "plain", "warm", "frank", "quick")
    return "\n".join(
        f"<prompt>{n}: answer them in a {words[n % 8]} way, number {n}.</prompt>" for n in numbers
    )


def test_all_are_children_of_the_start_even_when_another_leads() -> None:
    pool = with_means(snapshot(OTHER), {OTHER.id: 3.0})
    writer = Scripted(versions(1, 2, 3, 4, 5))
    found = ApohfPool().propose(pool, writer, Random(0))

    assert len(found) == 5
    assert {p.parents for p in found} == {(START.id,)}
    assert OTHER.instruction not in writer.told[0]


def test_the_pool_ends_full_and_existing_versions_are_told() -> None:
    pool = snapshot()
    for turn in range(4):
        writer = Answering(lambda _, turn=turn: versions(*range(3 * turn, 3 * turn + 6)))
        found = ApohfPool(pool=8, children=3).propose(pool, writer, Random(turn))
        for proposal in pool.candidates[1:]:
            if writer.told:
                assert proposal.prompt.instruction in writer.told[0]
        pool = grown(pool, found, lambda _: 0.0)
    assert len(pool.candidates) == 8
    full = Scripted()
    assert ApohfPool(pool=8).propose(pool, full, Random(0)) == []
    assert full.told == []


def test_junk_makes_no_version() -> None:
    for answer in ("", "<prompt></prompt>", f"<prompt>{START.instruction}</prompt>"):
        assert ApohfPool().propose(snapshot(), Scripted(answer), Random(0)) == []
    cut = "<prompt>Answer them kindly.</prompt><prompt>Answer the"
    assert len(ApohfPool().propose(snapshot(), Scripted(cut, finish="length"), Random(0))) == 1
