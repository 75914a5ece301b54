"""The field of an evaluation: who is in play, and which rows each of them can still answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.records import Blank, Candidate, Snapshot


def in_play(snapshot: Snapshot) -> list[Candidate]:
    """Return the live candidates that no selector sent home, oldest first."""
    return [
        candidate
        for candidate in snapshot.candidates
        if not candidate.archived
        and (candidate.pinned or candidate.id not in snapshot.retired)
        and candidate.id in snapshot.standings
        and snapshot.standings[candidate.id].live
    ]


def rows_for(snapshot: Snapshot, prompt_id: str) -> list[str]:
    """Return the tuning examples that a prompt can answer, in the project's order."""
    barred = snapshot.barred.get(prompt_id, frozenset())
    return [example.id for example in snapshot.examples if example.id not in barred]


def blanks(snapshot: Snapshot, rows: Iterable[str], prompts: Iterable[str]) -> Iterator[Blank]:
    """Yield the empty cells of some rows, row by row, so that prompts share rows soon.

    Args:
        snapshot: The pool and its answers.
        rows: Example ids, the most wanted first.
        prompts: Prompt ids, the most wanted first.
    """
    prompts = list(prompts)
    known = {prompt: snapshot.answers.get(prompt, {}) for prompt in prompts}
    barred = {prompt: snapshot.barred.get(prompt, frozenset()) for prompt in prompts}
    for example in rows:
        for prompt in prompts:
            if example not in known[prompt] and example not in barred[prompt]:
                yield Blank(prompt, example)
