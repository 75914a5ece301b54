"""The window: a rail with four pages, the menu, the messages and the status line."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from app.ask import SUFFIX, Ask
from app.compare.compare_page import ComparePage
from app.context import AppContext
from app.jobs import Jobs
from app.language import tr
from app.latest import Latest
from app.page import Page
from app.projects import Maker, Opener, Projects
from app.requests import (
    OpenDataFile,
    OpenSample,
    OpenSettings,
    ShowConfirmation,
    ShowPrompt,
)
from app.theme import Theme
from app.widgets.plain_text import visible
from app.window.file_drop import FileDrop
from app.window.frame import Frame
from app.window.menus import Menus
from app.window.model_install import ModelInstall
from app.window.overlay import Overlay
from app.window.pages import Maker as PageMaker
from app.window.pages import Pages, page_makers
from app.window.request_desk import RequestDesk
from app.window.sitting import Sitting
from app.window.switchboard import Switchboard
from app.window.trial_news import TrialNews
from app.window.welcome import Welcome
from app.window.window_acts import show_merge, show_report, window_acts
from app.window.window_memory import WindowMemory
from app.words.status_words import STOPPED
from app.words.upgrade_words import upgrade_words
from app.worker import Worker
from optimizer.commands import Resume, SitDown
from optimizer.events import (
    BugFound,
    Closed,
    CopyMerged,
    Event,
    FaultCleared,
    FaultRaised,
    FileUpgraded,
    HistoryChanged,
    PairsReady,
    StatusChanged,
    TaskChanged,
)
from optimizer.views import Status, TaskView

CLOSE_S = 10.0  # how long the engine may take to finish what it is writing
BEFORE_FIRST_PAIR = (TaskChanged, HistoryChanged, PairsReady)
log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """One window on one project.

    Args:
        context: Settings, keys and the model service.
        theme: The appearance.
        makers: Make the pages beside Compare, by name; the real ones when left out.
        opener: Opens a project file; with the real runner when left out.
        maker: Makes a project file; with the real runner when left out.
        ask: Asks for files; with the system's dialogs when left out.
    """

    closed = Signal()
    new_window_wanted = Signal(object)  # the path to begin with, or None
    _key_note = Signal(object)  # queued: keys are looked up on a thread of the model service

    def __init__(
        self,
        context: AppContext,
        theme: Theme,
        *,
        makers: Mapping[str, PageMaker] | None = None,
        opener: Opener | None = None,
        maker: Maker | None = None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self.theme = theme
        self.task: TaskView | None = None
        self.status: Status | None = None
        self.latest = Latest()
        self._wanted_page = "compare"
        self.worker = Worker(self)
        self.jobs = Jobs(self)
        ask = ask or Ask(self)
        self.projects = Projects(context, self.worker, ask, opener, maker)
        self.desk = RequestDesk(context, self.jobs, self.projects, ask, self)
        self.switchboard = Switchboard(self)
        self.compare = ComparePage(theme)
        self.pages = Pages(
            {"compare": lambda: self.compare, **(makers or page_makers(theme))}, self._join
        )
        self.welcome = Welcome(theme)
        self.frame = Frame(theme)
        self.frame.add_page(self.welcome)
        self.rail = self.frame.rail
        self.messages = self.frame.messages
        self.status_line = self.frame.status_line
        self.sitting = Sitting(self.status_line)
        self.model_install = ModelInstall(
            self.jobs, self.messages, lambda: self.worker.post(Resume())
        )
        self.trial_news = TrialNews(
            self.messages,
            lambda: self.request(ShowConfirmation()),
            lambda first, second: self.request(ShowPrompt(first, second)),
        )
        self.memory = WindowMemory(self)
        self.setCentralWidget(self.frame)
        self.overlay = Overlay(theme, self.frame)
        self.setAcceptDrops(True)
        self.drops = FileDrop(theme, self.frame)
        self.menus = Menus(
            self,
            window_acts(self),
            self.projects.open,
            self._open_sample,
            self._dress,
            self._speak,
        )
        self._connect()
        self._restore()

    # -- pages ------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Turn to a page; without a project all but Data show how to begin."""
        self._wanted_page = name
        self.rail.set_page(name)
        if self.projects.path is None and name != "data":
            self.welcome.show_recent(self.context.settings.recent_projects)
            self.frame.show_page(self.welcome)
        else:
            self.frame.show_page(self.pages[name])

    def turn_to(self, name: str) -> None:
        """Show a page with the focus in it, so that its keys hold."""
        self.show_page(name)
        if not self.page.isAncestorOf(self.focusWidget() or self):
            self.page.setFocus()

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        return self.frame.page

    # -- the engine -------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take in an event: first the page that must be quick, then the frame, then the rest."""
        self.compare.handle(event)
        self.latest.handle(event)
        self.sitting.handle(event)
        self.trial_news.handle(event)
        if isinstance(event, StatusChanged):
            self._show_status(event.status)
        elif isinstance(event, TaskChanged):
            self._show_task(event.view)
        elif isinstance(event, FaultRaised):
            self.switchboard.show_fault(event.fault)
        elif isinstance(event, FaultCleared):
            self.messages.clear(event.kind)
        elif isinstance(event, BugFound):
            self.messages.show_bug(event.summary, event.report)
        elif isinstance(event, CopyMerged):
            show_merge(self, event.view)
        elif isinstance(event, FileUpgraded):
            self.messages.show_news(upgrade_words(event.copy))
        self.pages.tell(event, self.compare)
        if isinstance(event, Closed):
            self._show_closed()
        if not isinstance(event, BEFORE_FIRST_PAIR):
            self.pages.go_on()

    def _show_task(self, view: TaskView) -> None:
        first, self.task = self.task is None, view
        name = tr("{name} (read-only)", name=view.name) if view.read_only else view.name
        self.setWindowTitle(f"{visible(name)} — PairTune")
        self.setWindowFilePath(view.path)
        if first:
            self.memory.open_project(view)
            self.status_line.show_open(read_only=view.read_only)
        self.menus.show_status(self.status, project=True)

    def _show_status(self, status: Status) -> None:
        self.status = status
        self.status_line.show_status(status)
        self.menus.show_status(status, project=True)
        self.menus.show_resting(status.state in STOPPED)
        self.switchboard.show_caution(status.caution)

    def _show_opening(self, path: Path | None) -> None:
        """Forget the project that was open: another one is being opened, or none."""
        if self.task is not None:
            self.compare.handle(Closed())
            self.pages.tell(Closed(), self.compare)
        self.task = None
        self.status = None
        self.latest.forget()
        self.sitting.handle(Closed())
        if path is not None:
            self.messages.clear()
            self.switchboard.show_caution("")
            self.pages.hold()
            self.compare.begin()
        self.status_line.show_status(None, opening=path is not None)
        self.menus.show_status(None, project=False)
        self.setWindowTitle(f"{visible(path.stem)} — PairTune" if path else "PairTune")
        self.show_page("compare" if path else self._wanted_page)

    def _show_key_note(self, note: str) -> None:
        self.messages.show_news(tr(note))

    def _show_closed(self) -> None:
        # The engine ended by itself: the file could not be opened, or was closed.
        self.projects.close()

    # -- requests ---------------------------------------------------------------------------

    def request(self, request: object, page: QWidget | None = None) -> None:
        """Fulfil what a page asks for; the replies go to its `receive`."""
        self.switchboard.request(request, page)

    def open_data(self, path: Path | None = None) -> None:
        """Begin a new project with a data file; without a path the person is asked."""
        if self.projects.path is None:
            self.messages.clear()  # a project that could not be opened is past
        self.show_page("data")
        self.request(OpenDataFile(path), self.pages["data"])

    # -- manners ----------------------------------------------------------------------------

    def set_keymap(self) -> None:
        """Use the keys that the settings hold."""
        keymap = self.context.settings.keymap
        for part in (self.compare, self.menus, self.rail, self.status_line):
            part.set_keymap(keymap)

    def sit_down(self) -> None:
        """Let votes bear the name that the settings hold from now on."""
        if self.task is not None:
            self.worker.post(SitDown(self.context.settings.compare.name))

    def use_settings(self) -> None:
        """Show what the settings hold: the appearance, and what a new project starts with."""
        self.menus.show_choices(self.theme.appearance, self.context.settings.language)
        self.compare.tell_judge(self.context.settings.judge_told)
        self.compare.use_choices(self.context.settings.compare)
        self.sitting.use_choices(self.context.settings.compare)
        self._tell_defaults()

    def _tell_defaults(self) -> None:
        begin = getattr(self.pages.made.get("data"), "set_defaults", None)
        if begin is not None:
            begin(self.context.settings.models, self.context.settings.caps)

    def zoom(self, steps: int) -> None:
        """Make all text larger or smaller by so many steps; 0 is 100 %."""
        self.theme.step_zoom(steps)
        self.context.settings.zoom = self.theme.zoom

    def _dress(self, appearance: str) -> None:
        self.theme.set_appearance(appearance)
        self.context.settings.appearance = appearance

    def _speak(self, language: str) -> None:
        self.context.settings.language = language
        self.menus.show_choices(self.theme.appearance, language)
        self.messages.show_news(tr("The language changes with the next start."))

    def _open_sample(self, name: str) -> None:
        self.request(OpenSample(name))

    def open_path(self, path: Path) -> None:
        """Open a project file, or begin a new project with a data file."""
        if path.suffix.casefold() == SUFFIX:
            self.projects.open(path)
        else:
            self.open_data(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.leave(self._wanted_page)
        self.hide()
        self.jobs.cancel_all()
        self.worker.close()(CLOSE_S)
        self.context.settings.flush()
        self.closed.emit()
        super().closeEvent(event)

    # -- putting it together ----------------------------------------------------------------

    def _connect(self) -> None:
        self.worker.told.connect(self.handle)
        self.drops.wanted.connect(self.open_path)
        self.projects.opening.connect(self._show_opening)
        self.rail.page_wanted.connect(self.turn_to)
        self.rail.settings_wanted.connect(lambda: self.request(OpenSettings()))
        self.welcome.request.connect(self.request)
        self.status_line.pause_wanted.connect(self.compare.toggle_pause)
        self.status_line.retry_wanted.connect(lambda: self.worker.post(Resume()))
        self.status_line.spend_wanted.connect(lambda: self.show_page("progress"))
        self.messages.retry.connect(self.switchboard.retry)
        self.messages.report_wanted.connect(
            lambda summary, trace: show_report(self, summary, trace)
        )
        self.messages.settings_wanted.connect(lambda: self.request(OpenSettings()))
        self.messages.limits_wanted.connect(lambda: self.request(OpenSettings("caps")))
        self.desk.done.connect(self.messages.show_news)
        self.desk.failed.connect(self.switchboard.show_failure)
        self.compare.command.connect(self.menus.expect)
        self._key_note.connect(self._show_key_note)
        self.context.keys.tell = self._key_note.emit
        self.compare.reading_changed.connect(self.memory.keep_reading)
        self.compare.ready_changed.connect(self.status_line.show_ready)

    def _join(self, name: str, page: Page) -> None:
        """Take in a page that was just made."""
        page.command.connect(self.worker.post)
        page.request.connect(lambda request: self.request(request, page))
        # Where one reads and votes everything fits, so that nothing there ever scrolls away.
        self.frame.add_page(page, rolls=name != "compare")
        if name == "data":
            self._tell_defaults()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.drops.watch(self.windowHandle())
        self.pages.make_in_spare_time(self)

    def _restore(self) -> None:
        self.setWindowTitle("PairTune")
        self.memory.restore()
        self.set_keymap()
        self.menus.show_recent(self.context.settings.recent_projects)
        self.use_settings()
        self.menus.show_status(None, project=False)
        self.show_page("compare")
