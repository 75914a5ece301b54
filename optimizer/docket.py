"""What the votes in force on one setting amount to; it grows with every vote."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from optimizer.duels import Couple
from optimizer.evidence import Judgement
from optimizer.records import Purpose
from optimizer.shown import Shown
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
        self._past = Shown()
        self._met: dict[Couple, frozenset[str]] = {}
        self._tallies: dict[str, Tally] = {}
        self._opponents: dict[str, set[str]] = {}
        self._frozen: tuple[Judgement, ...] | None = None

    def enter(self, entry: Judgement) -> None:
        """Add a vote; one that is voided or of another setting is passed over."""
        duel = entry.duel
        if entry.vote.voided or duel.setting_id != self._setting_id:
            return
        self._frozen = None
        self._past.add(duel)
        if duel.purpose is not Purpose.CONFIRM:
            couple = frozenset((duel.left_prompt, duel.right_prompt))
            self._met[couple] = self._met.get(couple, _NONE) | {duel.example_id}
            self._opponents.setdefault(duel.left_prompt, set()).add(duel.right_prompt)
            self._opponents.setdefault(duel.right_prompt, set()).add(duel.left_prompt)
        if entry.teaches(self._setting_id):
            self._teaching.append(entry)
            count(self._tallies, entry)

    @property
    def teaching(self) -> tuple[Judgement, ...]:
        """The votes that the posterior learns from; the same tuple until a vote is added."""
        if self._frozen is None:
            self._frozen = tuple(self._teaching)
        return self._frozen

    @property
    def past(self) -> Shown:
        """The duels that were judged or skipped; it grows in place."""
        return self._past

    @property
    def met(self) -> Mapping[Couple, frozenset[str]]:
        """Per couple of prompts the examples that were judged or skipped; it grows in place."""
        return self._met

    @property
    def opponents(self) -> Mapping[str, Collection[str]]:
        """Per prompt those that it met; it grows in place."""
        return self._opponents

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """Wins, losses and ties per prompt; it grows in place."""
        return self._tallies
