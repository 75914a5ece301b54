from __future__ import annotations

import pytest

from optimizer.asking.reading import LEAST_MS, too_fast


@pytest.mark.parametrize(
    ("took_ms", "words", "fast"),
    [(LEAST_MS - 1, 1, True), (LEAST_MS, 1, False), (900, 20, True), (4000, 20, False)],
)
def test_a_vote_is_fast_when_nobody_reads_so_quickly(took_ms: int, words: int, fast: bool) -> None:
    assert too_fast(took_ms, ("word " * words, "word " * words)) is fast


def test_of_a_long_output_the_beginning_counts() -> None:
    book = "word " * 100_000

    assert not too_fast(25_000, (book, book))
    assert too_fast(5_000, (book, book))


def test_nothing_to_read_takes_no_time() -> None:
    assert not too_fast(LEAST_MS, ("", ""))
