"""The judged prompts against each other: what is believed, and how many votes say so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.preference import LEFT, RIGHT, TIE, Ballots, Posterior, win_rates
from optimizer.preference.arrays import FloatArray
from optimizer.records import Candidate
from optimizer.standings import Members
from optimizer.views import MatrixCell, WinMatrix

MOST = 20


def win_matrix(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    ballots: Ballots,
    start_id: str,
    most: int = MOST,
    members: Members | None = None,
) -> WinMatrix:
    """Compare the strongest prompts that were voted on, two by two.

    Args:
        candidates: The pool.
        posterior: What is believed of it, by the same index.
        ballots: The person's votes that teach.
        start_id: The start prompt, which is always among them once it was voted on.
        most: How many prompts at most; archived ones are left out.
        members: The pool as far as it matters here, where that is at hand.

    Returns:
        The win rates with their 90 % intervals and the votes, strongest prompt first.
    """
    members = members or Members.of(candidates, start_id)
    seen = np.zeros(len(candidates), dtype=bool)
    seen[ballots.left] = seen[ballots.right] = True
    judged = np.flatnonzero(seen & ~members.archived)
    judged = judged[np.argsort(-posterior.mean[judged], kind="stable")]
    others = [members.start] if members.start in judged[most - 1 :] else []
    chosen = [*judged[: most - len(others)].tolist(), *others]
    if not chosen:
        return WinMatrix((), ())
    wins, ties = _counts(chosen, ballots, len(candidates))
    small = posterior.among(np.array(chosen))
    # One call gives a column: everybody against one prompt.
    columns = [win_rates(small, k) for k in range(len(chosen))]

    def cell(row: int, column: int) -> MatrixCell | None:
        if row == column:
            return None
        rate, low, high = (float(figure[row]) for figure in columns[column])
        won, lost = int(wins[row, column]), int(wins[column, row])
        return MatrixCell(rate, low, high, won, lost, int(ties[row, column]))

    places = range(len(chosen))
    return WinMatrix(
        prompts=tuple(candidates[k].id for k in chosen),
        cells=tuple(tuple(cell(row, column) for column in places) for row in places),
    )


def _counts(chosen: Sequence[int], ballots: Ballots, prompts: int) -> tuple[FloatArray, FloatArray]:
    """Return how often the row's prompt won against the column's, and how often they tied."""
    place = np.full(prompts, -1)
    place[list(chosen)] = np.arange(len(chosen))
    left, right = place[ballots.left], place[ballots.right]
    among = (left >= 0) & (right >= 0)
    wins, ties = np.zeros((2, len(chosen), len(chosen)))
    for total, outcome, ahead, behind in (
        (wins, LEFT, left, right),
        (wins, RIGHT, right, left),
        (ties, TIE, left, right),
    ):
        said = among & (ballots.outcome == outcome)
        np.add.at(total, (ahead[said], behind[said]), 1)
    return wins, ties + ties.T
