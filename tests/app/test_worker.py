"""The one open project between the engine's thread and the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.worker import Engine, Worker
from optimizer.commands import Close, Command, Pause, Resume
from optimizer.errors import ProjectFault
from optimizer.events import BugFound, Closed, Event, FaultCleared, FaultRaised


class ThreadEngine:
    """Keeps what it is sent, and tells events from whatever thread it is asked on."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self.emit = emit
        self.commands: list[Command] = []

    def post(self, command: Command) -> None:
        """Keep a command."""
        self.commands.append(command)

    def join(self, timeout: float | None = None) -> bool:
        """Tell that it has ended."""
        return True


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker without a project."""
    made = Worker()
    yield made
    made.close()(5)


def heard(worker: Worker) -> list[Event]:
    """Return the list that events are put into."""
    events: list[Event] = []
    worker.told.connect(events.append)
    return events


def test_events_arrive_in_the_gui_thread(qtbot: QtBot, worker: Worker) -> None:
    threads: list[threading.Thread] = []
    worker.told.connect(lambda event: threads.append(threading.current_thread()))

    def make(emit: Callable[[Event], None]) -> Engine:
        emit(FaultCleared("from the starter"))
        return ThreadEngine(emit)

    worker.start(make)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_commands_posted_before_the_engine_exists_reach_it_in_order(
    qtbot: QtBot, worker: Worker
) -> None:
    go, engines = threading.Event(), []

    def make(emit: Callable[[Event], None]) -> Engine:
        go.wait(5)
        engines.append(ThreadEngine(emit))
        return engines[0]

    worker.start(make)
    worker.post(Pause())
    worker.post(Resume())
    go.set()
    qtbot.waitUntil(lambda: bool(engines) and len(engines[0].commands) == 2)
    worker.post(Pause())
    assert engines[0].commands == [Pause(), Resume(), Pause()]


def test_events_of_a_closed_project_are_dropped(qtbot: QtBot, worker: Worker) -> None:
    events, engines = heard(worker), []

    def make(emit: Callable[[Event], None]) -> Engine:
        engines.append(ThreadEngine(emit))
        return engines[-1]

    worker.start(make)
    qtbot.waitUntil(lambda: len(engines) == 1)
    engines[0].emit(FaultCleared("in flight"))
    worker.start(make)
    qtbot.waitUntil(lambda: len(engines) == 2)
    engines[0].emit(FaultCleared("late"))
    engines[1].emit(FaultCleared("new"))
    qtbot.waitUntil(lambda: bool(events))
    assert events == [FaultCleared("new")]
    assert Close() in engines[0].commands


def test_a_project_that_cannot_be_opened_is_told_as_a_fault(qtbot: QtBot, worker: Worker) -> None:
    events = heard(worker)

    def make(emit: Callable[[Event], None]) -> Engine:
        raise ProjectFault("It is no project.", "Choose another file.")

    worker.start(make)
    qtbot.waitUntil(lambda: len(events) == 2)
    raised, closed = events
    assert isinstance(raised, FaultRaised)
    assert raised.fault.message == "It is no project."
    assert closed == Closed()


def test_a_bug_while_opening_is_reported(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    events = heard(worker)

    def make(emit: Callable[[Event], None]) -> Engine:
        raise ZeroDivisionError("oops")

    worker.start(make)
    qtbot.waitUntil(lambda: len(events) == 2)
    assert isinstance(events[0], BugFound)
    assert "ZeroDivisionError" in events[0].report


def test_without_a_project_commands_go_nowhere(worker: Worker) -> None:
    worker.post(Pause())
    assert not worker.open
