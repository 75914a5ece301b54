"""The person's hunches about prompts: soft evidence from before any vote, easily overruled.

They are read from the log of actions, so undo and redo hold for them without further ado.
"""

from __future__ import annotations

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.records import Hunch
from optimizer.steps import Steps
from optimizer.undo import HUNCH


class Hunches:
    """The steps that change what the person expects.

    Args:
        board: What is known.
        actions: The log; it keeps the hunches.
        steps: Makes each change whole.
    """

    def __init__(self, board: Board, actions: ActionLog, steps: Steps) -> None:
        self._board = board
        self._actions = actions
        self._step = steps.step
        take_up(board, actions)

    def have(self, better: str, worse: str) -> bool:
        """Expect one prompt to be better than another; it replaces what was expected of the two.

        Args:
            better: Id of the prompt thought better.
            worse: Id of the other one.

        Returns:
            False when a prompt is unknown, or nothing would change.
        """
        return self._say(Hunch(better, worse), held=True)

    def drop(self, one: str, other: str) -> bool:
        """Expect nothing of two prompts any more; False when nothing was expected."""
        return self._say(Hunch(one, other), held=False)

    def _say(self, hunch: Hunch, *, held: bool) -> bool:
        roster = self._board.roster
        if hunch.better == hunch.worse or not {hunch.better, hunch.worse} <= roster.index.keys():
            return False
        if held is (hunch in self._board.hunches) and (held or not self._any(hunch)):
            return False
        start = roster.start_id
        about = hunch.better if hunch.worse == start else hunch.worse
        with self._step():
            self._actions.record(
                HUNCH,
                {"better": hunch.better, "worse": hunch.worse, "held": held, "prompt": about},
            )
        take_up(self._board, self._actions)
        return True

    def _any(self, hunch: Hunch) -> bool:
        return any({h.better, h.worse} == {hunch.better, hunch.worse} for h in self._board.hunches)


def take_up(board: Board, actions: ActionLog) -> None:
    """Let the board hold the hunches that stand: the last word on every two prompts.

    Args:
        board: What is known.
        actions: The log that keeps them.
    """
    last: dict[frozenset[str], Hunch | None] = {}
    for action in actions.standing(HUNCH):
        hunch = Hunch(str(action.data["better"]), str(action.data["worse"]))
        if {hunch.better, hunch.worse} <= board.roster.index.keys():
            last[frozenset((hunch.better, hunch.worse))] = hunch if action.data["held"] else None
    board.hold(tuple(hunch for hunch in last.values() if hunch is not None))
