"""Brings each request to whoever fulfils it: the desk, a page, or a dialog."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from app.compare_parts import MISSING_MODEL
from app.jobs import Job
from app.language import tr
from app.requests import (
    Answered,
    ExportPrompt,
    ExportReport,
    Failed,
    InstallModel,
    Notify,
    OpenDataFile,
    OpenMethods,
    OpenSettings,
    OpenWordings,
    Reply,
    SaveText,
    ShowConfirmation,
    ShowPage,
    ShowPrompt,
    ShowVotes,
)
from optimizer.commands import Resume
from optimizer.records import CallRole
from optimizer.views import FaultView

if TYPE_CHECKING:
    from app.progress.progress_page import ProgressPage
    from app.prompts.prompts_page import PromptsPage
    from app.window.main_window import MainWindow

CAUTION = "caps"  # the kind of the message that warns of them
log = logging.getLogger(__name__)


class Switchboard:
    """Knows what of the window a request is about.

    Args:
        window: The window.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._caution = ""
        self._handlers: dict[type, Callable[..., None]] = {
            ShowPage: lambda request: window.show_page(request.page),
            ShowPrompt: self._show_prompt,
            ShowVotes: self._show_votes,
            ShowConfirmation: self._show_confirmation,
            OpenSettings: self._open_settings,
            OpenMethods: self._open_methods,
            OpenWordings: self._open_wordings,
            ExportPrompt: self._export,
            InstallModel: lambda request: window.model_install.start(),
            ExportReport: self._report,
            Notify: lambda request: window.messages.show_fault(request.fault, request.retry),
        }

    def request(self, request: object, page: QWidget | None) -> None:
        """Fulfil a request.

        Args:
            request: One of `app.requests`.
            page: Who is told the replies; None for nobody.
        """
        if isinstance(request, OpenDataFile):
            # Whoever asked: what is in the file is shown on the Data page.
            page = self._window.pages["data"]
            self._window.show_page("data")
        receive: Callable[[Reply], None] = getattr(page, "receive", _nobody)

        def heard(reply: Reply) -> None:
            if isinstance(reply, Answered):
                self._window.messages.clear(_about(reply))
            receive(reply)

        if self._window.desk.handle(request, heard):
            return
        handler = self._handlers.get(type(request))
        if handler is None:
            log.error("nobody fulfils %r", request)
        else:
            handler(request)

    def show_caution(self, caution: str) -> None:
        """Warn of caps that leave little room, once for each warning; an empty one takes it away.

        Args:
            caution: What the engine says of the caps.
        """
        if caution == self._caution:
            return
        self._caution = caution
        self._window.messages.clear(CAUTION)
        if caution:
            change = OpenSettings("caps")
            self._window.messages.show_offer(
                CAUTION, tr(caution), tr("Change the limits"), lambda: self._open_settings(change)
            )

    def retry(self, retry: object) -> None:
        """Try again what a message offered to try again."""
        if isinstance(retry, Resume):
            self._window.worker.post(retry)
        else:
            self.request(retry, self._window.page)

    def show_fault(self, fault: FaultView) -> None:
        """Show a fault of the engine, with what mends it."""
        window = self._window
        answers = window.task.models.get(CallRole.ANSWER) if window.task else None
        if fault.kind == MISSING_MODEL and (answers is None or not answers.file):
            window.model_install.offer()
        else:
            window.messages.show_fault(fault, Resume() if fault.retryable else None)

    def show_failure(self, reply: Failed) -> None:
        """Show why a request failed, with another try where that may help."""
        retry = reply.request if reply.fault.retryable else None
        self._window.messages.show_fault(reply.fault, retry, about=_about(reply))

    def _show_prompt(self, request: ShowPrompt) -> None:
        self._window.show_page("prompts")
        page = cast("PromptsPage", self._window.pages["prompts"])
        page.show_prompt(request.prompt_id, request.against_id)

    def _show_votes(self, request: ShowVotes) -> None:
        self._window.show_page("progress")
        cast("ProgressPage", self._window.pages["progress"]).show_votes(request.filter)

    def _show_confirmation(self, request: ShowConfirmation) -> None:
        self._window.show_page("progress")
        cast("ProgressPage", self._window.pages["progress"]).show_confirmation()

    def _open_settings(self, request: OpenSettings) -> None:
        from app.dialogs.settings_dialog import SettingsDialog

        window = self._window
        dialog = SettingsDialog(window.context, window.theme, window.task, request.section, window)
        dialog.command.connect(window.worker.post)
        dialog.request.connect(lambda asked: self.request(asked, dialog))
        dialog.exec()
        dialog.deleteLater()
        window.set_keymap()
        window.use_settings()
        window.sit_down()

    def _open_methods(self, request: OpenMethods) -> None:
        from app.dialogs.method_dialog import MethodDialog

        window = self._window
        if window.task is None:
            return
        run = window.status.run if window.status else None
        dialog = MethodDialog(window.theme, run, window.task.read_only, window)
        dialog.command.connect(window.worker.post)
        window.worker.told.connect(dialog.handle)
        dialog.ask()
        dialog.exec()
        window.worker.told.disconnect(dialog.handle)
        dialog.deleteLater()

    def _open_wordings(self, request: OpenWordings) -> None:
        from app.dialogs.wording_dialog import WordingDialog

        window = self._window
        if window.task is None:
            return
        dialog = WordingDialog(window.theme, window.task.read_only, window)
        dialog.command.connect(window.worker.post)
        window.worker.told.connect(dialog.handle)
        dialog.ask()
        dialog.exec()
        window.worker.told.disconnect(dialog.handle)
        dialog.deleteLater()

    def _export(self, request: ExportPrompt) -> None:
        from app.dialogs.export_dialog import ExportDialog

        window, latest = self._window, self._window.latest
        if latest.pool is None or latest.task is None:
            return
        dialog = ExportDialog(
            window.theme,
            latest.pool,
            latest.write_prompt,
            latest.task.name,
            request.prompt_id,
            window,
        )
        dialog.request.connect(lambda asked: self.request(asked, dialog))
        dialog.exec()
        dialog.deleteLater()

    def _report(self, request: ExportReport) -> None:
        data = self._window.latest.report_data()
        if data is None:
            return

        def render(job: Job) -> str:
            from optimizer.reports.report import render_report

            return render_report(data)

        def rendered(reply: Reply) -> None:
            if isinstance(reply, Answered):
                self._window.messages.clear(_about(reply))
                name = f"{data.provenance.project or 'project'}-report.html"
                self.request(SaveText(str(reply.result), name), None)
            elif isinstance(reply, Failed):
                self.show_failure(reply)

        self._window.jobs.start(request, render, rendered)


def _about(reply: Answered | Failed) -> str:
    """Return what a person tried: a later try of the same kind that succeeds mends the fault."""
    return type(reply.request).__name__


def _nobody(reply: Reply) -> None:
    """Take a reply that nobody waits for."""
