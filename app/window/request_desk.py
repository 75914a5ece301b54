"""Fulfils what pages ask for: files through dialogs, long work through jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import chores
from app.ask import DATA, PROJECTS, PROMPTS, SUFFIX, Ask
from app.context import AppContext
from app.jobs import Job, Jobs
from app.language import tr
from app.projects import Projects
from app.requests import (
    Answered,
    Cancel,
    CopyProject,
    CreateProject,
    EstimateRun,
    ExportVotes,
    Failed,
    ImportPrompt,
    ListModels,
    LoadData,
    MakeExamples,
    MergeProject,
    OpenDataFile,
    OpenProject,
    OpenSample,
    Reply,
    SaveBytes,
    SaveText,
    Summarise,
    TestModel,
)
from optimizer.views import FaultView

Tell = Callable[[Reply], None]


class RequestDesk(QObject):
    """Answers requests; `done` says in words what was written, `failed` carries reply and retry.

    Args:
        context: What the window shares.
        jobs: Runs what takes long.
        projects: Opens and makes projects.
        ask: Asks for files.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(
        self, context: AppContext, jobs: Jobs, projects: Projects, ask: Ask, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs = jobs
        self._projects = projects
        self._ask = ask
        self._handlers: dict[type, Callable[[Any, Tell], None]] = {
            OpenDataFile: self._open_data,
            LoadData: self._load,
            MakeExamples: self._make_examples,
            Summarise: self._summarise,
            TestModel: self._test_model,
            EstimateRun: self._estimate_run,
            ListModels: self._list_models,
            ImportPrompt: self._import_prompt,
            SaveText: self._save,
            SaveBytes: self._save,
            ExportVotes: self._export_votes,
            CopyProject: self._copy_project,
            MergeProject: lambda request, tell: self._projects.merge(request.path),
            CreateProject: self._create_project,
            OpenProject: lambda request, tell: self._projects.open(request.path),
            OpenSample: lambda request, tell: self._projects.open_sample(request.name),
            Cancel: lambda request, tell: self._jobs.cancel(request.request),
        }

    def handle(self, request: object, tell: Tell) -> bool:
        """Fulfil a request.

        Args:
            request: One of `app.requests`.
            tell: Takes the replies, in the GUI thread.

        Returns:
            Whether it is of a kind that this desk fulfils.
        """
        handler = self._handlers.get(type(request))
        if handler is None:
            return False
        handler(request, tell)
        return True

    def _open_data(self, request: OpenDataFile, tell: Tell) -> None:
        path = request.path or self._ask.open_file(tr("Open data"), DATA)
        if path is not None:
            self._jobs.start(
                request, lambda job: chores.look_into(path), _naming(request, path, tell)
            )

    def _load(self, request: LoadData, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.load_table(request, job), tell)

    def _make_examples(self, request: MakeExamples, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.make_examples(request), tell)

    def _summarise(self, request: Summarise, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.summarise_columns(request), tell)

    def _test_model(self, request: TestModel, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.try_model(self._context, request), tell)

    def _estimate_run(self, request: EstimateRun, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.estimate_run(self._context, request), tell)

    def _list_models(self, request: ListModels, tell: Tell) -> None:
        self._jobs.start(request, lambda job: chores.list_models(self._context, request), tell)

    def _import_prompt(self, request: ImportPrompt, tell: Tell) -> None:
        path = request.path or self._ask.open_file(tr("Import a prompt"), PROMPTS)
        if path is not None:
            heard = _naming(request, path, self._loud(tell))
            self._jobs.start(request, lambda job: chores.read_prompt(path), heard)

    def _save(self, request: SaveText | SaveBytes, tell: Tell) -> None:
        path = self._ask.save_file(tr("Save"), request.suggested_name)
        if path is not None:
            self._write(request, lambda job: chores.save(path, request), tell)

    def _export_votes(self, request: ExportVotes, tell: Tell) -> None:
        project = self._projects.path
        if project is None:
            return
        path = self._ask.save_file(tr("Export the votes"), f"{project.stem}-votes.{request.format}")
        if path is not None:
            fmt = request.format
            self._write(request, lambda job: chores.save_votes(project, path, fmt), tell)

    def _copy_project(self, request: CopyProject, tell: Tell) -> None:
        project = self._projects.path
        if project is None:
            return
        name = tr("{name} copy", name=project.stem)
        path = self._ask.save_file(tr("Save a copy"), f"{name}{SUFFIX}", PROJECTS)
        if path is not None:
            self._write(request, lambda job: chores.copy_project(project, path), tell)

    def _create_project(self, request: CreateProject, tell: Tell) -> None:
        path = self._projects.create(request.draft)
        # Who thought better of it goes on with the draft.
        left = Failed(request, FaultView("", "", "cancelled"))
        tell(left if path is None else Answered(request, path))

    def _write(self, request: object, work: Callable[[Job], Path], tell: Tell) -> None:
        def heard(reply: Reply) -> None:
            if isinstance(reply, Answered) and isinstance(reply.result, Path):
                path = reply.result
                self.done.emit(tr("Saved {file} in {folder}.", file=path.name, folder=path.parent))
            tell(reply)

        self._jobs.start(request, work, self._loud(heard))

    def _loud(self, tell: Tell) -> Tell:
        """Return a listener that also shows a fault in the window."""

        def heard(reply: Reply) -> None:
            if isinstance(reply, Failed) and reply.fault.kind != "cancelled":
                self.failed.emit(reply)
            tell(reply)

        return heard


def _naming(request: OpenDataFile | ImportPrompt, path: Path, tell: Tell) -> Tell:
    """Return a listener that learns of a failure which file it was, so that Retry asks for none."""

    def heard(reply: Reply) -> None:
        if isinstance(reply, Failed):
            reply = replace(reply, request=replace(request, path=path))
        tell(reply)

    return heard
