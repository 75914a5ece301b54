"""Who writes next in a portfolio: who was not tried, then who gains most for the cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optimizer.breeding.child_gains import prospect
from optimizer.breeding.portfolio import (
    Earning,
    chances,
    earnings,
    gain_report,
    next_by_gain,
)
from optimizer.breeding.readers_turn import chance_of_readers
from optimizer.preference import Ballots, Posterior, fit
from optimizer.preference.ballots import Ballot
from optimizer.records import (
    Candidate,
    Prompt,
    Refusal,
    StoredProposal,
)
from optimizer.votes.evidence import preference_pool

START = Candidate(Prompt("start"), "Start", start=True)
NAMES = ("good", "bad", "idle")


def child(name: str, number: int) -> Candidate:
    return Candidate(
        Prompt(f"{name} {number}"), f"B{name}{number}", parents=(START.id,), proposer=name
    )


POOL = (START, *(child("good", n) for n in range(3)), *(child("bad", n) for n in range(3)))


def stored(name: str, prompt_id: str | None, calls: float = 0.0) -> StoredProposal:
    refusal = None if prompt_id else Refusal("novelty", "is there already")
    return StoredProposal("id", name, (), "", "", "", {}, refusal, prompt_id, "", calls=calls)


def proposals(calls: float = 0.0) -> list[StoredProposal]:
    return [stored(c.proposer, c.id, calls) for c in POOL[1:]]


def believed(votes: int) -> Posterior:
    """Good children beat the start prompt, bad ones lose to it."""
    ballots = [
        Ballot(left=k, right=0, outcome=1 if k <= 3 else -1, example=n)
        for n in range(votes)
        for k in range(1, 7)
    ]
    return fit(preference_pool(POOL), Ballots.of(ballots), n_examples=20)


def earned(votes: int = 4, calls: float = 0.0) -> dict[str, Earning]:
    return earnings(NAMES, proposals(calls), POOL, believed(votes))


def test_what_the_votes_say_of_children_is_their_proposers_gain() -> None:
    found = earned()
    assert found["good"].mean > 0.2
    assert found["bad"].mean < -0.2
    assert (found["good"].tries, found["good"].accepted) == (3, 3)
    assert found["good"].judged == 3
    assert found["idle"].judged == 0


def test_without_votes_all_are_alike() -> None:
    found = earned(votes=0)
    assert found["good"].mean == pytest.approx(found["bad"].mean, abs=1e-6)
    assert found["good"].judged == 0


def test_more_votes_make_a_gain_surer() -> None:
    assert earned(votes=6)["good"].sd < earned(votes=1)["good"].sd


def test_everybody_has_a_first_try_in_the_order_of_the_method() -> None:
    found = earnings(("a", "b", "c"), [stored("a", None)], POOL, believed(0))
    assert next_by_gain(found, Random(1)) == "b"
    assert next_by_gain(found, Random(1), {"b"}) == "c"
    assert next_by_gain(found, Random(1), {"b", "c"}) == "a"
    assert next_by_gain(found, Random(1), {"a", "b", "c"}) is None


def test_who_earns_most_writes_most_and_nobody_is_forgotten() -> None:
    found = {name: each for name, each in earned(votes=3).items() if name != "idle"}
    turns = Counter(next_by_gain(found, Random(n)) for n in range(400))
    assert turns["good"] > 4 * turns["bad"]
    few = {name: replace(each, sd=0.5) for name, each in found.items()}
    assert Counter(next_by_gain(few, Random(n)) for n in range(400))["bad"] > 0


def test_the_same_seed_and_the_same_file_choose_the_same() -> None:
    found = earned()
    first = [next_by_gain(found, Random(f"7/{n}/turn")) for n in range(20)]
    assert first == [next_by_gain(earned(), Random(f"7/{n}/turn")) for n in range(20)]


def test_of_two_that_gain_alike_the_cheaper_writes_more() -> None:
    like = Earning(tries=4, accepted=4, judged=4, mean=0.3, sd=0.1, cost=8.0)
    found = {"cheap": like, "dear": replace(like, cost=16.0)}
    turns = Counter(next_by_gain(found, Random(n)) for n in range(400))
    assert turns["cheap"] > 3 * turns["dear"]


def test_a_loss_is_no_smaller_for_having_been_dear() -> None:
    like = Earning(tries=4, accepted=4, judged=4, mean=-0.5, sd=0.05, cost=8.0)
    found = {"cheap": like, "dear": replace(like, cost=16.0)}
    turns = Counter(next_by_gain(found, Random(n)) for n in range(100))
    assert turns["cheap"] > 10 * turns["dear"]


def test_tries_that_were_refused_make_a_child_dear() -> None:
    refused = [stored("good", None, calls=4.0) for _ in range(6)]
    found = earnings(NAMES, [*proposals(calls=1.0), *refused], POOL, believed(2))
    assert found["good"].cost > found["bad"].cost


def test_chances_are_shares_and_follow_the_gains() -> None:
    found = chances({name: each for name, each in earned().items() if name != "idle"})
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["good"] > found["bad"]
    assert chances({}) == {}


def test_who_reads_reasons_has_a_share_of_the_turns_of_their_own() -> None:
    found = {name: each for name, each in earned().items() if name != "idle"}
    told = chances(found, readers=["bad"], theirs=0.6)
    assert sum(told.values()) == pytest.approx(1.0)
    assert told["bad"] == pytest.approx(0.6), "the other turns are for the others"
    alone = chances({"bad": found["bad"]}, readers=["bad"], theirs=0.6)
    assert alone == {"bad": pytest.approx(1.0)}


def test_a_report_tells_the_readers_share_only_where_there_are_any() -> None:
    said = [row.chance for row in gain_report(proposals(), POOL, believed(4), NAMES[:2])]
    read = [row.chance for row in gain_report(proposals(), POOL, believed(4), NAMES[:2], ["good"])]
    assert sum(filter(None, said)) == sum(filter(None, read)) == pytest.approx(1.0)
    assert read[0] == pytest.approx(chance_of_readers(["good"], POOL, believed(4)))


def test_a_report_lists_who_competes_first_and_tells_nothing_of_the_unjudged() -> None:
    report = gain_report(proposals(), POOL, believed(4), ("idle", "good"))
    assert [row.proposer for row in report] == ["idle", "good", "bad"]
    idle, good, bad = report
    assert (idle.mean_gain, idle.low, idle.cost) == (None, None, None)
    assert good.low is not None
    assert good.high is not None
    assert good.low < good.mean_gain < good.high  # type: ignore[operator]
    assert good.chance is not None
    assert bad.chance is None


def test_the_pools_order_does_not_matter() -> None:
    order = [0, 4, 1, 5, 2, 6, 3]
    pool = tuple(POOL[k] for k in order)
    ballots = [
        Ballot(left=order.index(k), right=0, outcome=1 if k <= 3 else -1, example=n)
        for n in range(3)
        for k in range(1, 7)
    ]
    posterior = fit(preference_pool(pool), Ballots.of(ballots), n_examples=20)
    mixed = earnings(NAMES, proposals(), pool, posterior)
    plain = earned(votes=3)
    for name in NAMES:
        assert np.isclose(mixed[name].mean, plain[name].mean, atol=1e-4)


def test_where_labels_alone_decide_the_rows_that_both_met_tell_the_gain() -> None:
    scores = {START.id: {f"r{n}": float(n < 4) for n in range(8)}}
    for each in POOL[1:]:
        right = 6 if each.proposer == "good" else 2
        scores[each.id] = {f"r{n}": float(n < right) for n in range(8)}
    scores[POOL[4].id]["another row"] = 1.0
    found = earnings(NAMES, proposals(), POOL, believed(0), scores)
    assert found["good"].mean > 0.2
    assert found["bad"].mean < -0.2
    assert found["idle"].judged == 0
    one = {START.id: {"r0": 0.0}, POOL[1].id: {"r0": 1.0}, POOL[4].id: {"r1": 1.0}}
    few = earnings(NAMES, proposals(), POOL, believed(0), one)
    assert few["good"].sd > found["good"].sd
    assert few["bad"].judged == 0, "no row that the parent met as well"


def test_noise_is_not_taken_for_great_steps() -> None:
    noise = [(-8.7, 3.4), (5.6, 2.3), (-3.6, 3.0), (3.2, 1.6), (-2.5, 3.4)]
    loud = prospect([(gain, sd**-2) for gain, sd in noise])
    assert loud.spread == pytest.approx(prospect([]).spread, rel=0.3)
    sure = prospect([(gain, 25.0) for gain in (2.0, -1.5, 0.0, 1.5, -2.0)])
    assert sure.spread > 2 * loud.spread
    alike = prospect([(0.1, 25.0)] * 12)
    assert alike.spread < loud.spread


def test_first_tries_come_before_any_is_drawn() -> None:
    found = earnings(("a", "b"), [stored("a", None)], POOL, believed(0))
    assert next_by_gain(found, Random(1), first={"a": 3}) == "a"
    assert next_by_gain(found, Random(1), {"a"}, first={"a": 3}) == "b"


def test_now_and_then_a_great_step_is_worth_more_than_many_small_losses() -> None:
    steady = Earning(tries=9, accepted=9, judged=9, mean=-0.2, sd=0.1, cost=8.0, spread=0.2)
    daring = replace(steady, mean=-0.4, spread=1.0)
    turns = Counter(
        next_by_gain({"steady": steady, "daring": daring}, Random(n)) for n in range(200)
    )
    assert turns["daring"] > 4 * turns["steady"]
