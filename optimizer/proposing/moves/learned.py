"""Wordings that were improved on the way: read out of the record, kept while they earn."""

from __future__ import annotations

from statistics import fmean

from optimizer.proposing.moves.memory import remembered
from optimizer.proposing.moves.ranking import gain, seen
from optimizer.records import Snapshot
from optimizer.wordings import Wording, load_wording

ACTION = "new wording"
TRIED = 2
REFUSED = 3


def learned_wording(snapshot: Snapshot, name: str) -> Wording:
    """Return a wording in the version that its children speak for, the program's own at first.

    A new version is on trial until two of its children were judged; it stays if they gained no
    less on average than those of the version before, and goes when three were refused before any
    was judged.

    Args:
        snapshot: The pool and its record.
        name: The wording's name.

    Raises:
        LookupError: There is no wording of that name.
    """
    best = load_wording(name)
    for version in _versions(snapshot, best):
        gains, refused = outcome(snapshot, version.hash)
        if len(gains) < TRIED:
            if refused < REFUSED or gains:
                best = version
            continue
        before, _ = outcome(snapshot, best.hash)
        if not before or fmean(gains) >= fmean(before):
            best = version
    return best


def outcome(snapshot: Snapshot, wording_hash: str) -> tuple[list[float], int]:
    """Return what the children of a wording gained over their parents, and how many were refused.

    Args:
        snapshot: The pool and its record.
        wording_hash: Which wording; children that nobody judged are left out.
    """
    made = [p for p in snapshot.proposals if p.wording_hash == wording_hash]
    entered = {p.prompt_id for p in made if p.prompt_id is not None}
    judged = [c for c in snapshot.candidates if c.id in entered and seen(snapshot, c.id)]
    gains = [gained for c in judged if (gained := gain(snapshot, c)) is not None]
    return gains, sum(1 for p in made if p.refusal is not None)


def _versions(snapshot: Snapshot, own: Wording) -> list[Wording]:
    """Return the versions of a wording that were written on the way, oldest first."""
    found: dict[str, Wording] = {}
    for proposal in snapshot.proposals:
        edit = proposal.edit
        if edit.get("wording_action") != ACTION or edit.get("wording") != own.name:
            continue
        system = remembered(edit, "wording_system", str)
        user = remembered(edit, "wording_user", str)
        if system and user:
            version = Wording(own.name, own.version, own.purpose, system, user)
            if version.placeholders == own.placeholders:
                found.setdefault(version.hash, version)
    return list(found.values())
