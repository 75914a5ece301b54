"""No prompt is written for whoever judges, and no demand is made stricter than it was asked.

What prompts do when preferences are optimized: R. Singhal et al., "PrefPO: Pairwise Preference
Prompt Optimization" (2026), their section on hacking. These are rules in words; a language other
than English passes them untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from optimizer.records import Prompt, Proposal, Refusal, Snapshot

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
        parent = snapshot.candidate(proposal.parents[0]) if proposal.parents else snapshot.start
        before, after = _text(parent.prompt), _text(proposal.prompt)
        asked = f"{snapshot.task.description}\n{snapshot.task.criteria}".casefold()
        known = load_signs()
        for sign in known["judges"]:
            if _count(sign, after) and not _count(sign, before) and not _count(sign, asked):
                return Refusal(self.name, f"speaks to whoever judges: “{sign}”")
        tightened = _tightened(asked, before, after, known["units"])
        if tightened:
            return Refusal(self.name, tightened)
        more = _strictness(after, known["strict"]) - _strictness(before, known["strict"])
        if more > self.strict:
            return Refusal(self.name, f"makes {more} demands stricter than its parent")
        return None


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


def _text(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}".casefold()
