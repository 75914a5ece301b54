"""Rows with an answer that is wanted, and where votes say so one that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from optimizer.metrics.labels import expected_of
from optimizer.protocols import Likelihood
from optimizer.records import Example, Prompt, Snapshot
from optimizer.template import render, used_columns
from optimizer.word_count import split_words


@dataclass(frozen=True, slots=True)
class Target:
    """A row with what is to become likely, and what is to become unlikely (may be empty)."""

    example: Example
    chosen: str
    rejected: str = ""


def targets(snapshot: Snapshot, prompt: Prompt, rows: int, words: int, rng: Random) -> list[Target]:
    """Return some rows with short wanted answers.

    Args:
        snapshot: The pool and its evidence.
        prompt: Whose columns the rows must have.
        rows: How many.
        words: How many words an answer may have: every token is a request of its own.
        rng: Draws the rows.
    """
    tuning = {example.id for example in snapshot.examples}
    found = [
        Target(example, example.reference)
        for example in snapshot.examples
        if example.reference and example.reference.strip()
    ]
    if not found:
        for duel in snapshot.duels:
            if duel.winner is not None and duel.example.id in tuning:
                left = duel.winner == duel.left_prompt
                pair = (duel.left_text, duel.right_text)
                chosen, rejected = pair if left else pair[::-1]
                found.append(Target(duel.example, chosen.strip(), rejected.strip()))
    needed = used_columns(prompt)
    short = [
        target
        for target in found
        if target.chosen
        and max(len(split_words(target.chosen)), len(split_words(target.rejected))) <= words
        and all(column in target.example.fields for column in needed)
    ]
    return rng.sample(short, min(rows, len(short)))


def loss(likelihood: Likelihood, prompt: Prompt, rows: Sequence[Target]) -> float:
    """Return the mean loss of a prompt: of the wanted answers, less that of the unwanted ones.

    Args:
        likelihood: Tells how likely answers are.
        prompt: The prompt; an expected label counts in its own words.
        rows: One at least.

    Raises:
        WorldFault: The model tells no probabilities.
    """
    return sum(_loss(likelihood, prompt, row) for row in rows) / len(rows)


def _loss(likelihood: Likelihood, prompt: Prompt, row: Target) -> float:
    messages = render(prompt, row.example.fields)
    chosen = row.chosen
    if row.example.reference == chosen:
        chosen = expected_of(prompt, row.example).reference or chosen
    wanted = likelihood.loss(messages, chosen)
    return wanted - likelihood.loss(messages, row.rejected) if row.rejected else wanted
