"""The project file: every line of SQL that is not a migration."""

from __future__ import annotations

from optimizer.store.rows import AnswerCost, LoggedEvent, OutputRef, ProjectRow, Run
from optimizer.store.sheets import DuelSheet, VoteSheet, WordSheet
from optimizer.store.store import PERSON, Store
from optimizer.store.values import utc_now

__all__ = [
    "PERSON",
    "AnswerCost",
    "DuelSheet",
    "LoggedEvent",
    "OutputRef",
    "ProjectRow",
    "Run",
    "Store",
    "VoteSheet",
    "WordSheet",
    "utc_now",
]
