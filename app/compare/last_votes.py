"""What was said of the pairs before: the last ten votes, the reveal, and a reason on its way."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.commands import GiveReason
from optimizer.events import HistoryChanged, VoteStored
from optimizer.views import History, HistoryRow, Reveal

STRIP = 10


class LastVotes:
    """The votes that the page still shows; Qt-free."""

    def __init__(self) -> None:
        self.rows: tuple[HistoryRow, ...] = ()
        self.reveal: Reveal | None = None
        self.duel: str | None = None
        self._kept_reason: tuple[str, tuple[str, ...]] | None = None

    @property
    def row(self) -> HistoryRow | None:
        """The row of the vote that the reveal tells of."""
        if self.reveal is None:
            return None
        wanted = self.reveal.vote_id
        return next((row for row in self.rows if row.vote_id == wanted), None)

    def cast(self, duel_id: str) -> None:
        """Note that a duel was judged; what is stored of it will come."""
        self.duel = duel_id
        self.reveal = None
        self._kept_reason = None

    def explain(self, text: str, tags: tuple[str, ...]) -> GiveReason | None:
        """Say why the last vote was cast.

        Returns:
            The command to post; None when the vote is not stored yet, or there is none.
        """
        if self.reveal is not None:
            return GiveReason(self.reveal.vote_id, text, tags)
        if self.duel is not None:
            self._kept_reason = (text, tags)
        return None

    def stored(self, event: VoteStored) -> tuple[bool, GiveReason | None]:
        """Take in that a vote is on disk.

        Returns:
            Whether it is the last one, so that the reveal is new; and the reason that waited.
        """
        self.enter((event.row,))
        # A reveal that comes after the next vote would tell of the wrong pair.
        if event.row.duel_id != self.duel:
            return False, None
        self.reveal = event.reveal
        if self._kept_reason is None:
            return True, None
        text, tags = self._kept_reason
        self._kept_reason = None
        return True, GiveReason(event.reveal.vote_id, text, tags)

    def changed(self, event: HistoryChanged) -> bool:
        """Take in rows that are new or changed; tell whether the reveal changed with them."""
        if event.whole:
            self.rows = ()
        # A whole history stands in its order; of one in pieces any vote may be among the last.
        told = event.rows[-STRIP:] if isinstance(event.rows, History) else tuple(event.rows)
        self.enter(tuple(told))
        if self.reveal is None:
            return False
        row = self.row
        if row is None or row.voided:
            # A vote taken back is blind again.
            self.reveal = None
            self.duel = None
        return True

    def enter(self, rows: Sequence[HistoryRow]) -> None:
        """Put rows in their place among the last ten."""
        fresh = {row.vote_id: row for row in (*self.rows, *rows)}
        ordered = sorted(fresh.values(), key=lambda row: row.number)
        self.rows = tuple(ordered[-STRIP:])
