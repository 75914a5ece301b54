"""Confirmation: blind duels on held-out examples between a prompt and the start prompt.

Its votes never enter the posterior: they have the last word because nothing was chosen by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.errors import ProjectFault
from optimizer.outputs import Cell, example_order
from optimizer.preference.confirmation import confirmation
from optimizer.records import Duel, Purpose, Split, Verdict
from optimizer.views import ConfirmationView

STARTED, ENDED = "confirm", "confirm end"


@dataclass(frozen=True, slots=True)
class Trial:
    """One confirmation: which prompt, against which, on which examples, under which setting."""

    prompt_id: str
    start_id: str
    setting_id: str
    examples: tuple[str, ...]


class Confirming:
    """The confirmations of one session, read from the log of the file.

    Args:
        board: What is known.
        actions: The log.
        new_id: Makes ids of duels.
    """

    def __init__(self, board: Board, actions: ActionLog, new_id: Callable[[], str]) -> None:
        self._board = board
        self._actions = actions
        self._new_id = new_id
        self._trials: list[Trial] = []
        self._active = False
        self.reread()

    @property
    def trial(self) -> Trial | None:
        """The confirmation that is going on."""
        if not self._active or self._trials[-1].setting_id != self._board.setting_id:
            return None
        return self._trials[-1]

    def reread(self) -> None:
        """Read the confirmations from the log anew."""
        self._trials, self._active = [], False
        for event in self._actions.noted((STARTED, ENDED)):
            if event.kind == STARTED:
                data = event.data
                self._trials.append(
                    Trial(
                        prompt_id=str(data["prompt"]),
                        start_id=str(data["start"]),
                        setting_id=str(data["setting"]),
                        examples=tuple(map(str, _listed(data["examples"]))),
                    )
                )
            self._active = event.kind == STARTED

    def start(self, prompt_id: str | None, duels: int) -> None:
        """Begin a confirmation.

        Args:
            prompt_id: The prompt; None for the recommended one.
            duels: How many held-out examples, at most.

        Raises:
            ProjectFault: It is the start prompt itself, or nothing was held out.
        """
        board = self._board
        chosen = prompt_id or board.incumbent_id()
        if chosen == board.roster.start_id or chosen not in board.roster:
            raise ProjectFault(
                "The start prompt is the recommended one: there is nothing to confirm yet.",
                "Vote on, until another prompt leads.",
            )
        held_out = [e for e in board.examples.values() if e.split is Split.HELD_OUT]
        order = example_order(held_out, board.project.seed)
        shown = board.barred()
        none: frozenset[str] = frozenset()
        barred = shown.get(chosen, none) | shown.get(board.roster.start_id, none)
        examples = [example_id for example_id in order if example_id not in barred][:duels]
        if not examples:
            raise ProjectFault(
                "No example is held out, so nothing fresh is left to confirm on.",
                "Add rows to the data; a share of them is held out.",
            )
        data = {
            "prompt": chosen,
            "start": board.roster.start_id,
            "setting": board.setting_id,
            "examples": examples,
        }
        self._actions.note(STARTED, data)
        self.reread()

    def stop(self) -> None:
        """End the confirmation that is going on; its votes stay."""
        if self._active:
            self._actions.note(ENDED, {})
            self._active = False

    def finish_if_done(self) -> bool:
        """End the confirmation when every pair was judged or shows no difference."""
        trial = self.trial
        if trial is None or self._open(trial):
            return False
        self.stop()
        return True

    def duels(self, waiting: Collection[Duel], n: int) -> list[Duel]:
        """Return up to n confirmation duels whose outputs exist.

        Args:
            waiting: Duels that are ready or on the screen already.
            n: How many more are wanted.
        """
        trial = self.trial
        if trial is None:
            return []
        shown = {duel.example_id for duel in waiting if duel.purpose is Purpose.CONFIRM}
        made: list[Duel] = []
        for place, example_id in enumerate(trial.examples):
            if len(made) == n:
                break
            if example_id not in shown and self._ready(trial, example_id):
                made.append(self._seat(trial, example_id, place))
        return made

    def cells(self, excluded: Collection[Cell]) -> list[Cell]:
        """Return the outputs that the confirmation still needs."""
        trial = self.trial
        if trial is None:
            return []
        cells = (
            Cell(prompt, example)
            for example in trial.examples
            for prompt in (trial.prompt_id, trial.start_id)
        )
        return [
            cell
            for cell in cells
            if self._board.table.get(cell.prompt_id, cell.example_id) is None
            and cell not in excluded
        ]

    def views(self) -> tuple[ConfirmationView, ...]:
        """Return every confirmation with its result, the latest last."""
        return tuple(self._view(trial) for trial in self._trials)

    def _view(self, trial: Trial) -> ConfirmationView:
        outcomes = self._outcomes(trial)
        result = confirmation(outcomes)
        return ConfirmationView(
            prompt_id=trial.prompt_id,
            name=self._board.roster[trial.prompt_id].name,
            wanted=len(trial.examples),
            judged=len(outcomes),
            wins=result.wins,
            losses=result.losses,
            ties=result.ties,
            share=result.share,
            low=result.low,
            high=result.high,
            p_value=result.p_value,
            active=trial is self.trial,
        )

    def _outcomes(self, trial: Trial) -> list[int]:
        """Return +1 per duel that the prompt won, -1 per lost one, 0 per tie; skips count not."""
        outcomes = []
        for entry in self._board.casebook.in_force():
            duel = entry.duel
            if not self._belongs(duel, trial) or entry.vote.verdict is Verdict.SKIP:
                continue
            sign = 1 if duel.left_prompt == trial.prompt_id else -1
            side = {Verdict.LEFT: 1, Verdict.RIGHT: -1}.get(entry.vote.verdict, 0)
            outcomes.append(sign * side)
        return outcomes

    def _belongs(self, duel: Duel, trial: Trial) -> bool:
        return (
            duel.purpose is Purpose.CONFIRM
            and duel.setting_id == trial.setting_id
            and {duel.left_prompt, duel.right_prompt} == {trial.prompt_id, trial.start_id}
        )

    def _open(self, trial: Trial) -> bool:
        """Return whether any example is still to be judged, or still to be answered."""
        judged = self._judged(trial)
        for example_id in trial.examples:
            if example_id in judged:
                continue
            if not self._answered(trial, example_id) or self._differs(trial, example_id):
                return True
        return False

    def _ready(self, trial: Trial, example_id: str) -> bool:
        return (
            example_id not in self._judged(trial)
            and self._answered(trial, example_id)
            and self._differs(trial, example_id)
        )

    def _judged(self, trial: Trial) -> set[str]:
        in_force = self._board.casebook.in_force()
        return {e.duel.example_id for e in in_force if self._belongs(e.duel, trial)}

    def _answered(self, trial: Trial, example_id: str) -> bool:
        table = self._board.table
        return bool(
            table.get(trial.prompt_id, example_id) and table.get(trial.start_id, example_id)
        )

    def _differs(self, trial: Trial, example_id: str) -> bool:
        return self._board.difference(trial.prompt_id, trial.start_id, example_id) is not None

    def _seat(self, trial: Trial, example_id: str, place: int) -> Duel:
        # Sides alternate along the fixed order of examples, which nobody sees.
        pair = (trial.prompt_id, trial.start_id)
        left, right = pair if place % 2 == 0 else pair[::-1]
        one, two = self._board.table.get(left, example_id), self._board.table.get(right, example_id)
        if one is None or two is None:
            raise LookupError("a confirmation duel was seated before its outputs existed")
        return Duel(
            id=self._new_id(),
            purpose=Purpose.CONFIRM,
            example_id=example_id,
            left_output=one.output_id,
            right_output=two.output_id,
            left_prompt=left,
            right_prompt=right,
            picker="confirmation",
            setting_id=trial.setting_id,
        )


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()
