"""What the card *Confirm on fresh rows* offers, in words; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from app.language import mark, tr
from app.pool_rows import row_of
from optimizer.views import PoolView, TaskView

SIZES = (10, 20, 40)
ABOUT = mark(
    "Pairs from held-out rows, names hidden, the best prompt against your start prompt. Nothing "
    "is learned from them, so they have the last word."
)
NOTHING_HELD_OUT = mark(
    "No rows are held out, so nothing fresh is left to confirm on. Add rows on the Data page."
)
START_LEADS = mark("Your start prompt still leads: there is nothing to confirm yet. Vote on.")


@dataclass(frozen=True, slots=True)
class ConfirmOffer:
    """What the button says, and what is said beside it."""

    button: str
    text: str
    possible: bool


def duel_choices(held_out: int) -> tuple[int, ...]:
    """Return how many pairs may be asked for, given so many held-out rows."""
    fitting = [size for size in SIZES if size <= held_out]
    if 0 < held_out < SIZES[-1] and held_out not in fitting:
        fitting.append(held_out)
    return tuple(fitting)


def confirm_offer(pool: PoolView | None, task: TaskView | None) -> ConfirmOffer:
    """Return what can be confirmed now, or why nothing can."""
    best = row_of(pool.candidates, pool.incumbent_id) if pool else None
    if pool is None or best is None or task is None or pool.incumbent_id == pool.start_id:
        return ConfirmOffer(
            tr("Confirm the best prompt"), tr(START_LEADS if pool else ABOUT), False
        )
    button = tr("Confirm {name} against your start prompt", name=best.candidate.handle)
    if not task.held_out:
        return ConfirmOffer(button, tr(NOTHING_HELD_OUT), False)
    return ConfirmOffer(button, tr(ABOUT), not task.read_only)
