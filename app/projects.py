"""Project files: opened, made of a draft or a sample, copied; one at a time in the worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ask import PROJECTS, SUFFIX, Ask
from app.context import AppContext
from app.language import tr
from app.requests import Draft
from app.worker import Emit, Engine, Worker
from optimizer.commands import MergeCopy

if TYPE_CHECKING:
    from optimizer.project import ProjectDraft

Opener = Callable[[Path, AppContext, Emit], Engine]
Maker = Callable[[Path, Draft, AppContext, Emit], Engine]


class Projects(QObject):
    """Decides which project is open; `opening` carries its path, or None when it is closed.

    Args:
        context: What the window shares.
        worker: Runs the open project.
        ask: Asks for files.
        opener: Opens a project file; with the real runner when left out.
        maker: Makes a project file; with the real runner when left out.
    """

    opening = Signal(object)

    def __init__(
        self,
        context: AppContext,
        worker: Worker,
        ask: Ask,
        opener: Opener | None = None,
        maker: Maker | None = None,
    ) -> None:
        super().__init__(worker)
        self._context = context
        self._worker = worker
        self._ask = ask
        self._opener = opener or _open
        self._maker = maker or _make
        self.path: Path | None = None

    def open(self, path: Path | None = None) -> None:
        """Open a project in place of the one that is open; without a path the person is asked."""
        path = path or self._ask.open_file(tr("Open a project"), PROJECTS)
        if path is not None:
            self._start(path, lambda emit: self._opener(path, self._context, emit))

    def create(self, draft: Draft) -> Path | None:
        """Make a project file of a draft and open it.

        Returns:
            Where it lies; None when the person did not say where.
        """
        path = draft.path or self._ask.save_file(
            tr("Where shall the new project lie?"),
            f"{file_name(draft.name)}{SUFFIX}",
            PROJECTS,
            fresh=True,
        )
        if path is not None:
            self._start(path, lambda emit: self._maker(path, draft, self._context, emit))
        return path

    def open_sample(self, name: str | None = None) -> None:
        """Open the person's own copy of a sample project; it is made on first use."""
        from app.samples import sample_draft, sample_names

        name = name or sample_names()[0]
        folder = self._context.samples_folder
        path = folder / f"{name}{SUFFIX}"
        if path.exists():
            self.open(path)
            return

        def make(emit: Emit) -> Engine:
            folder.mkdir(parents=True, exist_ok=True)
            return self._maker(
                path, sample_draft(name, self._context.settings), self._context, emit
            )

        self._start(path, make)

    def merge(self, path: Path | None = None) -> None:
        """Take another copy of the open project in; without a path the person is asked."""
        if self.path is None:
            return
        path = path or self._ask.open_file(tr("Merge another copy of this project"), PROJECTS)
        if path is not None:
            self._worker.post(MergeCopy(str(path)))

    def close(self) -> Callable[[float], None]:
        """Close what is open; returns what waits for its end."""
        wait = self._worker.close()
        if self.path is not None:
            self.path = None
            self.opening.emit(None)
        return wait

    def _start(self, path: Path, make: Callable[[Emit], Engine]) -> None:
        self.path = path
        self.opening.emit(path)
        self._worker.start(make)


def file_name(title: str) -> str:
    """Return a title as the name of a file on any system."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in title)
    return " ".join(kept.split())[:80] or "project"


def project_draft(draft: Draft) -> ProjectDraft:
    """Return a page's draft as the engine takes it."""
    from optimizer.project import ProjectDraft

    return ProjectDraft(
        name=draft.name,
        task=draft.task,
        examples=draft.examples,
        start=draft.start,
        models=draft.models,
        caps=draft.caps,
    )


def _open(path: Path, context: AppContext, emit: Emit) -> Engine:
    from optimizer.runner import Runner

    return Runner.open(path, context.service(), emit)


def _make(path: Path, draft: Draft, context: AppContext, emit: Emit) -> Engine:
    from optimizer.runner import Runner

    return Runner.create(path, project_draft(draft), context.service(), emit)
