"""What was said against prompts of the same family: it often holds for a prompt as well.

A person says of one answer what is missing in many. A prompt that was written a moment ago has lost
little so far, but its relatives share most of its text, and what they were blamed for is known.
"""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.proposing.moves.cases import Case, case_of
from optimizer.records import Candidate, JudgedDuel, Snapshot, Verdict


def said_of_relatives(snapshot: Snapshot, prompt_id: str) -> list[Case]:
    """Return the cases of related prompts against which the person gave a reason, newest first.

    Duels of the prompt itself are not among them, those that it won against a relative least of
    all: there it had what the relative lacked.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.
    """
    known = {candidate.id: candidate for candidate in snapshot.candidates}
    own = _roots(known, prompt_id)
    found = []
    for duel in reversed(snapshot.duels):
        sides = (duel.left_prompt, duel.right_prompt)
        if prompt_id in sides or not (duel.tags or duel.reason or duel.marks):
            continue
        blamed = (side for side in sides if side in known and _blamed(duel, side))
        # Where both were called bad, one of them tells the reason: it must not count twice.
        one = next((side for side in blamed if not own.isdisjoint(_roots(known, side))), None)
        if one is not None:
            found.append(case_of(duel, one))
    return found


def _blamed(duel: JudgedDuel, prompt_id: str) -> bool:
    return duel.verdict is Verdict.BOTH_BAD or duel.loser == prompt_id


def _roots(known: Mapping[str, Candidate], prompt_id: str) -> set[str]:
    """Return the oldest ancestors of a prompt; itself where it has none."""
    roots, seen, waiting = set[str](), set[str](), [prompt_id]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        parents = [parent for parent in known[name].parents if parent in known]
        waiting += parents
        if not parents:
            roots.add(name)
    return roots
