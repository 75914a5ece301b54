"""How prompts' outputs look on the whole: a vote on one speaks for those that look like it.

People see outputs, not prompts. Prompts whose outputs are as long, as structured and as marked up
as each other's are often as good as each other, whatever their own words are.
"""

from __future__ import annotations

import math
import re

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray
from optimizer.word_count import split_words

TRAITS = 5
FEWEST = 3
"""Two prompts always differ along one line: only a third shows whether looks mean anything."""

_LISTED = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
_MARKED = re.compile(r"\*\*|^#{1,6}\s", re.MULTILINE)


def traits_of(text: str) -> tuple[float, ...]:
    """Return how an output looks, whatever it says.

    Args:
        text: An output.

    Returns:
        Five numbers, counts by their logarithm: words, lines of lists, whether there is code, blank
        lines, and marks of headings and bold print.
    """
    return (
        math.log1p(len(split_words(text))),
        math.log1p(len(_LISTED.findall(text))),
        float("```" in text),
        math.log1p(text.count("\n\n")),
        math.log1p(len(_MARKED.findall(text))),
    )


def typical(prompts: IntArray, examples: IntArray, looks: FloatArray, size: int) -> FloatArray:
    """Return how each prompt's outputs look beside the others' on the same examples.

    A prompt's effect and an example's effect add up to a look; both are found by least squares, so
    that it does not matter who answered which examples. What is found counts as far as it is more
    than chance: each trait is shrunk by the share of noise in the differences of prompts (the
    analysis of variance of R. A. Fisher, "Statistical Methods for Research Workers", 1925, with the
    shrinkage of C. Stein, "Inadmissibility of the usual estimator ...", 1956).

    Args:
        prompts: whose output each row is, shape (n,).
        examples: on which example, shape (n,).
        looks: see `traits_of`, shape (n, C).
        size: number of prompts K.

    Returns:
        Shape (K, C), in standard deviations of single outputs, around 0; not-a-number where nothing
        is known of a prompt, which is everywhere if no trait differs by more than chance.
    """
    unknown = np.full((size, looks.shape[1]), np.nan)
    # Whoever answered alone says nothing of a difference.
    together = np.bincount(examples, minlength=1)[examples] > 1
    prompts, examples, looks = prompts[together], examples[together], looks[together]
    answered = np.bincount(prompts, minlength=size)
    known = np.flatnonzero(answered)
    free = len(looks) - len(known) - len(np.unique(examples)) + 1
    if len(known) < FEWEST or free < 1:
        return unknown
    spread = looks.std(axis=0)
    told = spread > 1e-9
    looks = looks[:, told] / spread[told]
    effects, left_over = _two_way(prompts, examples, looks, size)
    noise = (left_over**2).sum(axis=0) / free
    usual = len(known) / np.sum(1.0 / answered[known])
    between = usual * effects[known].var(axis=0, ddof=1)
    real = np.maximum(0.0, 1.0 - noise / np.maximum(between, 1e-12))
    if not real.any():
        return unknown
    found = np.zeros_like(unknown)
    found[:, told] = real * effects
    found[answered == 0] = np.nan
    return found


def _two_way(
    prompts: IntArray, examples: IntArray, looks: FloatArray, size: int
) -> tuple[FloatArray, FloatArray]:
    """Return the prompts' effects, adding up to 0, and what they and the examples leave open."""
    _, rows = np.unique(examples, return_inverse=True)
    there = np.zeros((size, int(rows.max()) + 1))
    np.add.at(there, (prompts, rows), 1.0)
    shares = there / there.sum(axis=0)
    totals = np.zeros((there.shape[1], looks.shape[1]))
    np.add.at(totals, rows, looks)
    away = looks - (totals / there.sum(axis=0)[:, None])[rows]
    pulled = np.zeros((size, looks.shape[1]))
    np.add.at(pulled, prompts, away)
    normal = np.diag(there.sum(axis=1)) - shares @ there.T
    effects = np.linalg.pinv(normal, hermitian=True) @ pulled
    return effects, away - effects[prompts] + (shares.T @ effects)[rows]
