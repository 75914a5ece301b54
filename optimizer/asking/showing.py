"""Which pair is on the screen and which ones are ready behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from optimizer.actions import ActionLog
from optimizer.asking.duels import choose_duels, swapped, unmet_duels
from optimizer.asking.locating import Locating
from optimizer.asking.probing import choose_probe
from optimizer.asking.wanted import wanted_prefixes
from optimizer.board import Board
from optimizer.outputs import Cell, plan
from optimizer.pairing import PICKERS, ApohfGp, Eubo, Picker
from optimizer.records import Duel, Purpose
from optimizer.views import PairView


class Trialling(Protocol):
    """What asks for duels of its own."""

    def duels(self, waiting: Collection[Duel], n: int) -> list[Duel]:
        """Return up to n duels whose outputs exist and which are not waiting already."""
        ...


class Showing:
    """The queue of ready duels of one session.

    Args:
        board: What is known.
        actions: The log; it says what was on the screen when the project was last open.
        new_id: Makes ids of duels.
        now: Tells the time.
        trials: Duels that come first while they go on: a confirmation, two chosen prompts.
    """

    def __init__(
        self,
        board: Board,
        actions: ActionLog,
        new_id: Callable[[], str],
        now: Callable[[], str],
        trials: Sequence[Trialling],
    ) -> None:
        self._board = board
        self._locating = Locating()
        self._actions = actions
        self._new_id = new_id
        self._now = now
        self._trials = tuple(trials)
        # New after each reopening, the same for the same file.
        self._rng = np.random.default_rng([board.project.seed, len(board.casebook)])
        self._offered: dict[str, Duel] = {}
        self._unjudged: dict[frozenset[str], Duel] = {}
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
        for trials in self._trials:
            for duel in trials.duels(self._waiting(), n - len(self._ready)):
                self._line_up(duel)
        if len(self._ready) < n:
            probe = choose_probe(
                self._board.casebook.docket(self._board.setting_id).all,
                self._waiting(),
                self._board.options.probe_share,
                self._rng,
            )
            if probe is not None:
                again = self._board.store.duel(probe)
                self._line_up(swapped(again, self._new_id(), Purpose.PROBE))
        missing = n - len(self._ready)
        if missing > 0 and len(self._board.roster) > 1:
            for duel in choose_duels(
                self._board.arena(), self._picker, self._waiting(), missing, self._new_id, self._rng
            ):
                # A pair that was offered before, but not judged, is still the same duel.
                self._line_up(self._unjudged.get(_outputs(duel), duel))
        return self.ready

    @property
    def _picker(self) -> Picker:
        picker = PICKERS.get(self._board.options.picker, Eubo)()
        if not isinstance(picker, ApohfGp):
            return picker
        board = self._board
        prompts = [board.roster[prompt_id].prompt for prompt_id in board.arena().prompts]
        return picker.reading(self._locating.points(prompts, board.vectors))

    def _line_up(self, duel: Duel) -> None:
        self._ready.append(duel)
        self._offered[duel.id] = duel
        if duel.purpose is Purpose.TUNE:
            self._unjudged[_outputs(duel)] = duel

    def rerank(self, n: int) -> tuple[Duel, ...]:
        """Choose the ready duels afresh from what is believed now.

        Args:
            n: How many should be ready.

        Returns:
            The duels; one that was ready before keeps its id and its sides.
        """
        self._ready = [duel for duel in self._ready if duel.purpose is not Purpose.TUNE]
        return self.ask(n)

    def forget(self) -> None:
        """Drop all duels: the setting or the candidates changed."""
        self._ready = []
        self.current = None
        self._offered = {}
        self._unjudged = {}

    def reread(self) -> None:
        """Go back to what the file says is on the screen; the queue is chosen afresh."""
        self._ready = []
        self._offered = {d.id: d for d in self._offered.values() if self._made(d)}
        self.current = self._left_on_screen()

    def drop_met(self) -> None:
        """Take away what has been judged after all: a vote was put back."""
        book = self._board.casebook
        if self.current is not None and book.judged(self.current.id):
            self.settle(self.current.id)
        met = book.docket(self._board.setting_id).met

        def judged(duel: Duel) -> bool:
            if duel.purpose is not Purpose.TUNE:
                return book.judged(duel.id)
            return duel.example_id in met.examples(duel.left_prompt, duel.right_prompt)

        self._ready = [duel for duel in self._ready if not judged(duel)]

    def drop_confirmations(self) -> None:
        """Take confirmation duels out of the queue: it ended, or another began."""
        self._ready = [duel for duel in self._ready if duel.purpose is not Purpose.CONFIRM]

    def drop_chosen(self) -> None:
        """Take duels of two chosen prompts out of the queue: their comparison is over."""
        self._ready = [duel for duel in self._ready if duel.purpose is not Purpose.HEAD_TO_HEAD]

    def settle(self, duel_id: str) -> None:
        """Take a judged duel out of the queue."""
        self._ready = [duel for duel in self._ready if duel.id != duel_id]
        self._unjudged = {key: duel for key, duel in self._unjudged.items() if duel.id != duel_id}
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
        if duel.purpose is Purpose.TUNE:
            self._unjudged[_outputs(duel)] = self.current
        self._ready = [ready for ready in self._ready if _outputs(ready) != _outputs(duel)]
        if before is not None and _outputs(before) != _outputs(duel):
            self._ready.insert(0, before)
        self._board.store.put_duel(self.current)
        self._actions.shown(duel.id)

    def pair(self, duel: Duel) -> PairView:
        """Return a duel as it is shown: blind, with its texts."""
        example = self._board.examples[duel.example_id]
        return self._board.texts.pair(duel, example)

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

    def judgeable(self, seen: Collection[frozenset[str]]) -> Iterator[Duel]:
        """Yield duels that a judge may look at, of the pairs that would teach most.

        Args:
            seen: The pairs of outputs that it knows.
        """
        yield from unmet_duels(self._board.arena(), self._picker, seen, self._new_id, self._rng)

    def _waiting(self) -> list[Duel]:
        return [*([self.current] if self.current else []), *self._ready]

    def _made(self, duel: Duel) -> bool:
        made = (
            self._board.table.get(prompt, duel.example_id)
            for prompt in (duel.left_prompt, duel.right_prompt)
        )
        return all(made)

    def _left_on_screen(self) -> Duel | None:
        duel_id = self._actions.on_screen
        duel = self._board.store.duel(duel_id) if duel_id else None
        if duel is None or duel.setting_id != self._board.setting_id:
            return None
        self._offered[duel.id] = duel
        return None if self._board.casebook.judged(duel.id) else duel


def _outputs(duel: Duel) -> frozenset[str]:
    return frozenset((duel.left_output, duel.right_output))
