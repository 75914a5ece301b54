"""Votes as index arrays: what the preference model learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from optimizer.preference.arrays import BoolArray, FloatArray, IntArray

LEFT, TIE, RIGHT = 1, 0, -1
SLIGHT_WEIGHT = 0.5  # of a vote; measured by `preference signs` of the benchmarks
_FULL_CHOICE = 8.0  # examples looked at for which a discrimination is meant


class Ballot(NamedTuple):
    """One vote: `left` was shown on the left of `right`.

    `left` and `right` are indices of prompts, `outcome` is +1 (left better), 0 (tie or both bad)
    or -1 (right better). A skip is not a ballot. `looked_at` says of how many examples the one
    shown is that on which the two outputs differ most; 1 when chance took it.
    """

    left: int
    right: int
    outcome: int
    weight: float = 1.0
    example: int = -1
    rater: int = 0
    looked_at: int = 1


@dataclass(frozen=True, slots=True)
class Manner:
    """How one person votes beside the others.

    Attributes:
        gain: how clearly the differences of prompts show in their votes: 1 as in the others', 0
            when they vote as dice fall.
        side: their liking of the left side, in logits above the others'.
        ties: their weight of ties, as a multiple of the others'.
    """

    gain: float = 1.0
    side: float = 0.0
    ties: float = 1.0


USUAL = Manner()
"""Somebody who votes as the others do."""


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """Votes in the order in which they were cast, one array per field (see `Ballot`)."""

    left: IntArray
    right: IntArray
    outcome: IntArray
    weight: FloatArray
    example: IntArray
    rater: IntArray
    looked_at: IntArray

    def __post_init__(self) -> None:
        if len({len(getattr(self, each.name)) for each in fields(self)}) != 1:
            raise ValueError("all arrays of Ballots must have the same length")
        if np.any(self.left == self.right):
            raise ValueError("a prompt cannot stand against itself")
        if np.any(np.abs(self.outcome) > 1):
            raise ValueError("an outcome is +1, 0 or -1")
        if np.any(self.weight < 0) or not np.all(np.isfinite(self.weight)):
            raise ValueError("weights are finite and never negative")
        if np.any(self.looked_at < 1):
            raise ValueError("at least the example that is shown was looked at")

    @classmethod
    def of(cls, votes: Sequence[Ballot]) -> Ballots:
        """Turn a sequence of ballots into arrays.

        Args:
            votes: the ballots, oldest first; may be empty.

        Returns:
            The same votes as `Ballots`.
        """
        return cls(
            left=np.array([v.left for v in votes], dtype=np.int64),
            right=np.array([v.right for v in votes], dtype=np.int64),
            outcome=np.array([v.outcome for v in votes], dtype=np.int64),
            weight=np.array([v.weight for v in votes], dtype=np.float64),
            example=np.array([v.example for v in votes], dtype=np.int64),
            rater=np.array([v.rater for v in votes], dtype=np.int64),
            looked_at=np.array([v.looked_at for v in votes], dtype=np.int64),
        )

    @classmethod
    def empty(cls) -> Ballots:
        """Return no votes at all."""
        return cls.of(())

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, index: int) -> Ballot:
        return Ballot(
            int(self.left[index]),
            int(self.right[index]),
            int(self.outcome[index]),
            float(self.weight[index]),
            int(self.example[index]),
            int(self.rater[index]),
            int(self.looked_at[index]),
        )

    def take(self, which: IntArray | BoolArray | slice) -> Ballots:
        """Return the chosen votes, in the chosen order."""
        return Ballots(*(getattr(self, each.name)[which] for each in fields(self)))

    def with_vote(self, vote: Ballot) -> Ballots:
        """Return these votes and one more."""
        one = Ballots.of((vote,))
        return Ballots(
            *(np.append(getattr(self, each.name), getattr(one, each.name)) for each in fields(self))
        )

    def swapped(self) -> Ballots:
        """Return the same verdicts as if every duel had been shown with its sides exchanged."""
        return replace(self, left=self.right, right=self.left, outcome=-self.outcome)


def vote_weights(
    output_pairs: Sequence[tuple[object, object]],
    raters: Sequence[object],
    slightly: Sequence[bool],
) -> FloatArray:
    """Weigh votes so that repeats and weak preferences count for what they are.

    All votes of one rater on one pair of outputs (on either side) share the weight 1; a vote
    marked 'slightly' weighs half of its share.

    Args:
        output_pairs: per vote the keys of the left and the right output.
        raters: per vote the key of the rater.
        slightly: per vote whether the preference was called slight.

    Returns:
        The weights, shape (n,).
    """
    keys = [(rater, frozenset(pair)) for pair, rater in zip(output_pairs, raters, strict=True)]
    repeats = Counter(keys)
    strength = np.where(np.asarray(slightly, dtype=bool), SLIGHT_WEIGHT, 1.0)
    return np.array([1.0 / repeats[key] for key in keys], dtype=np.float64) * strength


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Votes summed per ordered pair (and per example when effects of examples are modelled).

    All votes of a cell have the same difference of utilities, so the likelihood needs only
    their summed weights. Cells are sorted, so they do not depend on the order of the votes.
    `gain`, `side` and `ties_by` are those of the people who voted (see `Manner`); a gain is also
    that of the examples they were shown (see `clearness`).
    """

    left: IntArray
    right: IntArray
    example: IntArray
    wins: FloatArray
    ties: FloatArray
    losses: FloatArray
    gain: FloatArray
    side: FloatArray
    ties_by: FloatArray

    def __len__(self) -> int:
        return len(self.left)


def clearness(looked_at: IntArray | int, discrimination: float) -> FloatArray:
    """Return how much more clearly an example tells two prompts apart than a random one does.

    The most telling of n examples counts for a^(log n / log 8): about so the votes of simulated
    worlds fall for n = 1, 2, 4 and 8 (`preference_discrimination` of the benchmarks).

    Args:
        looked_at: of how many examples it is the most telling one.
        discrimination: a, the same for the most telling of eight; see `discrimination`.
    """
    return np.asarray(discrimination ** (np.log(looked_at) / np.log(_FULL_CHOICE)))


def tally(
    ballots: Ballots,
    *,
    by_example: bool = False,
    manners: Mapping[int, Manner] | None = None,
    discrimination: float = 1.0,
) -> Cells:
    """Sum votes per ordered pair.

    Args:
        ballots: the votes.
        by_example: keep the examples apart (needed for effects of examples).
        manners: how people vote, by rater; who is not among them votes as usual.
        discrimination: how clearly the most telling of eight examples tells prompts apart.

    Returns:
        The cells, sorted by left, right, example and manner; example is -1 when pooled.
    """
    example = ballots.example if by_example else np.full(len(ballots), -1, dtype=np.int64)
    kinds, kind = _kinds(ballots, manners or {}, discrimination)
    unique, inverse = _distinct(np.stack([ballots.left, ballots.right, example, kind], axis=1))

    # Each cell's weights are added in sorted order: floating sums then ignore the votes' order.
    order = np.lexsort((ballots.weight, ballots.outcome, inverse))
    inverse, outcome, weight = inverse[order], ballots.outcome[order], ballots.weight[order]

    def total(kind: int) -> FloatArray:
        picked = outcome == kind
        return np.bincount(inverse[picked], weight[picked], minlength=len(unique)).astype(float)

    return Cells(
        left=unique[:, 0],
        right=unique[:, 1],
        example=unique[:, 2],
        wins=total(LEFT),
        ties=total(TIE),
        losses=total(RIGHT),
        gain=kinds[unique[:, 3], 0],
        side=kinds[unique[:, 3], 1],
        ties_by=kinds[unique[:, 3], 2],
    )


def _distinct(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct rows of whole numbers from -1 on, sorted, and where each row is there.

    One number stands for each row: rows themselves are sorted so slowly, and without letting
    another thread go on meanwhile, that with 100,000 votes a window would wait for it.
    """
    widths = keys.max(axis=0, initial=-1) + 2
    codes = np.zeros(len(keys), dtype=np.int64)
    for column, width in enumerate(widths):
        codes = codes * width + keys[:, column] + 1
    unique, inverse = np.unique(codes, return_inverse=True)
    columns = []
    for width in widths[::-1]:
        unique, digit = np.divmod(unique, width)
        columns.append(digit - 1)
    return np.stack(columns[::-1], axis=1), inverse.reshape(-1)


def with_manner(cells: Cells, manner: Manner) -> Cells:
    """Return the same votes as cast by somebody who votes in another manner.

    Args:
        cells: one person's votes.
        manner: how that person votes beside the others.
    """
    one = np.ones(len(cells))
    side, ties = manner.side * one, manner.ties * one
    return replace(cells, gain=manner.gain * cells.gain, side=side, ties_by=ties)


def joined(parts: Sequence[Cells]) -> Cells:
    """Return the cells of several people side by side."""
    return Cells(
        *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Cells))
    )


def _kinds(
    ballots: Ballots, manners: Mapping[int, Manner], discrimination: float
) -> tuple[FloatArray, IntArray]:
    """Return the manners that occur, one row of numbers each, sorted, and the row of every vote.

    Sorted by what they are and not by whose they are: the names of the raters then change nothing.
    """
    people, whose = np.unique(ballots.rater, return_inverse=True)
    found = [manners.get(int(who), USUAL) for who in people]
    own = np.array([(manner.gain, manner.side, manner.ties) for manner in found]).reshape(-1, 3)
    met, which = _distinct(np.stack([whose.reshape(-1), ballots.looked_at], axis=1))
    rows = own[met[:, 0]]
    rows[:, 0] *= clearness(met[:, 1], discrimination)
    kinds, kind = np.unique(rows, axis=0, return_inverse=True)
    return kinds, kind.reshape(-1)[which]
