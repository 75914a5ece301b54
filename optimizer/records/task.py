"""What a task is: its columns, its rows and the answer that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Split(StrEnum):
    """Which part of the data set an example belongs to."""

    TUNING = "tuning"
    HELD_OUT = "held-out"


class ColumnRole(StrEnum):
    """What a column of the data set is used for."""

    INPUT = "input"
    REFERENCE = "reference"
    IGNORE = "ignore"


class AnswerKind(StrEnum):
    """What kind of answer a task wants."""

    FREE = "free"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the data set and what it is used for."""

    name: str
    role: ColumnRole = ColumnRole.INPUT


@dataclass(frozen=True, slots=True)
class Task:
    """What the answers are for: description, criteria, columns and fixed text.

    `locks` are literal strings that every candidate prompt must contain verbatim.
    """

    id: str
    name: str
    description: str = ""
    criteria: str = ""
    columns: tuple[Column, ...] = ()
    answer_kind: AnswerKind = AnswerKind.FREE
    labels: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the data set; `id` is the hash of its content, `reference` the expected answer."""

    id: str
    fields: Mapping[str, str]
    reference: str | None = None
    split: Split = Split.TUNING

    @property
    def lines(self) -> str:
        """Its fields as text, each on a line after its name."""
        return "\n".join(f"{name}: {value}" for name, value in self.fields.items())
