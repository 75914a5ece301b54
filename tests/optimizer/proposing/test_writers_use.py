"""Who needs no writer uses one only where its setting says so."""

from __future__ import annotations

from random import Random

import pytest

from optimizer.proposing import PROPOSERS, uses_writer
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import START, Scripted

# PMPO goes by likelihoods; its own test looks at its use of a writer.
HELPED = [
    name
    for name in PROPOSERS.classes()
    if "writes" in PROPOSERS.settings_of(name) and name != "pmpo"
]


@pytest.mark.parametrize("name", HELPED)
def test_a_writer_that_is_not_wanted_is_never_asked(name: str) -> None:
    other = "Answer the customer. Be kind. Use simple words."
    snap = pool(family(START, type(START)(other, fields=START.fields)), {START.id: 0.0})
    without, silent = PROPOSERS.build(name, {"writes": False}), Scripted()
    for seed in range(8):
        assert without.propose(snap, silent, Random(seed))
    assert silent.told == []
    assert not uses_writer(without)
    assert uses_writer(PROPOSERS.build(name))
    assert not without.needs_writer


def test_some_are_helped_and_others_need_or_ignore_a_writer() -> None:
    assert {"capo", "sprig", "forest", "plum_tabu"} <= set(HELPED)
    assert uses_writer(PROPOSERS.build("scope"))
    assert not uses_writer(PROPOSERS.build("zopo"))
