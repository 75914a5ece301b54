from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.records import Purpose, Rater, RaterKind
from optimizer.store import PERSON, Store
from tests.optimizer.store.making import duel, vote


def _at(second: int) -> str:
    return f"2026-01-02T03:04:{second:02}.000Z"


def test_duels_come_back_as_they_were_shown(store: Store) -> None:
    first, second = duel("d1"), duel("d2", 2, 0, 1, purpose=Purpose.PROBE, shown_at=None)
    store.put_duel(first)
    store.put_duel(second, seed=5)

    assert store.duels() == (first, second)
    assert store.duel("d2") == second
    with pytest.raises(KeyError):
        store.duel("nothing")


def test_showing_a_duel_again_only_renews_the_time(store: Store) -> None:
    store.put_duel(duel("d1"))
    store.put_duel(replace(duel("d1", 1, 0), shown_at=_at(59)))
    store.put_duel(replace(duel("d1"), shown_at=None))

    assert store.duels() == (replace(duel("d1"), shown_at=_at(59)),)


def test_the_open_duel_is_the_last_one_shown(store: Store) -> None:
    assert store.open_duel() is None
    store.put_duel(duel("d0", shown_at=None))
    assert store.open_duel() is None
    store.put_duel(duel("d1", shown_at=_at(1)))
    store.put_duel(duel("d2", shown_at=_at(2)))

    assert store.open_duel() == duel("d2", shown_at=_at(2))


def test_a_voted_duel_is_open_again_when_its_vote_is_voided(store: Store) -> None:
    store.cast_vote(vote("v1", "d1"), duel("d1"))
    assert store.open_duel() is None

    store.void_vote("v1")

    assert store.open_duel() == duel("d1")


def test_an_earlier_duel_that_is_shown_again_is_open(store: Store) -> None:
    store.put_duel(duel("d1", shown_at=_at(1)))
    store.put_duel(duel("d2", shown_at=_at(2)))
    store.put_duel(duel("d1", shown_at=_at(3)))

    found = store.open_duel()
    assert found is not None
    assert found.id == "d1"


def test_a_judges_vote_leaves_the_duel_open(store: Store) -> None:
    store.add_rater(Rater("judge", RaterKind.JUDGE, "a model"))
    store.cast_vote(vote("v1", "d1", rater_id="judge"), duel("d1"))

    assert store.open_duel() == duel("d1")


def test_the_person_is_a_rater_from_the_start(empty: Store) -> None:
    judge = Rater("judge", RaterKind.JUDGE, "a model")
    empty.add_rater(judge)
    empty.add_rater(replace(judge, name="another model"))

    assert empty.raters() == (PERSON, replace(judge, name="another model"))
