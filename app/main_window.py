"""The window: a rail with four pages, the menu, the messages and the status line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ask import SUFFIX, Ask
from app.compare_page import ComparePage
from app.context import AppContext
from app.jobs import Jobs
from app.menus import Menus
from app.messages import MessageBar
from app.overlay import Overlay, key_list, plain_sheet
from app.projects import Maker, Opener, Projects
from app.rail import Rail
from app.request_desk import RequestDesk
from app.requests import (
    CopyProject,
    ExportPrompt,
    ExportVotes,
    Failed,
    ImportPrompt,
    Notify,
    OpenDataFile,
    OpenProject,
    OpenSample,
    OpenSettings,
    Reply,
    ShowPage,
    ShowPrompt,
    ShowVotes,
)
from app.status_line import StatusLine
from app.status_words import STOPPED
from app.theme import GAP, PAGE, Theme
from app.welcome import Welcome
from app.worker import Worker
from optimizer import __version__
from optimizer.commands import ProposeNow, Resume
from optimizer.events import (
    BugFound,
    Closed,
    Event,
    FaultCleared,
    FaultRaised,
    StatusChanged,
    TaskChanged,
)
from optimizer.folders import log_folder
from optimizer.views import Status, TaskView

CLOSE_S = 10.0  # how long the engine may take to finish what it is writing
READING = ("markdown", "linked", "diff", "example")
log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """One window on one project.

    Args:
        context: Settings, keys and the model service.
        theme: The appearance.
        make_pages: Makes the pages beside Compare, by name; the real ones when left out.
        opener: Opens a project file; with the real runner when left out.
        maker: Makes a project file; with the real runner when left out.
        ask: Asks for files; with the system's dialogs when left out.
    """

    closed = Signal()

    def __init__(
        self,
        context: AppContext,
        theme: Theme,
        *,
        make_pages: Callable[[Theme], Mapping[str, QWidget]] | None = None,
        opener: Opener | None = None,
        maker: Maker | None = None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self.theme = theme
        self.task: TaskView | None = None
        self.status: Status | None = None
        self._wanted_page = "compare"
        self.worker = Worker(self)
        self.jobs = Jobs(self)
        ask = ask or Ask(self)
        self.projects = Projects(context, self.worker, ask, opener, maker)
        self.desk = RequestDesk(context, self.jobs, self.projects, ask, self)
        self.compare = ComparePage(theme)
        self.pages: dict[str, QWidget] = {
            **(make_pages or _make_pages)(theme),
            "compare": self.compare,
        }
        self.welcome = Welcome(theme)
        self.rail = Rail(theme)
        self.messages = MessageBar(theme)
        self.status_line = StatusLine(theme)
        self._stack = QStackedWidget()
        self._arrange()
        self.overlay = Overlay(theme, self.centralWidget())
        self.menus = Menus(self, self._acts(), self.projects.open, self._open_sample, self._dress)
        self._connect()
        self._restore()

    # -- pages ------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Turn to a page; without a project all but Data show how to begin."""
        self._wanted_page = name
        self.rail.set_page(name)
        page: QWidget = self.pages[name]
        if self.projects.path is None and name != "data":
            self.welcome.show_recent(self.context.settings.recent_projects)
            page = self.welcome
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            page.setFocus()

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        return self._stack.currentWidget()

    # -- the engine -------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take in an event: first the page that must be quick, then the frame, then the rest."""
        self.compare.handle(event)
        if isinstance(event, StatusChanged):
            self._show_status(event.status)
        elif isinstance(event, TaskChanged):
            self._show_task(event.view)
        elif isinstance(event, FaultRaised):
            fault = event.fault
            self.messages.show_fault(fault, Resume() if fault.retryable else None)
        elif isinstance(event, FaultCleared):
            self.messages.clear(event.kind)
        elif isinstance(event, BugFound):
            self.messages.show_bug(event.summary, event.report)
        for name, page in self.pages.items():
            if name != "compare":
                page.handle(event)
        if isinstance(event, Closed):
            self._show_closed()

    def _show_task(self, view: TaskView) -> None:
        first, self.task = self.task is None, view
        self.setWindowTitle(f"{view.name}{' (read-only)' if view.read_only else ''} — PairTune")
        self.setWindowFilePath(view.path)
        if first:
            settings = self.context.settings
            settings.remember_project(Path(view.path))
            settings.set_last_project(Path(view.path))
            self.menus.show_recent(settings.recent_projects)
            for option in READING:
                on = settings.reading(Path(view.path), option, self.compare.head.reading(option))
                self.compare.set_reading(option, on)
        self.menus.show_status(self.status, project=True)

    def _show_status(self, status: Status) -> None:
        self.status = status
        self.status_line.show_status(status)
        self.menus.show_status(status, project=True)
        self.menus.show_resting(status.state in STOPPED)

    def _show_opening(self, path: Path | None) -> None:
        """Forget the project that was open: another one is being opened, or none."""
        if self.task is not None:
            self.compare.handle(Closed())
            for name, page in self.pages.items():
                if name != "compare":
                    page.handle(Closed())
        self.task = None
        self.status = None
        self.messages.clear()
        self.status_line.show_status(None)
        self.menus.show_status(None, project=False)
        self.setWindowTitle(f"{path.stem} — PairTune" if path else "PairTune")
        self.show_page("compare" if path else self._wanted_page)

    def _show_closed(self) -> None:
        # The engine ended by itself: the file could not be opened, or was closed.
        self.projects.close()

    # -- requests ---------------------------------------------------------------------------

    def request(self, request: object, page: QWidget | None = None) -> None:
        """Fulfil what a page asks for.

        Args:
            request: One of `app.requests`.
            page: Who is told the replies.
        """
        receive: Callable[[Reply], None] = getattr(page, "receive", lambda reply: None)
        if self.desk.handle(request, receive):
            return
        if isinstance(request, ShowPage):
            self.show_page(request.page)
        elif isinstance(request, ShowPrompt):
            self.show_page("prompts")
            self.pages["prompts"].show_prompt(request.prompt_id)
        elif isinstance(request, ShowVotes):
            self.show_page("progress")
            self.pages["progress"].show_votes(request.filter)
        elif isinstance(request, OpenSettings):
            self._open_settings(request.section)
        elif isinstance(request, ExportPrompt):
            self._export(request.prompt_id)
        elif isinstance(request, Notify):
            self.messages.show_fault(request.fault, request.retry)
        else:
            log.error("nobody fulfils %r", request)

    def open_data(self, path: Path | None = None) -> None:
        """Begin a new project with a data file."""
        self.show_page("data")
        self.request(OpenDataFile(path), self.pages["data"])

    def _retry(self, retry: object) -> None:
        if isinstance(retry, Resume):
            self.worker.post(retry)
        else:
            self.request(retry, self.page)

    def _show_failure(self, reply: Failed) -> None:
        self.messages.show_fault(reply.fault, reply.request if reply.fault.retryable else None)

    def _open_settings(self, section: str) -> None:
        from app.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.context, self.theme, self.task, section, self)
        dialog.command.connect(self.worker.post)
        dialog.request.connect(lambda request: self.request(request, dialog))
        dialog.exec()
        self.set_keymap()

    def _export(self, prompt_id: str | None) -> None:
        from app.export_dialog import ExportDialog

        dialog = ExportDialog(self.theme, prompt_id, self)
        dialog.exec()

    # -- manners ----------------------------------------------------------------------------

    def set_keymap(self) -> None:
        """Use the keys that the settings hold."""
        keymap = self.context.settings.keymap
        for part in (self.compare, self.menus, self.rail, self.status_line):
            part.set_keymap(keymap)

    def _zoom(self, steps: int) -> None:
        self.theme.step_zoom(steps)
        self.context.settings.zoom = self.theme.zoom

    def _dress(self, appearance: str) -> None:
        self.theme.set_appearance(appearance)
        self.context.settings.appearance = appearance

    def _open_sample(self, name: str) -> None:
        self.request(OpenSample(name))

    def _show_keys(self) -> None:
        keymap = self.context.settings.keymap
        self.overlay.show_sheet("Keys", key_list(keymap), 760, 620)

    def _show_about(self) -> None:
        text = (
            f"PairTune {__version__}\n\nTune a prompt by hand and by machine: vote on pairs of "
            "outputs, get a better prompt.\n\nMIT licence. Everything lives in one local file; "
            "nothing is sent anywhere but to the models that you choose.\n\n"
            f"Settings and log: {self.context.folder}"
        )
        self.overlay.show_sheet("About PairTune", plain_sheet(text), 480, 320)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project file, or begin a new project with a data file."""
        if path.suffix == SUFFIX:
            self.projects.open(path)
        else:
            self.open_data(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        settings = self.context.settings
        settings.geometry = self.saveGeometry()
        settings.page = self._wanted_page
        settings.set_last_project(Path(self.task.path) if self.task else None)
        self.hide()
        self.jobs.cancel_all()
        self.worker.close()(CLOSE_S)
        settings.flush()
        self.closed.emit()
        super().closeEvent(event)

    # -- putting it together ----------------------------------------------------------------

    def _arrange(self) -> None:
        for page in (*self.pages.values(), self.welcome):
            self._stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(PAGE, GAP, PAGE, 0)
        top.addWidget(self.messages)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(top)
        right.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(whole)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.worker.event.connect(self.handle)
        self.projects.opening.connect(self._show_opening)
        self.rail.page_wanted.connect(self.show_page)
        self.rail.settings_wanted.connect(lambda: self.request(OpenSettings()))
        self.welcome.request.connect(self._begin)
        self.status_line.pause_wanted.connect(self.compare.toggle_pause)
        self.status_line.spend_wanted.connect(lambda: self.show_page("progress"))
        self.messages.retry.connect(self._retry)
        self.messages.settings_wanted.connect(lambda: self.request(OpenSettings()))
        self.desk.done.connect(self.messages.show_news)
        self.desk.failed.connect(self._show_failure)
        self.compare.reading_changed.connect(self._keep_reading)
        for page in self.pages.values():
            page.command.connect(self.worker.post)
            page.request.connect(lambda request, one=page: self.request(request, one))

    def _begin(self, request: object) -> None:
        if isinstance(request, OpenDataFile):
            self.open_data(request.path)
        else:
            self.request(request)

    def _keep_reading(self, option: str, on: bool) -> None:
        if self.task is not None:
            self.context.settings.set_reading(Path(self.task.path), option, on)

    def _restore(self) -> None:
        settings = self.context.settings
        self.setWindowTitle("PairTune")
        self.resize(1280, 820)
        if not settings.geometry.isEmpty():
            self.restoreGeometry(settings.geometry)
        self.set_keymap()
        self.menus.show_recent(settings.recent_projects)
        self.menus.show_appearance(self.theme.appearance)
        self.menus.show_status(None, project=False)
        self.show_page("compare")

    def _acts(self) -> dict[str, Callable[[], None]]:
        folder = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))  # noqa: E731
        return {
            "edit.undo": self.compare.undo,
            "edit.redo": self.compare.redo,
            "project.new": self.open_data,
            "project.open": lambda: self.request(OpenProject()),
            "project.copy": lambda: self.request(CopyProject()),
            "project.export": lambda: self.request(ExportPrompt()),
            "project.import": lambda: self.request(ImportPrompt(), self.pages["prompts"]),
            "project.votes": lambda: self.request(ExportVotes()),
            "app.settings": lambda: self.request(OpenSettings()),
            "app.keys": self._show_keys,
            "app.quit": self.close,
            **{f"page.{name}": lambda name=name: self.show_page(name) for name in self.pages},
            "zoom.in": lambda: self._zoom(1),
            "zoom.out": lambda: self._zoom(-1),
            "zoom.reset": lambda: self._zoom(0),
            "run.pause": self.compare.toggle_pause,
            "run.propose": lambda: self.worker.post(ProposeNow()),
            "help.log": folder,
            "help.about": self._show_about,
        }


def _make_pages(theme: Theme) -> dict[str, QWidget]:
    from app.data_page import DataPage
    from app.progress_page import ProgressPage
    from app.prompts_page import PromptsPage

    return {
        "data": DataPage(theme),
        "prompts": PromptsPage(theme),
        "progress": ProgressPage(theme),
    }


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is dropped, or None."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
