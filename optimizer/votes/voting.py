"""Votes and what can be done with them: cast, change, void, restore, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from optimizer.actions import ActionLog
from optimizer.asking.reading import too_fast
from optimizer.asking.showing import Showing
from optimizer.board import Board
from optimizer.records import Duel, Span, Strength, Verdict, Vote
from optimizer.steps import Steps
from optimizer.votes.retold import FAST, Retold
from optimizer.votes.undoing import Undoing, relearn, set_voided

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
        undoing = Undoing(board, showing, actions, steps)
        self.undo, self.redo = undoing.undo, undoing.redo

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
            set_voided(self._board, vote_id, True)
            self._board.store.cast_vote(new, old.duel)
            self._actions.record("change", {"old": vote_id, "new": new.id})
        self._board.casebook.enter(new, old.duel)
        relearn(self._board, self._showing)
        return new.id

    def void(self, vote_id: str) -> bool:
        """Take one vote out of the evidence; it stays in the history."""
        if not self._in_force(vote_id):
            return False
        with self._step():
            set_voided(self._board, vote_id, True)
            self._actions.record("void", {"vote": vote_id})
        relearn(self._board, self._showing)
        return True

    def restore(self, vote_id: str) -> bool:
        """Put a voided vote back, unless its duel was judged anew."""
        if not self._restorable(vote_id):
            return False
        with self._step():
            set_voided(self._board, vote_id, False)
            self._actions.record("restore", {"vote": vote_id})
        relearn(self._board, self._showing)
        return True

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
