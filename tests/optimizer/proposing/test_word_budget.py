"""The budget of changed words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.proposing.gates.word_budget import KEY, WordBudget
from optimizer.proposing.moves.changes import changed_words
from tests.optimizer.proposing.pools import START, proposal, snapshot

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("a b c", "a b c", 0), ("a b c", "a x c", 1), ("a b", "a b c d", 2), ("a b c", "c", 2)],
)
def test_words_put_in_taken_out_or_exchanged(old: str, new: str, expected: int) -> None:
    assert changed_words(old, new) == expected


@given(WORDS, WORDS)
def test_the_count_is_symmetric_and_bounded(old: str, new: str) -> None:
    count = changed_words(old, new)
    assert count == changed_words(new, old)
    assert count <= max(len(old.split()), len(new.split()))


def test_a_proposal_or_the_gate_says_how_many() -> None:
    changed = proposal(replace(START, instruction=f"{START.instruction} And be kind."))
    asking = replace(changed, edit={KEY: 2})
    lax = replace(changed, edit={KEY: 3})

    assert WordBudget().check(changed, snapshot()) is None
    assert WordBudget().check(lax, snapshot()) is None
    assert WordBudget(words=3).check(changed, snapshot()) is None
    for gate, refused in ((WordBudget(), asking), (WordBudget(words=2), changed)):
        said = gate.check(refused, snapshot())
        assert said is not None
        assert said.reason == "changes 3 words; 2 were allowed"
    assert WordBudget(words=1).check(lax, snapshot()) is not None
