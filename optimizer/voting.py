"""Votes and what can be done with them: cast, change, void, restore, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.hunches import take_up
from optimizer.notes import NOTE
from optimizer.reading import too_fast
from optimizer.records import Duel, Span, Strength, Verdict, Vote
from optimizer.retold import FAST, Retold
from optimizer.showing import Showing
from optimizer.steps import Steps
from optimizer.store import LoggedEvent

PERSON = "person"


class Voting:
    """The steps that change the evidence; each is on disk before it returns.

    Args:
        board: What is known.
        showing: What is on the screen.
        actions: The log behind undo and redo.
        steps: Makes each change whole.
        new_id: Makes ids of votes.
        now: Tells the time.
    """

    def __init__(
        self,
        board: Board,
        showing: Showing,
        actions: ActionLog,
        steps: Steps,
        new_id: Callable[[], str],
        now: Callable[[], str],
    ) -> None:
        self._board = board
        self._showing = showing
        self._actions = actions
        self._step = steps.step
        self._new_id = new_id
        self._now = now
        self._retold = retold = Retold(board, actions)
        self.describe = retold.describe
        self.reveal = retold.reveal
        self.row = retold.row
        self.rows = retold.rows
        self.reread = retold.reread

    def tell(
        self,
        duel_id: str,
        verdict: Verdict,
        *,
        strength: Strength = Strength.CLEARLY,
        took_ms: int | None = None,
        next_duel: str | None = None,
        rater: str = PERSON,
        spans: Iterable[Span] = (),
    ) -> str | None:
        """Store a vote and learn from it.

        Args:
            duel_id: The duel that was judged.
            verdict: What was said.
            strength: How sure.
            took_ms: Time from showing to voting, milliseconds.
            next_duel: The duel that is on the screen from now on.
            rater: Who judged.
            spans: The pieces of the two outputs that were marked before the vote.

        Returns:
            The vote's id; None when the duel is unknown or was judged already.
        """
        duel = self._showing.offered(duel_id)
        book = self._board.casebook
        if duel is None or book.verdict_on(duel_id) is not None:
            return None
        vote = Vote(
            id=self._new_id(),
            duel_id=duel_id,
            rater_id=rater,
            verdict=verdict,
            strength=strength,
            spans=self._inside(duel, spans),
            took_ms=took_ms,
            cast_at=self._now(),
        )
        fast = self._too_fast(duel, vote)
        if duel.shown_at is None:
            duel = replace(duel, shown_at=vote.cast_at)
        following = self._showing.offered(next_duel)
        if following is not None and (
            following.id == duel_id or book.verdict_on(following.id) is not None
        ):
            following = None
        with self._step():
            self._board.store.cast_vote(vote, duel)
            self._actions.record("vote", {"vote": vote.id})
            if fast:
                self._actions.note(FAST, {"vote": vote.id})
            self._showing.settle(duel_id)
            if following is not None:
                self._showing.put_on_screen(following)
        if fast:
            self._retold.note_fast(vote.id)
        book.enter(vote, duel)
        self._board.learn(book[vote.id])
        return vote.id

    def annotate(
        self, vote_id: str, reason: str, tags: Iterable[str], spans: Iterable[Span] | None = None
    ) -> bool:
        """Attach a reason, tags and marked spans to a vote; False when it is unknown.

        Spans of None leave those that it has.
        """
        book = self._board.casebook
        if vote_id not in book:
            return False
        entry = book[vote_id]
        kept = entry.vote.spans if spans is None else self._inside(entry.duel, spans)
        vote = replace(entry.vote, reason=reason, tags=tuple(tags), spans=kept)
        with self._step():
            self._board.store.annotate_vote(vote_id, vote.reason, vote.tags, vote.spans)
        book.amend(vote)
        return True

    def change(self, vote_id: str, verdict: Verdict, strength: Strength) -> str | None:
        """Void a vote and cast another on the same duel.

        Args:
            vote_id: The vote in force.
            verdict: What is said now.
            strength: How sure.

        Returns:
            The new vote's id; None when the old one is unknown or not in force.
        """
        if not self._in_force(vote_id):
            return None
        old = self._board.casebook[vote_id]
        new = replace(
            old.vote, id=self._new_id(), verdict=verdict, strength=strength, cast_at=self._now()
        )
        with self._step():
            self._set_voided(vote_id, True)
            self._board.store.cast_vote(new, old.duel)
            self._actions.record("change", {"old": vote_id, "new": new.id})
        self._board.casebook.enter(new, old.duel)
        self._relearn()
        return new.id

    def void(self, vote_id: str) -> bool:
        """Take one vote out of the evidence; it stays in the history."""
        if not self._in_force(vote_id):
            return False
        with self._step():
            self._set_voided(vote_id, True)
            self._actions.record("void", {"vote": vote_id})
        self._relearn()
        return True

    def restore(self, vote_id: str) -> bool:
        """Put a voided vote back, unless its duel was judged anew."""
        if not self._restorable(vote_id):
            return False
        with self._step():
            self._set_voided(vote_id, False)
            self._actions.record("restore", {"vote": vote_id})
        self._relearn()
        return True

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

    def _inside(self, duel: Duel, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return the spans that lie in one of the duel's outputs."""
        found = tuple(spans)
        if not found:
            return ()
        texts = self._board.texts.fetch((duel.left_output, duel.right_output))
        return tuple(s for s in found if 0 <= s.start < s.end <= len(texts.get(s.output_id, "")))

    def _too_fast(self, duel: Duel, vote: Vote) -> bool:
        if vote.verdict is Verdict.SKIP or vote.took_ms is None:
            return False
        texts = self._board.texts.fetch((duel.left_output, duel.right_output))
        return too_fast(vote.took_ms, tuple(texts.values()))

    def _apply(self, action: LoggedEvent, *, forwards: bool) -> tuple[str, ...]:
        data = action.data
        if action.kind == "vote":
            vote_id = str(data["vote"])
            self._set_voided(vote_id, not forwards)
            duel = self._board.casebook[vote_id].duel
            if forwards:
                self._showing.settle(duel.id)
            elif self._showable(duel):
                self._showing.put_on_screen(duel)
            return (vote_id,)
        if action.kind in ("void", "restore"):
            self._set_voided(str(data["vote"]), (action.kind == "void") == forwards)
            return (str(data["vote"]),)
        if action.kind == "change":
            away, back = str(data["old"]), str(data["new"])
            if not forwards:
                away, back = back, away
            self._set_voided(away, True)
            self._set_voided(back, False)
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
            self._relearn()

    def _showable(self, duel: Duel) -> bool:
        # A duel of an earlier setting could not teach any more.
        return duel.setting_id == self._board.setting_id

    def _in_force(self, vote_id: str) -> bool:
        book = self._board.casebook
        return vote_id in book and not book[vote_id].vote.voided

    def _restorable(self, vote_id: str) -> bool:
        book = self._board.casebook
        return (
            vote_id in book
            and book[vote_id].vote.voided
            and book.verdict_on(book[vote_id].duel.id) is None
        )

    def _set_voided(self, vote_id: str, voided: bool) -> None:
        store, book = self._board.store, self._board.casebook
        if voided:
            store.void_vote(vote_id)
        else:
            store.restore_vote(vote_id)
        book.amend(replace(book[vote_id].vote, voided=voided))

    def _relearn(self) -> None:
        self._board.belief.revise(self._board.ballots())
        self._showing.drop_met()
