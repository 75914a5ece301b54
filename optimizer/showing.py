"""Which pair is on the screen and which ones are ready behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from optimizer.actions import ActionLog
from optimizer.board import Board, generator
from optimizer.duels import choose_duels, wanted_prefixes
from optimizer.outputs import Cell, plan
from optimizer.pairing import PICKERS
from optimizer.records import Duel
from optimizer.views import PairView


class Showing:
    """The queue of ready duels of one session.

    Args:
        board: What is known.
        actions: The log; it says what was on the screen when the project was last open.
        new_id: Makes ids of duels.
        now: Tells the time.
    """

    def __init__(
        self, board: Board, actions: ActionLog, new_id: Callable[[], str], now: Callable[[], str]
    ) -> None:
        self._board = board
        self._actions = actions
        self._new_id = new_id
        self._now = now
        self._picker = PICKERS["eubo"]()
        self._rng = generator(board.project.seed, len(board.casebook))
        self._offered: dict[str, Duel] = {}
        self._ready: list[Duel] = []
        self.current = self._left_on_screen()

    @property
    def ready(self) -> tuple[Duel, ...]:
        """The duels behind the one on the screen."""
        return tuple(self._ready)

    def offered(self, duel_id: str | None) -> Duel | None:
        """Return a duel that may be on somebody's screen, or None."""
        return self._offered.get(duel_id) if duel_id else None

    def ask(self, n: int) -> tuple[Duel, ...]:
        """Return up to n ready duels, the best first, without the one on the screen.

        Args:
            n: How many should be ready.
        """
        missing = n - len(self._ready)
        if missing > 0 and len(self._board.roster) > 1:
            for duel in choose_duels(
                self._board.arena(), self._picker, self._waiting(), missing, self._new_id, self._rng
            ):
                self._ready.append(duel)
                self._offered[duel.id] = duel
        return self.ready

    def rerank(self, n: int) -> tuple[Duel, ...]:
        """Choose the ready duels afresh from what is believed now.

        Args:
            n: How many should be ready.

        Returns:
            The duels; one that was ready before keeps its id and its sides.
        """
        before = {frozenset((d.left_output, d.right_output)): d for d in self._ready}
        self._ready = []
        fresh = self.ask(n)
        self._ready = [
            before.get(frozenset((duel.left_output, duel.right_output)), duel) for duel in fresh
        ]
        return self.ready

    def forget(self) -> None:
        """Drop all duels: the setting or the candidates changed."""
        self._ready = []
        self.current = None
        self._offered = {}

    def settle(self, duel_id: str) -> None:
        """Take a judged duel out of the queue."""
        self._ready = [duel for duel in self._ready if duel.id != duel_id]
        if self.current is not None and self.current.id == duel_id:
            self.current = None

    def put_on_screen(self, duel: Duel) -> None:
        """Store that a duel is on the screen; call it inside the store's transaction.

        Args:
            duel: The duel that is shown from now on; what was shown before goes back in front of
                the queue unless it was judged.
        """
        before = self.current
        self.current = duel if duel.shown_at else replace(duel, shown_at=self._now())
        self._offered[duel.id] = self.current
        self._ready = [ready for ready in self._ready if ready.id != duel.id]
        if before is not None and before.id != duel.id:
            self._ready.insert(0, before)
        self._board.store.put_duel(self.current)
        self._actions.shown(duel.id)

    def pair(self, duel: Duel) -> PairView:
        """Return a duel as it is shown: blind, with its texts."""
        example = self._board.examples[duel.example_id]
        return self._board.texts.pair(duel, example, self._board.truncated)

    def wanted_cells(
        self, excluded: Collection[Cell], given_up: Collection[Cell] = frozenset()
    ) -> list[Cell]:
        """Return the outputs that the next duels need, the most wanted first.

        An example that a prompt shows as a demonstration is never among them.

        Args:
            excluded: Cells under way or failed.
            given_up: Those of them that failed: the next ones are wanted in their place.
        """
        arena = self._board.arena()
        prefixes = wanted_prefixes(arena, self._picker, self._waiting(), self._rng, given_up)
        barred = {Cell(p, example) for p, shown in arena.barred.items() for example in shown}
        return plan(self._board.table, self._board.order, prefixes, barred.union(excluded))

    def _waiting(self) -> list[Duel]:
        return [*([self.current] if self.current else []), *self._ready]

    def _left_on_screen(self) -> Duel | None:
        duel_id = self._actions.on_screen
        duel = self._board.store.duel(duel_id) if duel_id else None
        if duel is None or duel.setting_id != self._board.setting_id:
            return None
        self._offered[duel.id] = duel
        return None if self._board.casebook.verdict_on(duel.id) else duel
