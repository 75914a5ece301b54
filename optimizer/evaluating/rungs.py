"""Everybody meets a few rows; only the best share of those who stood on a rung climbs to the next.

Asynchronous successive halving: Li et al. 2020, "A System for Massively Parallel Hyperparameter
Tuning". The last answers go to whoever may still be the best, by upper bounds as in Auer et al.
2002, "Finite-time Analysis of the Multiarmed Bandit Problem".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from math import fsum, sqrt
from random import Random
from statistics import fmean
from typing import ClassVar

from optimizer.evaluating.field import in_play, rows_for
from optimizer.records import Blank, Snapshot

_BASELINE = 16  # rows that the start prompt meets once somebody else has: all is told against it
_TRUSTED = 16  # rows for who was chosen on many others: two would tell less than is known already
_DIGITS = 6  # of a posterior mean: a fit that begins anew is not the same to the last one
_SHRINK = 4.0  # rows of average outcome that everybody is thought to have met beforehand


@dataclass(frozen=True, slots=True)
class Rungs:
    """Promotes the best share of each rung, and leaves the rest of the answers to new prompts.

    Most changes of a small model's prompt make it give one label whatever it is asked, and a row of
    each label shows that: with two labels the first look takes two rows. With many labels two rows
    tell too little: measured on eight, .32 instead of .61. Who scores no more on a rung than one
    fixed answer would does not climb. Where all begin with the same rows and one of these is hard,
    nobody passes: measured, 75 prompts of 75. In simulated tables of 300 answers shares of a third
    and of half, and a last rung of 16 and of 96 rows, end within .01 of each other; four rows at
    first end .01 to .02 lower.

    Attributes:
        block: Rows of the first rung, or as many as there are labels if that is less; every later
            rung stands at twice as many.
        share: The share of those on a rung that goes on.
        first: The same on the first rung.
        rows: Rows that a candidate answers at most; 0 for all.
        final: The share of all answers that is kept for telling the leaders apart.
        top: Rows of the last rung, beyond which only leaders are asked; 0 for all.
        beginnings: So many different rows prompts begin with in turn, a look's worth each; what
            they meet later begins with the same rows for all.
    """

    name: ClassVar[str] = "rungs"

    block: int = 8
    share: float = 0.34
    first: float = 0.34
    rows: int = 0
    final: float = 0.2
    top: int = 0
    beginnings: int = 1

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return the cells of who is due on the next rung, or of the leaders; see `Evaluator`."""
        return self._due(snapshot, limit) or self._leaders(snapshot, limit)

    def grows(self, snapshot: Snapshot, left: int, limit: int) -> bool:
        """Return whether new prompts may enter now; see `Pacing`."""
        if self._due(snapshot, 1):
            return False
        # Where the leaders have met all their rows, what is left buys more prompts.
        return left > self.final * limit or not self._leaders(snapshot, 1)

    def _due(self, snapshot: Snapshot, limit: int) -> list[Blank]:
        own = self._own_rows(snapshot)
        playing = [candidate.id for candidate in in_play(snapshot)]
        look = self._look(snapshot)
        read = {each.prompt_id for each in snapshot.proposals if each.rows_read}
        looks = {prompt: max(look, _TRUSTED) if prompt in read else look for prompt in playing}
        first = _blanks(snapshot, {prompt: own[prompt][: looks[prompt]] for prompt in playing})
        if first:
            return first[:limit]
        base = snapshot.start.id
        climbed = max((len(snapshot.answers.get(prompt, {})) for prompt in playing), default=0)
        baseline = _blanks(snapshot, {base: own.get(base, [])[: min(climbed, _BASELINE)]})
        if baseline:
            return baseline[:limit]
        rung = look
        highest = max(map(len, own.values()), default=0)
        while rung < min(highest, self.top or highest):
            there = [prompt for prompt in own if _met(snapshot, prompt, own[prompt], rung)]
            # Of those that score alike the one of the better family.
            there.sort(
                key=lambda prompt: (
                    -_mean(snapshot, prompt, own[prompt][:rung]),
                    -round(snapshot.standings[prompt].mean, _DIGITS),
                )
            )
            share = self.first if rung == look else self.share
            best = [
                prompt
                for prompt in there[: int(share * len(there))]
                if _mean(snapshot, prompt, own[prompt][:rung])
                > _floor(snapshot, own[prompt][:rung])
            ]
            following = min(2 * rung, self.top or 2 * rung)
            due = {p: own[p][:following] for p in best if p in playing}
            found = _blanks(snapshot, due)
            if found:
                return found[:limit]
            rung *= 2
        return []

    def _leaders(self, snapshot: Snapshot, limit: int) -> list[Blank]:
        """Return the next block of whoever may be the best."""
        own = self._own_rows(snapshot)
        open_rows = {
            candidate.id: [
                row
                for row in own[candidate.id]
                if row not in snapshot.answers.get(candidate.id, {})
            ]
            for candidate in in_play(snapshot)
        }
        able = [prompt for prompt, rows in open_rows.items() if rows]
        if not able:
            return []
        level = fmean([v for row in snapshot.scores.values() for v in row.values()] or [0.5])
        best = max(able, key=lambda prompt: _upper(snapshot.scores.get(prompt, {}), level))
        return [Blank(best, row) for row in islice(open_rows[best], min(limit, self.block))]

    def _look(self, snapshot: Snapshot) -> int:
        """Return how many rows tell who always answers alike."""
        labels = len(snapshot.task.labels)
        return min(self.block, labels) if labels > 1 else self.block

    def _own_rows(self, snapshot: Snapshot) -> dict[str, list[str]]:
        look = self._look(snapshot)
        found = {}
        for place, candidate in enumerate(snapshot.candidates):
            if not candidate.archived and candidate.id in snapshot.standings:
                rows = rows_for(snapshot, candidate.id)[: self.rows or None]
                begin = place % max(1, min(self.beginnings, len(rows) // look)) * look
                found[candidate.id] = (
                    rows[begin : begin + look] + rows[:begin] + rows[begin + look :]
                )
        return found


def _blanks(snapshot: Snapshot, wanted: Mapping[str, list[str]]) -> list[Blank]:
    return [
        Blank(prompt, row)
        for prompt, rows in wanted.items()
        for row in rows
        if row not in snapshot.answers.get(prompt, {})
    ]


def _met(snapshot: Snapshot, prompt: str, rows: list[str], rung: int) -> bool:
    scores = snapshot.scores.get(prompt, {})
    return len(rows) >= rung and all(row in scores for row in rows[:rung])


def _mean(snapshot: Snapshot, prompt: str, rows: list[str]) -> float:
    return fmean(snapshot.scores[prompt][row] for row in rows)


def _floor(snapshot: Snapshot, rows: list[str]) -> float:
    """Return what the best fixed answer scores on some rows; below 0 where none is expected."""
    known = {example.id: example.reference for example in snapshot.examples}
    met = Counter(label for row in rows if (label := known.get(row)))
    if len(snapshot.task.labels) < 2 or not met:
        return -1.0
    return max(met.values()) / met.total()


def _upper(scores: Mapping[str, float], level: float) -> float:
    """Return how good a prompt may well be: its shrunken mean and one standard deviation."""
    count = len(scores) + _SHRINK
    mean = (fsum(scores.values()) + _SHRINK * level) / count
    return mean + sqrt(max(mean * (1.0 - mean), 0.0) / count)
