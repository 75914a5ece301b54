"""Work that needs no person: the metric's cells are filled in batches, and the field thins out.

Between two batches nothing is under way. Only then it is decided who leaves, whether new prompts
come and what is filled next; so a run that was killed goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from random import Random

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.evaluating import EVALUATORS
from optimizer.metrics.metric_needs import needs_expected
from optimizer.outputs import Cell, example_order
from optimizer.protocols import Evaluator, Pacing, Selector
from optimizer.records import Blank, Snapshot, Split
from optimizer.said import say
from optimizer.selecting import SELECTORS
from optimizer.views import MeasuredView

BATCH = 64
ROWS_AT_FIRST = 8
ANSWERS_PER_CHILD = 10
"""No new prompt enters for which fewer answers are left."""

STARTED = "batch"


class Measuring:
    """The cells that an evaluator wants, in one session.

    Args:
        board: What is known.
        actions: The log; it says which batch was begun.

    Attributes:
        evaluator: Chooses the cells.
        selector: Decides who stays.
        room: How many new prompts the pool can use now.
        over: Why nothing more is measured on the tuning rows; empty while there is.
        hopeless: Cells that cannot be made, which nobody is to wait for.
    """

    def __init__(self, board: Board, actions: ActionLog) -> None:
        self._board = board
        self._actions = actions
        self.hopeless: Collection[Cell] = frozenset()
        self.use(None, None, None)
        self.reread()

    def reread(self) -> None:
        """Read the batches from the log anew."""
        batches = self._actions.noted((STARTED,))
        self.batches = len(batches)
        data = batches[-1].data if batches else {}
        begun = data.get("cells") if data.get("setting") == self._board.setting_id else None
        cells = begun if isinstance(begun, list) else []
        self._batch = [Cell(str(prompt), str(example)) for prompt, example in cells]
        self._look_afresh()

    def use(
        self, evaluator: Evaluator | None, selector: Selector | None, answers: int | None
    ) -> None:
        """Take a method's parts.

        Args:
            evaluator: Who chooses the cells; None for blocks.
            selector: Who decides who stays; None for halving, or for nobody leaving where the
                method has an evaluator and no selector.
            answers: How many answers the method asks for, if it names an evaluator.
        """
        self.evaluator: Evaluator = evaluator or EVALUATORS.build("blocks", {"size": ROWS_AT_FIRST})
        fallback = "halving" if evaluator is None else "keep_all"
        self.selector: Selector = selector or SELECTORS.build(fallback)
        self._asked = (answers or 0) if evaluator is not None else 0
        self._look_afresh()

    def _look_afresh(self) -> None:
        self.room = 0
        self.over = ""
        self._seen_limit = self.limit

    @property
    def limit(self) -> int:
        """How many answers on tuning rows there may be in all."""
        return self._board.options.answers or self._asked

    @property
    def on(self) -> bool:
        """Whether cells are filled without the person."""
        return bool(self._board.scorebook.metric) and self.limit > 0

    @property
    def alone(self) -> bool:
        """Whether labels alone decide, so that no pair is made ready for a person."""
        return self.on and self._board.options.unattended

    @property
    def made(self) -> int:
        """How many answers on tuning rows there are; rows that were read to write count as well."""
        read = sum(proposal.rows_read for proposal in self._board.store.proposals())
        return len(self._board.results) + read

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(0, self.limit - self.made)

    @property
    def complete(self) -> bool:
        """Whether the tuning rows are done with, and the held-out ones are scored as well."""
        return bool(self.over) and not self.cells(self.hopeless)

    def view(self) -> MeasuredView | None:
        """Return how far it is; None while nothing is measured without the person."""
        if not self.on:
            return None
        return MeasuredView(
            made=self.made,
            limit=self.limit,
            over=self.over,
            complete=self.complete,
            alone=self.alone,
            retired=len(self._board.retired),
            scored=len(self._board.jury.values(self._board.scorebook.metric)),
        )

    def cells(self, excluded: Collection[Cell]) -> list[Cell]:
        """Return the cells that are to be filled now, in their order.

        Args:
            excluded: Cells under way or failed.
        """
        if not self.on:
            return []
        wanted = self._check_cells() if self.over else self._batch
        return [cell for cell in wanted if not self._is_made(cell) and cell not in excluded]

    def review(self, *, can_grow: bool) -> None:
        """Decide what comes next, if the last batch is whole; call it while nothing is under way.

        Args:
            can_grow: Whether any proposer could write now.
        """
        if self.limit != self._seen_limit:
            self._look_afresh()
        self.room = 0
        if not self.on or self.over or self.cells(self.hopeless):
            return
        left = self.left
        if not left:
            self.over = say("{limit} answers were made", limit=self.limit)
            return
        snapshot = self._selected()
        self.room = self._room(snapshot, left) if can_grow else 0
        if self.room:
            return
        blanks = self.evaluator.cells(snapshot, min(BATCH, left), self._rng("cells"))
        if blanks:
            self._begin(blanks)
        else:
            self.over = say("every prompt in play has answered all that was asked")

    def _begin(self, blanks: list[Blank]) -> None:
        self._batch = _by_prompt(Cell(*blank) for blank in blanks)
        self.batches += 1
        data = {
            "setting": self._board.setting_id,
            "cells": [[cell.prompt_id, cell.example_id] for cell in self._batch],
        }
        self._actions.note(STARTED, data)

    def _room(self, snapshot: Snapshot, left: int) -> int:
        """Return how many new prompts the pool can use: a generation enters together."""
        fresh = {c.id for c in snapshot.candidates if self._waits(snapshot, c.id)}
        most = min(self.selector.generation, left // ANSWERS_PER_CHILD - 1)
        if len(fresh) >= most:
            return 0
        fresh |= {snapshot.start.id} - set(snapshot.answers)
        measured = tuple(c for c in snapshot.candidates if c.id not in fresh)
        known = replace(snapshot, candidates=measured)
        if isinstance(self.evaluator, Pacing):
            # It learns from few before it asks for many.
            most = min(most, max(1, len(measured)))
            begun = not self.evaluator.grows(known, left, self.limit)
        else:
            begun = bool(self.evaluator.cells(known, 1, self._rng("measured")))
        return 0 if begun else max(0, most - len(fresh - {snapshot.start.id}))

    def _waits(self, snapshot: Snapshot, prompt_id: str) -> bool:
        """Whether a prompt in play has not been measured at all; the start prompt is no child."""
        if prompt_id in snapshot.answers or prompt_id == snapshot.start.id:
            return False
        return snapshot.standings[prompt_id].live

    def _selected(self) -> Snapshot:
        """Return the snapshot after the selector has said who leaves."""
        board = self._board
        snapshot = self._barring(board.snapshot())
        retired = dict(self.selector.retired(snapshot))
        if retired == board.retired:
            return snapshot
        board.retired = retired
        return self._barring(board.snapshot())

    def _barring(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot that also bars what could not be made."""
        barred = {prompt: set(rows) for prompt, rows in snapshot.barred.items()}
        for cell in self.hopeless:
            barred.setdefault(cell.prompt_id, set()).add(cell.example_id)
        return replace(snapshot, barred={p: frozenset(rows) for p, rows in barred.items()})

    def _check_cells(self) -> list[Cell]:
        """Return the held-out cells of the start prompt and of the recommended one."""
        board = self._board
        bare = not needs_expected(board.options.metric)
        held_out = [
            example
            for example in board.examples.values()
            if example.split is Split.HELD_OUT and (example.reference or bare)
        ]
        prompts = list(dict.fromkeys((board.roster.start_id, board.incumbent_id())))
        barred = board.barred()
        cells = [
            Cell(prompt, example_id)
            for example_id in example_order(held_out, board.project.seed)
            if not any(example_id in barred.get(prompt, ()) for prompt in prompts)
            for prompt in prompts
        ]
        return _by_prompt(cells[: board.options.check_answers])

    def _is_made(self, cell: Cell) -> bool:
        return self._board.table.get(cell.prompt_id, cell.example_id) is not None

    def _rng(self, purpose: str) -> Random:
        return Random(f"{self._board.project.seed}/{self.batches}/{purpose}")


def _by_prompt(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells prompt by prompt: models keep what they have read of a prompt's beginning."""
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(cell.prompt_id, []).append(cell)
    return [cell for group in grouped.values() for cell in group]
