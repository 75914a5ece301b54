"""The pool by merit: who leads, what they are worth in points, and what a writer is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.fitness import fitness
from optimizer.records import Candidate, Snapshot
from optimizer.template import placeholders


def by_metric_alone(snapshot: Snapshot) -> bool:
    """Return whether a metric is all the evidence that there is.

    What the posterior believes is the person's taste; before anybody voted it hardly follows a
    metric, whose agreement with the person nobody knows.
    """
    voted = bool(snapshot.duels or snapshot.judge_duels)
    return not voted and any(snapshot.scores.values())


def merits(snapshot: Snapshot) -> Mapping[str, float]:
    """Return what each candidate is worth: its posterior mean, or its score where none voted."""
    if by_metric_alone(snapshot):
        return fitness(snapshot).values
    return {key: standing.mean for key, standing in snapshot.standings.items()}


def leader(snapshot: Snapshot) -> Candidate:
    """Return the recommended prompt, or the best known one where a metric is all there is."""
    return known_by_merit(snapshot)[0] if by_metric_alone(snapshot) else snapshot.incumbent


def live_by_merit(snapshot: Snapshot) -> list[Candidate]:
    """Return the live candidates, the best first."""
    worth = merits(snapshot)
    live = [c for c in snapshot.candidates if snapshot.standings[c.id].live]
    return sorted(live, key=lambda c: -worth[c.id])


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
    worth = merits(snapshot)
    return sorted(fitting, key=lambda c: -worth[c.id])


def distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates without those whose words an earlier one has; only the layout differs."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(" ".join(editable_text(candidate.prompt).split()), candidate)
    return list(first.values())


def points(snapshot: Snapshot, prompt_id: str) -> int:
    """Return a prompt's score out of 100: its win rate against the start, or its metric's mean."""
    return round(100 * rate(snapshot, prompt_id))


def rate(snapshot: Snapshot, prompt_id: str) -> float:
    """Return the same from 0 to 1."""
    if by_metric_alone(snapshot):
        return min(1.0, max(0.0, merits(snapshot)[prompt_id]))
    return snapshot.standings[prompt_id].win_rate


def gain(snapshot: Snapshot, candidate: Candidate) -> float | None:
    """Return what a child is worth beyond its parents; None without known parents."""
    worth = merits(snapshot)
    means = [worth[p] for p in candidate.parents if p in worth]
    return worth[candidate.id] - sum(means) / len(means) if means else None


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
