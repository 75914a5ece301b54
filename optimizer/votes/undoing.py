"""Taking actions back and doing them again, over any number of votes and changes of prompts."""

from __future__ import annotations

from dataclasses import replace

from optimizer.actions import ActionLog
from optimizer.asking.showing import Showing
from optimizer.board import Board
from optimizer.records import Duel
from optimizer.steps import Steps
from optimizer.store import LoggedEvent
from optimizer.votes.hunches import take_up
from optimizer.votes.notes import NOTE


class Undoing:
    """Undo and redo, as the log has them; each is on disk before it returns.

    Args:
        board: What is known.
        showing: What is on the screen.
        actions: The log.
        steps: Makes each change whole.
    """

    def __init__(self, board: Board, showing: Showing, actions: ActionLog, steps: Steps) -> None:
        self._board = board
        self._showing = showing
        self._actions = actions
        self._step = steps.step

    def undo(self) -> tuple[str, ...] | None:
        """Take the last action back.

        Returns:
            The votes that it touched (none when it was about a prompt); None when there is
            nothing to undo.
        """
        action = self._actions.undoable
        if action is None:
            return None
        screen = self._on_screen()
        with self._step():
            touched = self._apply(action, forwards=False)
            if action.kind != "vote":  # the pair of a vote is there already
                self._go_back_to(self._actions.screen_before(action))
            self._actions.undone(action, screen)
        self._after(touched)
        return touched

    def redo(self) -> tuple[str, ...] | None:
        """Do the last undone action again; returns as `undo` does."""
        action = self._actions.redoable
        if action is None:
            return None
        screen = self._on_screen()
        with self._step():
            touched = self._apply(action, forwards=True)
            self._go_back_to(self._actions.screen_after(action))
            self._actions.redone(action, screen)
        self._after(touched)
        return touched

    def _apply(self, action: LoggedEvent, *, forwards: bool) -> tuple[str, ...]:
        data = action.data
        if action.kind == "vote":
            vote_id = str(data["vote"])
            set_voided(self._board, vote_id, not forwards)
            duel = self._board.casebook[vote_id].duel
            if forwards:
                self._showing.settle(duel.id)
            elif self._showable(duel):
                self._showing.put_on_screen(duel)
            return (vote_id,)
        if action.kind in ("void", "restore"):
            set_voided(self._board, str(data["vote"]), (action.kind == "void") == forwards)
            return (str(data["vote"]),)
        if action.kind == "change":
            away, back = str(data["old"]), str(data["new"])
            if not forwards:
                away, back = back, away
            set_voided(self._board, away, True)
            set_voided(self._board, back, False)
            return away, back
        self._apply_to_prompt(action, forwards=forwards)
        return ()

    def _apply_to_prompt(self, action: LoggedEvent, *, forwards: bool) -> None:
        data, board = action.data, self._board
        if action.kind == "archive":
            board.archive(str(data["prompt"]), bool(data["archived"]) == forwards)
        elif action.kind == "pin":
            board.pin(str(data["prompt"]), bool(data["pinned"]) == forwards)
        elif action.kind == NOTE:
            board.notes[str(data["prompt"])] = str(data["new" if forwards else "old"])
        elif action.kind == "start":
            board.set_start(str(data["new"] if forwards else data["old"]))

    def _on_screen(self) -> str | None:
        current = self._showing.current
        return current.id if current is not None else None

    def _go_back_to(self, duel_id: str | None) -> None:
        """Show the pair again that was there, unless it is judged or cannot teach any more."""
        if duel_id is None or duel_id == self._on_screen():
            return
        duel = self._showing.offered(duel_id) or self._board.store.duel(duel_id)
        judged = self._board.casebook.verdict_on(duel_id) is not None
        if duel is not None and not judged and self._showable(duel):
            self._showing.put_on_screen(duel)

    def _after(self, touched: tuple[str, ...]) -> None:
        take_up(self._board, self._actions)
        if touched:
            relearn(self._board, self._showing)

    def _showable(self, duel: Duel) -> bool:
        # A duel of an earlier setting could not teach any more.
        return duel.setting_id == self._board.setting_id


def set_voided(board: Board, vote_id: str, voided: bool) -> None:
    """Take a vote out of the evidence or put it back; call it inside a step.

    Args:
        board: What is known.
        vote_id: The vote.
        voided: Whether it is out.
    """
    if voided:
        board.store.void_vote(vote_id)
    else:
        board.store.restore_vote(vote_id)
    board.casebook.amend(replace(board.casebook[vote_id].vote, voided=voided))


def relearn(board: Board, showing: Showing) -> None:
    """Believe what the votes in force say now, and drop pairs that were judged after all.

    Args:
        board: What is known.
        showing: What is on the screen.
    """
    board.belief.revise(board.ballots())
    showing.drop_met()
