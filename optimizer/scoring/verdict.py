"""What the scores say of the recommended prompt, in plain sentences."""

from __future__ import annotations

from optimizer.said import mark, say
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
        return [say("{name} has no scores yet.", name=name)]
    told = [_figures(row, name)]
    if prompt_id == start_id:
        told.append(say("No prompt that was tried scores better than the start prompt."))
    elif row.gain is not None:
        told.append(_gain(row, row.gain))
    cannot = _cannot(card)
    if cannot:
        told.append(cannot)
    return told


def told(figure: Figure) -> str:
    """Return a figure with its interval: `0.76 (0.68 to 0.83) on 100 rows`."""
    return say(
        "{mean:.2f} ({low:.2f} to {high:.2f}) on {rows} rows",
        mean=figure.mean,
        low=figure.low,
        high=figure.high,
        rows=figure.rows,
    )


def _figures(row: ScoreRow, name: str) -> str:
    if row.held_out is not None:
        first = say(
            "{name} scores {told} that tuning never saw", name=name, told=told(row.held_out)
        )
        if row.tuning is None or row.shrunken is None:
            return say("{first}.", first=first)
        return say(
            "{first}; on the tuning rows {mean:.2f}, of which {shrunken:.2f} is left after "
            "allowing for luck.",
            first=first,
            mean=row.tuning.mean,
            shrunken=row.shrunken,
        )
    if row.tuning is None or row.shrunken is None:
        return say("{name} has no scores yet.", name=name)
    return say(
        "{name} scores {told} it was chosen by; {shrunken:.2f} is left after allowing "
        "for luck. No held-out row is scored yet.",
        name=name,
        told=told(row.tuning),
        shrunken=row.shrunken,
    )


def _gain(row: ScoreRow, gain: Figure) -> str:
    template = mark("{mean:+.2f} ({low:+.2f} to {high:+.2f}) on the same held-out rows")
    if row.held_out is None:
        template = mark("{mean:+.2f} ({low:+.2f} to {high:+.2f}) on the same tuning rows")
    size = say(template, mean=gain.mean, low=gain.low, high=gain.high)
    if gain.low > 0:
        return say("It beats the start prompt by {size}.", size=size)
    if gain.high < 0:
        return say("It loses to the start prompt: {size}. Keep the start prompt.", size=size)
    return say("Against the start prompt it is {size}: not told apart yet.", size=size)


def _cannot(card: Scorecard) -> str:
    """Say that the model cannot do the task, or that nothing shows yet that it can."""
    known = [row for row in card.rows if _rows(row) >= ENOUGH_ROWS]
    if not known or any(_clear(row, card.floor) for row in known):
        return ""
    level = say(
        "{floor:.2f}, which always answering “{floor_label}” would reach",
        floor=card.floor,
        floor_label=card.floor_label,
    )
    if not card.floor_label:
        level = say("nothing at all")
    if all(_high(row) <= card.floor + MARGIN for row in known):
        return say(
            "This model cannot: no prompt that was tried scores clearly above {level}.", level=level
        )
    return say(
        "Nothing shows yet that this model can do it: no score is clearly above {level}.",
        level=level,
    )


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
