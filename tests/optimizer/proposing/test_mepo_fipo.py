"""MePO: named merits that the person may change. FIPO: modules that are there or not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing.fipo import Fipo
from optimizer.proposing.mepo import Mepo, merits
from optimizer.records import Verdict
from tests.optimizer.proposing.growing import grown, with_means
from tests.optimizer.proposing.pools import EXAMPLES, START, Scripted, duel, snapshot

CHILD = "<prompt>Reply to the customer in two short sentences.</prompt>"


def modules(told: str) -> dict[str, str]:
    return {
        tag: told.split(f"<{tag}>\n")[1].split(f"\n</{tag}>")[0]
        for tag in ("row", "output", "expected")
    }


class TestMepo:
    def test_the_writer_is_given_every_merit_in_its_order(self) -> None:
        writer = Scripted(CHILD)
        (found,) = Mepo().propose(snapshot(), writer, Random(0))

        places = [writer.told[0].index(f"- {merit}") for merit in merits()]
        assert places == sorted(places)
        assert found.edit["merits"] == [
            "clear",
            "precise",
            "concise steps",
            "keeps information",
        ]

    def test_the_persons_own_merits_take_their_place(self) -> None:
        writer = Scripted(CHILD)
        (found,) = Mepo(merits="polite: It says please.\n\nshort").propose(
            snapshot(), writer, Random(0)
        )
        assert "- polite: It says please.\n- short\n" in writer.told[0]
        assert merits()[0] not in writer.told[0]
        assert found.edit["merits"] == ["polite", "short"]

    def test_a_prompt_is_rewritten_along_the_same_merits_once(self) -> None:
        pool = with_means(snapshot(), {START.id: 1.0})
        pool = grown(pool, Mepo().propose(pool, Scripted(CHILD), Random(0)), lambda _: 0.0)
        (second,) = Mepo().propose(pool, Scripted("<prompt>Reply.</prompt>"), Random(0))
        assert second.parents == (pool.candidates[1].id,)
        (other,) = Mepo(merits="polite").propose(pool, Scripted(CHILD), Random(0))
        assert other.parents == (START.id,)

    @pytest.mark.parametrize("junk", ["", "<prompt></prompt>", START.instruction])
    def test_junk_makes_nothing(self, junk: str) -> None:
        assert Mepo().propose(snapshot(), Scripted(junk), Random(0)) == []


class TestFipo:
    def test_the_instruction_alone_is_enough(self) -> None:
        writer = Scripted(CHILD)
        (found,) = Fipo().propose(snapshot(), writer, Random(0))
        assert modules(writer.told[0]) == {"row": "none", "output": "none", "expected": "none"}
        assert found.edit["modules"] == ["instruction"]

    def test_a_lost_duel_gives_output_and_expected_answer(self) -> None:
        duels = [duel(START, START, Verdict.LEFT, texts=("It comes Monday.", "Hello."))]
        duels = [replace(duels[0], left_prompt="other")]
        writer = Scripted(CHILD)
        (found,) = Fipo().propose(snapshot(duels=duels), writer, Random(0))

        told = modules(writer.told[0])
        assert told["output"] == "Hello."
        assert told["expected"] == "It comes Monday."
        assert "Where is parcel 0?" in told["row"]
        assert found.edit["modules"] == ["instruction", "output", "expected answer"]
        assert found.evidence == ("d0",)

    def test_each_module_can_be_left_out(self) -> None:
        rows = [replace(example, reference="Monday") for example in EXAMPLES]
        pool = replace(
            snapshot(examples=rows), answers={START.id: {row.id: "Hello." for row in rows}}
        )
        for output, expected in ((True, False), (False, True), (False, False)):
            writer = Scripted(CHILD)
            Fipo(output=output, expected=expected).propose(pool, writer, Random(0))
            told = modules(writer.told[0])
            assert told["output"] == ("Hello." if output else "none")
            assert told["expected"] == ("Monday" if expected else "none")
            assert (told["row"] != "none") == (output or expected)

    @pytest.mark.parametrize("junk", ["", "<prompt></prompt>", START.instruction])
    def test_junk_makes_nothing(self, junk: str) -> None:
        assert Fipo().propose(snapshot(), Scripted(junk), Random(0)) == []
