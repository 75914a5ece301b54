"""How long a pair takes to read, at the very least."""

from __future__ import annotations

from collections.abc import Sequence

WORDS_A_SECOND = 12.0
"""Faster than a practised reader skims; who votes sooner cannot have seen both outputs."""
LEAST_MS = 400
"""To see two short outputs and press a key takes so long."""
SEEN_WORDS = 120
"""Of a long output the beginning may be enough to tell."""


def too_fast(took_ms: int, outputs: Sequence[str]) -> bool:
    """Return whether a vote came sooner than its outputs can be read.

    Args:
        took_ms: Time from showing to voting, milliseconds.
        outputs: The texts that were compared.
    """
    words = sum(min(len(text.split(None, SEEN_WORDS)), SEEN_WORDS) for text in outputs)
    return took_ms < max(LEAST_MS, 1000 * words / WORDS_A_SECOND)
