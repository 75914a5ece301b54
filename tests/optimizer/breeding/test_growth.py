from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.breeding.growth import (
    FIRST_POOL,
    PATIENCE_VOTES,
    UNSEEN_WHEN_STUCK,
    VOTES_PER_CHILD,
    children_to_come,
    children_wanted,
    next_in_turn,
)
from optimizer.records import Refusal, StoredProposal

NAMES = ("layout", "components", "critique")


def made(proposer: str, prompt_id: str | None = "p") -> StoredProposal:
    refusal = None if prompt_id else Refusal("novelty", "is there already")
    return StoredProposal("id", proposer, (), "", "", "", {}, refusal, prompt_id, "")


@pytest.mark.parametrize("size", range(1, FIRST_POOL))
def test_a_small_pool_is_filled_at_once(size: int) -> None:
    assert children_wanted([0] * size, 0) == FIRST_POOL - size


def test_later_a_child_is_paid_for_by_votes() -> None:
    seen = [9, 9, 5, 4]
    assert children_wanted(seen, VOTES_PER_CHILD - 1) == 0
    assert children_wanted(seen, VOTES_PER_CHILD) == 1


def test_no_child_comes_while_many_wait_to_be_seen_but_not_for_ever() -> None:
    waiting = [9, 9, 0, 1, 0]
    assert children_wanted(waiting, VOTES_PER_CHILD) == 0
    assert children_wanted(waiting, PATIENCE_VOTES) == 1


def test_a_pool_that_shows_no_pair_gets_children_without_votes_but_not_for_ever() -> None:
    assert children_wanted([0] * 4, 0) == 0
    assert children_wanted([0] * 4, 0, stuck=True) == 1
    assert children_wanted([0] * UNSEEN_WHEN_STUCK, 0, stuck=True) == 0
    assert children_wanted([9] * 9, 0, stuck=True) == 1


def test_votes_make_room_for_children_one_by_one_or_by_the_brood() -> None:
    assert children_to_come(20, 1) == FIRST_POOL - 1 + 20 // VOTES_PER_CHILD
    assert children_to_come(20, 9) == 20 // VOTES_PER_CHILD
    assert children_to_come(100, 1, 8) == 8 * (1 + 100 // PATIENCE_VOTES)
    assert children_to_come(100, 9, 8) == 8 * (100 // PATIENCE_VOTES)


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 40))
def test_more_votes_never_make_children_less_wanted(seen: list[int], votes: int) -> None:
    assert children_wanted(seen, votes + 1) >= children_wanted(seen, votes) >= 0


def test_each_has_its_turn() -> None:
    proposals: list[StoredProposal] = []
    turns = []
    for _ in range(7):
        name = next_in_turn(NAMES, proposals)
        assert name is not None
        turns.append(name)
        proposals.append(made(name))

    assert turns == [*NAMES, *NAMES, NAMES[0]]


def test_who_has_nothing_to_offer_is_passed_over() -> None:
    assert next_in_turn(NAMES, [made("layout")], {"components"}) == "critique"
    assert next_in_turn(NAMES, [], set(NAMES)) is None


@given(st.lists(st.sampled_from(NAMES), max_size=20))
def test_the_turn_is_read_from_the_record_alone(before: list[str]) -> None:
    proposals = [made(name) for name in before]
    turn = next_in_turn(NAMES, proposals)

    assert turn is not None
    latest = {
        name: max((k for k, b in enumerate(before) if b == name), default=-1) for name in NAMES
    }
    assert latest[turn] == min(latest.values())
