"""Steering the run of a method in an open project, from its beginning to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from optimizer.breeding.nursery import Crew
from optimizer.events import MethodsListed, WordingsListed
from optimizer.methods import load_catalogue
from optimizer.planning.offering import offered
from optimizer.proposing import PROPOSERS
from optimizer.records import RaterKind, SettingValue
from optimizer.telling import listed_wordings

if TYPE_CHECKING:
    from optimizer.calling.calls import Service
    from optimizer.engine import Engine

FIGURES_AT_ONCE = 8
SEEDERS = ("rephrase", "components", "layout")
"""Who makes something to compare where a method has nothing to learn from yet."""


class Steering:
    """The run of one open project, and what follows for the engine's parts.

    Args:
        engine: The parts.
        prices: Knows what models cost.
    """

    def __init__(self, engine: Engine, prices: Service) -> None:
        self._engine = engine
        self._prices = prices
        self._budgeted = ""
        self._tidy = False

    def begin(self) -> None:
        """Take up the last run of a method, or begin the project's."""
        self._engine.session.growing.fill_in_figures(FIGURES_AT_ONCE)
        self._engine.running.begin()
        self._changed()

    def tidy(self) -> bool:
        """Do a little of what nobody waits for; False when nothing of it is left."""
        if self._tidy or self._engine.read_only:
            return False
        self._tidy = True  # also if it fails: it would only fail again
        self._tidy = not self._engine.session.growing.fill_in_figures(FIGURES_AT_ONCE)
        if self._tidy:
            self._engine.publisher.pool_changed()
        return not self._tidy

    def start(self, method: str, settings: Mapping[str, SettingValue]) -> None:
        """Let another method work on the pool from now on.

        Raises:
            MethodFault: It cannot run here.
        """
        self._engine.running.start(method, settings)
        self._engine.workshop.cancel_proposers()
        self._engine.nursery.wake()
        self._changed()
        self._engine.publisher.task()
        self._engine.pool_grew()

    def rest(self, reason: str) -> None:
        """Let the run stand still, with the reason for it."""
        self._engine.stop_reason = reason
        self._engine.running.rest(reason)
        self._changed()

    def go_on(self) -> None:
        """Take the run up again."""
        self._engine.stop_reason = ""
        self._engine.running.go_on()
        self._changed()

    def finish(self, reason: str) -> None:
        """End the run for good; what it found stays, and the votes go on."""
        self._engine.workshop.cancel_proposers()
        self._engine.running.finish(reason)
        self._changed()

    def list_methods(self) -> None:
        """Tell which methods there are, and what each would take here."""
        have = self._engine.running.have()
        plan, specs = self._engine.forecast.plan()

        def look() -> MethodsListed:
            catalogue = load_catalogue()
            methods = offered(catalogue, have, plan, specs, self._prices)
            return MethodsListed(methods, tuple(str(fault) for fault in catalogue.faults))

        self._engine.workshop.compute(look, self._tell_methods, self._engine.tell_bug)

    def list_wordings(self) -> None:
        """Tell what writers are told in this project."""
        self._engine.emit(WordingsListed(listed_wordings(self._engine.store)))

    def _tell_methods(self, listed: object) -> None:
        if isinstance(listed, MethodsListed):
            self._engine.emit(listed)

    def review(self) -> None:
        """End the run if its stop rule says so."""
        measuring = self._engine.session.measuring
        over = self._engine.running.review()
        if measuring.alone and not measuring.over:
            # The last prompts are still measured by the method's own rules, over a kill as well.
            return
        over = over or (measuring.over if measuring.alone else "")
        if over:
            self.finish(over)

    @property
    def judge_speaks(self) -> bool:
        """Whether a judge has a say in the method at work; without one it has."""
        at_work = self._engine.running.at_work
        return at_work is None or RaterKind.JUDGE in at_work.method.evidence

    def _changed(self) -> None:
        self._engine.desk.run_id = self._engine.running.run_id
        self._budget()
        # A run that ended still says by which rules its cells are filled.
        at_work = self._engine.running.arrangement
        if at_work is not None:
            self._engine.session.measuring.use(
                at_work.evaluator, at_work.selector, at_work.limits.answers
            )

    def _budget(self) -> None:
        """Let the caps of a run count from its beginning, whoever began it."""
        run = self._engine.running.run
        if run is None or run.id == self._budgeted:
            return
        self._budgeted = run.id
        book = self._engine.session.board.casebook
        self._engine.ledger.note_votes(book.count_in_force())
        in_run = book.count_in_force(since=run.started_at)
        self._engine.ledger.begin_run(self._engine.store.run_spend(run.id), in_run)
        self._engine.ledger.set_run_caps(self._engine.session.board.options.run_caps)

    def crew(self) -> Crew | None:
        """Return who may write now; None while nobody may."""
        at_work = self._engine.running.at_work
        if at_work is None or self._engine.running.written_out:
            return None
        seeders = {name: PROPOSERS.build(name) for name in SEEDERS}
        return Crew(at_work.proposers, at_work.method.turn, self._engine.running.run_id, seeders)
