"""Votes with their duels, one column per field: a `Judgement` is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import Protocol

import numpy as np

from optimizer.preference.arrays import IntArray
from optimizer.records import Duel, Purpose, Strength, Verdict, Vote
from optimizer.store import DuelSheet, VoteSheet, WordSheet
from optimizer.votes.columns import Codes, Column
from optimizer.votes.evidence import Judgement

VERDICTS, STRENGTHS, PURPOSES = tuple(Verdict), tuple(Strength), tuple(Purpose)
_VERDICT = {verdict.value: code for code, verdict in enumerate(VERDICTS)}
_STRENGTH = {strength.value: code for code, strength in enumerate(STRENGTHS)}
_PURPOSE = {purpose.value: code for code, purpose in enumerate(PURPOSES)}


class Archive(Protocol):
    """Where the votes are read from."""

    def vote_sheet(self, *, people: bool) -> VoteSheet:
        """Return the votes, by columns."""
        ...

    def word_sheet(self, *, people: bool) -> WordSheet:
        """Return what was said of them."""
        ...

    def duel_sheet(self) -> DuelSheet:
        """Return all duels."""
        ...

    def output_owners(self) -> tuple[list[str], list[str]]:
        """Return all outputs and their prompts."""
        ...


class DuelColumns:
    """All duels, read at once: from them the votes know what they are about.

    Args:
        sheet: The duels as they are stored.
        outputs: The ids of all outputs.
        prompts: The ids of the prompts that made them.
        pool: The ids of all prompts in the pool's order, which the prompts' places follow.

    Attributes:
        row: Where each duel stands, by its id.
        owner: The prompt of each output, as a place in the last of `codes`.
        codes: The settings, examples, outputs and prompts with their numbers.
    """

    def __init__(
        self, sheet: DuelSheet, outputs: list[str], prompts: list[str], pool: Sequence[str]
    ) -> None:
        self.row = {duel_id: row for row, duel_id in enumerate(sheet.id)}
        settings, examples = Codes(), Codes()
        made, owners = Codes(outputs), Codes(pool)
        self.purpose = _coded(sheet.purpose, _PURPOSE)
        self.looked_at = np.array(sheet.looked_at, dtype=np.int64)
        self.setting = settings.encode(sheet.setting)
        self.example = examples.encode(sheet.example)
        self.left, self.right = made.encode(sheet.left_output), made.encode(sheet.right_output)
        self.owner = owners.encode(prompts)
        self.codes = (settings, examples, made, owners)

    @classmethod
    def read(cls, archive: Archive, pool: Sequence[str]) -> DuelColumns:
        """Read all duels; see the class."""
        return cls(archive.duel_sheet(), *archive.output_owners(), pool)


class VoteColumns:
    """Votes in the order of casting. What was said of them is read when it is first asked for.

    Votes are added in place; a change of one gives other columns, so that whoever looks at these
    on another thread sees no vote change.

    Attributes:
        voided: 1 for a vote that was taken back; this and the following have one row a vote.
        verdict: Place in `VERDICTS`.
        strength: Place in `STRENGTHS`.
        purpose: Place in `PURPOSES`.
        rater, setting, example: Places in `raters`, `settings`, `examples`.
        looked_at: Of how many examples that of the duel was the most telling one.
        left, right: The prompts' places in `prompts`.
        left_output, right_output: The outputs' places in a list of their own.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.duels: list[str] = []
        self.raters, self.settings, self.examples, self.prompts = (Codes() for _ in range(4))
        self._outputs = Codes()
        self.voided, self.verdict, self.strength, self.purpose = (Column() for _ in range(4))
        self.rater, self.setting, self.example, self.looked_at = (Column() for _ in range(4))
        self.left, self.right, self.left_output, self.right_output = (Column() for _ in range(4))
        self._added: dict[int, Judgement] = {}
        self._words: WordSheet | None = WordSheet([], [], [], [], [], [], {})
        self._read: Callable[[], WordSheet] | None = None

    @classmethod
    def read(cls, archive: Archive, duels: DuelColumns, *, people: bool) -> VoteColumns:
        """Read all votes of people, or those of all other raters.

        Args:
            archive: Where they are; it is asked once more for what was said.
            duels: All duels.
            people: Whose votes.
        """
        votes, self = archive.vote_sheet(people=people), cls()
        if not votes.id:
            return self
        row = np.fromiter(map(duels.row.__getitem__, votes.duel), dtype=np.int64)
        self.ids, self.duels = votes.id, votes.duel
        self.voided, self.rater = Column(votes.voided), Column(self.raters.encode(votes.rater))
        self.verdict = Column(_coded(votes.verdict, _VERDICT))
        self.strength = Column(_coded(votes.strength, _STRENGTH))
        self.settings, self.examples, self._outputs, self.prompts = (
            codes.copy() for codes in duels.codes
        )
        self.purpose, self.setting, self.example, self.looked_at = (
            Column(column[row])
            for column in (duels.purpose, duels.setting, duels.example, duels.looked_at)
        )
        self.left_output, self.right_output = Column(duels.left[row]), Column(duels.right[row])
        self.left, self.right = (
            Column(duels.owner[column.values]) for column in (self.left_output, self.right_output)
        )
        self._words, self._read = None, lambda: archive.word_sheet(people=people)
        return self

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> VoteColumns:
        """Return the columns of these votes."""
        columns = cls()
        for judgement in judgements:
            columns.append(judgement)
        return columns

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def words(self) -> WordSheet:
        """What was said of the votes; read from the file when it is first asked for."""
        if self._words is None and self._read is not None:
            self._words = self._read()
        assert self._words is not None
        return self._words

    def append(self, judgement: Judgement) -> int:
        """Add a vote that is stored already; returns its row."""
        vote, duel = judgement.vote, judgement.duel
        self.ids.append(vote.id)
        self.duels.append(duel.id)
        for column, value in (
            (self.voided, int(vote.voided)),
            (self.verdict, _VERDICT[vote.verdict.value]),
            (self.strength, _STRENGTH[vote.strength.value]),
            (self.purpose, _PURPOSE[duel.purpose.value]),
            (self.rater, self.raters.add(vote.rater_id)),
            (self.setting, self.settings.add(duel.setting_id)),
            (self.example, self.examples.add(duel.example_id)),
            (self.looked_at, duel.looked_at),
            (self.left, self.prompts.add(duel.left_prompt)),
            (self.right, self.prompts.add(duel.right_prompt)),
            (self.left_output, self._outputs.add(duel.left_output)),
            (self.right_output, self._outputs.add(duel.right_output)),
        ):
            column.append(value)
        if self._words is not None:
            said = self._words
            said.tags.append(vote.tags)
            said.reason.append(vote.reason)
            said.took_ms.append(vote.took_ms)
            said.cast_at.append(vote.cast_at)
            said.picker.append(duel.picker)
            said.shown_at.append(duel.shown_at)
            if vote.spans:
                said.spans[vote.id] = vote.spans
        self._added[len(self.ids) - 1] = judgement
        return len(self.ids) - 1

    def changed(self, row: int, vote: Vote) -> VoteColumns:
        """Return the columns with a later state of one vote: taken back or not, and its words."""
        other = copy(self)
        other.voided = self.voided.changed(row, int(vote.voided))
        other._added = {at: kept for at, kept in self._added.items() if at != row}
        if self._words is not None:
            before = self._words
            tags, reason = list(before.tags), list(before.reason)
            tags[row], reason[row] = vote.tags, vote.reason
            spans = {**before.spans, vote.id: vote.spans}
            other._words = replace(before, tags=tags, reason=reason, spans=spans)
        return other

    def judgement(self, row: int) -> Judgement:
        """Return one vote with its duel."""
        if row in self._added:
            return self._added[row]
        said, vote_id = self.words, self.ids[row]
        vote = Vote(
            vote_id,
            self.duels[row],
            self.raters.names[self.rater.values[row]],
            VERDICTS[self.verdict.values[row]],
            STRENGTHS[self.strength.values[row]],
            said.tags[row],
            said.reason[row],
            said.spans.get(vote_id, ()),
            said.took_ms[row],
            said.cast_at[row],
            bool(self.voided.values[row]),
        )
        prompts, outputs = self.prompts.names, self._outputs.names
        duel = Duel(
            self.duels[row],
            PURPOSES[self.purpose.values[row]],
            self.examples.names[self.example.values[row]],
            outputs[self.left_output.values[row]],
            outputs[self.right_output.values[row]],
            prompts[self.left.values[row]],
            prompts[self.right.values[row]],
            said.picker[row],
            self.settings.names[self.setting.values[row]],
            said.shown_at[row],
            int(self.looked_at.values[row]),
        )
        return Judgement(vote, duel)

    @property
    def outputs(self) -> int:
        """How many outputs have a place."""
        return len(self._outputs)

    def output(self, output_id: str) -> int:
        """Return the place of an output; -1 when no vote is about it."""
        return self._outputs.known.get(output_id, -1)


def _coded(values: Sequence[str], codes: dict[str, int]) -> IntArray:
    return np.fromiter(map(codes.__getitem__, values), dtype=np.int64, count=len(values))
