"""The last word: blind duels on held-out examples, counted and never learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.preference.ballots import LEFT, RIGHT, TIE

LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The result of confirmation duels between a candidate and the start prompt.

    Ties are counted and shown but left out of the share: the interval speaks of the examples on
    which the person saw a difference.

    Attributes:
        wins: duels the candidate won.
        losses: duels it lost.
        ties: duels without a winner.
        share: wins / (wins + losses), 0.5 when no duel was decided.
        low: lower end of the exact 90 % interval of the share (Clopper and Pearson, 1934).
        high: its upper end.
        p_value: two-sided exact sign test of equal shares.
    """

    wins: int
    losses: int
    ties: int
    share: float
    low: float
    high: float
    p_value: float

    @property
    def confirmed(self) -> bool:
        """Whether the candidate is better beyond reasonable doubt."""
        return self.low > 0.5

    @property
    def refuted(self) -> bool:
        """Whether the start prompt is better beyond reasonable doubt."""
        return self.high < 0.5


def confirmation(outcomes: Sequence[int]) -> Confirmation:
    """Count confirmation duels.

    Args:
        outcomes: per duel +1 when the candidate won, -1 when the start prompt won, 0 for a tie
            or both bad; sides are already resolved.

    Returns:
        The counts with their exact interval.
    """
    wins, losses, ties = (sum(o == kind for o in outcomes) for kind in (LEFT, RIGHT, TIE))
    low, high = exact_interval(wins, wins + losses)
    return Confirmation(
        wins=wins,
        losses=losses,
        ties=ties,
        share=wins / (wins + losses) if wins + losses else 0.5,
        low=low,
        high=high,
        p_value=_sign_test(wins, losses),
    )


def exact_interval(successes: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of a share (Clopper and Pearson, 1934).

    Args:
        successes: how many.
        trials: out of how many; 0 gives the whole range.
        level: confidence, such as 0.9.

    Returns:
        Lower and upper end.
    """
    from scipy.special import betaincinv

    tail = (1.0 - level) / 2.0
    low = 0.0 if successes == 0 else betaincinv(successes, trials - successes + 1, tail)
    high = 1.0 if successes == trials else betaincinv(successes + 1, trials - successes, 1.0 - tail)
    return float(low), float(high)


def _sign_test(wins: int, losses: int) -> float:
    from scipy.special import bdtr

    trials = wins + losses
    if trials == 0:
        return 1.0
    return min(1.0, 2.0 * float(bdtr(float(min(wins, losses)), trials, 0.5)))
