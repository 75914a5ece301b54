"""What the engine shows of itself: frozen records that pages and the terminal read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.records import (
    CallRole,
    Candidate,
    Caps,
    Example,
    Hunch,
    Marked,
    Method,
    ModelSpec,
    Options,
    Purpose,
    RaterKind,
    RoleSpend,
    SettingValue,
    Standing,
    StoredProposal,
    Strength,
    Task,
    Verdict,
)
from optimizer.scoring.card import Scorecard, ScoreRow


class EngineState(StrEnum):
    """What the optimizer is at."""

    STARTING = "starting"
    WAITING = "waiting for the first outputs"
    RUNNING = "running"
    IDLE = "idle"
    PAUSED = "paused"
    CAP_REACHED = "cap reached"
    OFFLINE = "offline"
    NOTHING_LEFT = "nothing left to compare"
    READ_ONLY = "read-only"
    CLOSED = "closed"


class AdviceKind(StrEnum):
    """What the person is advised to do."""

    TOO_FEW_VOTES = "too few votes"
    KEEP_VOTING = "keep voting"
    GOOD_ENOUGH = "good enough"
    NOTHING_TO_LEARN = "nothing to learn"


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault of the world, as the inline bar shows it."""

    message: str
    remedy: str
    kind: str = ""
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class OutputView:
    """One side of a pair."""

    output_id: str
    text: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class PairView:
    """A ready duel, blind: it names no prompt and no model."""

    duel_id: str
    purpose: Purpose
    example: Example
    left: OutputView
    right: OutputView


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a vote was about, told once it is stored.

    `judge` is what the judge said of the same two outputs, None when it said nothing of them.
    """

    vote_id: str
    number: int
    verdict: Verdict
    left_name: str
    right_name: str
    left_prompt: str
    right_prompt: str
    purpose: Purpose = Purpose.TUNE
    judge: Verdict | None = None
    strength: Strength = Strength.CLEARLY


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One vote in the history; `number` counts the votes cast, voided ones too.

    `fast` says that it came sooner than both outputs can be read, `teaches` that the posterior of
    the present setting learns from it.
    """

    vote_id: str
    duel_id: str
    number: int
    cast_at: str
    example_id: str
    example_title: str
    verdict: Verdict
    strength: Strength
    tags: tuple[str, ...]
    reason: str
    left_name: str
    right_name: str
    left_prompt: str
    right_prompt: str
    took_ms: int | None
    rater: str
    purpose: Purpose
    voided: bool
    marks: tuple[Marked, ...] = ()
    fast: bool = False
    teaches: bool = True


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A row of the prompts table.

    `score` holds what the metric says of it; `pareto` that no other prompt is at least as good in
    quality, length, cost and time, and better in one; `retired` why a method's rule took it out.
    """

    candidate: Candidate
    standing: Standing
    incumbent: bool
    words: int
    outputs: int
    mean_answer_tokens: float | None
    mean_cost_usd: float | None
    note: str = ""
    mean_latency_ms: float | None = None
    score: ScoreRow | None = None
    pareto: bool = False
    retired: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How the prompt that was recommended after `votes` votes stood against the start prompt.

    `incumbent` is its id.
    """

    votes: int
    win_rate: float
    low: float
    high: float
    p_beats_start: float
    incumbent: str
    vote_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProposerGain:
    """What a proposer's children have earned: mean gain over their parents, in logits.

    `mean_gain` is None while no child was judged; `low` and `high` bound it with 90 %. `cost` is
    what an accepted child takes, in calls; `chance` how likely this one writes next where they
    compete, None where they do not.
    """

    proposer: str
    proposals: int
    accepted: int
    mean_gain: float | None
    low: float | None = None
    high: float | None = None
    cost: float | None = None
    chance: float | None = None


class HypothesisState(StrEnum):
    """What later votes say of a hypothesis."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """What a child was written to do better, and whether it does.

    `before` and `after` say in how many of their votes the parents and the child were blamed for
    it, such as `7 of 20`; both are empty where the child's strength as a whole decides.
    """

    prompt_id: str
    name: str
    text: str
    before: str
    after: str
    state: HypothesisState


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How often two sets of verdicts on the same duels agree, with the exact 90 % interval."""

    n: int
    share: float
    low: float
    high: float
    kappa: float


@dataclass(frozen=True, slots=True)
class RaterView:
    """A rater beside the person: what it said, how far it agrees, whether it is heard.

    `taste` is the learned agreement of its taste with the person's, 0 to 1; None before a fit.
    """

    name: str
    kind: RaterKind
    votes: int
    abstentions: int
    taste: float | None
    agreement: AgreementView | None
    dropped: bool
    note: str = ""


class CalibrationState(StrEnum):
    """How a calibration of the judge stands, or how the last one ended."""

    RUNNING = "running"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    AGREES = "agrees"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """On how many of the votes kept back the judge agreed, before and with rewritten criteria."""

    state: CalibrationState
    kept_back: int
    before: int
    after: int
    activity: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """Duels on held-out examples between a prompt and the start prompt; ties are left out of
    the share and its exact 90 % interval."""

    prompt_id: str
    name: str
    wanted: int
    judged: int
    wins: int
    losses: int
    ties: int
    share: float
    low: float
    high: float
    p_value: float
    active: bool


@dataclass(frozen=True, slots=True)
class HeadToHeadView:
    """Two prompts that the person chose to compare: how many examples, and what came of it.

    `wins` are those of `first`.
    """

    first: str
    second: str
    wanted: int
    judged: int
    wins: int
    losses: int
    ties: int
    active: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """Whether one order of the prompts explains the votes; if not, who wins the lottery."""

    p_value: float
    possible: bool
    cycle: tuple[str, ...]
    lottery: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to go on, in words, with the figures behind it."""

    kind: AdviceKind
    text: str
    p_beats_start: float
    expected_regret: float


@dataclass(frozen=True, slots=True)
class RunView:
    """The run of a method: how far it is, and why it stands still.

    `steps` is how many new prompts it writes at most; None has no end of its own. `blocked` says
    why it writes nothing though it is not finished.
    """

    method: str
    title: str
    step: int
    steps: int | None
    settings: Mapping[str, SettingValue]
    finished: bool
    stop_reason: str = ""
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What the next votes will take, each from low to high; `cost_usd` None is an unknown price."""

    votes: int
    calls: tuple[int, int]
    tokens: tuple[int, int]
    cost_usd: tuple[float, float] | None
    seconds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method as the chooser offers it.

    `lacking` says what it needs and the project has not; empty when it can run. `forecast` is what
    it will take here, None when that is not known.
    """

    method: Method
    lacking: str
    forecast: ForecastView | None


@dataclass(frozen=True, slots=True)
class WordingView:
    """What writers are told, as this project has it; `own` is the program's text of it."""

    name: str
    purpose: str
    text: str
    own: str

    @property
    def changed(self) -> bool:
        """Whether the person changed it in this project."""
        return self.text != self.own


@dataclass(frozen=True, slots=True)
class MeasuredView:
    """How far the metric's own work is: answers on tuning rows, made and wanted at most.

    `over` says why no more of them are made, `complete` that the held-out rows are scored as well,
    `alone` that labels alone decide; `scored` counts all scored answers.
    """

    made: int
    limit: int
    over: str
    complete: bool
    alone: bool
    retired: int
    scored: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the optimizer in one line, with what the status bar shows.

    `caution` warns of caps that leave little room; `failed_outputs` are left out until a retry.
    """

    state: EngineState
    activity: str
    ready: int
    votes: int
    spend: Mapping[CallRole, RoleSpend] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    in_flight: int = 0
    stop_reason: str = ""
    undo_text: str = ""
    redo_text: str = ""
    forecast: ForecastView | None = None
    caution: str = ""
    model_spend: Mapping[str, RoleSpend] = field(default_factory=dict)
    failed_outputs: int = 0
    run: RunView | None = None
    measured: MeasuredView | None = None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How one prompt stands against another: its expected win rate with the 90 % interval, and
    its votes."""

    win_rate: float
    low: float
    high: float
    wins: int
    losses: int
    ties: int

    @property
    def votes(self) -> int:
        """How often the two were compared."""
        return self.wins + self.losses + self.ties


@dataclass(frozen=True, slots=True)
class WinMatrix:
    """The judged prompts by id, strongest first, and `cells[row][column]`: the row's prompt
    against the column's, None against itself."""

    prompts: tuple[str, ...]
    cells: tuple[tuple[MatrixCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class EliteView:
    """The best prompt in play of one kind: a cell of the map of length, rules and tone.

    `strength` is its mean in logits, or its score where labels are scored; `rivals` counts the
    prompts of the cell, itself included.
    """

    length: str
    rules: str
    tone: str
    prompt_id: str
    strength: float
    rivals: int


@dataclass(frozen=True, slots=True)
class PoolView:
    """The candidates, what was refused, what it earned, and the advice.

    `scorecard` is the table of scores; `verdict` says what they mean for the recommended prompt,
    `trade_off` what the recommendation gives up. `elites` is the map of the kinds of prompts, the
    best kind first.
    """

    candidates: tuple[CandidateView, ...]
    proposals: tuple[StoredProposal, ...]
    gains: tuple[ProposerGain, ...]
    advice: Advice
    incumbent_id: str
    start_id: str
    raters: tuple[RaterView, ...] = ()
    self_agreement: AgreementView | None = None
    confirmations: tuple[ConfirmationView, ...] = ()
    order: OrderView | None = None
    over_optimized: bool = False
    matrix: WinMatrix | None = None
    head_to_head: tuple[HeadToHeadView, ...] = ()
    hunches: tuple[Hunch, ...] = ()
    calibration: CalibrationView | None = None
    scorecard: Scorecard | None = None
    verdict: tuple[str, ...] = ()
    trade_off: str = ""
    hypotheses: tuple[HypothesisView, ...] = ()
    elites: tuple[EliteView, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeView:
    """What another copy of the project brought, and where the two disagree, in words.

    `safety_copy` is where the project lies as it was before.
    """

    name: str
    votes: int
    prompts: int
    examples: int
    outputs: int
    conflicts: tuple[str, ...]
    safety_copy: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """The task, its examples' counts and the models that serve it."""

    task: Task
    tuning: int
    held_out: int
    preview: tuple[Example, ...]
    models: Mapping[CallRole, ModelSpec | None]
    caps: Caps
    read_only: bool
    path: str
    name: str
    options: Options = field(default_factory=Options)
