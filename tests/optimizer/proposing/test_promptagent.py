"""PromptAgent: UCT on the lineage, three children of a leaf, depth and iterations bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log, sqrt
from random import Random

import pytest

from optimizer.proposing.moves.tree import best_path, tree, uct
from optimizer.proposing.promptagent import PromptAgent
from optimizer.records import Candidate, JudgedDuel, Prompt, Refusal, Snapshot, Verdict
from tests.optimizer.proposing.growing import Answering, grown, stored
from tests.optimizer.proposing.pools import (
    START,
    Scripted,
    candidate,
    duel,
    proposal,
    snapshot,
)


def node(name: str) -> Prompt:
    return START if name == "root" else replace(START, instruction=f"Reply as {name}.")


def pool_of(
    parents: dict[str, str], rewards: dict[str, float], losers: Sequence[str] | None = None
) -> Snapshot:
    """A tree by names; every node lost a duel unless said otherwise."""
    base = snapshot()
    members: list[Candidate] = [base.start]
    members += [candidate(node(name), name, [node(up).id]) for name, up in parents.items()]
    shape = base.standings[START.id]
    standings = {node(name).id: replace(shape, win_rate=rate) for name, rate in rewards.items()}
    names = list(rewards) if losers is None else losers
    lost: list[JudgedDuel] = [
        duel(Prompt("x"), node(name), Verdict.LEFT, number=n) for n, name in enumerate(names)
    ]
    return replace(base, candidates=tuple(members), standings=standings, duels=tuple(lost))


def expanded(pool: Snapshot, agent: PromptAgent) -> str:
    """The name of the prompt that was expanded next."""
    count = iter(range(100))
    writer = Answering(
        lambda told: (
            f"<prompt>Reply newly {next(count)}.</prompt>" if "<path>" in told else "It is cold."
        )
    )
    found = agent.propose(pool, writer, Random(0))
    (parent,) = {p.parents[0] for p in found}
    return next(n for n in ("root", *"abcdefghi") if node(n).id == parent)


PARENTS = {"a": "root", "b": "root", "c": "root", "d": "b", "e": "b", "f": "b"}
REWARDS = {"root": 0.5, "a": 0.6, "b": 0.7, "c": 0.4, "d": 0.8, "e": 0.3, "f": 0.6}


def test_bounds_by_hand() -> None:
    root = tree(pool_of(PARENTS, REWARDS), "promptagent")
    a, b, c = root.children

    assert (root.visits, b.visits, a.visits) == (7, 4, 1)
    assert b.value == pytest.approx((0.7 + 0.8 + 0.3 + 0.6) / 4)
    assert uct(b, root, 2.5) == pytest.approx(0.6 + 2.5 * sqrt(log(7) / 4))
    assert uct(a, root, 2.5) == pytest.approx(0.6 + 2.5 * sqrt(log(7)))
    assert uct(c, root, 2.5) == pytest.approx(0.4 + 2.5 * sqrt(log(7)))


def test_it_takes_the_best_node_of_the_best_path_and_not_the_best_of_all() -> None:
    rewards = {"root": 0.5, "a": 0.9, "b": 0.8, "c": 0.4, "d": 0.85, "e": 0.3, "f": 0.6, "g": 0.1}
    pool = pool_of(PARENTS | {"g": "a"}, rewards)
    path = best_path(tree(pool, "promptagent"))
    assert [n.candidate.id for n in path] == [node(name).id for name in ("root", "b", "d")]
    found = PromptAgent().chosen(pool)
    assert found is not None
    assert found.prompt_id == node("d").id
    assert found.why == "the best node (0.85) of its best path (0.72 on average)"
    # Its rewards are its own: a child that lost leaves its parent the best of the same path.
    worse = pool_of(PARENTS, rewards | {"a": 0.1, "d": 0.7})
    found = PromptAgent().chosen(worse)
    assert found is not None
    assert found.prompt_id == node("b").id
    assert PromptAgent().chosen(pool_of({}, {"root": 0.5})) is None


def test_curiosity_goes_to_the_untried_and_greed_to_the_best() -> None:
    """By the bounds above: a 4.09, c 3.89, b 2.34 at weight 2.5; b (0.6) ties a at weight 0."""
    pool = pool_of(PARENTS, REWARDS | {"b": 0.72})
    assert expanded(pool, PromptAgent()) == "a"
    assert expanded(pool, PromptAgent(weight=0.0)) == "d"


def test_a_leaf_gets_three_children_each_by_its_own_batch_of_errors() -> None:
    pool = snapshot(
        duels=[
            duel(Prompt("x"), START, Verdict.LEFT, number=n, texts=("", f"bad {n}"))
            for n in range(6)
        ]
    )
    count = iter(range(9))
    writer = Answering(
        lambda told: f"<prompt>Way {next(count)}.</prompt>" if "<path>" in told else "Cold."
    )
    found = PromptAgent().propose(pool, writer, Random(0))

    assert len(found) == 3
    assert {p.parents for p in found} == {(START.id,)}
    batches = [told for told in writer.told if "<cases>" in told]
    assert all(told.count("Case ") == 5 for told in batches)
    assert len(set(batches)) > 1
    assert {p.edit["round"] for p in found} == {1}
    assert found[0].edit["path"] == [START.id]


def test_the_path_is_told_from_the_root_to_the_leaf() -> None:
    pool = pool_of(PARENTS, REWARDS | {"b": 0.72})
    writer = Answering(lambda told: "<prompt>Way.</prompt>" if "<path>" in told else "Cold.")
    PromptAgent(weight=0.0).propose(pool, writer, Random(0))
    path = writer.told[1].split("<path>")[1].split("</path>")[0]

    order = [path.index(node(name).instruction) for name in ("root", "b", "d")]
    assert order == sorted(order)
    assert node("a").instruction not in path


def test_nothing_grows_below_the_greatest_depth() -> None:
    pool = pool_of(PARENTS, REWARDS | {"b": 0.72})
    assert expanded(pool, PromptAgent(weight=0.0, depth=2)) in {"a", "c"}
    assert PromptAgent(depth=1).propose(pool, Scripted(), Random(0)) == []


def test_a_refused_child_is_a_try_and_a_visit() -> None:
    pool = pool_of({}, {"root": 0.5})
    refused = [
        replace(
            stored(proposal(replace(START, instruction=f"{n}")), n, Refusal("length", "long")),
            proposer="promptagent",
        )
        for n in range(2)
    ]
    two = replace(pool, proposals=tuple(refused))
    count = iter(range(9))
    writer = Answering(
        lambda told: f"<prompt>Way {next(count)}.</prompt>" if "<path>" in told else "Cold."
    )
    assert tree(two, "promptagent").visits == 3
    assert len(PromptAgent().propose(two, writer, Random(0))) == 1


def test_what_failed_nowhere_is_passed_over() -> None:
    pool = pool_of(PARENTS, REWARDS, losers=["c"])
    assert expanded(pool, PromptAgent()) == "c"
    assert PromptAgent().propose(replace(pool, duels=()), Scripted(), Random(0)) == []


def test_a_resumed_run_counts_its_iterations_from_the_record() -> None:
    pool, agent = pool_of({}, {"root": 0.5}), PromptAgent(width=1, iterations=3)
    count = iter(range(99))
    rounds = []
    for _ in range(5):
        writer = Answering(
            lambda told: f"<prompt>Way {next(count)}.</prompt>" if "<path>" in told else "Cold."
        )
        found = agent.propose(pool, writer, Random(0))
        rounds.append(len(found))
        pool = grown(pool, found, lambda _: 0.5)
        pool = replace(
            pool,
            duels=tuple(
                duel(Prompt("x"), c.prompt, Verdict.LEFT, number=n)
                for n, c in enumerate(pool.candidates)
            ),
        )
    assert rounds == [1, 1, 1, 0, 0]


def test_junk_makes_no_node() -> None:
    pool = pool_of({}, {"root": 0.5})
    for junk in ("", "<prompt></prompt>"):
        writer = Answering(lambda _, junk=junk: junk)
        assert PromptAgent().propose(pool, writer, Random(0)) == []


def test_the_same_snapshot_and_chance_ask_the_same() -> None:
    asked = []
    for _ in range(2):
        writer = Answering(lambda told: "<prompt>Way.</prompt>" if "<path>" in told else "Cold.")
        PromptAgent().propose(pool_of(PARENTS, REWARDS), writer, Random(7))
        asked.append(writer.told)
    assert asked[0] == asked[1]
