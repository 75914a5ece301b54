"""What jobs do away from the GUI thread: blocking functions that return plain results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.context import AppContext
from app.jobs import Job
from app.requests import (
    EstimateRun,
    ListModels,
    LoadData,
    MakeExamples,
    SaveBytes,
    SaveText,
    Summarise,
    TestModel,
)
from optimizer.errors import DataFault
from optimizer.records import CallRole, Example, Prompt
from optimizer.said import say

if TYPE_CHECKING:
    from optimizer.dataset import ColumnSummary, Table, TableInfo
    from optimizer.export import ExportedVote, PromptFormat
    from optimizer.export.votes import VoteFormat
    from optimizer.llm import ModelReport
    from optimizer.views import ForecastView

PROMPT_FORMATS: dict[str, PromptFormat] = {
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
}
LARGEST_PROMPT = 5_000_000  # bytes; anything larger is no prompt


def look_into(path: Path) -> TableInfo:
    """Return what the beginning of a data file shows.

    A bad row hides nothing here: the reading that follows names it and offers the other rows.
    """
    from optimizer.dataset import inspect

    return replace(inspect(path, skip_bad_rows=True), warnings=())


def load_table(request: LoadData, job: Job) -> Table:
    """Return a table of a data file, telling how far it is."""
    from optimizer.dataset import load

    return load(
        request.path,
        limit=request.limit,
        seed=request.seed,
        skip_bad_rows=request.skip_bad_rows,
        progress=job.progress,
        cancelled=job.cancelled,
    )


def make_examples(request: MakeExamples) -> tuple[Example, ...]:
    """Return the examples that rows become."""
    from optimizer.dataset import to_examples

    return to_examples(request.rows, request.columns, request.held_out_share)


def summarise_columns(request: Summarise) -> tuple[ColumnSummary, ...]:
    """Return what each column of some rows holds."""
    from optimizer.dataset import summarise

    return summarise(request.columns, request.rows)


def try_model(context: AppContext, request: TestModel) -> ModelReport:
    """Return what a few small calls to a model showed; a writer writes, an embedder embeds."""
    from optimizer.calling.writer_check import DirectModel, check_writer

    service = context.service()
    if request.role is CallRole.EMBED:
        return service.test_embedding(request.spec)
    report = service.test(request.spec)
    if request.role is not CallRole.WRITE:
        return report
    checked = check_writer(DirectModel(service, request.spec))
    return replace(report, writer=checked.sentence)


def estimate_run(context: AppContext, request: EstimateRun) -> tuple[ForecastView, str]:
    """Return what a new project will take, and a warning of its caps."""
    from app.projects import project_draft
    from optimizer.planning.forecast import foresee

    return foresee(project_draft(request.draft), context.service())


def list_models(context: AppContext, request: ListModels) -> tuple[str, ...]:
    """Return the known model names that fit."""
    return context.service().known_models(request.prefix)


def read_prompt(path: Path) -> Prompt:
    """Return the prompt in a file.

    Raises:
        DataFault: It cannot be read, or there is no prompt in it.
    """
    from optimizer.importing import import_prompt

    try:
        if path.stat().st_size > LARGEST_PROMPT:
            raise DataFault(say("The file is too large for a prompt."), say("Choose another file."))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise DataFault(
            say("{name} cannot be read: {reason}.", name=path.name, reason=fault),
            say("Choose a text file in UTF-8."),
        ) from fault
    return import_prompt(text, PROMPT_FORMATS.get(path.suffix.lower(), "text"))


def save(path: Path, request: SaveText | SaveBytes) -> Path:
    """Write a text or a picture to a file, whole or not at all, and return the file."""
    from optimizer.export import write_atomically

    write_atomically(path, request.text if isinstance(request, SaveText) else request.data)
    return path


def copy_project(project: Path, target: Path) -> Path:
    """Write a copy of a project, which may be open, to another file."""
    from optimizer.store import Store

    with Store.open(project) as store:
        store.save_copy(target)
    return target


def save_votes(project: Path, target: Path, fmt: VoteFormat) -> Path:
    """Write the votes of a project, which may be open, to a file."""
    from optimizer.export import export_votes, write_atomically

    write_atomically(target, export_votes(exported_votes(project), fmt))
    return target


def exported_votes(project: Path) -> list[ExportedVote]:
    """Return every vote of a project with its texts, voided ones too."""
    from optimizer.export import ExportedVote
    from optimizer.store import Store
    from optimizer.votes.spans import marked

    with Store.open(project) as store:
        rows = store.history()
        duels = {duel.id: duel for duel in store.duels()}
        examples = {example.id: example for example in store.examples()}
        spans = {vote.id: vote.spans for vote in store.votes(include_voided=True) if vote.spans}
        shown = [duels[row.duel_id] for row in rows]
        texts = store.output_texts(
            {o for duel in shown for o in (duel.left_output, duel.right_output)}
        )
    return [
        ExportedVote(
            replace(row, marks=marked(spans.get(row.vote_id, ()), duel, texts)),
            examples[row.example_id],
            texts[duel.left_output],
            texts[duel.right_output],
        )
        for row, duel in zip(rows, shown, strict=True)
    ]
