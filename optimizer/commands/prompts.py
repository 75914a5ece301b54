"""Commands about prompts."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.records import Prompt


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
class NotePrompt:
    """Write down something about a prompt, in place of what was written before."""

    prompt_id: str
    note: str


@dataclass(frozen=True, slots=True)
class ProposeNow:
    """Ask for children at once, by one proposer or by the next in turn."""

    proposer: str | None = None
