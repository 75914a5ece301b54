"""GReaTer as a proposer: what it hands to the model, and what it makes of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from optimizer.methods import arrange, find_method, unmet
from optimizer.proposing.greater import search
from optimizer.proposing.greater.search import Greater
from optimizer.proposing.greater.words import SLOT
from optimizer.records import Need, Snapshot, Verdict
from tests.optimizer.proposing.pools import EXAMPLES, START, duel, label_task, snapshot

ROWS = tuple(
    replace(example, reference="good" if n % 2 else "bad") for n, example in enumerate(EXAMPLES)
)
REVIEW = replace(START, instruction="Say kindly whether the review is good or bad.")


class Apart:
    """Stands in for the child: it keeps its jobs and replaces by a rule."""

    def __init__(self, by: str = " warmly", falls: Mapping[str, float] | None = None) -> None:
        self.jobs: list[Mapping[str, Any]] = []
        self._by = by
        self._falls = falls or {}

    def __call__(self, job: Mapping[str, Any], limit_s: float) -> list[dict[str, Any] | None]:
        """Answer for every place."""
        self.jobs.append(job)
        found: list[dict[str, Any] | None] = []
        for place in job["places"]:
            fall = self._falls.get(place["word"], 0.5)
            step = {"word": place["word"], "by": self._by, "before": 2.0, "after": 2.0 - fall}
            found.append({**step, "offered": 9} if fall else None)
        return found


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Apart:
    made = Apart()
    monkeypatch.setattr(search, "steps_apart", lambda job, limit_s: made(job, limit_s))
    return made


def reviews(**changes: Any) -> Snapshot:
    task = label_task("good", "bad")
    return snapshot(start=REVIEW, examples=ROWS, task=replace(task, **changes))


def test_the_model_gets_rows_cut_where_the_word_stands(apart: Apart) -> None:
    Greater(places=2, rows=3, model="m", extract="So:").propose(reviews(), None, Random(1))
    (job,) = apart.jobs
    assert (job["model"], job["extract"], job["tried"]) == ("m", "So:", 2)
    assert len(job["places"]) == 7, "every word that may be replaced, in the order drawn"
    for place in job["places"]:
        assert len(place["rows"]) == 3
        for row in place["rows"]:
            told = "\n".join(message["content"] for message in row["messages"])
            assert told.count(SLOT) == 1
            assert told.replace(SLOT, place["word"]).count(REVIEW.instruction) == 1
            assert "parcel" in told
            assert row["answer"] in ("good", "bad")


def test_the_largest_fall_of_the_loss_becomes_the_child(apart: Apart) -> None:
    apart._falls = {" kindly": 0.9, " whether": 0.2}
    (made,) = Greater(places=99).propose(reviews(), None, Random(1))
    assert made.prompt == replace(
        REVIEW, instruction="Say warmly whether the review is good or bad."
    )
    assert made.parents == (REVIEW.id,)
    assert made.label == "“warmly” for “kindly”"
    assert "loss 1.10 instead of 2.00" in made.reason
    assert made.edit["loss_before"] == 2.0


def test_labels_locks_and_placeholders_are_never_offered(apart: Apart) -> None:
    Greater(places=99).propose(reviews(locks=("Say kindly",)), None, Random(1))
    words = {place["word"].strip() for place in apart.jobs[0]["places"]}
    assert words == {"whether", "the", "review", "is", "or"}


def test_where_no_word_is_better_nothing_is_proposed(apart: Apart) -> None:
    apart._falls = dict.fromkeys(
        ("Say", " kindly", " whether", " the", " review", " is", " or"), 0.0
    )
    assert Greater(places=99).propose(reviews(), None, Random(1)) == []


def test_without_wanted_answers_the_model_is_not_asked(apart: Apart) -> None:
    assert Greater().propose(snapshot(start=REVIEW), None, Random(1)) == []
    assert apart.jobs == []


def test_a_preferred_answer_is_wanted_where_none_is_expected(apart: Apart) -> None:
    other = replace(REVIEW, instruction="Name the mood of the review.")
    votes = (duel(REVIEW, other, Verdict.RIGHT, texts=("no", "Cheerful.")),)
    assert Greater().propose(snapshot(other, start=REVIEW, duels=votes), None, Random(1))
    answers = {row["answer"] for place in apart.jobs[0]["places"] for row in place["rows"]}
    assert answers == {"Cheerful."}


def test_an_expected_label_is_wanted_in_the_prompts_own_word(apart: Apart) -> None:
    worded = replace(
        REVIEW, instruction="Say kindly: fine or bad?", labels=(("good", "fine"), ("bad", "bad"))
    )
    snap = snapshot(start=worded, examples=ROWS, task=label_task("good", "bad"))
    Greater(places=99, rows=9).propose(snap, None, Random(1))
    answers = {row["answer"] for place in apart.jobs[0]["places"] for row in place["rows"]}
    assert answers == {"fine", "bad"}
    assert " fine" not in {place["word"] for place in apart.jobs[0]["places"]}


def test_the_same_chance_asks_the_same(apart: Apart) -> None:
    for _ in range(2):
        Greater().propose(reviews(), None, Random(5))
    assert apart.jobs[0] == apart.jobs[1]


def test_the_method_says_what_to_install_and_takes_its_settings() -> None:
    method = find_method("greater")
    assert "pip install torch transformers" in unmet(method, {Need.LABELS, Need.PERSON})
    assert unmet(method, {Need.GRADIENTS, Need.PERSON}) == ""
    parts = arrange(method, {"model": "my/model", "measured": 7}).proposers
    made = parts["greater"]
    assert isinstance(made, Greater)
    assert (made.model, made.rows, made.extract) == ("my/model", 7, "So the answer is:")


def test_a_long_answer_without_blanks_between_words_is_long(apart: Apart) -> None:
    rows = [replace(row, reference="这条评论写得很好。" * 5) for row in ROWS]
    snap = snapshot(start=REVIEW, examples=rows)
    assert Greater().propose(snap, None, Random(1)) == []
    assert apart.jobs == []
