"""Trials: two prompts on a list of examples, blind, one duel an example, read from the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.identity import content_hash
from optimizer.outputs import Cell
from optimizer.records import Duel, Purpose, Verdict
from optimizer.votes.judgements import Judgements


@dataclass(frozen=True, slots=True)
class Trial:
    """Which prompt, against which, on which examples, under which setting."""

    prompt_id: str
    other_id: str
    setting_id: str
    examples: tuple[str, ...]

    def sides(self) -> list[bool]:
        """Return for each example whether the prompt stands on the left.

        It does so on half of them, in an order that cannot be guessed: sides that took turns would
        be seen through after a few duels, and the trial would no longer be blind.
        """
        seed = content_hash([self.prompt_id, self.other_id, self.setting_id, *self.examples])
        turns = np.arange(len(self.examples)) % 2 == 0
        shuffled: list[bool] = np.random.default_rng(int(seed, 16)).permutation(turns).tolist()
        return shuffled


@dataclass(frozen=True, slots=True)
class TrialKind:
    """What a kind of trials is called in the log and in its duels.

    Attributes:
        purpose: Of its duels.
        started: The kind of the event that begins one.
        ended: The kind of the event that ends it.
        other: Under which name the event holds the second prompt.
    """

    purpose: Purpose
    started: str
    ended: str
    other: str


class Trials:
    """The trials of one kind in one session, read from the log of the file; at most one goes on.

    Args:
        kind: Which.
        board: What is known.
        actions: The log.
        new_id: Makes ids of duels.
    """

    def __init__(
        self, kind: TrialKind, board: Board, actions: ActionLog, new_id: Callable[[], str]
    ) -> None:
        self._kind = kind
        self._board = board
        self._actions = actions
        self._new_id = new_id
        self.reread()

    @property
    def all(self) -> tuple[Trial, ...]:
        """Every trial, the latest last."""
        return tuple(self._begun)

    @property
    def trial(self) -> Trial | None:
        """The trial that is going on."""
        if not self._active or self._begun[-1].setting_id != self._board.setting_id:
            return None
        return self._begun[-1]

    def reread(self) -> None:
        """Read the trials from the log anew."""
        self._begun: list[Trial] = []
        self._active = False
        for event in self._actions.noted((self._kind.started, self._kind.ended)):
            if event.kind == self._kind.started:
                data = event.data
                self._begun.append(
                    Trial(
                        prompt_id=str(data["prompt"]),
                        other_id=str(data[self._kind.other]),
                        setting_id=str(data["setting"]),
                        examples=tuple(map(str, _listed(data["examples"]))),
                    )
                )
            self._active = event.kind == self._kind.started

    def begin(self, prompt_id: str, other_id: str, examples: Sequence[str]) -> None:
        """Begin a trial in place of the one that goes on."""
        data = {
            "prompt": prompt_id,
            self._kind.other: other_id,
            "setting": self._board.setting_id,
            "examples": list(examples),
        }
        self._actions.note(self._kind.started, data)
        self.reread()

    def stop(self) -> None:
        """End the trial that is going on; its votes stay."""
        if self._active:
            self._actions.note(self._kind.ended, {})
            self._active = False

    def finish_if_done(self) -> bool:
        """End the trial when every pair was judged or shows no difference."""
        trial = self.trial
        if trial is None or self._open(trial):
            return False
        self.stop()
        return True

    def duels(self, waiting: Collection[Duel], n: int) -> list[Duel]:
        """Return up to n duels of the trial whose outputs exist.

        Args:
            waiting: Duels that are ready or on the screen already.
            n: How many more are wanted.
        """
        trial = self.trial
        if trial is None:
            return []
        passed = self.judged(trial).union(
            duel.example_id for duel in waiting if duel.purpose is self._kind.purpose
        )
        made: list[Duel] = []
        for place, example_id in enumerate(trial.examples):
            if len(made) >= n:
                break
            if example_id not in passed and self._ready(trial, example_id):
                made.append(self._seat(trial, example_id, place))
        return made

    def cells(self, excluded: Collection[Cell]) -> list[Cell]:
        """Return the outputs that the trial still needs."""
        trial = self.trial
        if trial is None:
            return []
        cells = (
            Cell(prompt, example)
            for example in trial.examples
            for prompt in (trial.prompt_id, trial.other_id)
        )
        return [
            cell
            for cell in cells
            if self._board.table.get(cell.prompt_id, cell.example_id) is None
            and cell not in excluded
        ]

    def outcomes(self, trial: Trial) -> list[int]:
        """Return +1 per duel that the prompt won, -1 per lost one, 0 per tie; skips count not."""
        outcomes = []
        for entry in self._votes(trial):
            duel = entry.duel
            if not self._belongs(duel, trial) or entry.vote.verdict is Verdict.SKIP:
                continue
            sign = 1 if duel.left_prompt == trial.prompt_id else -1
            side = {Verdict.LEFT: 1, Verdict.RIGHT: -1}.get(entry.vote.verdict, 0)
            outcomes.append(sign * side)
        return outcomes

    def judged(self, trial: Trial) -> set[str]:
        """Return the examples of a trial on which there is a verdict."""
        votes = self._votes(trial)
        return {e.duel.example_id for e in votes if self._belongs(e.duel, trial)}

    def barred(self, first: str, second: str) -> frozenset[str]:
        """Return the examples that one of two prompts shows, and so may not be asked about."""
        shown, none = self._board.barred(), frozenset[str]()
        return shown.get(first, none) | shown.get(second, none)

    def alike(self, trial: Trial, example_id: str) -> bool:
        """Return whether both prompts answered an example, and a reader sees no difference."""
        return self._answered(trial, example_id) and not self._differing(trial, example_id)

    def _votes(self, trial: Trial) -> Judgements:
        """Return the votes in force on duels of this kind of trials."""
        return self._board.casebook.for_purpose(self._kind.purpose, trial.setting_id)

    def _belongs(self, duel: Duel, trial: Trial) -> bool:
        return {duel.left_prompt, duel.right_prompt} == {trial.prompt_id, trial.other_id}

    def _open(self, trial: Trial) -> bool:
        """Return whether any example is still to be judged, or still to be answered."""
        judged = self.judged(trial)
        for example_id in trial.examples:
            if example_id in judged:
                continue
            if not self.alike(trial, example_id):
                return True
        return False

    def _ready(self, trial: Trial, example_id: str) -> bool:
        return self._answered(trial, example_id) and self._differing(trial, example_id)

    def _answered(self, trial: Trial, example_id: str) -> bool:
        table = self._board.table
        return bool(
            table.get(trial.prompt_id, example_id) and table.get(trial.other_id, example_id)
        )

    def _differing(self, trial: Trial, example_id: str) -> bool:
        found = self._board.difference(trial.prompt_id, trial.other_id, example_id)
        return found is not None

    def _seat(self, trial: Trial, example_id: str, place: int) -> Duel:
        pair = (trial.prompt_id, trial.other_id)
        left, right = pair if trial.sides()[place] else pair[::-1]
        one, two = self._board.table.get(left, example_id), self._board.table.get(right, example_id)
        if one is None or two is None:
            raise LookupError("a duel of a trial was seated before its outputs existed")
        return Duel(
            id=self._new_id(),
            purpose=self._kind.purpose,
            example_id=example_id,
            left_output=one.output_id,
            right_output=two.output_id,
            left_prompt=left,
            right_prompt=right,
            picker=self._kind.started,
            setting_id=trial.setting_id,
        )


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()
