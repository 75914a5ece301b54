"""Reading the duels that a prompt lost, and what the person said about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from optimizer.records import JudgedDuel, Marked, Snapshot, Verdict

_FIELD_CHARACTERS = 1_200
_OUTPUT_CHARACTERS = 1_500
_MARK_CHARACTERS = 300
_MARKS = 6


def lost_duels(snapshot: Snapshot, prompt_id: str) -> list[JudgedDuel]:
    """Return the duels in which this prompt's output was not good enough, newest first.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.

    Returns:
        Duels it lost, and duels in which both outputs were called bad.
    """
    return [
        duel
        for duel in reversed(snapshot.duels)
        if duel.loser == prompt_id
        or (duel.verdict is Verdict.BOTH_BAD and prompt_id in (duel.left_prompt, duel.right_prompt))
    ]


def sample_losses(snapshot: Snapshot, prompt_id: str, rng: Random, most: int) -> list[JudgedDuel]:
    """Return a few lost duels, those with a reason first.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.
        rng: The source of chance.
        most: How many at most.
    """
    lost = lost_duels(snapshot, prompt_id)
    rng.shuffle(lost)
    lost.sort(key=lambda duel: not (duel.reason or duel.tags or duel.marks))
    return lost[:most]


def tell_losses(duels: Sequence[JudgedDuel], prompt_id: str) -> str:
    """Return lost duels as text for a writer model.

    Args:
        duels: Duels that the prompt lost.
        prompt_id: The prompt.
    """
    return "\n\n".join(_tell(number, duel, prompt_id) for number, duel in enumerate(duels, start=1))


def reasons(duels: Sequence[JudgedDuel]) -> list[tuple[str, int]]:
    """Return the tags given on these duels with their counts, the most frequent first."""
    return Counter(tag for duel in duels for tag in duel.tags).most_common()


def _tell(number: int, duel: JudgedDuel, prompt_id: str) -> str:
    on_left = duel.left_prompt == prompt_id
    own, other = duel.left_text, duel.right_text
    if not on_left:
        own, other = other, own
    lines = [f"Case {number}"]
    lines += [
        f"{name}: {_clip(value, _FIELD_CHARACTERS)}" for name, value in duel.example.fields.items()
    ]
    lines.append(f"Answer of this prompt: {_clip(own, _OUTPUT_CHARACTERS)}")
    if duel.verdict is Verdict.BOTH_BAD:
        lines.append("Verdict: this answer was called bad.")
    else:
        lines.append(f"Answer that was preferred: {_clip(other, _OUTPUT_CHARACTERS)}")
    said = "; ".join([*duel.tags, *([duel.reason] if duel.reason else [])])
    if said:
        lines.append(f"The person's reason: {said}")
    lines += [_tell_mark(mark, mark.left == on_left) for mark in duel.marks[:_MARKS]]
    return "\n".join(lines)


def _tell_mark(mark: Marked, own: bool) -> str:
    whose = "the answer of this prompt" if own else "the other answer"
    said = "good" if mark.good else "bad"
    return f"The person marked as {said} in {whose}: {_clip(mark.text, _MARK_CHARACTERS)}"


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " […]"
