"""Confirmation: blind duels on held-out examples between a prompt and the start prompt.

Its votes never enter the posterior: they have the last word because nothing was chosen by them.
"""

from __future__ import annotations

from collections.abc import Callable

from optimizer.actions import ActionLog
from optimizer.asking.trials import Trial, TrialKind, Trials
from optimizer.board import Board
from optimizer.errors import ProjectFault
from optimizer.outputs import example_order
from optimizer.preference.confirmation import confirmation
from optimizer.records import Purpose, Split
from optimizer.said import say
from optimizer.views import ConfirmationView

_KIND = TrialKind(Purpose.CONFIRM, "confirm", "confirm end", other="start")


class Confirming(Trials):
    """The confirmations of one session, read from the log of the file.

    Args:
        board: What is known.
        actions: The log.
        new_id: Makes ids of duels.
    """

    def __init__(self, board: Board, actions: ActionLog, new_id: Callable[[], str]) -> None:
        super().__init__(_KIND, board, actions, new_id)

    def start(self, prompt_id: str | None, duels: int) -> None:
        """Begin a confirmation.

        Args:
            prompt_id: The prompt; None for the recommended one.
            duels: How many held-out examples, at most.

        Raises:
            ProjectFault: It is the start prompt itself, nothing was held out, or all was judged.
        """
        board = self._board
        chosen = prompt_id or board.incumbent_id()
        if chosen == board.roster.start_id or chosen not in board.roster:
            raise ProjectFault(
                say("The start prompt is the recommended one: there is nothing to confirm yet."),
                say("Vote on, until another prompt leads."),
            )
        held_out = [e for e in board.examples.values() if e.split is Split.HELD_OUT]
        order = example_order(held_out, board.project.seed)
        barred = self.barred(chosen, board.roster.start_id)
        examples = [example_id for example_id in order if example_id not in barred][:duels]
        if not examples:
            raise ProjectFault(
                say("No example is held out, so nothing fresh is left to confirm on."),
                say("Add rows to the data; a share of them is held out."),
            )
        wanted = Trial(chosen, board.roster.start_id, board.setting_id, tuple(examples))
        if self.judged(wanted).issuperset(examples):
            raise ProjectFault(
                say("All these pairs are judged already, and the result stands."),
                say("Ask for more pairs, or add rows to the data."),
            )
        self.begin(chosen, board.roster.start_id, examples)

    def views(self) -> tuple[ConfirmationView, ...]:
        """Return every confirmation with its result, the latest last."""
        return tuple(self._view(trial) for trial in self.all)

    def _view(self, trial: Trial) -> ConfirmationView:
        outcomes = self.outcomes(trial)
        result = confirmation(outcomes)
        return ConfirmationView(
            prompt_id=trial.prompt_id,
            name=self._board.roster[trial.prompt_id].name,
            wanted=len(trial.examples),
            judged=len(outcomes),
            wins=result.wins,
            losses=result.losses,
            ties=result.ties,
            share=result.share,
            low=result.low,
            high=result.high,
            p_value=result.p_value,
            active=trial is self.trial,
        )
