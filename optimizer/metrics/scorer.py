"""The metric of a project: one or several parts with weights, read from one line of text.

`label` is one part; `2*label + f1` are two, the first counting twice; `number:0.05` has a setting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from optimizer.errors import DataFault
from optimizer.identity import content_hash
from optimizer.metrics.metrics import (
    Metric,
    exact,
    extract_label,
    matches,
    metrics,
    number,
    schema_valid,
)
from optimizer.metrics.own_metric import OwnMetric
from optimizer.outputs import Cell
from optimizer.records import Example
from optimizer.said import say

JOIN = " + "
_PART = re.compile(r"(?:(?P<weight>\d+(?:\.\d+)?)\*)?(?P<name>[a-z0-9_]+)(?::(?P<setting>.+))?")
LABEL, PYTHON = "label", "python"


@dataclass(frozen=True, slots=True)
class Part:
    """One metric with its weight and its setting, as text."""

    name: str
    weight: float = 1.0
    setting: str = ""

    def __str__(self) -> str:
        weight = "" if self.weight == 1.0 else f"{self.weight:g}*"
        setting = f":{self.setting}" if self.setting else ""
        return f"{weight}{self.name}{setting}"


@dataclass(frozen=True, slots=True)
class Answered:
    """An output that is to be scored; `labels` are those of the task as its prompt words them."""

    output_id: str
    cell: Cell
    text: str
    example: Example
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoringJob:
    """Answers that are scored on another thread, because another process does it."""

    scorer: Scorer
    answered: tuple[Answered, ...]

    def run(self) -> Scored:
        """Score one answer after the other; a fault ends it, and what was scored counts."""
        values: list[tuple[Answered, float | None]] = []
        for each in self.answered:
            try:
                values.append((each, self.scorer.score(each.text, each.example, each.labels)))
            except DataFault as fault:
                return Scored(tuple(values), fault)
        return Scored(tuple(values))


@dataclass(frozen=True, slots=True)
class Scored:
    """What a scoring job found."""

    values: tuple[tuple[Answered, float | None], ...]
    fault: DataFault | None = None


def read_parts(line: str) -> tuple[Part, ...]:
    """Return the parts that a line names.

    Args:
        line: Such as `2*label + f1`; empty for none.

    Raises:
        DataFault: It is no such line, or names an unknown metric.
    """
    parts = []
    for text in filter(None, (each.strip() for each in line.split(JOIN))):
        match = _PART.fullmatch(text)
        known = [*metrics(), LABEL, "schema", PYTHON]
        if match is None or match["name"] not in known:
            name = match["name"] if match else text
            raise DataFault(
                say("There is no metric {name}.", name=name),
                say("Use one of these: {names}.", names=", ".join(known)),
            )
        weight = float(match["weight"] or 1.0)
        if weight <= 0:
            raise DataFault(say("The weight of {match} is not above 0.", match=match["name"]))
        parts.append(Part(match["name"], weight, match["setting"] or ""))
    return tuple(parts)


def check_metric(line: str) -> str:
    """Return a line as it is kept, after trying to put its metric together.

    Raises:
        DataFault: It cannot be.
    """
    parts = read_parts(line)
    Scorer(parts, ())
    return JOIN.join(str(part) for part in parts)


class Scorer:
    """Scores answers by the parts of a metric.

    Args:
        parts: What counts, with weights.
        labels: The labels of the task; needed by the part `label`.

    Attributes:
        key: Tells scores of this metric from those of any other, a changed file included.
        title: How people call it.
        slow: Whether another process works; then it is not for the optimizer thread.

    Raises:
        DataFault: A setting does not fit, or a file cannot be read.
    """

    def __init__(self, parts: Sequence[Part], labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._own: dict[str, OwnMetric] = {}
        self._parts = [(part, self._metric(part)) for part in parts]
        self.slow = any(part.name == PYTHON for part in parts)
        self.by_label = any(part.name == LABEL for part in parts)
        self.key = JOIN.join(str(part) for part in parts)
        contents = [_content(part, self._labels) for part in parts]
        if any(contents):
            self.key += f"@{content_hash(contents)[:8]}"
        self.title = _title([(part, metric) for part, metric in self._parts])

    def score(self, answer: str, example: Example, labels: Sequence[str] = ()) -> float | None:
        """Return the weighted mean of the parts; None where none of them can score.

        Args:
            answer: What the model said.
            example: The row, with its expected answer.
            labels: The labels as the prompt words them; those of the task when none are given.

        Raises:
            DataFault: The user's own file failed.
        """
        total = weights = 0.0
        for part, metric in self._parts:
            if metric.needs_reference and not example.reference:
                continue
            reference = example.reference or ""
            if part.name == LABEL:
                value = _label(answer, reference, labels or self._labels)
            elif part.name == PYTHON:
                value = self._file(part).score(answer, reference, example.fields)
            else:
                value = metric.score(answer, reference)
            total += part.weight * value
            weights += part.weight
        return total / weights if weights else None

    def unclear(self, answer: str, labels: Sequence[str] = ()) -> bool:
        """Return whether labels are looked for and the answer names none of them or several."""
        return self.by_label and extract_label(answer, labels or self._labels) is None

    def close(self) -> None:
        """End what works for it."""
        for own in self._own.values():
            own.close()
        self._own.clear()

    def _file(self, part: Part) -> OwnMetric:
        if part.setting not in self._own:
            self._own[part.setting] = OwnMetric(Path(part.setting))
        return self._own[part.setting]

    def _metric(self, part: Part) -> Metric:
        if part.name == LABEL:
            return Metric(LABEL, say("The expected label, wherever it stands"), exact)
        if part.name == PYTHON:
            if not part.setting:
                raise DataFault(say("The metric python needs a file."), say("Write python:FILE."))
            return Metric(
                PYTHON, say("Your file {name}", name=Path(part.setting).name), _elsewhere, False
            )
        if part.name == "schema":
            schema = _read_schema(part.setting)
            return Metric("schema", say("Fits the JSON schema"), partial(_fits, schema), False)
        known = metrics()[part.name]
        if not part.setting:
            return known
        if part.name == "number":
            return Metric("number", known.title, partial(number, tolerance=_tolerance(part)))
        if part.name == "regex":
            return Metric(
                "regex",
                say("Matches {setting}", setting=part.setting),
                _pattern(part.setting),
                False,
            )
        raise DataFault(
            say("The metric {name} has no setting.", name=part.name),
            say("Write {name} alone.", name=part.name),
        )


def _label(answer: str, reference: str, labels: Sequence[str]) -> float:
    """Return 1 if the expected label is the only one that the answer names."""
    found = extract_label(answer, labels or (reference,))
    return float(found is not None and found.strip() == reference.strip())


def _title(parts: Sequence[tuple[Part, Metric]]) -> str:
    if len(parts) == 1:
        return parts[0][1].title
    return ", ".join(f"{metric.title} (weight {part.weight:g})" for part, metric in parts)


def _content(part: Part, labels: Sequence[str]) -> str:
    """Return what a part's scores depend on beside its name and its setting."""
    if part.name == LABEL:
        return json.dumps(sorted(labels))
    if part.name in (PYTHON, "schema"):
        return _text(Path(part.setting))
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFault(
            say("{path} cannot be read: {error}.", path=path, error=error),
            say("Name a file that is there."),
        ) from error


def _read_schema(setting: str) -> dict[str, object] | bool:
    from jsonschema import SchemaError
    from jsonschema.validators import validator_for

    try:
        schema = json.loads(_text(Path(setting)))
        validator_for(schema).check_schema(schema)
    except (ValueError, SchemaError) as error:
        reason = str(error).splitlines()[0]
        raise DataFault(
            say("{setting} is no JSON schema: {reason}.", setting=setting, reason=reason),
            say("Correct it."),
        ) from error
    found: dict[str, object] | bool = schema
    return found


def _fits(schema: dict[str, object] | bool, answer: str, reference: str) -> float:
    return schema_valid(answer, schema)


def _tolerance(part: Part) -> float:
    try:
        value = float(part.setting)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1.0:
        raise DataFault(
            say("{setting} is no tolerance.", setting=part.setting),
            say("Write the share that may differ, such as 0.01."),
        )
    return value


def _pattern(setting: str) -> Callable[[str, str], float]:
    try:
        re.compile(setting)
    except re.error as error:
        raise DataFault(
            say("{setting} is no regular expression: {error}.", setting=setting, error=error),
            say("Correct it."),
        ) from error
    return lambda answer, reference: matches(answer, setting)


def _elsewhere(answer: str, reference: str) -> float:
    raise RuntimeError("a user's file is never run in this process")
