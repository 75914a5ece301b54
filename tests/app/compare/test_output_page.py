"""Outputs made ready to show: where what is read stands in what was written."""

from __future__ import annotations

import pytest

from app.compare.output_page import make_page
from app.compare.text_parts import LONGEST_LINE
from app.theme import Theme
from optimizer.views import OutputView

HUGE = " ".join(f"word{n}" for n in range(60_000))


def output(text: str) -> OutputView:
    return OutputView("o1", text, truncated=False)


def test_what_a_person_reads_is_one_part(theme: Theme) -> None:
    page = make_page(output("some words " * 5000), theme, 400, markdown=False)
    assert page.starts == (0,)
    assert page.text == "some words " * 5000


@pytest.mark.parametrize("markdown", [False, True])
def test_the_parts_of_a_huge_answer_are_all_of_it(theme: Theme, markdown: bool) -> None:
    first = make_page(output(HUGE), theme, 400, markdown=markdown)
    assert len(first.starts) > 5
    pages = [make_page(output(HUGE), theme, 400, markdown=markdown, at=at) for at in first.starts]
    assert [page.number for page in pages] == list(range(len(first.starts)))
    assert "".join(page.raw for page in pages) == HUGE
    assert " ".join(page.text.strip() for page in pages) == HUGE


@pytest.mark.parametrize("markdown", [False, True])
def test_a_part_that_is_marked_is_found_where_it_was_written(theme: Theme, markdown: bool) -> None:
    place = HUGE.index("word31000")
    page = make_page(output(HUGE), theme, 400, markdown=markdown, at=place)
    (shown,) = page.displayed([(place, place + 9)])
    assert page.text[slice(*shown)] == "word31000"
    assert page.written(shown) == (place, place + 9)
    (units,) = page.units([shown])
    assert page.points(*units) == shown
    assert page.document.toPlainText()[slice(*units)] == "word31000"


def test_what_stands_in_another_part_is_not_shown(theme: Theme) -> None:
    page = make_page(output(HUGE), theme, 400, markdown=False)
    assert page.displayed([(len(HUGE) - 9, len(HUGE))]) == ()
    found = page.find("WORD59999")
    assert found == ((len(HUGE) - 9, len(HUGE)),)
    assert page.part_of(found[0]) == len(page.starts) - 1
    assert page.found_here(found) == ()


def test_a_mark_across_two_parts_is_shown_in_both(theme: Theme) -> None:
    edge = make_page(output(HUGE), theme, 400, markdown=False).starts[1]
    mark = (edge - 6, edge + 6)
    for at in (0, edge):
        page = make_page(output(HUGE), theme, 400, markdown=False, at=at)
        (shown,) = page.displayed([mark])
        assert shown[1] - shown[0] == 6


def test_no_block_of_a_huge_line_is_too_long_for_qt(theme: Theme) -> None:
    page = make_page(output("x" * 30_000 + "🎉" * 3000), theme, 400, markdown=False)
    block = page.document.begin()
    lengths = []
    while block.isValid():
        lengths.append(block.length())
        block = block.next()
    assert max(lengths) <= 2 * LONGEST_LINE + 1
    assert page.text == "x" * 30_000 + "🎉" * 3000
    for unit in page.breaks:
        assert page.document.characterAt(unit) == "\u2029"


def test_code_stays_code_in_the_next_part(theme: Theme) -> None:
    text = "words\n\n```\n" + "code = **kwargs\n" * 4000 + "```\n"
    first = make_page(output(text), theme, 400, markdown=True)
    second = make_page(output(text), theme, 400, markdown=True, at=first.starts[1])
    assert "code = **kwargs" in second.text
    assert "```" not in second.text
