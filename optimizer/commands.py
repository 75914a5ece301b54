"""What may be asked of a runner: frozen commands, posted to its inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.records import (
    CallRole,
    Caps,
    Example,
    ModelSpec,
    Options,
    Prompt,
    Rater,
    SettingValue,
    Span,
    Strength,
    Task,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class CastVote:
    """Vote on a duel that was shown; `next_duel` is the pair that is shown from now on.

    `rater` is who voted in place of the person, if anybody did.
    """

    duel_id: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY
    took_ms: int | None = None
    next_duel: str | None = None
    spans: tuple[Span, ...] = ()
    rater: Rater | None = None


@dataclass(frozen=True, slots=True)
class SitDown:
    """Say who votes from now on; an empty name is the person that every project knows."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ShowDuel:
    """Record that a ready duel is on the screen."""

    duel_id: str


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Attach a reason, tags or marked spans to a vote; spans of None are left as they are."""

    vote_id: str
    reason: str = ""
    tags: tuple[str, ...] = ()
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class ChangeVote:
    """Void a vote and cast another on the same duel."""

    vote_id: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY


@dataclass(frozen=True, slots=True)
class VoidVote:
    """Take one vote out of the evidence, keeping it in the history."""

    vote_id: str


@dataclass(frozen=True, slots=True)
class RestoreVote:
    """Put a voided vote back."""

    vote_id: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last action back."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Do the last undone action again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Start no more model calls."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause, a cap or a fault."""


@dataclass(frozen=True, slots=True)
class AddPrompt:
    """Add a prompt of the user's own to the pool."""

    prompt: Prompt
    parents: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class ArchivePrompt:
    """Take a prompt out of play, or back into it."""

    prompt_id: str
    archived: bool = True


@dataclass(frozen=True, slots=True)
class PinPrompt:
    """Keep a prompt in play whatever its standing."""

    prompt_id: str
    pinned: bool = True


@dataclass(frozen=True, slots=True)
class HaveHunch:
    """Expect one prompt to be better than another: soft evidence that votes overrule."""

    better: str
    worse: str


@dataclass(frozen=True, slots=True)
class DropHunch:
    """Expect nothing of two prompts any more."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class SetStart:
    """Make a prompt the baseline of every comparison."""

    prompt_id: str


@dataclass(frozen=True, slots=True)
class SetTask:
    """Change the task: its criteria, locks, columns."""

    task: Task


@dataclass(frozen=True, slots=True)
class AddExamples:
    """Add rows to the data set; rows that are there already are passed over."""

    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SetModels:
    """Choose the model of each role; None switches a role off."""

    models: Mapping[CallRole, ModelSpec | None]


@dataclass(frozen=True, slots=True)
class SetCaps:
    """Set the hard limits of the project."""

    caps: Caps


@dataclass(frozen=True, slots=True)
class SetOptions:
    """Choose how the project is tuned: judge, metric, probes, picker."""

    options: Options


@dataclass(frozen=True, slots=True)
class CalibrateJudge:
    """Rewrite the judge's criteria after the person's votes, if it then agrees more often."""


@dataclass(frozen=True, slots=True)
class StopCalibration:
    """End the calibration that is going on; the criteria stay as they were."""


@dataclass(frozen=True, slots=True)
class StartConfirmation:
    """Ask for blind duels on held-out examples between a prompt and the start prompt.

    None is the recommended prompt.
    """

    prompt_id: str | None = None
    duels: int = 20


@dataclass(frozen=True, slots=True)
class StopConfirmation:
    """End the confirmation that is going on; its votes stay."""


@dataclass(frozen=True, slots=True)
class CompareTwo:
    """Ask for blind duels between two prompts on some examples; none for the next ten."""

    first: str
    second: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopComparing:
    """End the comparison of two prompts that is going on; its votes stay."""


@dataclass(frozen=True, slots=True)
class NotePrompt:
    """Write down something about a prompt, in place of what was written before."""

    prompt_id: str
    note: str


@dataclass(frozen=True, slots=True)
class ProposeNow:
    """Ask for children at once, by one proposer or by the next in turn."""

    proposer: str | None = None


@dataclass(frozen=True, slots=True)
class StartMethod:
    """End the run that goes on and begin another method on the same pool.

    `settings` holds what was chosen; what is left out keeps its default.
    """

    method: str
    settings: Mapping[str, SettingValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListMethods:
    """Ask for the methods there are, with what each will take here."""


@dataclass(frozen=True, slots=True)
class ListWordings:
    """Ask what writers are told in this project."""


@dataclass(frozen=True, slots=True)
class SetWording:
    """Tell writers something else in this project; None goes back to the program's text."""

    name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class StopRun:
    """End the run that goes on for good; prompts and votes stay, and voting goes on."""


@dataclass(frozen=True, slots=True)
class ReplayTo:
    """Ask how the prompts stood after so many votes that teach; None goes back to now."""

    votes: int | None


@dataclass(frozen=True, slots=True)
class MergeCopy:
    """Take in what another copy of this project has and this one has not."""

    path: str


@dataclass(frozen=True, slots=True)
class Close:
    """Finish what is being written and end the thread."""


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
