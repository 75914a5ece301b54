from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.records import Purpose, Rater, RaterKind
from optimizer.store import PERSON, Store
from tests.optimizer.store.making import duel


def _at(second: int) -> str:
    return f"2026-01-02T03:04:{second:02}.000Z"


def test_duels_come_back_as_they_were_shown(store: Store) -> None:
    first = duel("d1")
    second = duel("d2", 2, 0, 1, purpose=Purpose.PROBE, shown_at=None, looked_at=8)
    store.put_duel(first)
    store.put_duel(second, seed=5)

    assert store.duels() == (first, second)
    assert store.duel_sheet().looked_at == [1, 8]
    assert store.duel("d2") == second
    with pytest.raises(KeyError):
        store.duel("nothing")


def test_showing_a_duel_again_only_renews_the_time(store: Store) -> None:
    store.put_duel(duel("d1"))
    store.put_duel(replace(duel("d1", 1, 0), shown_at=_at(59)))
    store.put_duel(replace(duel("d1"), shown_at=None))

    assert store.duels() == (replace(duel("d1"), shown_at=_at(59)),)


def test_the_person_is_a_rater_from_the_start(empty: Store) -> None:
    judge = Rater("judge", RaterKind.JUDGE, "a model")
    empty.add_rater(judge)
    empty.add_rater(replace(judge, name="another model"))

    assert empty.raters() == (PERSON, replace(judge, name="another model"))
