"""Reading the duels that a prompt lost, and what the person said about them."""

from __future__ import annotations

from random import Random

from optimizer.records import JudgedDuel, Snapshot, Verdict


def lost_duels(snapshot: Snapshot, prompt_id: str) -> list[JudgedDuel]:
    """Return the duels in which this prompt's output was not good enough, newest first.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.

    Returns:
        Duels it lost, and duels in which both outputs were called bad.
    """
    return [duel for duel in reversed(snapshot.duels) if _lost(duel, prompt_id)]


def judge_losses(snapshot: Snapshot, prompt_id: str) -> list[JudgedDuel]:
    """Return the duels that this prompt lost by the judges' word, newest first; see `lost_duels`.

    Args:
        snapshot: The pool and its evidence.
        prompt_id: The prompt.
    """
    return [duel for duel in reversed(snapshot.judge_duels) if _lost(duel, prompt_id)]


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


def _lost(duel: JudgedDuel, prompt_id: str) -> bool:
    if duel.verdict is Verdict.BOTH_BAD:
        return prompt_id in (duel.left_prompt, duel.right_prompt)
    return duel.loser == prompt_id
