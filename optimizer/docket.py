"""What the votes in force on one setting amount to; it grows with every vote."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.duels import Couple
from optimizer.evidence import Judgement
from optimizer.records import Duel, Purpose
from optimizer.standings import Tally, count

_NONE: frozenset[str] = frozenset()


class Docket:
    """Sums over votes that would take too long to be made anew for each of them.

    Args:
        setting_id: The setting.
    """

    def __init__(self, setting_id: str) -> None:
        self._setting_id = setting_id
        self._teaching: list[Judgement] = []
        self._past: list[Duel] = []
        self._met: dict[Couple, frozenset[str]] = {}
        self._tallies: dict[str, Tally] = {}
        self._frozen: tuple[tuple[Judgement, ...], tuple[Duel, ...]] | None = None

    def enter(self, entry: Judgement) -> None:
        """Add a vote; one that is voided or of another setting is passed over."""
        duel = entry.duel
        if entry.vote.voided or duel.setting_id != self._setting_id:
            return
        self._frozen = None
        self._past.append(duel)
        if duel.purpose is not Purpose.CONFIRM:
            couple = frozenset((duel.left_prompt, duel.right_prompt))
            self._met[couple] = self._met.get(couple, _NONE) | {duel.example_id}
        if entry.teaches(self._setting_id):
            self._teaching.append(entry)
            count(self._tallies, entry)

    @property
    def teaching(self) -> tuple[Judgement, ...]:
        """The votes that the posterior learns from; the same tuple until a vote is added."""
        return self._tuples()[0]

    @property
    def past(self) -> tuple[Duel, ...]:
        """The duels that were judged or skipped."""
        return self._tuples()[1]

    @property
    def met(self) -> Mapping[Couple, frozenset[str]]:
        """Per couple of prompts the examples that were judged or skipped; it grows in place."""
        return self._met

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """Wins, losses and ties per prompt; it grows in place."""
        return self._tallies

    def _tuples(self) -> tuple[tuple[Judgement, ...], tuple[Duel, ...]]:
        if self._frozen is None:
            self._frozen = tuple(self._teaching), tuple(self._past)
        return self._frozen
