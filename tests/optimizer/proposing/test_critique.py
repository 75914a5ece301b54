"""Textual gradients: several causes, one edit each, out of a beam."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.critique import Critique
from optimizer.records import Verdict
from tests.optimizer.proposing.growing import stored, with_means
from tests.optimizer.proposing.pools import START, Scripted, duel, snapshot

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")
CRITICISM = (
    "Here is what I see:\n1. The answers sound cold.\n2. They miss the date\nof the parcel.\n"
    "3. They are long.\n\nKeep: the first sentence."
)


def written(n: int) -> str:
    return f"<prompt>Reply to the customer, way {n}.</prompt>"


def test_each_edit_removes_one_cause_and_keeps_what_works() -> None:
    pool = snapshot(OTHER, duels=[duel(START, OTHER, Verdict.LEFT, number=1)])
    writer = Scripted(CRITICISM, written(1), written(2))
    found = Critique(edits=2).propose(pool, writer, Random(0))

    _, first, second = writer.told
    assert "The answers sound cold." in first
    assert "miss the date" not in first
    assert "They miss the date\nof the parcel." in second
    assert all("Keep: the first sentence." in told for told in (first, second))
    assert [p.prompt.instruction for p in found] == [
        "Reply to the customer, way 1.",
        "Reply to the customer, way 2.",
    ]
    assert [p.evidence for p in found] == [("d1",), ("d1",)]


def test_the_beam_takes_turns() -> None:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=1),
        duel(START, OTHER, Verdict.RIGHT, number=2),
    ]
    pool = with_means(snapshot(OTHER, duels=duels), {START.id: 0.0, OTHER.id: 1.0})
    (first,) = Critique(beam=2).propose(pool, Scripted(CRITICISM, written(1)), Random(0))
    later = replace(pool, proposals=(stored(first),))
    (second,) = Critique(beam=2).propose(later, Scripted(CRITICISM, written(1)), Random(0))
    (narrow,) = Critique(beam=1).propose(later, Scripted(CRITICISM, written(1)), Random(0))

    assert (first.parents, second.parents) == ((OTHER.id,), (START.id,))
    assert narrow.parents == (OTHER.id,)


def test_low_scores_are_criticised_where_nobody_voted() -> None:
    pool = replace(
        snapshot(OTHER),
        scores={OTHER.id: {"e0": 0.0, "e1": 1.0}},
        answers={OTHER.id: {"e0": "a wrong answer", "e1": "a right one"}},
    )
    writer = Scripted(CRITICISM, written(1))
    (found,) = Critique().propose(pool, writer, Random(0))

    assert "a wrong answer" in writer.told[0]
    assert "a right one" not in writer.told[0]
    assert found.evidence == ()


def test_a_criticism_without_a_list_is_one_cause() -> None:
    pool = snapshot(OTHER, duels=[duel(START, OTHER, Verdict.LEFT)])
    writer = Scripted("They sound cold and miss the point.", written(1))
    assert len(Critique(edits=4).propose(pool, writer, Random(0))) == 1


def test_the_reasons_of_all_losses_are_told_with_their_counts() -> None:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=n, tags=("tone",) if n % 2 else ("too long",))
        for n in range(5)
    ]
    writer = Scripted(CRITICISM, written(1))
    (found,) = Critique(losses=2).propose(snapshot(OTHER, duels=duels), writer, Random(0))

    assert writer.told[0].count("Case ") == 2
    told = writer.told[0].split("<reasons>")[1].split("</reasons>")[0]
    assert told.strip() == "- too long (3 of 5 cases)\n- tone (2 of 5 cases)"
    assert len(found.evidence) == 2


def test_with_relatives_what_was_said_against_them_is_told_apart() -> None:
    sibling = replace(START, instruction="Reply briefly to the customer.")
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=1, tags=("too long",)),
        duel(START, sibling, Verdict.LEFT, number=2, tags=("no greeting",)),
        duel(START, sibling, Verdict.RIGHT, number=3, tags=("no greeting",)),
    ]
    pool = with_means(snapshot(OTHER, sibling, duels=duels), {OTHER.id: 1.0})
    alone, all_ = (Scripted(CRITICISM, written(1)) for _ in range(2))
    (plain,) = Critique().propose(pool, alone, Random(0))
    (wide,) = Critique(related=True).propose(pool, all_, Random(0))

    assert plain.parents == wide.parents == (OTHER.id,)
    assert "no greeting" not in alone.told[0]
    told = all_.told[0]
    reasons = told.split("<reasons>")[1].split("</reasons>")[0]
    related = told.split("<related>")[1].split("</related>")[0]
    assert reasons.strip() == "- too long (1 of 1 cases)"
    assert related.strip() == "- no greeting (2 of 2 cases)"


def test_a_child_is_to_fix_what_relatives_were_blamed_for_where_nothing_else_was_said() -> None:
    sibling = replace(START, instruction="Reply briefly to the customer.")
    said = duel(START, sibling, Verdict.LEFT, number=2, tags=("no greeting",))
    silent, own = (duel(START, OTHER, Verdict.LEFT, tags=tags) for tags in ((), ("tone",)))
    hoped = []
    for lost in (silent, own):
        pool = with_means(snapshot(OTHER, sibling, duels=[lost, said]), {OTHER.id: 1.0})
        writer = Scripted(CRITICISM, written(1))
        (found,) = Critique(related=True).propose(pool, writer, Random(0))
        hoped.append(found.hypothesis)
    assert hoped == ["should fix: no greeting (1)", "should fix: tone (1)"]


def test_where_no_relative_was_blamed_the_plain_wording_is_used() -> None:
    pool = snapshot(OTHER, duels=[duel(START, OTHER, Verdict.LEFT, number=1, tags=("tone",))])
    plain, wide = (Scripted(CRITICISM, written(1)) for _ in range(2))
    Critique().propose(pool, plain, Random(0))
    Critique(related=True).propose(pool, wide, Random(0))
    assert plain.told == wide.told
