"""Which words of two outputs the other lacks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.compare.output_diff import differences, utf16_ranges


def words(text: str, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    """Return the marked pieces of a text."""
    return [text[start:end] for start, end in ranges]


def test_words_that_only_one_side_has_are_marked() -> None:
    left, right = "We will send it on Monday.", "We will send it by Friday."
    found = differences(left, right)
    assert words(left, found.left) == ["on Monday"]
    assert words(right, found.right) == ["by Friday"]
    assert found.note == ""


def test_east_asian_characters_are_compared_one_by_one() -> None:
    left, right = "我们星期一寄出您的包裹。", "我们星期五寄出您的包裹。"
    found = differences(left, right)
    assert (words(left, found.left), words(right, found.right)) == (["一"], ["五"])


def test_no_mark_crosses_a_line_end() -> None:
    left = "kept words stand here\n\nnew line\n\nanother line\n\nkept end"
    right = "kept words stand here\n\nkept end"
    assert words(left, differences(left, right).left) == ["new line", "another line"]


def test_blanks_alone_are_no_difference_but_are_said() -> None:
    found = differences("one  two\nthree", "one two three")
    assert found.left == found.right == ()
    assert "blanks" in found.note


def test_when_nearly_everything_differs_a_note_stands_instead_of_marks() -> None:
    found = differences(
        "an entirely fresh reply about cats and dogs that run",
        "nobody knows which ship sails tomorrow morning over there",
    )
    assert found.left == found.right == ()
    assert "everything" in found.note.lower()


def test_very_long_texts_are_not_compared() -> None:
    found = differences("word " * 20_000, "other " * 20_000)
    assert found.left == ()
    assert "long" in found.note


@given(st.text(max_size=200), st.text(max_size=200))
def test_ranges_lie_in_the_text_in_order_and_apart(left: str, right: str) -> None:
    found = differences(left, right)
    for text, ranges in ((left, found.left), (right, found.right)):
        at = 0
        for start, end in ranges:
            assert at <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            at = end


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_utf16_ranges_cut_out_the_same_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    ((first, last),) = utf16_ranges(text, [(start, end)])
    units = text.encode("utf-16-le", "surrogatepass")
    cut = units[first * 2 : last * 2].decode("utf-16-le", "surrogatepass")
    assert cut == text[start:end]
