"""GPO, twice: robust on two groups of rows, and gradient-inspired with a decaying budget."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.gates.word_budget import KEY
from optimizer.proposing.gpo_gradient import GpoGradient, word_budget
from optimizer.proposing.gpo_robust import GpoRobust
from optimizer.proposing.moves.agreement import agreed_answers, meant
from optimizer.records import Example, Prompt, Snapshot, Verdict
from tests.optimizer.proposing.growing import Answering, grown, refusal, with_means
from tests.optimizer.proposing.meanings import meaning
from tests.optimizer.proposing.pools import START, Scripted, duel, label_task, snapshot

PROMPTS = [replace(START, instruction=f"Choose a or b in way {n}.") for n in range(3)]
CHILD = "<prompt>Choose a or b with care.</prompt>"


class TestRobust:
    """Rows s0 and s1 are labelled, t0 to t2 are not."""

    @staticmethod
    def pool() -> Snapshot:
        rows = [
            Example("s0", {"message": "source zero"}, reference="a"),
            Example("s1", {"message": "source one"}, reference="b"),
            *(Example(f"t{n}", {"message": f"target {n}"}) for n in range(3)),
        ]
        said = {
            0: {"s0": "a", "s1": "a", "t0": "a", "t1": "b", "t2": "a"},
            1: {"s0": "a", "s1": "a", "t0": "It is A.", "t1": "b", "t2": "b"},
            2: {"s0": "a", "s1": "b", "t0": "b", "t1": "b", "t2": "neither"},
        }
        base = snapshot(*PROMPTS, examples=rows, task=label_task("a", "b"))
        answers = {PROMPTS[n].id: texts for n, texts in said.items()}
        return with_means(
            replace(base, answers=answers), {p.id: 1.0 + n for n, p in enumerate(PROMPTS)}
        )

    def test_rows_are_labelled_where_enough_prompts_say_the_same(self) -> None:
        voters = [prompt.id for prompt in PROMPTS]
        assert agreed_answers(self.pool(), voters, 0.7) == {"t1": "b"}
        assert agreed_answers(self.pool(), voters, 0.6) == {"t0": "a", "t1": "b"}
        assert agreed_answers(self.pool(), voters[:1], 0.6) == {}

    def test_what_is_meant_is_one_label_and_no_other(self) -> None:
        task = label_task("a", "b")
        assert [meant(task, START, said) for said in ("It is A.", "a or b", "abc", "")] == [
            "a",
            "",
            "",
            "",
        ]
        assert meant(snapshot().task, START, "Yes,  it IS!") == "yes it is"

    def test_a_longer_label_and_a_prompts_own_words_are_understood(self) -> None:
        task = label_task("spam", "not spam")
        assert meant(task, START, "It is not spam.") == "not spam"
        worded = replace(START, labels=(("spam", "junk"),))
        assert meant(task, worded, "Junk!") == "spam"
        assert meant(task, worded, "not spam") == "not spam"

    def test_prompts_agree_whatever_words_they_use(self) -> None:
        pool = self.pool()
        worded = replace(PROMPTS[0], labels=(("a", "x"), ("b", "y")))
        members = tuple(
            replace(c, prompt=worded) if c.prompt == PROMPTS[0] else c for c in pool.candidates
        )
        standings = {**pool.standings, worded.id: pool.standings[PROMPTS[0].id]}
        said = {"s0": "x", "s1": "x", "t0": "x", "t1": "y", "t2": "x"}
        answers = {**pool.answers, worded.id: said}
        mixed = replace(pool, candidates=members, standings=standings, answers=answers)
        voters = [worded.id, PROMPTS[1].id, PROMPTS[2].id]
        assert agreed_answers(mixed, voters, 0.6) == {"t0": "a", "t1": "b"}
        (found,) = GpoRobust(agreement=0.6).propose(mixed, Scripted(CHILD), Random(0))
        assert found.parents == (PROMPTS[2].id,), "as good as before, for all three are understood"

    def test_both_groups_are_told_and_reported(self) -> None:
        writer = Scripted(CHILD)
        (found,) = GpoRobust(agreement=0.6).propose(self.pool(), writer, Random(0))

        # Ways 0 and 1 are right on half of the source and all of the target, way 2 the other way
        # round; of these equals the best standing is taken.
        assert found.parents == (PROMPTS[2].id,)
        source = writer.told[0].split("<source_cases>")[1].split("</source_cases>")[0]
        target = writer.told[0].split("<target_cases>")[1].split("</target_cases>")[0]
        assert source.strip() == "none"
        assert "target 0" in target
        assert "target 1" not in target
        assert "First group: 2 of 2 right" in writer.told[0]
        assert found.edit["source"] == 1.0
        assert found.edit["target"] == 0.5
        assert found.reason == "labelled rows 100% right, others 50% as agreed"

    def test_who_does_best_on_both_groups_together_is_improved(self) -> None:
        # Way 2 is right on all of the source, but now on none of the target; the others on half of
        # the one and on all of the other.
        pool = self.pool()
        answers = {**pool.answers, PROMPTS[2].id: {**pool.answers[PROMPTS[2].id], "t1": "a"}}
        worse = replace(pool, answers=answers)
        assert agreed_answers(worse, [p.id for p in PROMPTS], 0.6) == {"t0": "a", "t1": "b"}
        (found,) = GpoRobust(agreement=0.6).propose(worse, Scripted(CHILD), Random(0))
        assert found.parents == (PROMPTS[1].id,)

    def test_the_metric_says_what_is_right_where_there_is_one(self) -> None:
        pool = replace(self.pool(), scores={PROMPTS[2].id: {"s0": 0.0, "s1": 0.0}})
        writer = Scripted(CHILD)
        (found,) = GpoRobust(agreement=0.6).propose(pool, writer, Random(0))
        # No longer way 2, which the metric finds wrong everywhere.
        assert found.parents in ((PROMPTS[0].id,), (PROMPTS[1].id,))
        assert "source one" in writer.told[0]

    def test_one_group_alone_is_not_enough(self) -> None:
        for keep in ("s", "t"):
            pool = self.pool()
            rows = tuple(row for row in pool.examples if row.id.startswith(keep))
            assert GpoRobust().propose(replace(pool, examples=rows), Scripted(), Random(0)) == []

    @pytest.mark.parametrize("junk", ["", "<prompt></prompt>", PROMPTS[2].instruction])
    def test_junk_makes_nothing(self, junk: str) -> None:
        assert GpoRobust(agreement=0.6).propose(self.pool(), Scripted(junk), Random(0)) == []


class TestGradient:
    @pytest.mark.parametrize(
        ("done", "expected"), [(0, 50), (1, 49), (5, 33), (6, 27), (11, 10), (40, 10)]
    )
    def test_the_budget_decays_by_a_cosine(self, done: int, expected: int) -> None:
        """By hand: 10 + 40 (1 + cos(pi done / 11)) / 2, e.g. done 5: cos = 0.142, so 32.8."""
        assert word_budget(done, 50, 10, 12) == expected

    @given(st.integers(1, 30), st.integers(0, 40), st.integers(0, 40))
    def test_it_never_rises(self, rounds: int, one: int, other: int) -> None:
        early, late = sorted((one, other))
        assert word_budget(early, 50, 10, rounds) >= word_budget(late, 50, 10, rounds) >= 10

    def test_the_round_is_read_from_the_record(self) -> None:
        pool, asked = with_means(snapshot(), {START.id: 0.0}), []
        for number in range(4):
            words = f"<prompt>{START.instruction} {'And so on. ' * number}Way {number}.</prompt>"
            writer = Scripted(words)
            found = GpoGradient(rounds=4).propose(pool, writer, Random(0))
            asked.append(writer.told[0].split("<budget>\n")[1].split("\n")[0])
            assert found[0].edit[KEY] == int(asked[-1])
            pool = grown(pool, found, lambda _: -1.0)
        assert asked == ["50", "40", "20", "10"]

    def test_a_larger_step_is_refused_and_counts_as_a_round(self) -> None:
        pool = snapshot()
        big = " ".join(f"word{n}" for n in range(60))
        (found,) = GpoGradient().propose(pool, Scripted(f"<prompt>{big}</prompt>"), Random(0))
        said = refusal(found, pool)
        assert said is not None
        assert said.gate == "changed words"
        pool = grown(pool, [found], lambda _: 0.0)
        writer = Scripted(CHILD)
        GpoGradient().propose(pool, writer, Random(0))
        assert "<budget>\n49\n</budget>" in writer.told[0]

    def test_the_momentum_is_the_most_related_in_ascending_order(self) -> None:
        texts = [
            "Reply to the customer. Keep it very short.",
            "Nothing like it at all whatever.",
            "Reply to the customer. Keep it long.",
        ]
        others = [replace(START, instruction=text) for text in texts]
        means = {START.id: 2.0, others[0].id: 1.0, others[1].id: 0.5, others[2].id: 0.1}
        pool = with_means(snapshot(*others), means)
        writer = Scripted(CHILD)
        GpoGradient(momentum=2).propose(pool, writer, Random(0))

        told = writer.told[0].split("<momentum>")[1].split("</momentum>")[0]
        assert told.index(texts[2]) < told.index(texts[0])
        assert texts[1] not in told

    def test_related_is_who_means_the_same_where_a_model_is_named(self) -> None:
        texts = ["Reply. Be icy.", "Keep it hearty, whatever else it says."]
        start = replace(START, instruction="Reply. Be kind.")
        others = [replace(START, instruction=text) for text in texts]
        means = {start.id: 2.0, others[0].id: 1.0, others[1].id: 0.5}
        pool = with_means(snapshot(*others, start=start), means)
        known = {text: meaning(text) for text in (start.instruction, *texts)}
        for vectors, near, far in (({}, texts[0], texts[1]), (known, texts[1], texts[0])):
            writer = Scripted(CHILD)
            GpoGradient(momentum=1).propose(replace(pool, vectors=vectors), writer, Random(0))
            told = writer.told[0].split("<momentum>")[1].split("</momentum>")[0]
            assert near in told
            assert far not in told

    def test_failures_are_shown_and_junk_makes_nothing(self) -> None:
        pool = snapshot(duels=[duel(Prompt("x"), START, Verdict.LEFT, texts=("", "cold"))])
        writer = Scripted(CHILD)
        (found,) = GpoGradient().propose(pool, writer, Random(0))
        assert "Answer of this prompt: cold" in writer.told[0]
        assert found.evidence == ("d0",)
        for junk in ("", "<prompt></prompt>", START.instruction):
            assert GpoGradient().propose(pool, Scripted(junk), Random(0)) == []

    def test_the_same_snapshot_and_chance_ask_the_same(self) -> None:
        asked = []
        for _ in range(2):
            writer = Answering(lambda _: CHILD)
            GpoGradient().propose(snapshot(*PROMPTS), writer, Random(2))
            asked.append(writer.told)
        assert asked[0] == asked[1]
