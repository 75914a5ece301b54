"""What the check of a prompt finds while it is being written."""

from __future__ import annotations

from app.widgets.placeholder_check import check_prompt
from optimizer.records import Column, ColumnRole

COLUMNS = (
    Column("message"),
    Column("customer"),
    Column("answer", ColumnRole.REFERENCE),
    Column("id", ColumnRole.IGNORE),
)


def test_a_prompt_whose_placeholders_all_have_columns_is_fine() -> None:
    assert check_prompt("Reply to {{ message }}", "", COLUMNS) == ()


def test_a_misspelt_placeholder_names_the_column_that_was_meant() -> None:
    (problem,) = check_prompt("Reply to {{mesage}}", "", COLUMNS)
    assert problem.blocking
    assert problem.rename == ("mesage", "message")
    assert problem.repair == "Use {{message}}"


def test_a_placeholder_in_other_letters_is_recognised() -> None:
    (problem,) = check_prompt("{{Message}}", "", COLUMNS)
    assert problem.rename == ("Message", "message")


def test_a_placeholder_like_no_column_gets_no_repair() -> None:
    (problem,) = check_prompt("{{qqqqqqqq}}", "", COLUMNS)
    assert problem.blocking
    assert problem.repair == ""


def test_the_reference_may_not_be_shown_to_the_model() -> None:
    (problem,) = check_prompt("{{answer}}", "", COLUMNS)
    assert problem.blocking
    assert problem.use_as_input == "answer"


def test_a_column_that_is_ignored_can_be_made_an_input() -> None:
    (problem,) = check_prompt("{{id}}", "", COLUMNS)
    assert problem.use_as_input == "id"


def test_an_empty_prompt_is_something_to_do_and_no_error() -> None:
    (problem,) = check_prompt("  ", "", COLUMNS)
    assert problem.blocking
    assert problem.todo


def test_a_prompt_without_any_column_would_give_every_row_one_answer() -> None:
    (problem,) = check_prompt("Say hello.", "", COLUMNS)
    assert problem.blocking


def test_a_column_printed_by_the_layout_counts_as_used() -> None:
    assert check_prompt("Say hello.", "", COLUMNS, block=["message"]) == ()


def test_locked_text_must_stay_word_for_word() -> None:
    (problem,) = check_prompt("Reply to {{message}}", "", COLUMNS, locks=["No refunds."])
    assert problem.blocking
    assert "No refunds." in problem.text
    kept = "No refunds. Reply to {{message}}"
    assert check_prompt(kept, "", COLUMNS, locks=["No refunds."]) == ()


def test_a_column_that_is_no_longer_used_is_only_mentioned() -> None:
    (problem,) = check_prompt("{{message}}", "", COLUMNS, before=["message", "customer"])
    assert not problem.blocking
    assert "customer" in problem.text


def test_an_open_brace_is_mentioned() -> None:
    (problem,) = check_prompt("{{message}} and {{customer", "", COLUMNS)
    assert not problem.blocking


def test_what_turns_the_text_around_is_shown_and_can_be_removed() -> None:
    (problem,) = check_prompt("Reply to \u202e{{message}}\u200b", "", COLUMNS)
    assert "[U+202E], [U+200B]" in problem.text
    assert not problem.blocking
    assert problem.remove == "\u202e\u200b"
    assert check_prompt("\u0631\u062f {{message}} \U0001f468\u200d\U0001f469", "", COLUMNS) == ()
