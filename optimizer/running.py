"""The run of a method in one session: begun, at rest, taken up again, ended by its stop rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from optimizer.breeding.growing import NOTHING_WRITTEN
from optimizer.errors import MethodFault
from optimizer.facilities import facilities
from optimizer.methods import Arrangement, arrange, find_method, unmet
from optimizer.options import METHOD_SETTINGS, write_options
from optimizer.proposing import keeps_map, reads_reasons
from optimizer.proposing.gates import standing_gates, within_limits
from optimizer.protocols import Choosing
from optimizer.records import CallRole, Choice, Method, Need, SettingValue, Turn
from optimizer.said import say
from optimizer.session import Session
from optimizer.store import Run
from optimizer.views import RunView


class Running:
    """The run that goes on, or why none does.

    Args:
        session: The pool it works on.
        find: Returns a method by its name.

    Attributes:
        arrangement: The method at work; None while there is none.
        run: Its record; None when no run was ever begun.
        at_rest: Whether it is paused or the project is being closed.
        blocked: Why it writes nothing though it is not finished; empty while it can.
    """

    def __init__(self, session: Session, find: Callable[[str], Method] = find_method) -> None:
        self._session = session
        self._store = session.board.store
        self._find = find
        self._made: list[str] = []
        self._gradients = False
        self.arrangement: Arrangement | None = None
        self.run: Run | None = None
        self.at_rest = True
        self.blocked = ""

    @property
    def run_id(self) -> str | None:
        """The run in which work is done now; None while none goes on."""
        goes_on = self.run is not None and not self.at_rest and not self.run.finished
        return self.run.id if self.run is not None and goes_on else None

    @property
    def at_work(self) -> Arrangement | None:
        """The method whose parts may work now; None while it rests, ended or lacks something."""
        return None if self.run_id is None or self.blocked else self.arrangement

    # -- the course of a run ----------------------------------------------------------------

    def begin(self) -> None:
        """Take up the last run, or begin the project's method if there never was one."""
        last = self._store.last_run()
        if last is None:
            project = self._session.board.project
            self._enter(project.method, method_settings(project.settings))
            return
        self._take_up(last)
        if not last.finished:
            self._store.resume_run(last.id)
            self.at_rest = False

    def start(self, name: str, values: Mapping[str, SettingValue]) -> None:
        """End the run that goes on and begin another one on the same pool.

        Args:
            name: The method.
            values: What was chosen of its settings.

        Raises:
            MethodFault: There is no such method, a value does not fit, or a need is not met.
        """
        arrangement = arrange(self._find(name), values)
        lacking = unmet(arrangement.method, self.have())
        if lacking:
            raise MethodFault(
                say(
                    "{method} cannot run here. {lacking}",
                    method=arrangement.method.title,
                    lacking=lacking,
                ),
                say("Choose what is missing in the settings of the models, or another method."),
            )
        with self._store.atomic():
            if self.run is not None and not self.run.finished:
                self._store.stop_run(
                    self.run.id, f"followed by {arrangement.method.title}", finished=True
                )
            self._adopt(arrangement)
            self._enter(name, arrangement.settings)

    def rest(self, reason: str) -> None:
        """Let the run stand still until it is taken up again."""
        if self.run_id is not None:
            self._store.stop_run(self.run_id, reason)
        self.at_rest = True

    def go_on(self) -> None:
        """Take up the run that stands still; one that ended stays ended."""
        if self.run is not None and self.at_rest and not self.run.finished:
            self._store.resume_run(self.run.id)
        self.at_rest = False

    def finish(self, reason: str) -> None:
        """End the run for good; what it found stays.

        A method with a rule of its own for the best prompt takes it, and says so: it is pinned, so
        that votes go on to tell how it stands beside the recommended one.

        Args:
            reason: Why it ends.
        """
        if self.run is not None and not self.run.finished:
            choice = self._choice()
            if choice is not None:
                name = self._session.board.roster[choice.prompt_id].name
                told = say("the method takes {name}: {why}", name=name, why=choice.why)
                reason = say("{reason}; {told}", reason=reason, told=told)
                self._session.growing.pin(choice.prompt_id, True)
            self._store.stop_run(self.run.id, reason, finished=True)
            self.run = replace(self.run, finished=True, stop_reason=reason)
            self._session.board.run_id = None

    def renew_gates(self) -> None:
        """Let new prompts pass the gates of the method, within the limits that the person set."""
        options = self._session.board.options
        gates = self.arrangement.gates if self.arrangement else standing_gates()
        self._session.growing.use_gates(
            within_limits(gates, options.novelty_radius, options.drift_limit)
        )

    def note_proposal(self, run_id: str | None, made_at: str) -> None:
        """Count a proposal that was recorded."""
        if self.run is not None and run_id == self.run.id:
            self._made.append(made_at)

    def review(self) -> str:
        """See whether the method can still work and whether its run is over.

        Returns:
            Why it is over; empty while it is not.
        """
        if self.arrangement is None or self.run_id is None:
            return ""
        self.blocked = unmet(self.arrangement.method, self._have(self._gradients))
        return self._over(self.arrangement)

    @property
    def written_out(self) -> bool:
        """Whether the run has written all that it may; what it wrote may still be looked at."""
        limit = self.arrangement.limits.proposals if self.arrangement else None
        return limit is not None and len(self._made) >= limit

    def have(self) -> frozenset[Need]:
        """Return which needs of methods this project meets."""
        return self._have()

    def view(self) -> RunView | None:
        """Return the run as people see it; None before any."""
        if self.run is None:
            return None
        method = self.arrangement.method if self.arrangement else None
        limits = self.arrangement.limits if self.arrangement else None
        return RunView(
            method=self.run.method,
            title=method.title if method else self.run.method,
            step=len(self._made),
            steps=limits.proposals if limits else None,
            settings=dict(self.arrangement.settings) if self.arrangement else {},
            finished=self.run.finished,
            stop_reason=self.run.stop_reason if self.run.finished else "",
            blocked=self.blocked,
            mapped=self._session.mapped,
        )

    # -- inside -----------------------------------------------------------------------------

    def _have(self, gradients: bool | None = None) -> frozenset[Need]:
        board = self._session.board
        rows = board.examples.values()
        return facilities(board.project.models, board.options, rows, gradients=gradients)

    def _choice(self) -> Choice | None:
        """Return what the method takes by a rule of its own; None when it has none."""
        parts = self.arrangement.proposers.values() if self.arrangement else ()
        own = [part for part in parts if isinstance(part, Choosing)]
        return own[0].chosen(self._session.snapshot()) if own else None

    def _enter(self, name: str, values: Mapping[str, SettingValue]) -> None:
        project = self._session.board.project
        options = write_options(self._session.board.options)
        settings = {"options": options, METHOD_SETTINGS: dict(values)}
        self._store.start_run(name, settings, project.seed)
        run = self._store.last_run()
        if run is not None:
            self._take_up(run)
            self.at_rest = False

    def _take_up(self, run: Run) -> None:
        """Put together what a run is made of, as its record says."""
        self.run = run
        self.blocked = ""
        # What is installed is looked up once per run and not at each of its steps.
        self._gradients = Need.GRADIENTS in self.have()
        self._made = [
            made_at
            for made_at, refusal in self._store.written_at(run.id)
            if refusal != NOTHING_WRITTEN
        ]
        try:
            found = self._find(run.method)
            self.arrangement = arrange(found, method_settings(run.settings))
        except MethodFault as fault:
            # The file of the method is gone or changed: said, and nothing put in its place.
            self.arrangement = None
            self.blocked = str(fault)
        self.renew_gates()
        self._session.board.run_id = None if run.finished else run.id
        competes = self.arrangement is not None and self.arrangement.method.turn is Turn.PORTFOLIO
        self._session.competing = (
            self.arrangement.proposers if self.arrangement and competes else {}
        )
        parts = self.arrangement.proposers.values() if self.arrangement else ()
        self._session.readers = tuple(each.name for each in parts if reads_reasons(each))
        self._session.mapped = any(keeps_map(proposer) for proposer in parts)

    def _adopt(self, arrangement: Arrangement) -> None:
        """Let the project remember the method, and use its picker and the judge it needs."""
        board = self._session.board
        options = board.options
        if arrangement.picker:
            options = replace(options, picker=arrangement.picker)
        alone = any(each == (Need.JUDGE,) for each in arrangement.method.needs)
        if alone and board.project.models.get(CallRole.JUDGE) is not None:
            options = replace(options, judge=True)
        board.set_options(options)
        board.set_method(arrangement.method.name, arrangement.settings)

    def _over(self, arrangement: Arrangement) -> str:
        limits, board = arrangement.limits, self._session.board
        if limits.proposals is not None and len(self._made) >= limits.proposals:
            return say("{n} new prompts were written", n=limits.proposals)
        if limits.votes is not None and self._votes() >= limits.votes:
            return say("{n} votes were cast", n=limits.votes)
        # Where there is an evaluator, that many answers are its own affair.
        counted = limits.answers is not None and arrangement.evaluator is None
        if limits.answers is not None and counted and self._answers() >= limits.answers:
            return say("{n} outputs were made", n=limits.answers)
        if limits.idle is not None and len(self._made) >= limits.idle:
            since = board.roster[board.incumbent_id()].added_at
            if sum(1 for made in self._made if made > since) >= limits.idle:
                return say("{n} new prompts in a row brought no better one", n=limits.idle)
        return ""

    def _votes(self) -> int:
        began = self.run.started_at if self.run else ""
        return self._session.board.casebook.count_in_force(since=began)

    def _answers(self) -> int:
        return self._store.run_spend(self.run.id)[CallRole.ANSWER].calls if self.run else 0


def method_settings(settings: Mapping[str, object]) -> dict[str, SettingValue]:
    """Return the method's settings out of a project's or a run's settings."""
    found = settings.get(METHOD_SETTINGS)
    if not isinstance(found, Mapping):
        return {}
    return {
        str(name): value
        for name, value in found.items()
        if isinstance(value, (bool, int, float, str))
    }
