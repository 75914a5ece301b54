"""The Data page: begin with a file, or look at the open project's task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.data_invitation import DataInvitation
from app.data.draft_view import DraftView
from app.data.task_view import TaskView
from app.page import Page
from app.pool_rows import row_of
from app.requests import Answered, Failed, OpenDataFile, Reply, ShowPage
from app.theme import GAP, PAGE, Theme
from app.widgets.faces import Faces
from app.window.messages import MessageBar
from optimizer.events import Closed, Event, PoolChanged, StatusChanged, TaskChanged
from optimizer.records import CallRole, Caps, ModelSpec

if TYPE_CHECKING:
    from optimizer.dataset import TableInfo


class DataPage(Page):
    """Three faces: an invitation, a new project, and the open project's task."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invitation = DataInvitation(theme)
        self.draft = DraftView(theme)
        self.task = TaskView(theme)
        self._messages = MessageBar(theme)
        self._messages.set_margins(PAGE, GAP, PAGE, 0)  # as those of the window above it
        self._messages.retry.connect(self.request)
        self._stack = Faces()
        for face in (self.invitation, self.draft, self.task):
            self._stack.addWidget(face)
            face.request.connect(self.request)
        self.task.command.connect(self.command)
        self.draft.left.connect(lambda: self._stack.setCurrentWidget(self.task))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._messages)
        column.addWidget(self._stack, 1)

    @property
    def drafting(self) -> bool:
        """Whether a new project is being put together."""
        return self._stack.currentWidget() is self.draft

    def handle(self, event: Event) -> None:
        """Take in what the engine tells."""
        if isinstance(event, TaskChanged):
            opened = self.task.view is None or self.task.view.path != event.view.path
            self.task.show_view(event.view)
            self.draft.offer_way_back(event.view.name)
            if opened:
                self.draft.end(made=True)
                self._messages.clear()
                self._stack.setCurrentWidget(self.task)
        elif isinstance(event, PoolChanged):
            start = row_of(event.view.candidates, event.view.start_id)
            self.task.show_start(start.candidate if start else None)
        elif isinstance(event, StatusChanged):
            self.task.show_forecast(event.status.forecast, event.status.caution)
        elif isinstance(event, Closed):
            self.task.forget()
            self.draft.offer_way_back(None)
            if not self.drafting:
                self._stack.setCurrentWidget(self.invitation)
            if self.draft.end(made=False):
                self.request.emit(ShowPage("data"))  # it could not be made: here it is still

    def receive(self, reply: Reply) -> None:
        """Take the reply to a request of this page, or a data file that was dropped on it."""
        if self.task.receive(reply) or self.draft.receive(reply):
            return
        if isinstance(reply.request, OpenDataFile) and not reply.request.adding:
            if isinstance(reply, Answered):
                self.show_table(reply.result)
            elif isinstance(reply, Failed) and reply.fault.kind != "cancelled":
                self._messages.show_fault(reply.fault, reply.request)

    def show_table(self, info: TableInfo) -> None:
        """Begin a new project with a data file."""
        self._messages.clear()
        self.draft.show_info(info)
        self._stack.setCurrentWidget(self.draft)

    def set_defaults(self, models: Mapping[CallRole, ModelSpec | None], caps: Caps) -> None:
        """Say which models and caps a new project starts with."""
        self.draft.set_defaults(models, caps)
