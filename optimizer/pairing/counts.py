"""Wins, games and ratings by plain counting, for the pickers that use no posterior."""

from __future__ import annotations

import numpy as np

from optimizer.pairing.picker import History
from optimizer.preference.arrays import FloatArray


def wins_against(size: int, history: History) -> FloatArray:
    """Count wins, ties as half a win for each side.

    Args:
        size: Number of prompts K.
        history: The votes so far.

    Returns:
        Shape (K, K): how often the row's prompt won against the column's.
    """
    wins = np.zeros((size, size))
    ballots = history.ballots
    left_share = (ballots.outcome + 1) / 2.0
    np.add.at(wins, (ballots.left, ballots.right), ballots.weight * left_share)
    np.add.at(wins, (ballots.right, ballots.left), ballots.weight * (1.0 - left_share))
    return wins


def waiting(size: int, history: History) -> FloatArray:
    """Count how often each prompt is in one of the recent or waiting duels, shape (K,)."""
    if not history.recent:
        return np.zeros(size)
    flat = np.array(history.recent, dtype=np.int64).reshape(-1)
    return np.bincount(flat, minlength=size).astype(float)
