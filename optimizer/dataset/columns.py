"""Columns: their names, what they are for, and whether they serve the prompt's placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches

from optimizer.dataset.labels import few_and_short
from optimizer.errors import DataFault
from optimizer.records import Column, ColumnRole, Prompt
from optimizer.said import say
from optimizer.template import used_columns

# Names that people give to the expected answer, likeliest first, and to what is no content.
_REFERENCES = (
    *("reference", "expected", "expected_answer", "expected_output", "gold", "target"),
    *("label", "labels", "answer", "ideal", "correct", "ground_truth", "solution"),
    *("category", "class", "intent", "sentiment", "output", "completion", "response"),
)
# Names of classes: such a column is the expected answer only if it may hold labels. The second
# line's are as often something that the prompt is told, so they are only ever proposed.
_CLASSES = frozenset(("label", "labels", "category", "class", "intent", "sentiment"))
CLASS_NAMES = _CLASSES | frozenset(
    ("team", "topic", "type", "priority", "queue", "department", "route", "tag", "group", "kind")
)
_IGNORED = frozenset(
    ("id", "ids", "idx", "index", "uuid", "guid", "key", "row", "row_number", "number", "nr", "#")
)


def guess_roles(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    used: Collection[str] = (),
) -> tuple[Column, ...]:
    """Guess what each column is for, from its name and some rows.

    Args:
        columns: The names in the order of the file.
        rows: Some rows; a column that is empty in all of them is ignored.
        used: Columns that the prompt uses, as far as it is written: they are inputs.

    Returns:
        One column each, with at most one reference and, if there is a column, one input at least.
    """
    plain = {name: plain_name(name) for name in columns}
    fit = [
        name
        for name in columns
        if name not in used
        and (plain[name] not in _CLASSES or few_and_short(row.get(name, "") for row in rows))
    ]
    ranked = [name for word in _REFERENCES for name in fit if plain[name] == word]
    reference = ranked[0] if ranked and len(columns) > 1 else None
    roles = {}
    for name in columns:
        empty = bool(rows) and not any(row.get(name) for row in rows)
        ignored = empty or plain[name] in _IGNORED or plain[name].endswith("_id")
        ignored = ignored and name not in used
        roles[name] = ColumnRole.IGNORE if ignored else ColumnRole.INPUT
    if reference and roles[reference] is ColumnRole.INPUT:
        roles[reference] = ColumnRole.REFERENCE
    if columns and ColumnRole.INPUT not in roles.values():
        fallback = next((name for name in columns if name != reference), columns[0])
        roles[fallback] = ColumnRole.INPUT
    return tuple(Column(name, role) for name, role in roles.items())


def plain_name(name: str) -> str:
    """Return a column name in small letters, with underscores between its words."""
    return re.sub(r"[\s-]+", "_", name.lower())


def check_placeholders(prompt: Prompt, columns: Sequence[str]) -> None:
    """Check that every value a prompt asks for has a column.

    Args:
        prompt: The prompt to fill.
        columns: The names of the data's columns.

    Raises:
        DataFault: Some placeholder has none; all of them are named, with the nearest column.
    """
    missing = [name for name in used_columns(prompt) if name not in columns]
    if not missing:
        return
    said = ", ".join(f"{{{{{name}}}}}" for name in missing)
    meant = []
    for name in missing:
        meant += get_close_matches(name, columns, n=1)
    hint = (
        say("Did you mean {names}? ", names=", ".join(f"{{{{{name}}}}}" for name in meant))
        if meant
        else ""
    )
    raise DataFault(
        say("The prompt asks for {said}, but the data has no column of that name.", said=said),
        say("{hint}The columns are: {value}.", hint=hint, value=", ".join(columns) or "none"),
    )


def clean_names(names: Sequence[str], file: str, warn: Callable[[str], None]) -> list[str]:
    """Return column names that a placeholder can hold.

    Args:
        names: The names as the file has them.
        file: The file's name, for messages.
        warn: Told what was changed, and when the names look like data.

    Raises:
        DataFault: A name is empty or comes twice.
    """
    cleaned = [clean_name(name) for name in names]
    for position, (name, raw) in enumerate(zip(cleaned, names, strict=True), start=1):
        if not name:
            raise DataFault(
                say(
                    "Column {position} of {file} has no name (line 1).",
                    position=position,
                    file=file,
                ),
                say("Give every column a name in the first line."),
            )
        if name != raw.strip():
            warn(say("The column {raw!r} is called {name!r} here.", raw=raw.strip(), name=name))
        first = cleaned.index(name) + 1
        if first < position:
            raise DataFault(
                say(
                    "Columns {first} and {position} of {file} are both called {name!r} (line 1).",
                    first=first,
                    position=position,
                    file=file,
                    name=name,
                ),
                say("Rename one of them."),
            )
    if names and all(_is_number(name) for name in cleaned):
        warn(
            say("The first line holds numbers only: it may be data, and the names may be missing.")
        )
    return cleaned


def clean_name(name: str) -> str:
    """Return a column name without what a placeholder cannot hold: braces and line breaks."""
    return " ".join(name.replace("{", "(").replace("}", ")").splitlines()).strip()


def _is_number(name: str) -> bool:
    try:
        float(name.rstrip("%").replace(",", ""))
    except ValueError:
        return False
    return True
