"""What was said against relatives: whose reasons count, and that none counts twice."""

from __future__ import annotations

from dataclasses import replace

from optimizer.proposing.moves.related import said_of_relatives
from optimizer.proposing.moves.whys import whys
from optimizer.records import Snapshot, Verdict
from tests.optimizer.proposing.pools import START, candidate, duel, snapshot

ONE, TWO, GRANDCHILD, OWN = (
    replace(START, instruction=f"Reply to the customer, way {n}.") for n in range(4)
)
TAGS = ("no greeting",)


def family(*duels: object) -> Snapshot:
    """The start prompt, two children, a child of the first, and a prompt without parents."""
    pool = snapshot(ONE, TWO, duels=duels)  # type: ignore[arg-type]
    more = (candidate(GRANDCHILD, "B3", [ONE.id]), candidate(OWN, "C"))
    standing = pool.standings[ONE.id]
    return replace(
        pool,
        candidates=(*pool.candidates, *more),
        standings={**pool.standings, GRANDCHILD.id: standing, OWN.id: standing},
    )


def said(pool: Snapshot, prompt_id: str) -> list[str]:
    return [case.duel_id for case in said_of_relatives(pool, prompt_id)]


def test_reasons_against_any_of_the_family_are_heard_newest_first() -> None:
    pool = family(
        duel(START, TWO, Verdict.RIGHT, number=1, tags=TAGS),
        duel(ONE, TWO, Verdict.LEFT, number=2, reason="It never greets."),
    )
    assert said(pool, GRANDCHILD.id) == ["d2", "d1"]


def test_what_a_prompt_met_itself_and_what_nobody_gave_a_reason_for_is_not_among_them() -> None:
    pool = family(
        duel(START, ONE, Verdict.RIGHT, number=1, tags=TAGS),
        duel(START, ONE, Verdict.LEFT, number=2, tags=TAGS),
        duel(START, TWO, Verdict.LEFT, number=3),
    )
    assert said(pool, ONE.id) == []
    assert said(pool, TWO.id) == ["d2", "d1"]


def test_a_prompt_without_common_ancestors_is_no_relative() -> None:
    pool = family(
        duel(OWN, ONE, Verdict.RIGHT, number=1, tags=TAGS),
        duel(OWN, TWO, Verdict.LEFT, number=2, tags=TAGS),
    )
    assert said(pool, GRANDCHILD.id) == ["d2"]
    assert said(pool, OWN.id) == []


def test_two_relatives_that_were_both_called_bad_give_their_reason_once() -> None:
    pool = family(duel(START, TWO, Verdict.BOTH_BAD, number=1, tags=TAGS))
    (why,) = whys(said_of_relatives(pool, ONE.id))
    assert (why.text, why.count) == ("no greeting", 1)
