from __future__ import annotations

import pytest

from optimizer.dataset import check_placeholders, guess_roles
from optimizer.errors import DataFault
from optimizer.records import Column, ColumnRole, InputField, Prompt

INPUT, REFERENCE, IGNORE = ColumnRole.INPUT, ColumnRole.REFERENCE, ColumnRole.IGNORE


def roles(*names: str, rows: tuple[dict[str, str], ...] = ()) -> list[ColumnRole]:
    return [column.role for column in guess_roles(names, rows)]


def test_names_tell_what_a_column_is_for() -> None:
    assert roles("id", "text", "Label") == [IGNORE, INPUT, REFERENCE]
    assert roles("input", "target", "answer") == [INPUT, REFERENCE, INPUT]
    assert roles("ticket_id", "subject", "body") == [IGNORE, INPUT, INPUT]


def test_an_empty_column_is_ignored() -> None:
    rows = ({"text": "x", "notes": ""}, {"text": "y", "notes": ""})
    assert roles("text", "notes", rows=rows) == [INPUT, IGNORE]


@pytest.mark.parametrize("names", [("label",), ("id",), ("id", "label"), ("label", "target")])
def test_there_is_always_an_input(names: tuple[str, ...]) -> None:
    assert INPUT in roles(*names)


def test_no_columns_have_no_roles() -> None:
    assert guess_roles((), ()) == ()
    assert guess_roles(("text",), ()) == (Column("text"),)


def test_placeholders_with_columns_pass() -> None:
    check_placeholders(Prompt("Say {{ text }}", fields=(InputField("by", "By"),)), ("by", "text"))


def test_every_placeholder_without_a_column_is_named() -> None:
    prompt = Prompt("Say {{txt}}", system="For {{who}}", fields=(InputField("by", "By"),))
    with pytest.raises(DataFault, match=r"\{\{txt\}\}, \{\{who\}\}") as caught:
        check_placeholders(prompt, ("text", "by"))
    assert "Did you mean {{text}}?" in caught.value.remedy
