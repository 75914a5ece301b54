"""Keeps outputs coming, so that ready duels stay ahead of the person."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.calling.calls import CANCELLED, CallDesk, Reply
from optimizer.calling.drafts import Drafts
from optimizer.calling.patience import Patience
from optimizer.errors import BudgetFault, DataFault, ModelFault, WorldFault
from optimizer.outputs import Cell
from optimizer.session import Session

AT_ONCE = 8
AT_ONCE_BUNDLED = 4
ONE_BY_ONE = 1
"""Without a person the bundled server answers one request after the other: each begins where the
last one of the same prompt has read already, which a second request beside it would read again."""


class Supply:
    """The outputs of one session that are under way.

    Args:
        session: Says which outputs are wanted, and stores them.
        desk: Gets or makes them.
        faulted: Told a fault that stops the supply, or one output's failure.
        drafts: Holds the texts of outputs that are being written while there is no pair.
    """

    def __init__(
        self,
        session: Session,
        desk: CallDesk,
        faulted: Callable[[WorldFault], None],
        drafts: Drafts,
    ) -> None:
        self._session = session
        self._drafts = drafts
        self._desk = desk
        self._faulted = faulted
        self._under_way: set[Cell] = set()
        self._failed: set[Cell] = set()
        self._patience = Patience()
        self.stopped_by: WorldFault | None = None
        self.short_of_nothing = False

    @property
    def under_way(self) -> int:
        """How many outputs are being made."""
        return len(self._under_way)

    @property
    def failed(self) -> int:
        """How many outputs could not be made and are left out until a retry."""
        return len(self._failed)

    def top_up(self) -> None:
        """Ask for wanted outputs, as many at once as the model takes."""
        limit = self._limit()
        if self.stopped_by is not None or len(self._under_way) >= limit:
            return
        excluded = self._under_way | self._failed
        wanted = [
            *self._session.confirming.cells(excluded),
            *self._session.facing.cells(excluded),
            *self._wanted_by_pairs(excluded),
            *self._session.measuring.cells(excluded),
        ]
        self.short_of_nothing = not wanted
        for cell in wanted:
            if self.stopped_by is not None or len(self._under_way) >= limit:
                return
            self._start(cell)

    def _limit(self) -> int:
        if not self._session.board.answer_model.bundled:
            return AT_ONCE
        return ONE_BY_ONE if self._session.measuring.alone else AT_ONCE_BUNDLED

    def _wanted_by_pairs(self, excluded: set[Cell]) -> list[Cell]:
        if self._session.measuring.alone:
            return []
        return self._session.showing.wanted_cells(excluded, self._failed)

    def hopeless(self) -> frozenset[Cell]:
        """Return the cells that could not be made and are left out until a retry."""
        return frozenset(self._failed)

    def retry(self) -> None:
        """Try again whatever failed, and go on after a stop."""
        self._failed.clear()
        self._patience.renew()
        self.stopped_by = None

    def _start(self, cell: Cell) -> None:
        try:
            request = self._session.request(cell)
        except DataFault as fault:
            self._failed.add(cell)
            self._faulted(fault)
            return
        self._under_way.add(cell)
        growing = None
        if self._session.showing.current is None:
            growing = self._drafts.grow
            self._drafts.begin(request)
        self._desk.obtain(request, lambda reply: self._arrived(cell, reply), growing=growing)

    def _arrived(self, cell: Cell, reply: Reply) -> None:
        self._under_way.discard(cell)
        self._drafts.end(reply.request)
        if reply.completion is not None:
            self._patience.renew()
            # The setting may have changed meanwhile: the call is stored, the cell is planned anew.
            if reply.request == self._session.request(cell):
                self._session.store_output(cell, reply.call_id, reply.completion)
            return
        fault = reply.fault
        if isinstance(fault, ModelFault) and fault.kind == CANCELLED:
            return
        if isinstance(fault, BudgetFault):
            # What is under way holds its worst case; it may leave room when it is settled.
            if not self._desk.in_flight:
                self._stop(fault)
            return
        self._failed.add(cell)
        if fault is None:
            return
        if self._patience.ends_with(fault, repr(cell), cell.example_id):
            self._stop(fault)
        else:
            self._faulted(fault)

    def _stop(self, fault: WorldFault) -> None:
        if self.stopped_by is None:
            self.stopped_by = fault
            self._faulted(fault)
