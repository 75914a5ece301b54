"""Work that leaves the processor to whoever is on it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def stand_back() -> None:
    """Let the calling thread take no processor from another thread when it wakes up.

    The window and the engine hand the interpreter to each other many times while a page is painted,
    and each time the engine woke up it could push the window from its processor. The thread's share
    of the time stays as it is: with a smaller one the window would wait for what the thread holds.
    What the thread starts, such as a model's server, stands back as well. Where the system knows no
    such threads, or does not allow it, nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
