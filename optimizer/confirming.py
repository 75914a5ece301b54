"""Confirmation: blind duels on held-out examples between a prompt and the start prompt.

Its votes never enter the posterior: they have the last word because nothing was chosen by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.errors import ProjectFault
from optimizer.outputs import Cell, example_order
from optimizer.preference.confirmation import confirmation
from optimizer.records import Duel, Purpose, Split
from optimizer.trials import Trial, TrialKind, Trials
from optimizer.views import ConfirmationView

_KIND = TrialKind(Purpose.CONFIRM, "confirm", "confirm end", other="start")


class Confirming:
    """The confirmations of one session, read from the log of the file.

    Args:
        board: What is known.
        actions: The log.
        new_id: Makes ids of duels.
    """

    def __init__(self, board: Board, actions: ActionLog, new_id: Callable[[], str]) -> None:
        self._board = board
        self._trials = Trials(_KIND, board, actions, new_id)

    @property
    def trial(self) -> Trial | None:
        """The confirmation that is going on."""
        return self._trials.trial

    def reread(self) -> None:
        """Read the confirmations from the log anew."""
        self._trials.reread()

    def start(self, prompt_id: str | None, duels: int) -> None:
        """Begin a confirmation.

        Args:
            prompt_id: The prompt; None for the recommended one.
            duels: How many held-out examples, at most.

        Raises:
            ProjectFault: It is the start prompt itself, or nothing was held out.
        """
        board = self._board
        chosen = prompt_id or board.incumbent_id()
        if chosen == board.roster.start_id or chosen not in board.roster:
            raise ProjectFault(
                "The start prompt is the recommended one: there is nothing to confirm yet.",
                "Vote on, until another prompt leads.",
            )
        held_out = [e for e in board.examples.values() if e.split is Split.HELD_OUT]
        order = example_order(held_out, board.project.seed)
        shown = board.barred()
        none: frozenset[str] = frozenset()
        barred = shown.get(chosen, none) | shown.get(board.roster.start_id, none)
        examples = [example_id for example_id in order if example_id not in barred][:duels]
        if not examples:
            raise ProjectFault(
                "No example is held out, so nothing fresh is left to confirm on.",
                "Add rows to the data; a share of them is held out.",
            )
        self._trials.begin(chosen, board.roster.start_id, examples)

    def stop(self) -> None:
        """End the confirmation that is going on; its votes stay."""
        self._trials.stop()

    def finish_if_done(self) -> bool:
        """End the confirmation when every pair was judged or shows no difference."""
        return self._trials.finish_if_done()

    def duels(self, waiting: Collection[Duel], n: int) -> list[Duel]:
        """Return up to n confirmation duels whose outputs exist.

        Args:
            waiting: Duels that are ready or on the screen already.
            n: How many more are wanted.
        """
        return self._trials.duels(waiting, n)

    def cells(self, excluded: Collection[Cell]) -> list[Cell]:
        """Return the outputs that the confirmation still needs."""
        return self._trials.cells(excluded)

    def views(self) -> tuple[ConfirmationView, ...]:
        """Return every confirmation with its result, the latest last."""
        return tuple(self._view(trial) for trial in self._trials.all)

    def _view(self, trial: Trial) -> ConfirmationView:
        outcomes = self._trials.outcomes(trial)
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
