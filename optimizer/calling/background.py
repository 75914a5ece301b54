"""What models are asked with in the background of a session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.calling.calls import CallDesk
from optimizer.errors import WorldFault
from optimizer.inbox import Inbox
from optimizer.session import Session


@dataclass(frozen=True, slots=True)
class Background:
    """Who asks, and who is told.

    Attributes:
        session: The pool.
        desk: Gets or makes answers; the project file is their cache.
        inbox: Where it is posted that something may go on: an answer arrives inside a transaction,
            and what follows makes calls of its own.
        faulted: Told why a model could not answer.
        failed: Told of a bug in what follows.
    """

    session: Session
    desk: CallDesk
    inbox: Inbox
    faulted: Callable[[WorldFault], None]
    failed: Callable[[BaseException], None]
