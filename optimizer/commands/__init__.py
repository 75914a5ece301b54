"""What may be asked of a runner: frozen commands, posted to its inbox."""

from __future__ import annotations

from optimizer.commands.project import (
    AddExamples,
    MergeCopy,
    SetCaps,
    SetModels,
    SetOptions,
    SetTask,
)
from optimizer.commands.prompts import (
    AddPrompt,
    ArchivePrompt,
    DropHunch,
    HaveHunch,
    NotePrompt,
    PinPrompt,
    ProposeNow,
    SetStart,
)
from optimizer.commands.running import (
    Close,
    ListMethods,
    ListWordings,
    Pause,
    Resume,
    SetWording,
    StartMethod,
    StopRun,
)
from optimizer.commands.trials import (
    CalibrateJudge,
    CompareTwo,
    StartConfirmation,
    StopCalibration,
    StopComparing,
    StopConfirmation,
)
from optimizer.commands.voting import (
    CastVote,
    ChangeVote,
    GiveReason,
    Redo,
    ReplayTo,
    RestoreVote,
    ShowDuel,
    SitDown,
    Undo,
    VoidVote,
)

__all__ = [
    "AddExamples",
    "AddPrompt",
    "ArchivePrompt",
    "CalibrateJudge",
    "CastVote",
    "ChangeVote",
    "Close",
    "Command",
    "CompareTwo",
    "DropHunch",
    "GiveReason",
    "HaveHunch",
    "ListMethods",
    "ListWordings",
    "MergeCopy",
    "NotePrompt",
    "Pause",
    "PinPrompt",
    "ProposeNow",
    "Redo",
    "ReplayTo",
    "RestoreVote",
    "Resume",
    "SetCaps",
    "SetModels",
    "SetOptions",
    "SetStart",
    "SetTask",
    "SetWording",
    "ShowDuel",
    "SitDown",
    "StartConfirmation",
    "StartMethod",
    "StopCalibration",
    "StopComparing",
    "StopConfirmation",
    "StopRun",
    "Undo",
    "VoidVote",
]

Command = (
    CastVote
    | SitDown
    | ShowDuel
    | GiveReason
    | ChangeVote
    | VoidVote
    | RestoreVote
    | Undo
    | Redo
    | Pause
    | Resume
    | AddPrompt
    | ArchivePrompt
    | PinPrompt
    | HaveHunch
    | DropHunch
    | SetStart
    | SetTask
    | AddExamples
    | SetModels
    | SetCaps
    | SetOptions
    | CalibrateJudge
    | StopCalibration
    | StartConfirmation
    | StopConfirmation
    | CompareTwo
    | StopComparing
    | NotePrompt
    | ProposeNow
    | StartMethod
    | StopRun
    | ListMethods
    | ListWordings
    | SetWording
    | ReplayTo
    | MergeCopy
    | Close
)
