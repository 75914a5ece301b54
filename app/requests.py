"""What a page may ask of the program around it, and how the answer comes back.

A page emits a request through its signal `request`; the main window does the work (away from the
GUI thread where it takes long) and hands every reply to the page's `receive(reply)`. A request that
has nothing to tell gets no reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from optimizer.records import (
    CallRole,
    Caps,
    Column,
    Example,
    ModelSpec,
    Prompt,
    Task,
    Verdict,
)
from optimizer.views import FaultView


@dataclass(frozen=True, slots=True)
class OpenDataFile:
    """Look into a data file; without a path the person is asked. Answered with a `TableInfo`.

    `adding` says that its rows are for the open project, not for a new one. A failure carries the
    path that was chosen, so that another try asks for no file.
    """

    path: Path | None = None
    adding: bool = False


@dataclass(frozen=True, slots=True)
class LoadData:
    """Read a data file into a table of at most `limit` rows. Answered with a `Table`."""

    path: Path
    limit: int
    seed: int = 0
    skip_bad_rows: bool = False


@dataclass(frozen=True, slots=True)
class MakeExamples:
    """Map rows to examples and split them. Answered with a tuple of `Example`."""

    rows: tuple[Mapping[str, str], ...] = field(repr=False)
    columns: tuple[Column, ...]
    held_out_share: float


@dataclass(frozen=True, slots=True)
class Summarise:
    """Look what each column holds. Answered with a tuple of `ColumnSummary`."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a new project starts with; without a path the person is asked for one."""

    name: str
    task: Task
    examples: tuple[Example, ...]
    start: Prompt
    models: Mapping[CallRole, ModelSpec | None] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class CreateProject:
    """Make a project file of a draft and open it. Answered with its `Path`."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class EstimateRun:
    """Ask what a new project will take. Answered with a `ForecastView` and a warning, as a pair."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TestModel:
    """Make one small call to a model. Answered with a `ModelReport`."""

    __test__ = False  # not a test case, whatever its name

    role: CallRole
    spec: ModelSpec


@dataclass(frozen=True, slots=True)
class InstallModel:
    """Fetch the bundled model; the window tells how far it is."""


@dataclass(frozen=True, slots=True)
class ListModels:
    """Ask which model names are known. Answered with a tuple of names."""

    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ExportPrompt:
    """Open the export dialog for a prompt; None is the recommended one."""

    prompt_id: str | None = None


@dataclass(frozen=True, slots=True)
class ExportVotes:
    """Ask for a file and write the votes to it; `format` is csv or jsonl."""

    format: Literal["csv", "jsonl"] = "csv"


@dataclass(frozen=True, slots=True)
class SaveText:
    """Ask for a file and write a text to it whole. Answered with its `Path`."""

    text: str = field(repr=False)
    suggested_name: str


@dataclass(frozen=True, slots=True)
class SaveBytes:
    """Ask for a file and write a picture to it whole. Answered with its `Path`."""

    data: bytes = field(repr=False)
    suggested_name: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Ask for a file and write the report of the project to it, as one HTML file."""


@dataclass(frozen=True, slots=True)
class ImportPrompt:
    """Read a prompt from a file; without a path the person is asked. Answered with a `Prompt`."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class CopyProject:
    """Ask for a file and save a copy of the open project there."""


@dataclass(frozen=True, slots=True)
class OpenMethods:
    """Open the list of methods."""


@dataclass(frozen=True, slots=True)
class MergeProject:
    """Take another copy of the open project in; without a path the person is asked."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenWordings:
    """Open what writers are told in this project."""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Open the settings at a section: models, judging, caps, keys or appearance."""

    section: str = "models"


@dataclass(frozen=True, slots=True)
class OpenProject:
    """Open a project file; without a path the person is asked."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenSample:
    """Open a sample project; without a name the first."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class VoteFilter:
    """Which votes the history shows; None lets all pass.

    `teaching` lets only those pass that the posterior learns from; `since` is a time in UTC.
    """

    prompt_id: str | None = None
    example_id: str | None = None
    verdict: Verdict | None = None
    up_to_number: int | None = None
    against_id: str | None = None
    teaching: bool = False
    rater: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class ShowVotes:
    """Show the history on the Progress page, narrowed by a filter."""

    filter: VoteFilter = field(default_factory=VoteFilter)


@dataclass(frozen=True, slots=True)
class ShowPrompt:
    """Show a prompt on the Prompts page, or how it fared against another one."""

    prompt_id: str
    against_id: str = ""


@dataclass(frozen=True, slots=True)
class ShowConfirmation:
    """Show where the best prompt is confirmed on fresh rows."""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Turn to a page: data, compare, prompts or progress."""

    page: str


@dataclass(frozen=True, slots=True)
class Notify:
    """Show an inline message; `retry` is posted again when the person asks for it."""

    fault: FaultView
    retry: object | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop working on an earlier request."""

    request: object


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a request is: `share` from 0 to 1 or None (unknown), `done` rows or bytes so far."""

    request: object
    share: float | None
    done: int
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A request was fulfilled with a result."""

    request: object
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A request failed or was cancelled (kind `cancelled`)."""

    request: object
    fault: FaultView


Reply = Progressed | Answered | Failed
