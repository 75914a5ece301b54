"""Replace the best only when more than half of its judgements say so.

The rule of J. Xiang et al., "Self-Supervised Prompt Optimization" (2025), with two repairs: orders
are balanced by the judge, and a judgement that cannot be read is an abstention, never a win.
"""

from __future__ import annotations


def replaces(wins: int, losses: int, ties: int = 0, abstentions: int = 0) -> bool:
    """Return whether a challenger takes the place of the best.

    Args:
        wins: Judgements that preferred the challenger.
        losses: Judgements that preferred the best.
        ties: Judgements that preferred neither.
        abstentions: Judgements that could not be read or were unsure; they speak for nobody, but
            a verdict of which half is missing decides nothing.
    """
    given = wins + losses + ties
    return 2 * wins > given and given > abstentions
