"""Metrics of one or several parts, and the user's own file, which runs apart or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import DataFault
from optimizer.metrics.metrics import json_equal, rouge_l, schema_valid
from optimizer.metrics.own_metric import OwnMetric, consent, consented
from optimizer.metrics.scorer import Scorer, check_metric, read_parts
from optimizer.records import Example

ROW = Example("e", {"text": "Nice."}, reference="positive")
LABELS = ("positive", "negative")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))


def score(line: str, answer: str, example: Example = ROW) -> float | None:
    return Scorer(read_parts(line), LABELS).score(answer, example)


def test_one_part_is_itself_and_several_are_weighed() -> None:
    assert score("exact", "positive") == 1.0
    assert score("2*exact + f1", "positive review") == pytest.approx((0 + 2 / 3) / 3)
    assert score("exact", "positive", Example("e", {})) is None
    assert score("exact + json", "[1]", Example("e", {})) == 1.0


def test_the_label_counts_wherever_it_stands_and_alone() -> None:
    assert score("label", "I think it is **Positive**!") == 1.0
    assert score("label", "positive or negative") == 0.0
    scorer = Scorer(read_parts("label"), LABELS)
    assert scorer.unclear("positive or negative")
    assert scorer.unclear("hmm")
    assert not scorer.unclear("Negative.")
    assert not Scorer(read_parts("exact"), LABELS).unclear("hmm")


def test_a_prompt_may_word_the_labels_in_its_own_way() -> None:
    scorer = Scorer(read_parts("label"), LABELS)
    assert scorer.score("It is good", Example("e", {}, reference="good"), ("good", "bad")) == 1.0


def test_settings_change_the_part_and_the_key() -> None:
    price = Example("e", {}, reference="100")
    assert score("number", "102", price) == 0.0
    assert score("number:0.05", "102", price) == 1.0
    assert score(r"regex:^\d+$", "17", Example("e", {})) == 1.0
    keys = {Scorer(read_parts(line), LABELS).key for line in ("number", "number:0.05", "label")}
    assert len(keys) == 3
    assert Scorer(read_parts("label"), LABELS).key != Scorer(read_parts("label"), ("a", "b")).key


@pytest.mark.parametrize(
    "line", ["nonsense", "0*exact", "exact:3", "number:much", "regex:(", "python", "schema:/none"]
)
def test_what_is_no_metric_is_told(line: str) -> None:
    with pytest.raises(DataFault):
        check_metric(line)


def test_a_line_is_kept_as_it_means() -> None:
    assert check_metric("  2.0*exact  +  f1 ") == "2*exact + f1"
    assert check_metric("") == ""


def test_json_is_compared_by_what_it_says() -> None:
    assert json_equal('{"a": 1, "b": [2]}', '{"b": [2.0], "a": 1}') == 1.0
    assert json_equal("```json\n[1]\n```", "[1]") == 1.0
    assert json_equal("true", "1") == 0.0
    assert json_equal("nothing", "nothing") == 0.0
    assert json_equal("[1, 2]", "[2, 1]") == 0.0


def test_a_schema_is_checked(tmp_path: Path) -> None:
    schema = {"type": "object", "required": ["name"]}
    assert schema_valid('{"name": 1}', schema) == 1.0
    assert schema_valid("[]", schema) == 0.0
    assert schema_valid("no", schema) == 0.0
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema))
    assert score(f"schema:{path}", '{"name": "A"}') == 1.0
    path.write_text('{"type": "nothing"}')
    with pytest.raises(DataFault):
        check_metric(f"schema:{path}")


def test_rouge_by_hand() -> None:
    assert rouge_l("police killed the gunman", "police kill the gunman") == 0.75
    assert rouge_l("the gunman kill police", "police kill the gunman") == 0.5
    assert rouge_l("", "") == 1.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_rouge_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= rouge_l(one, other) <= 1.0
    assert rouge_l(one, other) == pytest.approx(rouge_l(other, one))
    assert rouge_l(one, one) == 1.0


# -- the user's own file ----------------------------------------------------------------------

FILE = """
import os, time
def score(answer, expected, row):
    print("noise")
    if answer == "sleep":
        time.sleep(60)
    if answer == "die":
        os._exit(3)
    if answer == "secret":
        return float("SOME_API_KEY" in os.environ)
    return len(row["text"]) / 10 if answer == expected else 0.0
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(FILE)
    return path


def test_nothing_runs_without_consent_and_a_changed_file_asks_again(own: Path) -> None:
    with pytest.raises(DataFault, match="not allowed"):
        OwnMetric(own)
    consent(own)
    assert consented(own)
    own.write_text(FILE + "\n# changed")
    assert not consented(own)
    assert not consented(own.with_name("absent.py"))


def test_the_file_scores_in_a_process_of_its_own(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "sesame")
    consent(own)
    metric = OwnMetric(own, limit_s=1.0)
    assert metric.score("positive", "positive", {"text": "Nice."}) == 0.5
    assert metric.score("secret", "", {"text": ""}) == 0.0
    with pytest.raises(DataFault, match="not from 0 to 1"):
        metric.score("x", "x", {"text": "much longer than that"})
    with pytest.raises(DataFault, match="more than 1 second"):
        metric.score("sleep", "", {"text": ""})
    with pytest.raises(DataFault, match="ended"):
        metric.score("positive", "positive", {"text": ""})


def test_neither_the_file_nor_what_it_starts_mixes_into_the_answers(own: Path) -> None:
    own.write_text(
        "import subprocess, sys\n"
        "def score(answer, expected, row):\n"
        "    print('halfway')\n"
        "    said = 'import sys; print(1); sys.exit(bool(sys.stdin.read()))'\n"
        "    ran = subprocess.run([sys.executable, '-c', said])\n"
        "    return 0.25 if ran.returncode == 0 and not sys.stdin.read() else 0.0\n"
    )
    consent(own)
    metric = OwnMetric(own, limit_s=20.0)
    scores = [metric.score("x", "", {}) for _ in range(3)]
    metric.close()
    assert scores == [0.25] * 3


def test_a_file_that_dies_or_cannot_be_loaded_is_told(own: Path) -> None:
    consent(own)
    metric = OwnMetric(own)
    with pytest.raises(DataFault, match="ended on one answer"):
        metric.score("die", "", {"text": ""})
    own.write_text("nonsense(")
    consent(own)
    with pytest.raises(DataFault, match="cannot be loaded"):
        OwnMetric(own)
