"""The bundled sample projects: real rows and a plain first prompt, read from resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from optimizer.records import AnswerKind, Column, ColumnRole, Prompt, Task

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# The first one is what the program opens by itself: it is the quickest to show a difference.
ORDER = ("customer-reply", "reader-summary", "ticket-routing")


@dataclass(frozen=True, slots=True)
class SampleInfo:
    """A sample in one line."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample project before it is made: its task, its rows and its start prompt."""

    info: SampleInfo
    task: Task
    rows: tuple[Mapping[str, str], ...]
    start: Prompt


def list_samples() -> tuple[SampleInfo, ...]:
    """Return the samples, the one to begin with first."""
    return tuple(_info(name, _read(name)) for name in ORDER)


def load_sample(sample_id: str) -> Sample:
    """Return a sample.

    Args:
        sample_id: The id of one of `list_samples`.

    Raises:
        KeyError: There is no such sample.
    """
    import json

    from optimizer.template import start_prompt

    if sample_id not in ORDER:
        raise KeyError(sample_id)
    data = _read(sample_id)
    lines = _folder(sample_id).joinpath("data.jsonl").read_text(encoding="utf-8").splitlines()
    columns = [Column(name) for name in data["inputs"]]
    if "reference" in data:
        columns.append(Column(data["reference"], ColumnRole.REFERENCE))
    return Sample(
        info=_info(sample_id, data),
        task=Task(
            id=sample_id,
            name=data["title"],
            description=data["description"].strip(),
            criteria=data["criteria"].strip(),
            columns=tuple(columns),
            answer_kind=AnswerKind(data["answer"]),
            labels=tuple(data.get("labels", ())),
        ),
        rows=tuple(json.loads(line) for line in lines if line.strip()),
        start=start_prompt(
            data["prompt"],
            system=data["system"],
            answer_tokens=data["answer_tokens"],
            temperature=data["temperature"],
        ),
    )


def _info(sample_id: str, data: Mapping[str, Any]) -> SampleInfo:
    return SampleInfo(sample_id, data["title"], data["summary"])


def _read(sample_id: str) -> dict[str, Any]:
    import yaml

    text = _folder(sample_id).joinpath("sample.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _folder(sample_id: str) -> Traversable:
    return files("resources").joinpath("samples", sample_id)
