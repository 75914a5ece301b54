"""Turns what a session knows into events, no more often than a person can read."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from optimizer.events import (
    CurveChanged,
    Event,
    HistoryChanged,
    PairsReady,
    PoolChanged,
    PoolReplayed,
    StatusChanged,
    TaskChanged,
)
from optimizer.records import Duel
from optimizer.reports.drawing import Drawing
from optimizer.reports.readout import PoolPicture, PoolReader
from optimizer.reports.replay import ReplayPicture
from optimizer.session import Session
from optimizer.views import PoolView, Status
from optimizer.workshop import Workshop

VIEW_EVERY_S = 0.4
VIEW_SHARE = 0.05
"""Views take at most this share of one processor: while one is computed the window is slower."""

VIEW_AT_LATEST_S = 5.0
"""So long a view may be out of date, whatever it takes: the first one loads what it needs."""


class Publisher:
    """Emits the events of one session.

    Args:
        session: What is told of.
        workshop: Computes the views.
        emit: Takes events; called on the optimizer thread.
        clock: Seconds that only rise.
        failed: Told when a computation failed.
    """

    def __init__(
        self,
        session: Session,
        workshop: Workshop,
        emit: Callable[[Event], None],
        clock: Callable[[], float],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._session = session
        self._workshop = workshop
        self._emit = emit
        self._clock = clock
        self._failed = failed
        self._pairs: tuple[str, ...] | None = None
        self._status: Status | None = None
        self._drawing: Drawing | None = None
        self._drawn_at = float("-inf")
        self._pool_due = False
        self._awaited = False
        self._pool_running = False
        self._pool_at = float("-inf")
        self._pool_took = 0.0
        self._reader = PoolReader()
        self._looked_at: int | None = None
        self.votes_heard = 0  # how many commands to vote were obeyed or refused

    def task(self) -> None:
        """Tell the task, the data and the models."""
        self._emit(TaskChanged(self._session.task_view()))

    def history(self, vote_ids: Sequence[str] | None = None) -> None:
        """Tell the whole history, or only these votes of it."""
        voting = self._session.voting
        if vote_ids is None:
            self._emit(HistoryChanged(voting.rows(), whole=True))
        else:
            self._emit(HistoryChanged(tuple(voting.row(vote_id) for vote_id in vote_ids)))

    def pairs(self, ready: Sequence[Duel], current: Duel | None = None) -> None:
        """Tell the ready duels, if they are not the ones told last.

        Args:
            ready: The queue, the next one first.
            current: What takes the place of the pair on the screen, if anything.
        """
        ids = tuple(duel.id for duel in ready)
        if ids == self._pairs and current is None:
            return
        self._pairs = ids
        showing = self._session.showing
        self._emit(
            PairsReady(
                tuple(showing.pair(duel) for duel in ready),
                current=showing.pair(current) if current is not None else None,
                votes=self.votes_heard,
            )
        )

    def status(self, status: Status) -> None:
        """Tell the state of the optimizer, if it changed."""
        if status != self._status:
            self._status = status
            self._emit(StatusChanged(status))

    def pool_changed(self, *, awaited: bool = False) -> None:
        """Note that the prompts table is out of date.

        Args:
            awaited: Whether a person did something to it and looks what becomes of that.
        """
        self._pool_due = True
        self._awaited |= awaited

    def due_in(self) -> float | None:
        """Return in how many seconds the next view is due, or None."""
        if not self._pool_due or self._pool_running:
            return None
        rest = VIEW_EVERY_S
        if not self._awaited:
            # What takes long is told less often: the refits need the compute thread as well.
            rest = min(VIEW_AT_LATEST_S, max(VIEW_EVERY_S, self._pool_took / VIEW_SHARE))
        return max(0.0, self._pool_at + rest - self._clock())

    def flush(self, *, pairs_left: bool) -> None:
        """Begin computing the views that are due.

        Args:
            pairs_left: Whether any duel is still to be had.
        """
        if self.due_in() != 0.0:
            return
        self._pool_at = self._clock()
        picture = self._session.pool_picture(pairs_left=pairs_left)
        self._pool_due = self._awaited = False
        self._pool_running = True
        self._workshop.compute(lambda: self._read(picture), self._tell_pool, self._pool_failed)

    def replay(self, votes: int | None) -> None:
        """Compute how the prompts stood after an earlier vote, and tell it.

        Args:
            votes: After how many votes that teach; None goes back to the present.
        """
        known = self._session.curve_picture().judgements
        self._looked_at = votes
        if votes is None or not 0 < votes <= len(known):
            self._looked_at = None
            self._emit(PoolReplayed(None, None))
            return
        now = self._session.pool_picture(pairs_left=True)
        picture = ReplayPicture(now, known[:votes])
        self._workshop.compute(
            picture.run, lambda view: self._tell_replay(votes, view), self._failed
        )

    def _tell_replay(self, votes: int, view: object) -> None:
        if votes == self._looked_at and isinstance(view, PoolView):
            self._emit(PoolReplayed(view, votes))

    def curve_point(self) -> None:
        """Add a point for what is believed now, and tell the curve.

        While a refit must learn yet what was voted before, as after opening, nothing is believed
        that such a point could tell of; the refit that does ends the curve.
        """
        if self._drawing is not None and self._session.board.belief.settled:
            self._drawing.add_latest(self._session.curve_point())
            self._tell_curve(self._drawing)

    def curve_anew(self) -> None:
        """Compute the whole curve afresh: votes were taken out or put back."""
        self._drawing = Drawing(self._session.curve_picture(), self._drawing)
        self._draw(self._drawing)

    def _draw(self, drawing: Drawing) -> None:
        """Draw the next piece; other computations get their turn between two of them."""
        self._workshop.compute(
            drawing.piece, lambda made: self._take_piece(drawing, made), self._failed
        )

    def _take_piece(self, drawing: Drawing, made: object) -> None:
        if drawing is not self._drawing or not isinstance(made, tuple):
            return  # another curve is drawn by now
        drawing.add(made)
        if drawing.finished or self._clock() - self._drawn_at >= VIEW_EVERY_S:
            self._tell_curve(drawing)
        if not drawing.finished:
            self._draw(drawing)

    def _tell_curve(self, drawing: Drawing) -> None:
        self._drawn_at = self._clock()
        self._emit(CurveChanged(drawing.points))

    def _read(self, picture: PoolPicture) -> PoolView:
        """Compute a view on the compute thread, and note what it took of the processor."""
        begun = time.thread_time()
        view = self._reader.read(picture)
        self._pool_took = time.thread_time() - begun
        return view

    def _tell_pool(self, view: object) -> None:
        self._pool_running = False
        if isinstance(view, PoolView):
            self._emit(PoolChanged(view))

    def _pool_failed(self, error: BaseException) -> None:
        self._pool_running = False
        self._failed(error)
