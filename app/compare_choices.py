"""What a person chose about voting: finer verdicts, tags, a goal, and figures in view; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.language import mark, tr

TAGS = (
    mark("too long"),
    mark("wrong"),
    mark("tone"),
    mark("format"),
    mark("incomplete"),
    mark("made up"),
)
TAG_LENGTH = 24
NAME_LENGTH = 40
MOST_VOTES = 1000  # of a goal


@dataclass(frozen=True, slots=True)
class CompareChoices:
    """How the Compare page works for this person.

    Attributes:
        slightly: Whether "slightly better" can be said.
        tags: The texts of the tags, one for each tag key; an empty one is not offered.
        goal: How many votes a day are wished; 0 for none.
        pace: Whether votes a minute and self-agreement are in the status bar.
        name: Who votes, where several people work on one project; empty for nobody in particular.
    """

    slightly: bool = True
    tags: tuple[str, ...] = TAGS
    goal: int = 0
    pace: bool = False
    name: str = ""

    def tag_names(self) -> dict[str, str]:
        """Return the texts of the tags by the ids of their actions."""
        return {f"tag.{at}": text for at, text in enumerate(self.tags, start=1)}

    def plain(self) -> dict[str, Any]:
        """Return the choices as plain values."""
        return asdict(self)


def read_choices(kept: Mapping[str, Any]) -> CompareChoices:
    """Return choices out of plain values; what is missing or damaged keeps its default."""
    usual = CompareChoices()
    tags = kept.get("tags")
    tags = tags if isinstance(tags, list) and len(tags) == len(TAGS) else None
    goal = kept.get("goal")
    return CompareChoices(
        slightly=bool(kept.get("slightly", usual.slightly)),
        tags=tuple(tidy_tag(str(tag)) for tag in tags) if tags else usual.tags,
        goal=min(max(goal, 0), MOST_VOTES) if isinstance(goal, int) else usual.goal,
        pace=bool(kept.get("pace", usual.pace)),
        name=" ".join(str(kept.get("name", "")).split())[:NAME_LENGTH],
    )


def tidy_tag(text: str) -> str:
    """Return a tag on one line and short enough for its button."""
    return " ".join(text.split())[:TAG_LENGTH].rstrip()


def tag_words(tag: str) -> str:
    """Return a tag as it is shown: one of ours in the person's language, their own as it is."""
    return tr(tag) if tag in TAGS else tag


def tag_meant(text: str) -> str:
    """Return the tag that a text stands for: votes keep ours in one language."""
    tidy = tidy_tag(text)
    return next((tag for tag in TAGS if tr(tag) == tidy), tidy)
