"""What a prompt is, down to how it is laid out in messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from optimizer.identity import content_hash


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
    message; `answer_tokens` caps the answer. With `choices` the answer is held to one of these
    texts, where the endpoint can; without, it is free. `choice_weights` is added to the
    log-probabilities of their first tokens, in nats and in their order; the bundled model's server
    can do that.
    """

    instruction_role: InstructionRole = InstructionRole.USER
    instruction_position: InstructionPosition = InstructionPosition.FIRST
    field_style: FieldStyle = FieldStyle.LABELLED
    separator: str = "\n\n"
    field_separator: str = "\n"
    demonstrations: DemonstrationStyle = DemonstrationStyle.TURNS
    cue: str = ""
    answer_tokens: int = 256
    choices: tuple[str, ...] = ()
    choice_weights: tuple[float, ...] = ()


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
        plain = asdict(self)
        if not self.layout.choices:
            # Prompts from before there were choices keep their ids.
            del plain["layout"]["choices"]
        if not self.layout.choice_weights:
            del plain["layout"]["choice_weights"]
        return plain

    def known_as(self, prompt_id: str) -> Prompt:
        """Return this prompt with the id that was stored with it, which is then not hashed anew."""
        self.__dict__["id"] = prompt_id
        return self

    @cached_property
    def id(self) -> str:
        """The hash of the canonical JSON."""
        return content_hash(self.canonical())
