"""AMPO: patterns become branches, deeper or more of them; a branch that no row uses is pruned."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.methods import arrange, find_method
from optimizer.proposing.ampo import Ampo
from optimizer.proposing.moves.branches import branches_of
from optimizer.records import Prompt, Snapshot, Verdict
from tests.optimizer.proposing.growing import grown, refusals
from tests.optimizer.proposing.pools import START, Scripted, duel, proposal, snapshot

LATE = "If the parcel is late, name the new day."
ANGRY = "If the customer is angry, say sorry first."
BRANCHED = replace(
    START, instruction=f"Reply to the customer.\n- {LATE}\n- {ANGRY}\nKeep it short."
)
PATTERNS = "1. late\n<pattern>Late parcels: no day.</pattern>\n<pattern>Angry ones.</pattern>"


def lost(prompt: Prompt, *others: Prompt) -> Snapshot:
    duels = [duel(Prompt("x"), prompt, Verdict.LEFT, texts=("ok", "Hello."), tags=("wrong",))]
    return snapshot(*others, prompt, duels=duels) if prompt != START else snapshot(duels=duels)


def test_a_pattern_adds_a_branch_and_the_rest_stays() -> None:
    pool = lost(START)
    writer = Scripted(
        PATTERNS,
        f"<place>new</place><line>{LATE}</line>",
        f"<place>new</place>\n<line>{ANGRY}</line>",
    )
    (found,) = Ampo().propose(pool, writer, Random(0))

    assert found.prompt.instruction == f"{START.instruction}\n{LATE}\n{ANGRY}"
    assert found.edit["branches"] == [LATE, ANGRY]
    assert "Late parcels: no day." in writer.told[1]
    assert "<branches>\nnone\n</branches>" in writer.told[1]
    assert f"1: {LATE}" in writer.told[2]
    assert refusals([found], pool) == [None]


def test_a_pattern_deepens_the_branch_it_belongs_to_in_its_place() -> None:
    deeper = "If the parcel is late, name the new day and say why."
    writer = Scripted(PATTERNS, f"<place>1</place><line>{deeper}</line>")
    (found,) = Ampo(patterns=1).propose(lost(BRANCHED), writer, Random(0))

    assert found.prompt.instruction == BRANCHED.instruction.replace(LATE, deeper)
    assert found.label == "branch deeper"
    assert found.edit["changes"][0]["kind"] == "deepen"  # type: ignore[index]


def test_a_new_branch_joins_the_list_of_the_others() -> None:
    more = "If the question is about money, name the sum."
    writer = Scripted(PATTERNS, f"<place>new</place><line>{more}</line>")
    (found,) = Ampo(patterns=1).propose(lost(BRANCHED), writer, Random(0))
    assert f"- {ANGRY}\n- {more}\nKeep it short." in found.prompt.instruction


def test_a_branch_that_no_row_uses_is_pruned_before_anything_grows() -> None:
    writer = Scripted("1: 2, 5\n2: none")
    (found,) = Ampo(prune_at=2).propose(lost(BRANCHED), writer, Random(0))

    assert found.prompt.instruction == f"Reply to the customer.\n- {LATE}\nKeep it short."
    assert found.edit == {"action": "prune", "gone": [ANGRY], "branches": [LATE]}
    assert "Where is parcel 3?" in writer.told[0]


@pytest.mark.parametrize("answer", ["1: 2\n2: 4", "", "nonsense", "1: none of 3\n2: all"])
def test_when_all_are_used_or_nothing_is_said_it_grows(answer: str) -> None:
    more = "If the question is about money, name the sum."
    writer = Scripted(answer, PATTERNS, f"<place>new</place><line>{more}</line>")
    (found,) = Ampo(prune_at=2, patterns=1).propose(lost(BRANCHED), writer, Random(0))
    assert found.edit["action"] == "grow"


def test_what_was_pruned_once_grows_from_then_on() -> None:
    pool = lost(BRANCHED)
    more = "If the question is about money, name the sum."
    pruned = Ampo(prune_at=2).propose(pool, Scripted("1: 2, 5\n2: none"), Random(0))
    pool = grown(pool, pruned, lambda _: -1.0)  # the parent stays the best that failed
    writer = Scripted(PATTERNS, f"<place>new</place><line>{more}</line>")
    (found,) = Ampo(prune_at=2, patterns=1).propose(pool, writer, Random(0))
    assert found.edit["action"] == "grow"
    assert refusals([found], pool) == [None]

    pool = grown(pool, [found], lambda _: -1.0)
    other = "If the parcel is lost, say what is done."
    writer = Scripted(PATTERNS, f"<place>new</place><line>{other}</line>")
    (again,) = Ampo(prune_at=2, patterns=1).propose(pool, writer, Random(0))
    assert other in again.prompt.instruction


def test_branches_in_any_language_are_known_from_the_record() -> None:
    german = "Bei Verspätung nennst du den neuen Tag."
    pool = lost(START)
    writer = Scripted(PATTERNS, f"<place>new</place><line>{german}</line>")
    found = Ampo(patterns=1).propose(pool, writer, Random(0))
    pool = grown(pool, found, lambda _: 2.0)
    child = found[0].prompt
    pool = replace(pool, duels=(duel(START, child, Verdict.LEFT),))
    writer = Scripted(PATTERNS, "<place>1</place><line>Bei Verspätung sag warum und wann.</line>")
    (next_one,) = Ampo(patterns=1).propose(pool, writer, Random(0))

    assert f"1: {german}" in writer.told[1]
    assert next_one.prompt.instruction.endswith("\nBei Verspätung sag warum und wann.")
    assert german not in next_one.prompt.instruction


@pytest.mark.parametrize(
    "junk", ["", "<line></line>", "<line>If so.</line>", f"<line>If {'very ' * 80}late.</line>"]
)
def test_junk_makes_no_branch(junk: str) -> None:
    assert Ampo(patterns=1).propose(lost(START), Scripted(PATTERNS, junk), Random(0)) == []
    no_pattern = Scripted("The answers are bad.")
    assert Ampo().propose(lost(START), no_pattern, Random(0)) == []
    assert len(no_pattern.told) == 1


def test_without_failures_nothing_is_asked() -> None:
    assert Ampo().propose(snapshot(BRANCHED), Scripted(), Random(0)) == []


def test_branches_are_lines_that_begin_with_if() -> None:
    assert branches_of("Do it if you can.\n1. If so, do.\nif not, wait.\nIffy line.") == [
        "If so, do.",
        "if not, wait.",
    ]


def test_branches_that_begin_alike_pass_the_gates_of_the_method_and_loops_do_not() -> None:
    cases = ("a refund", "an exchange", "a date", "a discount")
    branches = [f"- If the customer asks for {case}, name the rule for it." for case in cases]
    child = replace(START, instruction="\n".join(["Reply to the customer.", *branches]))
    loop = replace(START, instruction="Reply to the customer now. " * 9)
    gates = arrange(find_method("ampo")).gates

    pool = snapshot()
    assert [gate.check(proposal(child, written=True), pool) for gate in gates] == [None] * len(
        gates
    )
    assert any(gate.check(proposal(loop, written=True), pool) for gate in gates)
