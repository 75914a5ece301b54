"""Does what a person asked for, one command at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatchmethod
from pathlib import Path

from optimizer import commands as c
from optimizer.engine import READY_DUELS, Engine
from optimizer.events import CopyMerged, VoteStored
from optimizer.telling import set_wording
from optimizer.votes.people import named_person


class Obeying:
    """Turns commands into steps of the engine.

    Args:
        engine: What works on the project.

    Attributes:
        closing: Whether the person asked to close the project.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.closing = False

    @singledispatchmethod
    def obey(self, command: object) -> None:
        """Do what a command says.

        Args:
            command: One of `optimizer.commands`.

        Raises:
            WorldFault: It cannot be done; nothing was changed.
            TypeError: It is no command.
        """
        raise TypeError(f"no such command: {type(command).__name__}")

    @obey.register
    def _(self, command: c.CastVote) -> None:
        self._engine.publisher.votes_heard += 1
        self._engine.check_vote_cap()
        vote_id = self._engine.session.voting.tell(
            command.duel_id,
            command.verdict,
            strength=command.strength,
            took_ms=command.took_ms,
            next_duel=command.next_duel,
            spans=command.spans,
            rater=self._engine.session.board.seat_person(
                command.rater or self._engine.session.board.me
            ),
        )
        if vote_id is None:
            # The window was behind: it learns what is on the screen now.
            showing = self._engine.session.showing
            self._engine.publisher.pairs(showing.ask(READY_DUELS), showing.current)
            return
        voting = self._engine.session.voting
        self._engine.session.confirming.finish_if_done()
        self._engine.session.facing.finish_if_done()
        self._engine.emit(VoteStored(voting.reveal(vote_id), voting.row(vote_id)))
        self._engine.publisher.pairs(self._engine.session.showing.rerank(READY_DUELS))
        self._engine.publisher.curve_point()
        self._engine.publisher.pool_changed()

    @obey.register
    def _(self, command: c.SitDown) -> None:
        self._engine.session.board.me = named_person(command.name)
        self._engine.publisher.pool_changed(awaited=True)

    @obey.register
    def _(self, command: c.ShowDuel) -> None:
        duel = self._engine.session.showing.offered(command.duel_id)
        current = self._engine.session.showing.current
        if duel is not None and (current is None or current.id != duel.id):
            with self._engine.store.atomic():
                self._engine.session.showing.put_on_screen(duel)

    @obey.register
    def _(self, command: c.GiveReason) -> None:
        if self._engine.session.voting.annotate(
            command.vote_id, command.reason, command.tags, command.spans
        ):
            self._engine.publisher.history([command.vote_id])

    @obey.register
    def _(self, command: c.ChangeVote) -> None:
        new = self._engine.session.voting.change(command.vote_id, command.verdict, command.strength)
        if new is not None:
            self._engine.evidence_changed((command.vote_id, new))

    @obey.register
    def _(self, command: c.VoidVote) -> None:
        if self._engine.session.voting.void(command.vote_id):
            self._engine.evidence_changed((command.vote_id,))

    @obey.register
    def _(self, command: c.RestoreVote) -> None:
        if self._engine.session.voting.restore(command.vote_id):
            self._engine.evidence_changed((command.vote_id,))

    @obey.register
    def _(self, command: c.Undo) -> None:
        self._go(self._engine.session.voting.undo)

    @obey.register
    def _(self, command: c.Redo) -> None:
        self._go(self._engine.session.voting.redo)

    def _go(self, step: Callable[[], tuple[str, ...] | None]) -> None:
        """Go a step back or forth, and tell all that changed by it."""
        board = self._engine.session.board
        before = board.hunches, board.roster.start_id
        touched = step()
        if touched is not None:
            self._engine.evidence_changed(touched, show=True)
        if before != (board.hunches, board.roster.start_id):
            self._engine.question_changed()

    @obey.register
    def _(self, command: c.Pause) -> None:
        if not self._engine.paused:
            self._engine.paused = True
            self._engine.workshop.cancel_proposers()
            self._engine.steering.rest("paused by you")

    @obey.register
    def _(self, command: c.Resume) -> None:
        self._engine.desk.forgive(self._engine.session.board.project.models.values())
        self._engine.supply.retry()
        self._engine.panel.retry()
        self._engine.embedding.retry()
        self._engine.nursery.wake()
        self._engine.paused = False
        self._engine.steering.go_on()

    @obey.register
    def _(self, command: c.AddPrompt) -> None:
        self._engine.session.growing.add_own(command.prompt, command.parents, command.label)
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.ArchivePrompt) -> None:
        self._engine.session.growing.archive(command.prompt_id, command.archived)
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.PinPrompt) -> None:
        self._engine.session.growing.pin(command.prompt_id, command.pinned)
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.HaveHunch) -> None:
        if self._engine.session.hunches.have(command.better, command.worse):
            self._engine.question_changed()

    @obey.register
    def _(self, command: c.DropHunch) -> None:
        if self._engine.session.hunches.drop(command.one, command.other):
            self._engine.question_changed()

    @obey.register
    def _(self, command: c.SetStart) -> None:
        self._engine.session.growing.set_start(command.prompt_id)
        self._engine.publisher.curve_anew()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.SetTask) -> None:
        self._engine.setting_changed(self._engine.session.set_task(command.task))

    @obey.register
    def _(self, command: c.SetModels) -> None:
        self._engine.setting_changed(self._engine.session.set_models(command.models))

    @obey.register
    def _(self, command: c.SetCaps) -> None:
        self._engine.session.set_caps(command.caps)
        self._engine.ledger.set_caps(command.caps)
        self._engine.supply.retry()
        self._engine.publisher.task()

    @obey.register
    def _(self, command: c.SetOptions) -> None:
        self._engine.session.board.set_options(command.options)
        self._engine.running.renew_gates()
        self._engine.ledger.set_run_caps(command.options.run_caps)
        self._engine.supply.retry()
        self._engine.panel.retry()
        self._engine.publisher.task()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.CalibrateJudge) -> None:
        self._engine.calibrating.begin()

    @obey.register
    def _(self, command: c.StopCalibration) -> None:
        self._engine.calibrating.stop()

    @obey.register
    def _(self, command: c.StartConfirmation) -> None:
        self._engine.session.confirming.start(command.prompt_id, command.duels)
        self._engine.session.showing.drop_confirmations()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.StopConfirmation) -> None:
        self._engine.session.confirming.stop()
        self._engine.session.showing.drop_confirmations()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.CompareTwo) -> None:
        self._engine.session.facing.start(command.first, command.second, command.examples)
        self._engine.session.showing.drop_chosen()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.StopComparing) -> None:
        self._engine.session.facing.stop()
        self._engine.session.showing.drop_chosen()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.NotePrompt) -> None:
        self._engine.session.growing.note(command.prompt_id, command.note)
        self._engine.publisher.pool_changed(awaited=True)

    @obey.register
    def _(self, command: c.AddExamples) -> None:
        if self._engine.session.add_examples(command.examples):
            self._engine.publisher.task()

    @obey.register
    def _(self, command: c.ProposeNow) -> None:
        self._engine.nursery.wake()
        self._engine.nursery.propose(command.proposer, urged=True)

    @obey.register
    def _(self, command: c.StartMethod) -> None:
        self._engine.paused = False
        self._engine.steering.start(command.method, command.settings)

    @obey.register
    def _(self, command: c.ListMethods) -> None:
        self._engine.steering.list_methods()

    @obey.register
    def _(self, command: c.ListWordings) -> None:
        self._engine.steering.list_wordings()

    @obey.register
    def _(self, command: c.SetWording) -> None:
        set_wording(self._engine.store, command.name, command.text)
        self._engine.nursery.wake()
        self._engine.steering.list_wordings()

    @obey.register
    def _(self, command: c.StopRun) -> None:
        self._engine.steering.finish("stopped by you")

    @obey.register
    def _(self, command: c.ReplayTo) -> None:
        self._engine.publisher.replay(command.votes)

    @obey.register
    def _(self, command: c.MergeCopy) -> None:
        self._engine.emit(CopyMerged(self._engine.session.merge(Path(command.path))))
        self._engine.publisher.task()
        self._engine.publisher.history()
        self._engine.publisher.curve_anew()
        self._engine.pool_grew()

    @obey.register
    def _(self, command: c.Close) -> None:
        self.closing = True
