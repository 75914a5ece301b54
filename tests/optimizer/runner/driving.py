"""A hand on a runner, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.events import VoteStored
from tests.small_project import Hand


@contextmanager
def driven(hand: Hand) -> Iterator[Hand]:
    """Drive a runner, and close its project at the end."""
    try:
        yield hand
    finally:
        hand.close()


def stored(hand: Hand) -> VoteStored:
    """Wait until a vote is stored."""
    return hand.wait(lambda event: event if isinstance(event, VoteStored) else None)
