"""What the scores say of the recommended prompt, in plain sentences."""

from __future__ import annotations

from optimizer.scoring.card import Scorecard, ScoreRow
from optimizer.scoring.figures import Figure

ENOUGH_ROWS = 20
MARGIN = 0.1
"""So little above what one fixed answer would reach counts as being unable."""


def score_verdict(card: Scorecard, prompt_id: str, start_id: str, name: str) -> list[str]:
    """Return sentences on the recommended prompt's score, its gain, and whether it is any good.

    Args:
        card: The scores.
        prompt_id: The recommended prompt.
        start_id: The start prompt.
        name: How the recommended one is called.
    """
    row = card.row(prompt_id)
    if row is None:
        return [f"{name} has no scores yet."]
    told = [_figures(row, name)]
    if prompt_id == start_id:
        told.append("No prompt that was tried scores better than the start prompt.")
    elif row.gain is not None:
        told.append(_gain(row, row.gain))
    cannot = _cannot(card)
    if cannot:
        told.append(cannot)
    return told


def told(figure: Figure) -> str:
    """Return a figure with its interval: `0.76 (0.68 to 0.83) on 100 rows`."""
    return f"{figure.mean:.2f} ({figure.low:.2f} to {figure.high:.2f}) on {figure.rows} rows"


def _figures(row: ScoreRow, name: str) -> str:
    if row.held_out is not None:
        first = f"{name} scores {told(row.held_out)} that tuning never saw"
        if row.tuning is None or row.shrunken is None:
            return f"{first}."
        return (
            f"{first}; on the tuning rows {row.tuning.mean:.2f}, of which {row.shrunken:.2f} is "
            "left after allowing for luck."
        )
    if row.tuning is None or row.shrunken is None:
        return f"{name} has no scores yet."
    return (
        f"{name} scores {told(row.tuning)} it was chosen by; {row.shrunken:.2f} is left after "
        "allowing for luck. No held-out row is scored yet."
    )


def _gain(row: ScoreRow, gain: Figure) -> str:
    where = "held-out" if row.held_out is not None else "tuning"
    size = f"{gain.mean:+.2f} ({gain.low:+.2f} to {gain.high:+.2f}) on the same {where} rows"
    if gain.low > 0:
        return f"It beats the start prompt by {size}."
    if gain.high < 0:
        return f"It loses to the start prompt: {size}. Keep the start prompt."
    return f"Against the start prompt it is {size}: not told apart yet."


def _cannot(card: Scorecard) -> str:
    """Say that the model cannot do the task, or that nothing shows yet that it can."""
    known = [row for row in card.rows if _rows(row) >= ENOUGH_ROWS]
    if not known or any(_clear(row, card.floor) for row in known):
        return ""
    level = f"{card.floor:.2f}, which always answering “{card.floor_label}” would reach"
    if not card.floor_label:
        level = "nothing at all"
    if all(_high(row) <= card.floor + MARGIN for row in known):
        return f"This model cannot: no prompt that was tried scores clearly above {level}."
    return f"Nothing shows yet that this model can do it: no score is clearly above {level}."


def _rows(row: ScoreRow) -> int:
    return (row.held_out or row.tuning or Figure(0, 0.0, 0.0, 0.0)).rows


def _high(row: ScoreRow) -> float:
    """Return how good a prompt may be at best; a tuning figure less what luck explains."""
    if row.held_out is not None and row.held_out.rows >= ENOUGH_ROWS:
        return row.held_out.high
    if row.tuning is None or row.shrunken is None:
        return 0.0
    return row.shrunken + row.tuning.high - row.tuning.mean


def _clear(row: ScoreRow, level: float) -> bool:
    if row.held_out is not None and row.held_out.rows >= ENOUGH_ROWS:
        return row.held_out.low > level
    if row.tuning is None or row.shrunken is None:
        return False
    return row.shrunken - (row.tuning.mean - row.tuning.low) > level
