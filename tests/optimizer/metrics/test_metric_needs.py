"""Which metrics can score rows without expected answers, and what follows for methods."""

from __future__ import annotations

import pytest

from optimizer.facilities import facilities
from optimizer.methods import find_method, unmet
from optimizer.metrics.metric_needs import can_score, needs_expected
from optimizer.metrics.scorer import Scorer, read_parts
from optimizer.records import CallRole, Example, ModelSpec, Need, Options

BARE = (Example("e1", {"text": "a"}), Example("e2", {"text": "b"}, ""))
LABELLED = (*BARE, Example("e3", {"text": "c"}, "yes"))


@pytest.mark.parametrize("line", ["json", "regex:^yes", "2*json + f1", "schema:a.json"])
def test_some_metrics_need_no_expected_answer(line: str) -> None:
    assert not needs_expected(line)
    assert can_score(line, BARE)
    assert Need.METRIC in facilities({}, Options(metric=line), BARE)


@pytest.mark.parametrize("line", ["label", "exact", "regex", "f1 + label", "number:0.1"])
def test_the_others_need_one(line: str) -> None:
    assert needs_expected(line)
    assert not can_score(line, BARE)
    assert can_score(line, LABELLED)
    assert Need.METRIC not in facilities({}, Options(metric=line), BARE)
    assert Need.METRIC in facilities({}, Options(metric=line), LABELLED)


def test_the_own_file_decides_by_itself() -> None:
    assert not needs_expected("python:/tmp/mine.py")


def test_no_metric_and_an_unreadable_one_score_nothing() -> None:
    assert not can_score("", LABELLED)
    assert not can_score("nonsense", BARE)


@pytest.mark.parametrize("line", ["json", "regex:^yes", "exact", "2*json + f1", "label", "regex"])
def test_it_says_what_the_scorer_does(line: str) -> None:
    scored = Scorer(read_parts(line), ("yes",)).score("yes", BARE[0])
    assert (scored is not None) == can_score(line, BARE[:1])


def test_a_method_that_needs_scores_runs_where_the_metric_needs_no_labels() -> None:
    mipro = find_method("mipro")
    assert unmet(mipro, facilities({}, Options(metric="json"), BARE)) == ""
    lacking = unmet(mipro, facilities({}, Options(metric="exact"), BARE))
    assert "a metric that can score" in lacking


def test_label_words_are_looked_for_only_where_there_are_labels() -> None:
    words = find_method("bbt_rgb")
    assert unmet(words, facilities({}, Options(metric="json"), BARE))
    assert unmet(words, facilities({}, Options(metric="json"), LABELLED)) == ""


def test_a_method_that_learns_from_expected_answers_asks_for_them() -> None:
    robust = find_method("gpo_robust")
    have = facilities({CallRole.WRITE: ModelSpec()}, Options(metric="json"), BARE)
    assert unmet(robust, have) == "Needs expected answers on some rows."
    have = facilities({CallRole.WRITE: ModelSpec()}, Options(metric="json"), LABELLED)
    assert unmet(robust, have) == ""
