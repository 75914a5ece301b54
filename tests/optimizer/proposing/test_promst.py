"""PROMST: named error types with counts and rules, and a learned predictor that sifts children."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing.moves.cases import Case
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.errors import error_types, rules
from optimizer.proposing.moves.predictor import judged, learn
from optimizer.proposing.moves.vectors import vectors
from optimizer.proposing.promst import Promst
from optimizer.protocols import EmbeddingProposer
from optimizer.records import Snapshot, Verdict
from tests.optimizer.proposing.growing import with_means
from tests.optimizer.proposing.meanings import Meanings
from tests.optimizer.proposing.pools import (
    EXAMPLES,
    START,
    Scripted,
    duel,
    label_task,
    snapshot,
)

OTHER = replace(START, instruction="Reply warmly to the customer and answer the question.")
GOOD = "Reply warmly, kindly and briefly."
BAD = "Reply coldly, sternly and at length."


def lost(*tags: tuple[str, ...]) -> Snapshot:
    duels = [
        duel(START, OTHER, Verdict.LEFT, number=n, tags=named, texts=("ok", f"bad {n}"))
        for n, named in enumerate(tags)
    ]
    return snapshot(OTHER, duels=duels)


def texts(*some: str) -> str:
    return "\n".join(f"<prompt>{text}</prompt>" for text in some)


def test_types_are_counted_and_told_with_their_rules_most_frequent_first() -> None:
    pool = lost(("made up",), ("too long",), ("too long", "rude"), ("too long",), ("tone",), ())
    writer = Scripted("too long (3): say less.", texts(GOOD))
    own = "rude: It does not greet.\ntoo long: More than two sentences."
    (found,) = Promst(rules=own, types=2, per_type=2).propose(pool, writer, Random(0))

    told = writer.told[0].split("<errors>")[1].split("</errors>")[0]
    assert "Type: too long\nCount: 3\nRule: More than two sentences.\nCase 1" in told
    assert told.count("Type: ") == 2
    assert told.split("Type: ")[1].count("Case ") == 2
    assert "too long (3): say less." in writer.told[1]
    assert found.edit["errors"]["too long"] == 3  # type: ignore[index]
    assert found.hypothesis.startswith("should fix: too long (3)")


def test_an_answer_with_two_errors_counts_under_both() -> None:
    writer = Scripted("rude (2)", texts(GOOD))
    (found,) = Promst().propose(lost(("too long", "rude"), ("tone", "rude")), writer, Random(0))
    assert found.edit["errors"] == {"rude": 2, "too long": 1, "tone": 1}


def test_a_type_that_nobody_has_a_rule_for_is_told_by_its_name() -> None:
    writer = Scripted("rude (1)", texts(GOOD))
    Promst().propose(lost(("rude",)), writer, Random(0))
    assert "Type: rude\nCount: 1\nCase 1" in writer.told[0]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("", "empty"), ("no idea", "no label"), ("a or b", "too many labels"), ("A", "not preferred")],
)
def test_some_types_are_found_without_asking(answer: str, expected: str) -> None:
    assert error_types(Case(EXAMPLES[0], answer), label_task("a", "b"), START) == (expected,)
    assert expected in rules()


def taught() -> Snapshot:
    """A pool in which warm words rise and cold words fall; the middle one lost a duel."""
    words = [
        ("warmly", 1.0),
        ("warmly kindly", 1.2),
        ("kindly", 0.9),
        ("coldly", -1.0),
        ("coldly sternly", -1.2),
        ("sternly", -0.9),
    ]
    prompts = [replace(START, instruction=f"Reply {word}.") for word, _ in words]
    pool = with_means(
        snapshot(*prompts), {p.id: mean for p, (_, mean) in zip(prompts, words, strict=True)}
    )
    return replace(pool, duels=(duel(START, prompts[2], Verdict.LEFT, tags=("tone",)),))


def test_the_predictor_learns_which_words_help() -> None:
    pool = taught()
    known = judged(pool, 6)
    predictor = learn(pool, known, vectors([editable_text(c.prompt) for c in known]))
    points = vectors([GOOD, BAD, "Quite unrelated words"])
    warm, cold, alien = predictor.predict(points)
    assert warm[0] > alien[0] > cold[0]
    assert alien[1] > warm[1]
    assert 0 < predictor.error < 2
    assert judged(snapshot(OTHER), 6) == []


def test_children_that_look_worse_than_their_parent_cost_nothing() -> None:
    pool = taught()
    (found,) = Promst().propose(
        pool, Scripted("tone (1)", texts(BAD, BAD + " Now.", GOOD)), Random(0)
    )

    assert found.prompt.instruction == GOOD
    assert found.edit["left_out"] == 2
    assert found.edit["predicted"] > 0  # type: ignore[operator]


def test_a_named_model_goes_by_what_a_text_means_and_not_by_its_words() -> None:
    pool = taught()
    hearty, icy = "Be hearty, hearty, hearty, not coldly.", "Be icy, icy, icy, not warmly."
    answers = texts(hearty, icy)

    def kept(embedder: Meanings) -> list[str]:
        promst, writer = Promst(children=1), Scripted("tone (1)", answers)
        found = promst.propose_by_meaning(pool, writer, embedder, Random(0))
        return [proposal.prompt.instruction for proposal in found]

    assert isinstance(Promst(), EmbeddingProposer)
    embedder = Meanings()
    assert kept(embedder) == [hearty]
    assert {hearty, icy} < set(embedder.asked)
    assert kept(Meanings(dumb=True)) == [icy]
    (by_words,) = Promst(children=1).propose(pool, Scripted("tone (1)", answers), Random(0))
    assert by_words.prompt.instruction == icy


def test_while_little_is_known_the_first_ones_are_taken() -> None:
    writer = Scripted("tone (1)", texts(BAD, GOOD, "Reply."))
    found = Promst(children=2).propose(lost(("tone",)), writer, Random(0))
    assert [p.prompt.instruction for p in found] == [BAD, GOOD]
    assert {p.edit["predicted"] for p in found} == {None}


def test_junk_makes_nothing() -> None:
    empty = Scripted("")
    assert Promst().propose(lost(("tone",)), empty, Random(0)) == []
    assert len(empty.told) == 1
    for junk in ("", "<prompt></prompt>"):
        assert Promst().propose(lost(("tone",)), Scripted("tone (1)", junk), Random(0)) == []
    assert Promst().propose(snapshot(OTHER), Scripted(), Random(0)) == []
