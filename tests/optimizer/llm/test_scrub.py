"""No key gets through."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ModelFault
from optimizer.llm.errorreading import read_error
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.faults import fault_of, make_fault
from optimizer.llm.scrub import detail, scrub
from optimizer.llm.wire import Attempt
from optimizer.records import Completion, ModelSpec

SPEC = ModelSpec("openai/some-model")


@given(st.text(min_size=6).filter(lambda key: key not in "[key]"), st.text(), st.text())
def test_a_key_that_was_sent_is_removed_wherever_it_stands(
    key: str, before: str, after: str
) -> None:
    assert key not in scrub(before, [key]) + scrub(after, [key])
    assert key not in scrub(f"{key} {key}", [key]) or key in "[key] [key]"


@pytest.mark.parametrize(
    "said",
    [
        "Incorrect API key provided: sk-proj-abcd********************wxyz.",
        "bad key sk-or-v1-0123456789abcdef",
        "Authorization: Bearer abc.def-ghi",
        "key AIzaSyA-1234567890abcdefghijk is not valid",
    ],
)
def test_what_has_the_form_of_a_key_is_removed(said: str) -> None:
    cleaned = scrub(said, [])
    assert "[key]" in cleaned
    for piece in ("abcd***", "0123456789", "abc.def", "1234567890"):
        assert piece not in cleaned


def test_honest_words_stay() -> None:
    said = "The parameter max_tokens is not allowed for the risk-free model key."
    assert scrub(said, ["", "no-key"]) == said


def test_a_providers_words_are_one_short_line() -> None:
    said = detail("a\n b\t c " + "long " * 200, [])
    assert said.startswith("a b c long")
    assert len(said) == 300


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_hides_the_key_even_in_a_models_name(kind: str) -> None:
    spec = ModelSpec("openai/canary-key-0123")
    fault = make_fault(kind, spec, "canary-key-0123 was sent", ["canary-key-0123"])
    assert "canary" not in str(fault)
    assert "{" not in str(fault)


def test_a_fault_survives_the_way_between_processes() -> None:
    answer = Completion("", "stop", 1, 2, None, 3)
    fault = ModelFault("a", "b", kind="empty", attempts=2, lost_attempts=1, answer=answer)
    again = pickle.loads(pickle.dumps(fault))
    assert vars(again) == vars(fault)


def test_an_attempt_shows_no_key() -> None:
    attempt = Attempt("m", (), 1, None, None, 1.0, api_key="canary-key")
    assert "canary" not in repr(attempt)


class Refused(Exception):
    status_code = 429

    def __init__(self, retry_after: str | None) -> None:
        super().__init__("slow down")
        self.litellm_response_headers = {"retry-after": retry_after} if retry_after else {}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("12", 12.0), ("0.5", 0.5), ("-3", None), ("soon", None), ("inf", None)],
)
def test_retry_after_in_seconds(header: str | None, seconds: float | None) -> None:
    fault = fault_of(read_error(Refused(header)), SPEC)
    assert (fault.kind, fault.retry_after_s) == ("rate_limit", seconds)


def test_retry_after_as_a_date() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    wait = read_error(Refused(when)).retry_after_s
    assert wait is not None
    assert 30 < wait <= 90


@given(st.sampled_from([ValueError, KeyError, OSError, RuntimeError, TypeError]), st.text())
def test_any_exception_becomes_a_fault(family: type[Exception], text: str) -> None:
    fault = fault_of(read_error(family(text)), SPEC)
    assert fault.kind in FAULTS
    assert fault.message
