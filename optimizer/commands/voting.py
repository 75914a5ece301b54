"""Commands about votes."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.records import Rater, Span, Strength, Verdict


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
class ReplayTo:
    """Ask how the prompts stood after so many votes that teach; None goes back to now."""

    votes: int | None
