"""Prompts as points of a named embedding model, or of their words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.space import asked_space, space
from optimizer.proposing.moves.vectors import vectors
from tests.optimizer.proposing.meanings import Meanings, meaning
from tests.optimizer.proposing.pools import START, snapshot

WARM = replace(START, instruction="Reply warmly.")
COLD = replace(START, instruction="Reply coldly.")
BOTH = [WARM, COLD]
KNOWN = {instructions(prompt): meaning(instructions(prompt)) for prompt in BOTH}


def test_the_models_vectors_are_taken_where_it_knows_every_prompt() -> None:
    found = space(KNOWN, BOTH, editable_text)
    assert found.named
    assert np.allclose(found.points(BOTH), [KNOWN[instructions(prompt)] for prompt in BOTH])


def test_where_one_is_unknown_all_are_compared_by_words() -> None:
    words = vectors([editable_text(prompt) for prompt in BOTH])
    for known in ({}, dict(list(KNOWN.items())[:1])):
        found = space(known, BOTH, editable_text)
        assert not found.named
        assert np.array_equal(found.points(BOTH), words)
    mixed = {instructions(WARM): meaning("warm"), instructions(COLD): np.ones(2, np.float32)}
    assert not space(mixed, BOTH, editable_text).named


def test_only_what_is_not_known_is_asked_for() -> None:
    pool = replace(snapshot(WARM), vectors={instructions(WARM): meaning("warm")})
    embedder = Meanings()
    assert asked_space(pool, BOTH, editable_text, embedder).named
    assert embedder.asked == [instructions(COLD)]
    assert not asked_space(pool, BOTH, editable_text, None).named
    assert not asked_space(pool, BOTH, editable_text, Meanings(dumb=True)).named
