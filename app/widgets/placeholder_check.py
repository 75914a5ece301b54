"""Checks, while a prompt is being written, what would keep it from working; Qt-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.language import tr
from app.widgets.plain_text import unseen, visible
from optimizer.records import Column, ColumnRole
from optimizer.template import placeholders


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a prompt, with the repair that one click can do.

    Args:
        text: What is wrong.
        blocking: Whether the prompt cannot be used like this.
        rename: The placeholder as it is and as it should be, or None.
        use_as_input: The column that should become an input, or an empty text.
        todo: Whether it is merely not done yet.
        remove: The characters that should go, or an empty text.
    """

    text: str
    blocking: bool = True
    rename: tuple[str, str] | None = None
    use_as_input: str = ""
    todo: bool = False
    remove: str = ""

    @property
    def repair(self) -> str:
        """What the button of the repair says; empty when there is none."""
        if self.rename:
            return tr("Use {column}", column=f"{{{{{self.rename[1]}}}}}")
        if self.remove:
            return tr("Remove")
        return tr("Use it as input") if self.use_as_input else ""


def check_prompt(
    instruction: str,
    system: str,
    columns: Sequence[Column],
    *,
    block: Sequence[str] = (),
    before: Sequence[str] = (),
    locks: Sequence[str] = (),
) -> tuple[Problem, ...]:
    """Return what is wrong with a prompt, gravest first.

    Args:
        instruction: The template text.
        system: The system text.
        columns: The data's columns and what they are for.
        block: Columns that the layout prints beside the instruction.
        before: Columns that the prompt it was made from uses.
        locks: Texts that must stand in it word for word.
    """
    used = tuple(dict.fromkeys((*placeholders(system), *placeholders(instruction), *block)))
    problems = [found for name in used if (found := _column_problem(name, columns))]
    if not (instruction.strip() or system.strip()):
        problems.append(Problem(tr("Write the prompt first."), todo=True))
    elif not used:
        problems.append(
            Problem(tr("The prompt uses no column: every row would get the same answer."))
        )
    whole = f"{system}\n{instruction}"
    for lock in locks:
        if lock not in system and lock not in instruction:
            said = tr("The locked text “{text}” must stay as it is.", text=_short(lock))
            problems.append(Problem(said))
    for name in before:
        if name not in used and any(column.name == name for column in columns):
            said = tr("{column} is no longer used.", column=f"{{{{{name}}}}}")
            problems.append(Problem(said, blocking=False))
    if whole.count("{{") != whole.count("}}"):
        problems.append(
            Problem(tr("A brace is open: a column is written {{name}}."), blocking=False)
        )
    if odd := unseen(whole):
        said = tr(
            "It holds what cannot be seen or turns the text around: {characters}.",
            characters=", ".join(map(visible, odd)),
        )
        problems.append(Problem(said, blocking=False, remove="".join(odd)))
    return tuple(problems)


def _column_problem(name: str, columns: Sequence[Column]) -> Problem | None:
    roles = {column.name: column.role for column in columns}
    role, column = roles.get(name), f"{{{{{name}}}}}"
    if role is ColumnRole.INPUT:
        return None
    if role is None:
        near = _nearest(name, [column.name for column in columns])
        said = tr("{column} is no column of the data.", column=column)
        if not near:
            return Problem(said)
        hint = tr("Did you mean {column}?", column=f"{{{{{near}}}}}")
        return Problem(f"{said} {hint}", rename=(name, near))
    if role is ColumnRole.REFERENCE:
        said = tr("{column} is the reference: the model would be told the answer.", column=column)
    else:
        said = tr("{column} is a column that is set to ignore.", column=column)
    return Problem(said, use_as_input=name)


def _nearest(name: str, columns: Sequence[str]) -> str:
    folded = {column.casefold(): column for column in reversed(columns)}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return folded[near[0]] if near else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
