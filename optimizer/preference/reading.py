"""How the votes of people are read: what is learned of the voting itself before the prompts.

In order: how clearly picked examples tell (`discrimination`), then how each of several people
votes beside the others (`manners`); the sums that every prior is fitted to allow for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference.ballots import Ballots, Cells, Manner, tally
from optimizer.preference.discrimination import discrimination_of
from optimizer.preference.evidence import weights_of
from optimizer.preference.laplace import peaks
from optimizer.preference.manners import manners_of, several
from optimizer.preference.newton import Fitting, Laplace, Peak
from optimizer.preference.prior import PriorPoint

HOPELESS = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Votes in sums, with what was learned of how they were cast.

    Attributes:
        cells: the votes, summed.
        discrimination: of the examples that were picked.
        manners: per person how they vote beside the others; empty where one person votes.
        kept: places in the grid of the priors that are not hopeless for the votes.
        near: the mode of the votes under each of those, where it was looked for; else empty.
    """

    cells: Cells
    discrimination: float
    manners: dict[int, Manner]
    kept: tuple[int, ...]
    near: tuple[Peak | Laplace, ...] = ()


def read_votes(
    ballots: Ballots, points: Sequence[PriorPoint], how: Fitting, *, by_example: bool
) -> Reading:
    """Learn how the votes were cast, and sum them up accordingly.

    Args:
        ballots: all votes of people.
        points: the prior's grid.
        how: how votes are fitted.
        by_example: keep the examples apart (see `tally`).

    Returns:
        The sums, and what was learned on the way.
    """
    sharp = discrimination_of(ballots, points, how, by_example=by_example)
    cells = tally(ballots, by_example=by_example, discrimination=sharp)
    if not several(ballots):
        return Reading(cells, sharp, {}, tuple(range(len(points))))
    highest = peaks(cells, [point.gaussian for point in points], how)
    weights = weights_of(points, highest)
    best = int(np.argmax(weights))
    manners = manners_of(
        ballots,
        how,
        points[best].gaussian,
        highest[best],
        by_example=by_example,
        discrimination=sharp,
    )
    cells = tally(ballots, by_example=by_example, manners=manners, discrimination=sharp)
    # What is hopeless for the votes of all does not come back when they are told apart.
    kept = tuple(np.flatnonzero(weights > HOPELESS).tolist())
    return Reading(cells, sharp, manners, kept, tuple(highest[k] for k in kept))
