"""What a runner tells: frozen events, emitted from its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.views import (
    CurvePoint,
    FaultView,
    HistoryRow,
    MergeView,
    MethodView,
    PairView,
    PoolView,
    Reveal,
    Status,
    TaskView,
    WordingView,
)


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """The task, the data or the models are new; also the first event after opening."""

    view: TaskView


@dataclass(frozen=True, slots=True)
class PairsReady:
    """The ready duels in the order to show them.

    `current` is the pair that was on the screen when the project was last open, or that an undo
    brought back: it takes the place of what is shown. `votes` says how many `CastVote` commands
    were taken, or refused, when this was told: who has posted more knows better what is shown.
    """

    pairs: tuple[PairView, ...]
    current: PairView | None = None
    votes: int = 0


@dataclass(frozen=True, slots=True)
class VoteStored:
    """A vote is on disk."""

    reveal: Reveal
    row: HistoryRow


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """Rows that are new or changed; `whole` says that they replace all earlier ones."""

    rows: Sequence[HistoryRow]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class MethodsListed:
    """The methods there are, as somebody asked; `faults` are files that cannot be used."""

    methods: tuple[MethodView, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingsListed:
    """What writers are told in this project, as somebody asked, or after a change."""

    wordings: tuple[WordingView, ...]


@dataclass(frozen=True, slots=True)
class PoolChanged:
    """Candidates, standings or proposals changed."""

    view: PoolView


@dataclass(frozen=True, slots=True)
class PoolReplayed:
    """The prompts table as it was after `votes` votes; both are None back in the present."""

    view: PoolView | None
    votes: int | None


@dataclass(frozen=True, slots=True)
class CurveChanged:
    """The whole score curve."""

    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True)
class OutputsGrew:
    """Texts of outputs so far that are being written while there is no pair to show."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """What the status bar shows."""

    status: Status


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """A fault of the world; the program goes on."""

    fault: FaultView


@dataclass(frozen=True, slots=True)
class FaultCleared:
    """The last fault of this kind is over."""

    kind: str


@dataclass(frozen=True, slots=True)
class BugFound:
    """Something in the program itself went wrong; `report` may be copied."""

    summary: str
    report: str


@dataclass(frozen=True, slots=True)
class CopyMerged:
    """Another copy of the project was taken in."""

    view: MergeView


@dataclass(frozen=True, slots=True)
class FileUpgraded:
    """The project file was brought up to date; as it was before, it lies at `copy`."""

    copy: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The runner has ended; the project file is closed."""


Event = (
    TaskChanged
    | PairsReady
    | VoteStored
    | HistoryChanged
    | PoolChanged
    | MethodsListed
    | WordingsListed
    | PoolReplayed
    | CurveChanged
    | OutputsGrew
    | StatusChanged
    | FaultRaised
    | FaultCleared
    | BugFound
    | CopyMerged
    | FileUpgraded
    | Closed
)
