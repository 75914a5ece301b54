"""No prompt is written for whoever judges, and no demand is made stricter than it was asked.

What prompts do when preferences are optimized: R. Singhal et al., "PrefPO: Pairwise Preference
Prompt Optimization" (2026), their section on hacking. Where a judge was asked, its finding decides
(`optimizer.judging.hack_check`); otherwise these are rules in words, which a language other than
English passes untouched. That a prompt speaks to its judge is never left to the judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from optimizer.proposing.moves.hack_opinion import (
    Finding,
    instructions,
    noted_opinion,
    parent_of,
)
from optimizer.records import Proposal, Refusal, Snapshot

_AT_MOST = r"(?:at most|no more than|not more than|up to|under|below|fewer than|less than|within)"
_STRICTER_BY = 2.0


@dataclass(frozen=True, slots=True)
class NoHacking:
    """Refuse a child that speaks to its judge, or is far stricter than was asked.

    Attributes:
        strict: So many strict words more than its parent a child may hold.
    """

    name: ClassVar[str] = "prompt hacking"

    strict: int = 6

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Compare with the first parent and with what the person asked for; see `Gate`."""
        sign = sign_for_judges(proposal, snapshot)
        if sign:
            return Refusal(self.name, f"speaks to whoever judges: “{sign}”")
        opinion = noted_opinion(proposal.edit)
        if opinion is not None:
            if opinion.finding is Finding.FINE:
                return None
            return Refusal(self.name, f"demands what nobody asked for: “{opinion.demand}”")
        before, after, asked = _texts(proposal, snapshot)
        known = load_signs()
        tightened = _tightened(asked, before, after, known["units"])
        if tightened:
            return Refusal(self.name, tightened)
        more = _strictness(after, known["strict"]) - _strictness(before, known["strict"])
        if more > self.strict:
            return Refusal(self.name, f"makes {more} demands stricter than its parent")
        return None


def sign_for_judges(proposal: Proposal, snapshot: Snapshot) -> str:
    """Return by which words a child speaks to whoever judges; empty when it does not.

    Args:
        proposal: The child.
        snapshot: Its parent and what the person asked for, whose words are not held against it.
    """
    before, after, asked = _texts(proposal, snapshot)
    signs = (sign for sign in load_signs()["judges"] if _count(sign, after))
    return next((s for s in signs if not _count(s, before) and not _count(s, asked)), "")


@cache
def load_signs() -> Mapping[str, tuple[str, ...]]:
    """Return the words that betray a prompt, by kind: judges, strict, units."""
    import yaml

    raw = yaml.safe_load((files("resources") / "hygiene.yaml").read_text(encoding="utf-8"))
    return {kind: tuple(words) for kind, words in raw.items()}


def _tightened(asked: str, before: str, after: str, units: Sequence[str]) -> str:
    """Return which limit of the person's own was cut to half or less; empty for none."""
    for unit in units:
        allowed = min(_limits(asked, unit), default=None)
        mine = min(_limits(after, unit), default=None)
        if allowed is None or mine is None or mine in _limits(before, unit):
            continue
        if mine * _STRICTER_BY <= allowed:
            return f"allows {mine} {unit}s where {allowed} were asked for"
    return ""


def _limits(text: str, unit: str) -> list[int]:
    return [int(number) for number in _found_limits(text, unit)]


def _found_limits(text: str, unit: str) -> Iterator[str]:
    for match in re.finditer(rf"{_AT_MOST}\s+(\d{{1,5}})\s+{unit}s?\b", text):
        yield match[1]


def _strictness(text: str, words: Sequence[str]) -> int:
    return sum(_count(word, text) for word in words)


def _count(words: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _texts(proposal: Proposal, snapshot: Snapshot) -> tuple[str, str, str]:
    """Return the parent's words, the child's, and what the person asked for."""
    asked = f"{snapshot.task.description}\n{snapshot.task.criteria}"
    before = instructions(parent_of(proposal, snapshot).prompt)
    return before.casefold(), instructions(proposal.prompt).casefold(), asked.casefold()
