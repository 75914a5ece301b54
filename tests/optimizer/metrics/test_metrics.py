from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.metrics.metrics import (
    contains,
    extract_label,
    last_number,
    letter,
    metrics,
    token_f1,
    words,
)


def score(name: str, answer: str, reference: str) -> float:
    return metrics()[name].score(answer, reference)


@pytest.mark.parametrize(
    ("name", "answer", "reference", "expected"),
    [
        ("exact", " yes\n", "yes", 1),
        ("exact", "Yes", "yes", 0),
        ("normalised", "**Yes!**", "yes", 1),
        ("normalised", "Refund not showing up.", "refund_not_showing_up", 1),
        ("normalised", "yes, it is", "yes", 0),
        ("normalised", "!!", "?!", 0),
        ("normalised", "?!", "?!", 1),
        ("normalised", "ＹＥＳ", "yes", 1),
        ("contains", "It is New York, of course", "new york", 1),
        ("contains", "It is New Yorkshire", "new york", 0),
        ("contains", "a ?! b", "?!", 1),
        ("regex", "order 12345 shipped", r"\b\d{5}\b", 1),
        ("regex", "order 12 shipped", r"\b\d{5}\b", 0),
        ("regex", "anything", "(", 0),
        ("number", "so she pays $1,234.50.", "1234.5", 1),
        ("number", "2 + 3 = 5", "5", 1),
        ("number", "the answer is \u22127", "-7", 1),
        ("number", "5-3", "3", 1),
        ("number", "10km", "10", 1),
        ("number", "nothing", "10", 0),
        ("number", "10.001", "10", 0),
        ("choice", "(B) Paris", "B", 1),
        ("choice", "A or B", "B", 0),
        ("json", '{"a": 1}', "", 1),
        ("json", '```json\n{"a": 1}\n```', "", 1),
        ("json", "{'a': 1}", "", 0),
        ("json", "NaN", "", 0),
        ("json", "[" * 100_000, "", 0),
        ("f1", "the cat sat", "the cat sat", 1),
        ("f1", "a cat", "the cat", 0.5),
        ("f1", "", "the cat", 0),
        ("f1", "", "", 1),
    ],
)
def test_scores(name: str, answer: str, reference: str, expected: float) -> None:
    assert score(name, answer, reference) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 and 2,500", 2500),
        ("12,34", 34),
        ("v3.5.2", None),
        ("\\boxed{42}", 42),
        ("50%", 50),
        (".5", 0.5),
        ("-3e2", -300),
        ("9" * 400, None),
        ("no", None),
    ],
)
def test_the_last_number(text: str, expected: float | None) -> None:
    assert last_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b", "B"),
        ("**C**", "C"),
        ("(D)", "D"),
        ("The answer is B.", "B"),
        ("The answer is A", "A"),
        ("A) Rome", "A"),
        ("A cat, so B", "B"),
        ("B. Because I say so", "B"),
        ("I think it is C", "C"),
        ("A cat sat there", None),
        ("I'd say D", "D"),
        ("Either B or C", None),
        ("Z", None),
        ("", None),
    ],
)
def test_letters(text: str, expected: str | None) -> None:
    assert letter(text) == expected


@pytest.mark.parametrize(
    ("answer", "labels", "expected"),
    [
        ("The answer is **positive**.", ("positive", "negative"), "positive"),
        ("POSITIVE", ("positive", "negative"), "positive"),
        ("positive or negative", ("positive", "negative"), None),
        ("It is unpositively so", ("positive", "negative"), None),
        ("This is not spam", ("spam", "not spam"), "not spam"),
        ("It is spam and not spam", ("spam", "not spam"), None),
        ("category: Change-PIN", ("change pin", "card lost"), "change pin"),
        ("yes", ("yes", "Yes"), "yes"),
        ("YES", ("yes", "Yes"), None),
        ("C++ it is", ("C", "C++"), "C++"),
        ("", ("a", ""), None),
    ],
)
def test_labels(answer: str, labels: tuple[str, ...], expected: str | None) -> None:
    assert extract_label(answer, labels) == expected


@given(
    label=st.sampled_from(["positive", "refund not showing up", "n/a", "C++"]), end=st.booleans()
)
def test_a_label_alone_is_itself_whatever_stands_around_it(label: str, end: bool) -> None:
    labels = ("positive", "negative", "refund not showing up", "n/a", "C++")
    for frame in ("{}", "**{}**", "Label: {}.", "<answer>{}</answer>", "I'd say “{}”"):
        assert extract_label(frame.format(label) + "\n" * end, labels) == label


@given(answer=st.text(), reference=st.text())
def test_every_metric_takes_any_text_and_stays_in_bounds(answer: str, reference: str) -> None:
    for name, metric in metrics().items():
        assert metric.name == name
        assert 0 <= metric.score(answer, reference) <= 1
    extract_label(answer, (reference, "yes"))
    assert token_f1(answer, reference) == token_f1(reference, answer)


@pytest.mark.parametrize("name", ["exact", "normalised", "contains", "f1"])
@given(text=st.text())
def test_the_expected_answer_itself_is_best(name: str, text: str) -> None:
    assert score(name, text, text) == 1


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("答案是正面。", "正面"),
        ("正面", "正面"),
        ("这条评论是负面的", "负面"),
        ("正面还是负面？", None),
        ("これは肯定です", "肯定"),
        ("答案是positive吧", "positive"),
    ],
)
def test_labels_are_found_where_no_spaces_stand_between_words(
    answer: str, label: str | None
) -> None:
    assert extract_label(answer, ["正面", "负面", "肯定", "positive"]) == label


def test_words_are_counted_where_no_spaces_stand_between_them() -> None:
    assert contains("答案是正面。", "正面") == 1.0
    assert contains("答案是正面。", "负面") == 0.0
    assert 0.0 < token_f1("今天下雨", "今天晴") < 1.0
    assert words("Die Größe: 1,5 m") == ["die", "grösse", "1,5", "m"]
