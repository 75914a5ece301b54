"""When to send a request again, and after what pause."""

from __future__ import annotations

from random import Random

from optimizer.errors import ModelFault
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.policy import CallPolicy


def next_pause(
    fault: ModelFault, tries: int, covered: bool, left_s: float, policy: CallPolicy, rng: Random
) -> float | None:
    """Decide on another attempt.

    Args:
        fault: What ended the last attempt.
        tries: How often it was tried, whether or not it came to sending.
        covered: Whether the budget has room for another answer after a lost one.
        left_s: Seconds to the deadline of the call.
        policy: The limits.
        rng: The source of the jitter, which keeps many callers from returning all at once.

    Returns:
        The pause in seconds, or None to give up.
    """
    known = FAULTS.get(fault.kind)
    if known is None or tries > known.repeats or tries >= policy.attempts:
        return None
    if known.lost and not covered:
        return None
    mean = min(policy.first_pause_s * 2 ** (tries - 1), policy.longest_pause_s)
    pause = mean * rng.uniform(0.5, 1.5)
    if fault.retry_after_s is not None:
        pause = fault.retry_after_s + mean * rng.uniform(0.0, 0.5)
    return pause if pause < left_s else None
