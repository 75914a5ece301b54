from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from optimizer.store.values import from_body, from_json, plain, to_body, to_json, utc_now

any_text = st.text(st.characters(codec=None))


@given(any_text)
def test_bodies_are_lossless(text: str) -> None:
    assert from_body(to_body(text)) == text


@given(st.dictionaries(any_text, any_text | st.none() | st.booleans() | st.integers()))
def test_json_is_lossless_and_can_be_stored(value: dict[str, object]) -> None:
    text = to_json(value)

    assert text.encode().decode() == text
    assert from_json(text) == value


@given(any_text)
def test_plain_text_can_be_stored(text: str) -> None:
    stored = plain(text)

    assert isinstance(stored, str)
    assert stored.encode().decode() == stored


def test_plain_text_loses_only_half_characters() -> None:
    assert plain("a\ud83d b") == "a� b"
    assert plain("Größe 😀") == "Größe 😀"
    assert plain(3) == 3
    assert plain(None) is None


def test_times_are_utc_and_of_one_width() -> None:
    now = utc_now()

    assert len(now) == len("2026-01-02T03:04:05.678Z")
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(minutes=1)
