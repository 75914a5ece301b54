"""The frozen records and enumerations that cross every border of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from optimizer.identity import content_hash


class Split(StrEnum):
    """Which part of the data set an example belongs to."""

    TUNING = "tuning"
    HELD_OUT = "held-out"


class ColumnRole(StrEnum):
    """What a column of the data set is used for."""

    INPUT = "input"
    REFERENCE = "reference"
    IGNORE = "ignore"


class AnswerKind(StrEnum):
    """What kind of answer a task wants."""

    FREE = "free"
    LABEL = "label"


class Verdict(StrEnum):
    """What a rater said of a duel; skip carries no evidence."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"
    BOTH_BAD = "both bad"
    SKIP = "skip"


class Strength(StrEnum):
    """How sure or how large the preferred difference is."""

    SLIGHTLY = "slightly"
    CLEARLY = "clearly"


class Purpose(StrEnum):
    """Why a duel was shown; only `tune` and `probe` duels teach the posterior."""

    TUNE = "tune"
    PROBE = "probe"
    CONFIRM = "confirm"
    HEAD_TO_HEAD = "head to head"


class CallRole(StrEnum):
    """What a model call was made for."""

    ANSWER = "answer"
    WRITE = "write"
    JUDGE = "judge"
    TEST = "test"


class RaterKind(StrEnum):
    """Where a rater's verdicts come from."""

    PERSON = "person"
    JUDGE = "judge"
    METRIC = "metric"


class InstructionRole(StrEnum):
    """Which chat message carries the instruction."""

    SYSTEM = "system"
    USER = "user"


class InstructionPosition(StrEnum):
    """Whether the instruction stands before or after the input fields."""

    FIRST = "first"
    LAST = "last"


class FieldStyle(StrEnum):
    """How an input field is set off: `Label: value`, the bare value, a tag, or a heading."""

    LABELLED = "labelled"
    BARE = "bare"
    TAGGED = "tagged"
    HEADED = "headed"


class DemonstrationStyle(StrEnum):
    """Whether demonstrations are chat turns or stand inside the user message."""

    TURNS = "turns"
    INLINE = "inline"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the data set and what it is used for."""

    name: str
    role: ColumnRole = ColumnRole.INPUT


@dataclass(frozen=True, slots=True)
class Task:
    """What the answers are for: description, criteria, columns and fixed text.

    `locks` are literal strings that every candidate prompt must contain verbatim.
    """

    id: str
    name: str
    description: str = ""
    criteria: str = ""
    columns: tuple[Column, ...] = ()
    answer_kind: AnswerKind = AnswerKind.FREE
    labels: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the data set; `id` is the hash of its content, `reference` the expected answer."""

    id: str
    fields: Mapping[str, str]
    reference: str | None = None
    split: Split = Split.TUNING


@dataclass(frozen=True, slots=True)
class InputField:
    """A data column that the layout prints in the field block, under a label."""

    column: str
    label: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A worked example inside a prompt, held by value."""

    fields: tuple[tuple[str, str], ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a prompt stand; part of the candidate, its hash and its export.

    `cue` ends the user message (such as `Answer:`); `separator` stands between the blocks of a
    message; `answer_tokens` caps the answer.
    """

    instruction_role: InstructionRole = InstructionRole.USER
    instruction_position: InstructionPosition = InstructionPosition.FIRST
    field_style: FieldStyle = FieldStyle.LABELLED
    separator: str = "\n\n"
    field_separator: str = "\n"
    demonstrations: DemonstrationStyle = DemonstrationStyle.TURNS
    cue: str = ""
    answer_tokens: int = 256


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sampling parameters sent with every call of a prompt; None leaves the model's default."""

    temperature: float | None = 0.0
    top_p: float | None = None


@dataclass(frozen=True)
class Prompt:
    """An immutable candidate text with its demonstrations, layout and parameters.

    `instruction` is a template; a column that it does not mention with `{{column}}` reaches the
    model through `fields`. `labels` maps each label of the task to the word used for it.
    """

    instruction: str
    system: str = ""
    fields: tuple[InputField, ...] = ()
    demonstrations: tuple[Demonstration, ...] = ()
    layout: Layout = field(default_factory=Layout)
    parameters: Parameters = field(default_factory=Parameters)
    labels: tuple[tuple[str, str], ...] = ()

    def canonical(self) -> dict[str, object]:
        """Return the plain value whose canonical JSON identifies this prompt."""
        return asdict(self)

    @cached_property
    def id(self) -> str:
        """The hash of the canonical JSON."""
        return content_hash(self.canonical())


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message; `role` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model answers a role, without its key.

    `model` is a litellm name (`openai/gpt-4o-mini`), or empty for the bundled model; a `file` is a
    GGUF file of the user's own for the bundled server. `key_name` names an entry of the keyring or
    `env:NAME` for an environment variable. Prices are in US dollars per million tokens and override
    the known ones. The limits per minute are the person's own; the model is asked no faster.
    """

    model: str = ""
    base_url: str = ""
    key_name: str = ""
    file: str = ""
    price_in: float | None = None
    price_out: float | None = None
    calls_per_minute: int | None = None
    tokens_per_minute: int | None = None

    @property
    def bundled(self) -> bool:
        """Whether the program's own server answers."""
        return not self.model

    @property
    def identity(self) -> str:
        """What distinguishes this model's answers from another's."""
        return content_hash([self.model, self.base_url, self.file])

    @property
    def title(self) -> str:
        """A short name for people."""
        if self.model:
            return self.model.split("/")[-1]
        return self.file.replace("\\", "/").rsplit("/", 1)[-1] or "SmolLM2-135M (bundled)"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a vote depends on beside the prompts: the answer model and the criteria."""

    answer_model: str
    criteria: str

    @property
    def id(self) -> str:
        """The hash that every output and vote carries."""
        return content_hash([self.answer_model, self.criteria])


@dataclass(frozen=True, slots=True)
class Request:
    """One model call to be made; equal requests are paid once."""

    role: CallRole
    model: ModelSpec
    messages: tuple[Message, ...]
    parameters: Parameters
    max_tokens: int
    sample: int = 0

    @property
    def hash(self) -> str:
        """The cache key: everything that shapes the answer, and the sample number."""
        return content_hash(
            [
                self.model.identity,
                [[message.role, message.content] for message in self.messages],
                asdict(self.parameters),
                self.max_tokens,
                self.sample,
            ]
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered. `cost_usd` None means that the price is unknown; 0.0 is free.

    `lost_attempts` earlier tries may have been paid for though their answer never arrived.
    """

    text: str
    finish: str
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    latency_ms: int
    attempts: int = 1
    lost_attempts: int = 0

    @property
    def truncated(self) -> bool:
        """Whether the model stopped at its length cap."""
        return self.finish == "length"


@dataclass(frozen=True, slots=True)
class Call:
    """A stored model call of any role; `error` is the fault's message when it failed."""

    id: str
    role: CallRole
    model: str
    request_hash: str
    run_id: str | None
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    latency_ms: int
    finish: str
    error: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class Output:
    """What the answer model made of (prompt, example, setting, sample)."""

    id: str
    prompt_id: str
    example_id: str
    setting_id: str
    sample: int
    text: str
    finish: str
    call_id: str | None = None


@dataclass(frozen=True, slots=True)
class Duel:
    """Two outputs on the same example, on the sides they are shown on."""

    id: str
    purpose: Purpose
    example_id: str
    left_output: str
    right_output: str
    left_prompt: str
    right_prompt: str
    picker: str
    setting_id: str
    shown_at: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of an output, in code points; `good` says which way it was meant."""

    output_id: str
    start: int
    end: int
    good: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """A rater's verdict on a duel."""

    id: str
    duel_id: str
    rater_id: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY
    tags: tuple[str, ...] = ()
    reason: str = ""
    spans: tuple[Span, ...] = ()
    took_ms: int | None = None
    cast_at: str = ""
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Rater:
    """Who judges."""

    id: str
    kind: RaterKind
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prompt as a member of the pool.

    `handle` is its short name (`B3`), `label` what it tries (`shorter`); the start prompt has the
    handle `Start`. `proposer` is empty for the user's own prompts.
    """

    prompt: Prompt
    handle: str
    label: str = ""
    parents: tuple[str, ...] = ()
    proposer: str = ""
    reason: str = ""
    hypothesis: str = ""
    archived: bool = False
    pinned: bool = False
    start: bool = False
    added_at: str = ""

    @property
    def id(self) -> str:
        """The prompt's id."""
        return self.prompt.id

    @property
    def name(self) -> str:
        """What people read: `B3: shorter`."""
        return f"{self.handle}: {self.label}" if self.label else self.handle


@dataclass(frozen=True, slots=True)
class Proposal:
    """A prompt that a proposer wrote, before the gates.

    `edit` says in plain values what was done (it is what a method remembers); `evidence` lists the
    ids of the duels it rests on.
    """

    prompt: Prompt
    parents: tuple[str, ...]
    proposer: str
    label: str
    reason: str
    hypothesis: str = ""
    edit: Mapping[str, object] = field(default_factory=dict)
    wording_hash: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a gate let a proposal not pass."""

    gate: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it was recorded; `prompt_id` is None when it was refused."""

    id: str
    proposer: str
    parents: tuple[str, ...]
    label: str
    reason: str
    hypothesis: str
    edit: Mapping[str, object]
    refusal: Refusal | None
    prompt_id: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class JudgedDuel:
    """A person's vote together with all that a proposer may read of it."""

    vote_id: str
    duel_id: str
    example: Example
    left_prompt: str
    right_prompt: str
    left_text: str
    right_text: str
    verdict: Verdict
    strength: Strength = Strength.CLEARLY
    tags: tuple[str, ...] = ()
    reason: str = ""

    @property
    def winner(self) -> str | None:
        """The id of the preferred prompt, or None."""
        return {Verdict.LEFT: self.left_prompt, Verdict.RIGHT: self.right_prompt}.get(self.verdict)

    @property
    def loser(self) -> str | None:
        """The id of the prompt that lost, or None."""
        return {Verdict.LEFT: self.right_prompt, Verdict.RIGHT: self.left_prompt}.get(self.verdict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a candidate stands: counts and the posterior, in marginal logits."""

    wins: int
    losses: int
    ties: int
    mean: float
    sd: float
    p_best: float
    p_beats_start: float
    win_rate: float
    win_rate_low: float
    win_rate_high: float
    live: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a proposer may know: the pool is the state."""

    task: Task
    candidates: tuple[Candidate, ...]
    standings: Mapping[str, Standing]
    incumbent: Candidate
    start: Candidate
    examples: tuple[Example, ...]
    duels: tuple[JudgedDuel, ...]
    proposals: tuple[StoredProposal, ...]

    def candidate(self, prompt_id: str) -> Candidate:
        """Return the pool member with this prompt.

        Raises:
            KeyError: No such prompt is in the pool.
        """
        for candidate in self.candidates:
            if candidate.id == prompt_id:
                return candidate
        raise KeyError(prompt_id)


@dataclass(frozen=True, slots=True)
class Caps:
    """Hard limits of a project; None means no limit."""

    votes: int | None = None
    calls: int | None = None
    tokens: int | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How a project is tuned, beside its models and caps.

    Attributes:
        judge: Whether the judge model votes beside the person.
        judge_votes: How many verdicts the judge may give in all.
        metric: The metric that scores answers against the expected ones; empty for none.
        probe_share: The share of duels that repeat an earlier one with its sides exchanged.
        picker: The rule that chooses pairs.
    """

    judge: bool = False
    judge_votes: int = 200
    metric: str = ""
    probe_share: float = 0.05
    picker: str = "eubo"


@dataclass(frozen=True, slots=True)
class RoleSpend:
    """What one role has cost so far; `unpriced_calls` have no known price."""

    calls: int = 0
    failed_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0
