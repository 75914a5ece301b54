"""Who is in play: computed once for the same votes, and for a large pool only of its core."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from optimizer.belief import Belief
from optimizer.preference import Ballots, Posterior
from optimizer.preference.arrays import BoolArray
from optimizer.preference.core import WHOLE
from optimizer.roster import Roster
from optimizer.standings import electable, live_mask
from optimizer.votes.tallies import Tallies

MATTER = 100
HOPE = 1.645


class Known(Protocol):
    """What is read of an open project."""

    roster: Roster
    belief: Belief
    retired: dict[str, str]

    def tallies(self) -> Tallies:
        """Return wins, losses and ties per prompt."""
        ...

    def scored(self) -> frozenset[str]:
        """Return the prompts that a metric has scored."""
        ...


class Field:
    """Keeps what was found for the same pool, posterior and votes."""

    def __init__(self) -> None:
        self._basis: tuple[object, ...] = ()
        self._electable: BoolArray | None = None
        self._live: BoolArray | None = None
        self._play: tuple[tuple[str, ...], Posterior, BoolArray, Ballots] | None = None

    def electable(self, known: Known) -> BoolArray:
        """Return which candidates may be recommended, shape (K,)."""
        self._renew(known)
        if self._electable is None:
            self._electable = electable(known.roster.members, known.tallies(), known.scored())
        return self._electable

    def live(self, known: Known) -> BoolArray:
        """Return which candidates are worth showing, shape (K,)."""
        self._renew(known)
        if self._live is None:
            self._live = live_mask(
                known.roster.members,
                known.belief.posterior,
                known.tallies(),
                known.scored(),
                known.retired,
            )
        return self._live

    def play(self, known: Known) -> tuple[tuple[str, ...], Posterior, BoolArray, Ballots]:
        """Return the prompts that duels are chosen from, what is believed, who is live, the votes.

        These are all prompts; of a pool that is too large for a whole fit those that are live.
        """
        self._renew(known)
        if self._play is None:
            live, posterior = self.live(known), known.belief.asking
            ids, ballots = known.roster.members.ids, known.belief.ballots
            if posterior.core is None:
                self._play = ids, posterior, live, ballots
            else:
                index = np.flatnonzero(live)
                place = np.full(len(ids), -1, dtype=np.int64)
                place[index] = np.arange(len(index))
                left, right = place[ballots.left], place[ballots.right]
                among = ballots.take((left >= 0) & (right >= 0))
                self._play = (
                    tuple(ids[k] for k in index.tolist()),
                    posterior.among(index),
                    np.ones(len(index), dtype=bool),
                    replace(among, left=place[among.left], right=place[among.right]),
                )
        return self._play

    def interest(self, known: Known) -> tuple[int, ...]:
        """Return who matters most in a large pool: start, incumbent, pinned, the most hopeful.

        Hope is how good a prompt may well be, so that young ones are among them.
        """
        members, posterior = known.roster.members, known.belief.posterior
        if len(members.ids) <= WHOLE:
            return ()
        first = [members.start]
        first.append(int(np.argmax(np.where(self.electable(known), posterior.mean, -np.inf))))
        first += np.flatnonzero(members.pinned).tolist()
        out = members.archived | members.among(known.retired)
        hope = posterior.mean + HOPE * np.sqrt(np.maximum(posterior.variance, 0.0))
        order = np.argsort(-np.where(out, -np.inf, hope), kind="stable")
        return tuple(dict.fromkeys([*first, *order[:MATTER].tolist()]))

    def _renew(self, known: Known) -> None:
        basis = (
            known.roster.members,
            known.belief.posterior,
            known.belief.ballots,
            known.scored(),
            tuple(known.retired),
        )
        same = len(self._basis) == len(basis) and all(
            old is new or (isinstance(new, (str, frozenset, tuple)) and old == new)
            for old, new in zip(self._basis, basis, strict=True)
        )
        if not same:
            self._basis, self._electable, self._live, self._play = basis, None, None, None
