"""Head to head: two prompts that the person chose, on examples that the person chose, blind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.errors import ProjectFault
from optimizer.outputs import Cell
from optimizer.records import Duel, Purpose, Split
from optimizer.trials import Trial, TrialKind, Trials
from optimizer.views import HeadToHeadView

_KIND = TrialKind(Purpose.HEAD_TO_HEAD, "head to head", "head to head end", other="other")
_USUAL = 10


class Facing:
    """The comparisons of two chosen prompts in one session, read from the log of the file.

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
        """The comparison that is going on."""
        return self._trials.trial

    def reread(self) -> None:
        """Read the comparisons from the log anew."""
        self._trials.reread()

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
            raise ProjectFault("These are not two prompts.", "Choose another prompt to compare.")
        shown = board.barred()
        none: frozenset[str] = frozenset()
        barred = shown.get(first, none) | shown.get(second, none)
        trial = Trial(first, second, board.setting_id, ())
        judged = self._trials.judged(trial)
        # A held-out example must stay fresh for the confirmation.
        open_ = [
            example_id
            for example_id in (examples or board.order)
            if example_id in board.examples
            and board.examples[example_id].split is Split.TUNING
            and example_id not in barred | judged
            and not self._same(first, second, example_id)
        ]
        if not open_:
            raise ProjectFault(
                "There is nothing to show of these two on the chosen examples: you judged them "
                "head to head already, their outputs are the same, the example is held out, or a "
                "prompt shows it.",
                "Choose other examples.",
            )
        self._trials.begin(first, second, open_ if examples else open_[:_USUAL])

    def stop(self) -> None:
        """End the comparison that is going on; its votes stay."""
        self._trials.stop()

    def finish_if_done(self) -> bool:
        """End the comparison when every pair was judged or shows no difference."""
        return self._trials.finish_if_done()

    def duels(self, waiting: Collection[Duel], n: int) -> list[Duel]:
        """Return up to n duels of the comparison whose outputs exist.

        Args:
            waiting: Duels that are ready or on the screen already.
            n: How many more are wanted.
        """
        return self._trials.duels(waiting, n)

    def cells(self, excluded: Collection[Cell]) -> list[Cell]:
        """Return the outputs that the comparison still needs."""
        return self._trials.cells(excluded)

    def views(self) -> tuple[HeadToHeadView, ...]:
        """Return every comparison with its result, the latest last."""
        return tuple(self._view(trial) for trial in self._trials.all)

    def _view(self, trial: Trial) -> HeadToHeadView:
        outcomes = self._trials.outcomes(trial)
        return HeadToHeadView(
            first=trial.prompt_id,
            second=trial.other_id,
            wanted=len(trial.examples),
            judged=len(self._trials.judged(trial).intersection(trial.examples)),
            wins=outcomes.count(1),
            losses=outcomes.count(-1),
            ties=outcomes.count(0),
            active=trial is self.trial,
        )

    def _same(self, first: str, second: str, example_id: str) -> bool:
        table = self._board.table
        made = table.get(first, example_id) and table.get(second, example_id)
        return bool(made) and not self._trials.differs(first, second, example_id)
