"""What every run in the terminal does: events in, faults told, the project safe at the end."""

from __future__ import annotations

import queue
import sys
from abc import ABC, abstractmethod
from pathlib import Path

from app.cli.expect import hunches_of
from app.cli.method import Wish
from app.language import tr
from app.latest import Latest
from app.widgets.plain_text import visible
from app.words.fault_words import fault_words
from app.words.upgrade_words import upgrade_words
from optimizer.commands import Close
from optimizer.errors import MethodFault, ProjectFault
from optimizer.events import BugFound, Closed, Event, FaultRaised, FileUpgraded
from optimizer.runner import Runner
from optimizer.said import say

_END_S = 15.0


class TerminalRun(ABC):
    """One run of a project in the terminal; `runner` is set before `run` is called.

    `expected` holds what the person expects of prompts, as `hunches_of` reads it.

    Args:
        path: The project file.
        wish: The method that a project which is there already is to go on with.
    """

    def __init__(self, path: Path, wish: Wish | None) -> None:
        self._path = path
        self._wish = wish
        self._inbox: queue.Queue[Event | str] = queue.Queue()
        self._fault = ""
        self._refused = ""
        self._ending = False
        self._closing = False
        self.expected: tuple[str, ...] = ()
        self.latest = Latest()
        self.runner: Runner

    def post(self, event: Event) -> None:
        """Take an event of the runner; any thread may call it."""
        self._inbox.put(event)

    def run(self) -> None:
        """Work to the end of the run.

        Raises:
            ProjectFault: The project could not be opened, or nothing can be done with it.
            MethodFault: The method that was asked for cannot run here.
        """
        try:
            while not isinstance(item := self._inbox.get(), Closed):
                self._take(item)
                self._ask_method()
                self._expect()
                self._close()
        except BaseException:
            self.runner.post(Close())
            self.runner.join(_END_S)
            told = tr("The project is {path}", path=self._path)
            sys.stderr.write(f"\n{told}\n")
            raise
        if self._refused:
            raise MethodFault(self._refused)
        if self.latest.task is None:
            raise ProjectFault(self._fault or say("{path} could not be opened.", path=self._path))
        self._end()

    def _take_faults(self, event: Event) -> None:
        """Tell what went wrong, or was done to the file; a method that cannot run ends the run."""
        if isinstance(event, FaultRaised):
            self._fault = fault_words(event.fault)
            self._tell_fault(self._fault)
            if event.fault.kind == MethodFault.__name__:
                self._refused = self._fault
                self._finish()
        elif isinstance(event, BugFound):
            self._tell_fault(event.report)
        elif isinstance(event, FileUpgraded):
            sys.stderr.write(f"{visible(upgrade_words(event.copy))}\n")

    def _expect(self) -> None:
        """Tell the engine what the person expects of prompts, once these are known."""
        if self.expected and self.latest.pool is not None:
            for command in hunches_of(self.expected, self.latest.pool):
                self.runner.post(command)
            self.expected = ()

    def _ask_method(self) -> None:
        """Ask for the method that was wished for, once it is known which one goes on."""
        if self._wish is not None and self.latest.status is not None:
            command, self._wish = self._wish.command(self.latest.status.run), None
            if command is not None:
                self.runner.post(command)

    def _finish(self) -> None:
        self._ending = True

    def _close(self) -> None:
        # What was asked for on the command line waits for the engine, and the end waits for it.
        said = self._wish is None and not self.expected
        if self._ending and said and not self._closing:
            self._closing = True
            self.runner.post(Close())

    @abstractmethod
    def _take(self, item: Event | str) -> None:
        """Take in an event, or whatever else was put into the inbox."""

    @abstractmethod
    def _tell_fault(self, text: str) -> None:
        """Print what went wrong."""

    @abstractmethod
    def _end(self) -> None:
        """Print what the run came to."""
