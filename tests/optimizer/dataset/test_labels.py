from __future__ import annotations

import pytest

from optimizer.dataset import RoleAdvice, answer_kind, guess_roles, role_advice
from optimizer.dataset.labels import labels_in, unnamed
from optimizer.records import AnswerKind, Column, ColumnRole

INPUT, REFERENCE = ColumnRole.INPUT, ColumnRole.REFERENCE
TEAMS = {"team": ("billing", "delivery")}
NAMED = "Billing or delivery? {{text}}"


def test_labels_are_few_short_and_come_again_most_frequent_first() -> None:
    assert labels_in(["b", " a", "a ", "", "b", "a"]) == ("a", "b")
    assert labels_in(["a", "b", "c"]) == (), "none comes again"
    assert labels_in(["a"] * 9) == (), "one value is no choice"
    assert labels_in(["one two three four five", "a"] * 5) == (), "sentences are no labels"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Say BILLING or sign_up.", ()),
        ("Say billing or sign-up", ()),
        ("Is this rebilling, or a sign up?", ("billing",)),
        ("Answer {{billing}} with sign up", ("billing",)),
        ("", ("billing", "sign up")),
    ],
)
def test_a_label_is_named_by_its_whole_words(text: str, missing: tuple[str, ...]) -> None:
    assert unnamed(("billing", "sign up"), text) == missing


def test_a_single_letter_is_named_in_its_own_case_only() -> None:
    assert unnamed(("A", "B"), "Choose a letter: A or b") == ("B",)


def test_answers_are_labels_if_the_prompt_names_them_or_the_person_chose_the_column() -> None:
    labels = TEAMS["team"]
    assert answer_kind(labels, NAMED, chosen=False) is AnswerKind.LABEL
    assert answer_kind(labels, "Reply to {{text}}", chosen=False) is AnswerKind.FREE
    assert answer_kind(labels, "Reply to {{text}}", chosen=True) is AnswerKind.LABEL
    assert answer_kind((), NAMED, chosen=True) is AnswerKind.FREE


def test_a_class_column_with_sentences_is_no_reference() -> None:
    rows = tuple({"text": "x", "label": f"A long sentence about number {n}."} for n in range(30))
    assert all(column.role is INPUT for column in guess_roles(("text", "label"), rows))


def test_what_the_prompt_uses_is_an_input_whatever_its_name() -> None:
    roles = {c.name: c.role for c in guess_roles(("id", "text", "answer"), (), ("id", "answer"))}
    assert roles == {"id": INPUT, "text": INPUT, "answer": INPUT}


def advice(role: ColumnRole, text: str, used: tuple[str, ...] = ("text",)) -> RoleAdvice | None:
    columns = (Column("text"), Column("team", role))
    kind = answer_kind(TEAMS["team"], text, chosen=False)
    return role_advice(columns, TEAMS, text, used, kind)


def test_a_guess_that_fits_the_prompt_needs_no_word() -> None:
    assert advice(REFERENCE, NAMED) is None
    assert advice(INPUT, "Reply to {{text}} of {{team}}", ("text", "team")) is None
    assert advice(ColumnRole.IGNORE, "Reply to {{text}}") is None


def test_each_misfit_is_told_with_the_change_that_mends_it() -> None:
    unfit = advice(REFERENCE, "Reply to {{text}}")
    assert unfit is not None
    assert (unfit.column, unfit.role) == ("team", INPUT)
    for text in (NAMED, "Reply to {{text}}"):
        for role in (INPUT, ColumnRole.IGNORE) if text is NAMED else (INPUT,):
            proposed = advice(role, text)
            assert proposed is not None
            assert (proposed.column, proposed.role) == ("team", REFERENCE)


def test_labels_are_named_where_no_blanks_part_words() -> None:
    assert unnamed(("正面", "负面"), "判断评论是正面还是负面。") == ()
    assert unnamed(("good", "bad"), "只回答good或bad。") == ()
    assert unnamed(("good",), "goodness") == ("good",)
