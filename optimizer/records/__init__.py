"""The frozen records and enumerations that cross every border of the engine."""

from __future__ import annotations

from optimizer.records.call import (
    Call,
    CallRole,
    Caps,
    Completion,
    Message,
    ModelSpec,
    Output,
    Request,
    RoleSpend,
    Setting,
)
from optimizer.records.options import Options
from optimizer.records.pool import Candidate, Proposal, Refusal, StoredProposal
from optimizer.records.prompt import (
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Parameters,
    Prompt,
)
from optimizer.records.snapshot import JudgedDuel, Snapshot, Standing
from optimizer.records.task import AnswerKind, Column, ColumnRole, Example, Split, Task
from optimizer.records.vote import Duel, Purpose, Rater, RaterKind, Span, Strength, Verdict, Vote

__all__ = [
    "AnswerKind",
    "Call",
    "CallRole",
    "Candidate",
    "Caps",
    "Column",
    "ColumnRole",
    "Completion",
    "Demonstration",
    "DemonstrationStyle",
    "Duel",
    "Example",
    "FieldStyle",
    "InputField",
    "InstructionPosition",
    "InstructionRole",
    "JudgedDuel",
    "Layout",
    "Message",
    "ModelSpec",
    "Options",
    "Output",
    "Parameters",
    "Prompt",
    "Proposal",
    "Purpose",
    "Rater",
    "RaterKind",
    "Refusal",
    "Request",
    "RoleSpend",
    "Setting",
    "Snapshot",
    "Span",
    "Split",
    "Standing",
    "StoredProposal",
    "Strength",
    "Task",
    "Verdict",
    "Vote",
]
