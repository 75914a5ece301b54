"""Branches inside a prompt: lines that say what to do if the input is of a certain kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from optimizer.proposing.moves.cases import NOTHING
from optimizer.records import Snapshot

_MARK = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)?")
_IF = re.compile(r"if\b", re.IGNORECASE)


def branches_of(text: str, known: Collection[str] = ()) -> list[str]:
    """Return the branches of a text, in its order and without list marks.

    Args:
        text: A prompt's text.
        known: Lines that were written as branches, in whatever language.
    """
    return [branch for _, branch in _lines(text, known)]


def known_branches(snapshot: Snapshot, proposer: str) -> set[str]:
    """Return every line that a proposer wrote as a branch, out of the record.

    Args:
        snapshot: The pool and its record.
        proposer: The proposer's name.
    """
    found: set[str] = set()
    for proposal in snapshot.proposals:
        written = proposal.edit.get("branches")
        if proposal.proposer == proposer and isinstance(written, Sequence):
            found |= {str(line) for line in written}
    return found


def deepened(text: str, branch: str, line: str) -> str:
    """Return the text with one branch exchanged in its place.

    Args:
        text: A prompt's text.
        branch: The branch as it stands there.
        line: The branch as it is to be.
    """
    lines = text.splitlines()
    place = next(n for n, own in enumerate(lines) if _bare(own) == branch)
    mark = _MARK.match(lines[place])
    lines[place] = f"{mark[0] if mark else ''}{line}"
    return "\n".join(lines)


def with_branch(text: str, line: str, known: Collection[str] = ()) -> str:
    """Return the text with one branch more, after its last branch or at its end.

    Args:
        text: A prompt's text.
        line: The new branch.
        known: Lines that were written as branches.
    """
    lines = text.rstrip().splitlines()
    places = [place for place, _ in _lines(text, known)]
    if not places:
        return "\n".join([*lines, line])
    mark = _MARK.match(lines[places[-1]])
    listed = mark[0] if mark and not any(sign.isdigit() for sign in mark[0]) else ""
    lines.insert(places[-1] + 1, f"{listed}{line}")
    return "\n".join(lines)


def without_branches(text: str, gone: Collection[str]) -> str:
    """Return the text without these branches; everything else stays letter by letter."""
    return "\n".join(line for line in text.splitlines() if _bare(line) not in gone)


def tell_branches(branches: Sequence[str]) -> str:
    """Return branches with their numbers as text for a writer model."""
    return "\n".join(f"{n}: {branch}" for n, branch in enumerate(branches, start=1)) or NOTHING


def _lines(text: str, known: Collection[str]) -> list[tuple[int, str]]:
    bare = [(place, _bare(line)) for place, line in enumerate(text.splitlines())]
    return [(place, line) for place, line in bare if line in known or _IF.match(line)]


def _bare(line: str) -> str:
    return _MARK.sub("", line).strip()
