"""What is asked of a model, what comes back and what it costs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from optimizer.identity import content_hash
from optimizer.records.prompt import Parameters
from optimizer.said import say


class CallRole(StrEnum):
    """What a model call was made for."""

    ANSWER = "answer"
    WRITE = "write"
    JUDGE = "judge"
    TEST = "test"
    EMBED = "embed"


class CallPurpose(StrEnum):
    """What the calls of a run are for, as an estimate tells them apart."""

    ANSWERS = "answers"
    WRITING = "writing"
    JUDGING = "judging"
    CHECKING = "checking"
    SETS = "sets"
    LIKENESS = "likeness"


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
    `exact` has the bundled server answer an equal request in the same way every time: it reads each
    anew and one after the other, which is slower.
    """

    model: str = ""
    base_url: str = ""
    key_name: str = ""
    file: str = ""
    price_in: float | None = None
    price_out: float | None = None
    calls_per_minute: int | None = None
    tokens_per_minute: int | None = None
    exact: bool = False

    @property
    def bundled(self) -> bool:
        """Whether the program's own server answers."""
        return not self.model

    @property
    def identity(self) -> str:
        """What distinguishes this model's answers from another's."""
        exact = ["exact"] if self.exact else []
        return content_hash([self.model, self.base_url, self.file, *exact])

    @property
    def title(self) -> str:
        """A short name for people."""
        if self.model:
            return self.model.split("/")[-1]
        own = self.file.replace("\\", "/").rsplit("/", 1)[-1]
        return own or say("SmolLM2-135M (bundled)")


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
    choices: tuple[str, ...] = ()
    choice_weights: tuple[float, ...] = ()

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
                *([list(self.choices)] if self.choices else []),
                *([list(self.choice_weights)] if self.choice_weights else []),
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
class Caps:
    """Hard limits of a project; None means no limit."""

    votes: int | None = None
    calls: int | None = None
    tokens: int | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class RoleSpend:
    """What one role has cost so far; `unpriced_calls` have no known price."""

    calls: int = 0
    failed_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0
