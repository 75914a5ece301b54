"""A prompt may call the labels by other words, and is scored by those."""

from __future__ import annotations

from optimizer.metrics.labels import expected_of, lost_labels, word_for
from optimizer.metrics.metrics import metrics
from optimizer.records import Example, Prompt

PLAIN = Prompt("Is it positive or negative?")
WORDED = Prompt("Is it good or bad?", labels=(("positive", "good"), ("negative", "bad")))
ROW = Example("r", {"text": "Lovely."}, reference="positive")


def test_an_output_is_right_when_it_says_the_prompts_own_word() -> None:
    assert word_for(WORDED, "positive") == "good"
    exact = metrics()["exact"]
    assert exact.score("good", expected_of(WORDED, ROW).reference or "") == 1.0
    assert exact.score("positive", expected_of(WORDED, ROW).reference or "") == 0.0
    assert exact.score("positive", expected_of(PLAIN, ROW).reference or "") == 1.0
    unlabelled = Example("u", {"text": "?"})
    assert expected_of(WORDED, unlabelled) is unlabelled


def test_a_label_is_not_lost_while_its_word_is_named() -> None:
    assert lost_labels(["positive", "negative"], PLAIN, WORDED) == []
    assert lost_labels(["positive", "negative"], WORDED, Prompt("Is it good?")) == [
        "positive",
        "negative",
    ]
    assert lost_labels(["positive"], Prompt("What is it?"), Prompt("Say it.")) == []


def test_a_label_in_a_longer_one_is_not_named_by_it() -> None:
    labels = ["spam", "not spam"]
    both = Prompt("Is it spam or not spam?")
    assert lost_labels(labels, both, Prompt("Say whether it is not spam.")) == ["spam"]
    assert lost_labels(labels, both, Prompt("Say not spam, or Spam.")) == []
    assert lost_labels(["day", "days"], Prompt("day or days"), Prompt("Days? A day?")) == []
