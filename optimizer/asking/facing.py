"""Head to head: two prompts that the person chose, on examples that the person chose, blind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from optimizer.actions import ActionLog
from optimizer.asking.trials import Trial, TrialKind, Trials
from optimizer.board import Board
from optimizer.errors import ProjectFault
from optimizer.records import Purpose, Split
from optimizer.said import say
from optimizer.views import HeadToHeadView

_KIND = TrialKind(Purpose.HEAD_TO_HEAD, "head to head", "head to head end", other="other")
_USUAL = 10


class Facing(Trials):
    """The comparisons of two chosen prompts in one session, read from the log of the file.

    Args:
        board: What is known.
        actions: The log.
        new_id: Makes ids of duels.
    """

    def __init__(self, board: Board, actions: ActionLog, new_id: Callable[[], str]) -> None:
        super().__init__(_KIND, board, actions, new_id)

    def start(self, first: str, second: str, examples: Sequence[str]) -> None:
        """Ask for the two prompts on these examples.

        Args:
            first: A prompt.
            second: Another one.
            examples: Which examples; none for the next ten.

        Raises:
            ProjectFault: There is nothing to show of these two.
        """
        board = self._board
        if first == second or first not in board.roster or second not in board.roster:
            raise ProjectFault(
                say("These are not two prompts."), say("Choose another prompt to compare.")
            )
        trial = Trial(first, second, board.setting_id, ())
        passed = self.barred(first, second) | self.judged(trial)
        # A held-out example must stay fresh for the confirmation.
        open_ = [
            example_id
            for example_id in (examples or board.order)
            if example_id in board.examples
            and board.examples[example_id].split is Split.TUNING
            and example_id not in passed
            and not self.alike(trial, example_id)
        ]
        if not open_:
            raise ProjectFault(
                say(
                    "There is nothing to show of these two on the chosen examples: you judged them "
                    "head to head already, their outputs are the same, the example is held out, or "
                    "a prompt shows it."
                ),
                say("Choose other examples."),
            )
        self.begin(first, second, open_ if examples else open_[:_USUAL])

    def views(self) -> tuple[HeadToHeadView, ...]:
        """Return every comparison with its result, the latest last."""
        return tuple(self._view(trial) for trial in self.all)

    def _view(self, trial: Trial) -> HeadToHeadView:
        outcomes = self.outcomes(trial)
        return HeadToHeadView(
            first=trial.prompt_id,
            second=trial.other_id,
            wanted=len(trial.examples),
            judged=len(self.judged(trial).intersection(trial.examples)),
            wins=outcomes.count(1),
            losses=outcomes.count(-1),
            ties=outcomes.count(0),
            active=trial is self.trial,
        )
