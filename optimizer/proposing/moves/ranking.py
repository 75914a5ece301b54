"""The pool by merit: who leads, what they are worth in points, and what a writer is shown of it."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.proposing.moves.editing import editable_text
from optimizer.records import Candidate, Snapshot
from optimizer.template import placeholders


def live_by_merit(snapshot: Snapshot) -> list[Candidate]:
    """Return the live candidates, the best posterior mean first."""
    live = [c for c in snapshot.candidates if snapshot.standings[c.id].live]
    return sorted(live, key=lambda c: -snapshot.standings[c.id].mean)


def known_by_merit(snapshot: Snapshot) -> list[Candidate]:
    """Return the live candidates of which anything was seen, the best first.

    A newborn stands where its parent stands, give or take the usual drift: that is no merit of its
    own. The start prompt is known from the beginning.
    """
    return [c for c in live_by_merit(snapshot) if c.start or seen(snapshot, c.id)]


def by_merit(snapshot: Snapshot, like: Candidate) -> list[Candidate]:
    """Return all candidates with a score whose words could stand in this one's place, best first.

    Args:
        snapshot: The pool; archived and retired candidates are part of its history, those that
            nobody has seen are not.
        like: Only texts with the same placeholders as its text are taken.
    """
    wanted = set(placeholders(editable_text(like.prompt)))
    fitting = [
        c
        for c in snapshot.candidates
        if (c.start or seen(snapshot, c.id))
        and set(placeholders(editable_text(c.prompt))) == wanted
    ]
    return sorted(fitting, key=lambda c: -snapshot.standings[c.id].mean)


def distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates without those whose words an earlier one has; only the layout differs."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(" ".join(editable_text(candidate.prompt).split()), candidate)
    return list(first.values())


def points(snapshot: Snapshot, prompt_id: str) -> int:
    """Return what a prompt is worth: its win rate against the start prompt, out of 100."""
    return round(100 * snapshot.standings[prompt_id].win_rate)


def gain(snapshot: Snapshot, candidate: Candidate) -> float | None:
    """Return a child's posterior mean minus that of its parents; None without known parents."""
    means = [snapshot.standings[p].mean for p in candidate.parents if p in snapshot.standings]
    if not means:
        return None
    return snapshot.standings[candidate.id].mean - sum(means) / len(means)


def seen(snapshot: Snapshot, prompt_id: str) -> bool:
    """Return whether any evidence on a prompt exists: a vote or a score."""
    standing = snapshot.standings[prompt_id]
    votes = standing.wins + standing.losses + standing.ties
    return votes > 0 or bool(snapshot.scores.get(prompt_id))


def tell_ranked(snapshot: Snapshot, shown: Sequence[Candidate]) -> str:
    """Return prompts with their points as text for a writer model, in the order given."""
    return "\n\n".join(
        f"Prompt:\n{editable_text(candidate.prompt)}\nScore: {points(snapshot, candidate.id)}"
        for candidate in shown
    )
