"""What the votes in force on one setting amount to; it grows with every vote."""

from __future__ import annotations

import numpy as np

from optimizer.records import Verdict
from optimizer.votes.columns import Column, Sums
from optimizer.votes.evidence import TEACHING
from optimizer.votes.judgements import Judgements, on_setting, teaching
from optimizer.votes.shown import Meetings, Shown
from optimizer.votes.tallies import Tallies, tally_sums
from optimizer.votes.vote_columns import PURPOSES, VERDICTS, VoteColumns

_LEFT, _RIGHT = VERDICTS.index(Verdict.LEFT), VERDICTS.index(Verdict.RIGHT)
_SKIP = VERDICTS.index(Verdict.SKIP)


class Docket:
    """Sums over votes that would take too long to be made anew for each of them.

    Args:
        columns: All votes so far.
        setting_id: The setting.

    Attributes:
        past: The duels that were judged or skipped; it grows in place.
        met: Who met whom on which examples; it grows in place.
    """

    def __init__(self, columns: VoteColumns, setting_id: str) -> None:
        self._columns = columns
        self._setting_id = setting_id
        known = on_setting(columns, setting_id)
        learned = np.flatnonzero(teaching(columns, setting_id))
        self._rows, self._teaching = Column(np.flatnonzero(known)), Column(learned)
        self.past = Shown(columns, self._rows)
        self.met = Meetings(columns, self._rows)
        sums = tally_sums(Judgements(columns, learned))
        self._wins, self._losses, self._ties = (Sums(each) for each in sums)
        self._frozen: Judgements | None = None
        self._tallies: Tallies | None = None

    def enter(self, row: int) -> None:
        """Take in a new row of the columns; one that is voided or elsewhere is passed over."""
        columns = self._columns
        setting = columns.settings.known.get(self._setting_id, -1)
        if columns.voided.values[row] or columns.setting.values[row] != setting:
            return
        self._rows.append(row)
        self.past.enter(row)
        self.met.enter(row)
        said = int(columns.verdict.values[row])
        if said == _SKIP or PURPOSES[columns.purpose.values[row]] not in TEACHING:
            return
        self._teaching.append(row)
        self._frozen = self._tallies = None
        left, right = int(columns.left.values[row]), int(columns.right.values[row])
        if said in (_LEFT, _RIGHT):
            self._wins.add(left if said == _LEFT else right)
            self._losses.add(right if said == _LEFT else left)
        else:
            self._ties.add(left)
            self._ties.add(right)

    @property
    def all(self) -> Judgements:
        """The votes in force on this setting, skips and confirmations included."""
        return Judgements(self._columns, self._rows.values)

    @property
    def teaching(self) -> Judgements:
        """The votes that the posterior learns from; the same row until a vote is added."""
        if self._frozen is None:
            self._frozen = Judgements(self._columns, self._teaching.values)
        return self._frozen

    @property
    def tallies(self) -> Tallies:
        """Wins, losses and ties per prompt; the same until a vote is added."""
        if self._tallies is None:
            self._tallies = Tallies(
                self._columns.prompts.known,
                self._wins.frozen(),
                self._losses.frozen(),
                self._ties.frozen(),
            )
        return self._tallies
