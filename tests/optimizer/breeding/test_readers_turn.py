"""Whose turn it is while there are reasons: who reads them, as long as that earns."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.breeding.readers_turn import chance_of_readers, readers_write, reasons_wait
from optimizer.preference import Ballots, Posterior, fit
from optimizer.preference.ballots import Ballot
from optimizer.records import Candidate, JudgedDuel, Prompt, Snapshot, StoredProposal, Verdict
from optimizer.votes.evidence import preference_pool
from tests.optimizer.proposing.pools import EXAMPLES, snapshot

START = Candidate(Prompt("start"), "Start", start=True)
POOL = (
    START,
    *(
        Candidate(Prompt(f"{name} {n}"), f"B{name}{n}", parents=(START.id,), proposer=name)
        for name in ("reader", "other")
        for n in range(3)
    ),
)
PLAIN = JudgedDuel("v", "d", EXAMPLES[0], "a", "b", "one", "two", Verdict.LEFT)
TAGGED = replace(PLAIN, tags=("too long",))


def stored(name: str, *evidence: str) -> StoredProposal:
    made = StoredProposal("id", name, (), "", "", "", {}, None, None, "")
    return replace(made, evidence=evidence)


def pool(*duels: JudgedDuel, record: tuple[StoredProposal, ...] = ()) -> Snapshot:
    return replace(snapshot(duels=duels, proposals=record), candidates=POOL)


def believed(reader_wins: bool | None) -> Posterior:
    """Whose children beat the start prompt; None for no votes."""
    ballots = [
        Ballot(left=k, right=0, outcome=1 if (k <= 3) is reader_wins else -1, example=n)
        for n in range(0 if reader_wins is None else 5)
        for k in range(1, 7)
    ]
    return fit(preference_pool(POOL), Ballots.of(ballots), n_examples=20)


def turns(snap: Snapshot, posterior: Posterior) -> int:
    return sum(readers_write(["reader"], snap, posterior, Random(n)) for n in range(200))


def test_reasons_wait_until_one_of_those_who_read_them_has() -> None:
    assert not reasons_wait(["reader"], pool())
    assert not reasons_wait(["reader"], pool(PLAIN))
    assert reasons_wait(["reader"], pool(TAGGED))
    assert reasons_wait(["reader"], pool(replace(PLAIN, reason="It is too long.")))
    assert not reasons_wait(["reader"], pool(TAGGED, record=(stored("reader", "d"),)))
    assert reasons_wait(["reader"], pool(TAGGED, record=(stored("other", "d"),)))
    fresh = replace(TAGGED, duel_id="e")
    assert reasons_wait(["reader"], pool(TAGGED, fresh, record=(stored("reader", "d"),)))


def test_before_anything_is_known_readers_lead_a_little() -> None:
    assert 110 < turns(pool(TAGGED), believed(None)) < 160


def test_who_reads_keeps_the_turn_while_it_earns_and_loses_it_where_it_does_not() -> None:
    assert turns(pool(TAGGED), believed(True)) > 180
    assert turns(pool(TAGGED), believed(False)) < 20


def test_without_new_reasons_or_without_readers_there_is_no_such_turn() -> None:
    assert turns(pool(PLAIN), believed(True)) == 0
    assert not readers_write([], pool(TAGGED), believed(True), Random(1))


@pytest.mark.parametrize("wins", [None, True, False])
def test_the_chance_that_is_shown_is_that_of_the_draws(wins: bool | None) -> None:
    shown = chance_of_readers(["reader"], POOL, believed(wins))
    assert shown == pytest.approx(turns(pool(TAGGED), believed(wins)) / 200, abs=0.12)
