"""`pairtune tune`: the main job in a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.cli.alone import Alone
from app.cli.draft import alone_options, draft_of, project_path
from app.cli.export import ENDINGS, find_prompt, put
from app.cli.keys import END, Keys
from app.cli.method import Wish, wish_of
from app.cli.run import TerminalRun
from app.cli.simulated_keys import SimulatedKeys
from app.cli.view import View
from app.compare.compare_model import CompareModel
from app.compare_parts import Part
from app.keys import KeyRing
from app.language import tr
from optimizer.commands import Command, GiveReason, Pause, Redo, Resume, Undo
from optimizer.errors import DataFault
from optimizer.events import Event, StatusChanged, VoteStored
from optimizer.llm import ModelService
from optimizer.local.servers import LocalServers
from optimizer.options import read_options
from optimizer.planning.forecast import foresee
from optimizer.project import ProjectDraft
from optimizer.records import Options, Verdict
from optimizer.runner import Runner
from optimizer.said import say
from optimizer.simulated import SIMULATED
from optimizer.store import Store
from optimizer.views import EngineState, Status

VERDICTS = {
    "1": Verdict.LEFT,
    "2": Verdict.RIGHT,
    "3": Verdict.TIE,
    "4": Verdict.BOTH_BAD,
    "s": Verdict.SKIP,
}
STEPS: Mapping[str, Undo | Redo] = {"u": Undo(), "r": Redo()}
_STOPPED = (EngineState.CAP_REACHED, EngineState.OFFLINE, EngineState.NOTHING_LEFT)


def tune(arguments: argparse.Namespace) -> int:
    """Show pairs, take votes, and export at the end.

    Raises:
        WorldFault: The data, the prompt or the project cannot be used.
    """
    path = project_path(arguments)
    draft = None if path.exists() else draft_of(arguments)
    local = LocalServers()
    keys = KeyRing(lambda note: print(note, file=sys.stderr))
    service = ModelService(keys.lookup, local.endpoint)
    try:
        if arguments.estimate:
            _tell_estimate(draft, service)
            return 0
        wish = None if draft is not None else wish_of(arguments)
        desk: Desk | Alone
        if arguments.answers is not None:
            desk = Alone(path, _alone(arguments, draft, path), wish)
        else:
            desk = Desk(path, arguments.votes, arguments.simulated_person, wish)
        if draft is None:
            desk.runner = Runner.open(path, service, desk.post)
        else:
            desk.runner = Runner.create(path, draft, service, desk.post)
        desk.expected = tuple(arguments.expect or ())
        desk.run()
        if arguments.out is not None:
            fmt = arguments.format or ENDINGS.get(arguments.out.suffix.lower(), "text")
            put(desk.latest.write_prompt(find_prompt(desk.latest, None), fmt), arguments.out)
    finally:
        service.close()
        local.stop()
    return 0


def _alone(arguments: argparse.Namespace, draft: ProjectDraft | None, path: Path) -> Options:
    """Return the options with which labels alone decide."""
    if draft is not None:
        return draft.options
    with closing(Store.open(path)) as store:
        options = read_options(store.project().settings)
        return alone_options(arguments, options, store.examples())


def _tell_estimate(draft: ProjectDraft | None, service: ModelService) -> None:
    if draft is None:
        raise DataFault(
            say("The project is begun already."),
            say("Leave --estimate out: it is told when it is opened."),
        )
    View().forecast(*foresee(draft, service))


class Desk(TerminalRun):
    """One run in the terminal: keys and events in, pairs and lines out.

    Args:
        path: The project file.
        votes: Stop after so many votes; None for no end.
        simulated: Let this simulated person press the keys; None for a real one.
        wish: The method that a project which is there already is to go on with.
    """

    def __init__(
        self,
        path: Path,
        votes: int | None,
        simulated: int | None = None,
        wish: Wish | None = None,
    ) -> None:
        super().__init__(path, wish)
        self._wanted = votes
        self._cast = 0
        self._undone = 0
        self._sent: set[str] = set()
        self._model = CompareModel()
        self._view = View()
        self._keys: Keys | SimulatedKeys = Keys(sys.stdin, self._inbox.put)
        if simulated is not None:
            self._keys = SimulatedKeys(simulated, lambda: self._model.current, self._inbox.put)
            self._model.rater = SIMULATED
        self._state: EngineState | None = None
        self._foretold = False
        self._caution = ""
        self._noted: set[str] = set()

    def run(self) -> None:
        """Work until the person quits, the votes are cast, or nothing is left."""
        self._keys.start()
        super().run()

    def _take(self, item: Event | str) -> None:
        if isinstance(item, str):
            self._press(item)
        else:
            self._handle(item)

    def _tell_fault(self, text: str) -> None:
        self._view.fault(text)

    def _end(self) -> None:
        self._view.end(self._path, self.latest)

    def _handle(self, event: Event) -> None:
        self.latest.handle(event)
        self._take_faults(event)
        reaction = self._model.handle(event)
        for command in reaction.commands:
            self._send(command)
        if isinstance(event, StatusChanged):
            self._foretell(event.status)
        if isinstance(event, VoteStored):
            self._view.reveal(event.reveal)
        if Part.PAIR in reaction.parts:
            self._show()
        self._notice()

    def _foretell(self, status: Status) -> None:
        """Say once what the run will take, and each new warning and note."""
        if status.forecast is not None and not self._foretold:
            self._foretold = True
            self._view.forecast(status.forecast, "")
        if status.caution != self._caution:
            self._caution = status.caution
            self._view.forecast(None, status.caution)
        for note in status.notes:
            if note not in self._noted:
                self._noted.add(note)
                self._view.note(note)

    def _notice(self) -> None:
        """Say once what the optimizer waits for, while there is no pair."""
        status = self.latest.status
        if status is None or self._model.current is not None or status.state is self._state:
            return
        self._state = status.state
        self._view.waiting(status)
        if status.state in _STOPPED and not self._ending:
            self._finish()

    def _press(self, key: str) -> None:
        if key in VERDICTS:
            self._vote(VERDICTS[key])
        elif key in STEPS and self._steps(key):
            # The next key belongs to the pair that this brings back.
            self._model.step_back()
            self._sent.clear()
            self._send(STEPS[key])
            return
        elif key == "p":
            paused = self.latest.status and self.latest.status.state is EngineState.PAUSED
            self._send(Resume() if paused else Pause())
        elif key == "c":
            self._explain()
        elif key in ("q", END):
            self._finish()
            return
        else:
            self._view.help()
        if not self._ending and self._model.current is not None:
            self._keys.next()

    def _steps(self, key: str) -> bool:
        """Whether there is something to undo or redo; the status may lag behind the keys."""
        status = self.latest.status
        if key == "u":
            done = self._cast > self._undone or bool(status and status.undo_text)
            self._undone += done
            return done
        undone = self._undone > 0
        self._undone -= undone
        return undone or bool(status and status.redo_text)

    def _vote(self, verdict: Verdict) -> None:
        command = self._model.vote(verdict)
        if command is None:
            self._view.help()
            return
        self._send(command)
        # A pair that came back before its vote arrived is refused the second time: it counts once.
        self._cast += command.duel_id not in self._sent
        self._sent.add(command.duel_id)
        self._undone = 0
        if self._wanted is not None and self._cast >= self._wanted:
            self._finish()
        elif self._model.current is not None:
            self._view.pair(self._model.current)

    def _explain(self) -> None:
        text = self._keys.line(tr("Reason: ")).strip()
        command: GiveReason | None = self._model.reason(text, ()) if text else None
        if command is not None:
            self._send(command)

    def _show(self) -> None:
        if self._model.current is not None and not self._ending:
            self._state = None
            self._model.look(True)
            self._view.pair(self._model.current)
            self._keys.next()

    def _send(self, command: Command) -> None:
        self.runner.post(command)
