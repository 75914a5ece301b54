from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.records import Rater, RaterKind, Span, Strength, Verdict
from optimizer.store import Store
from tests.optimizer.store import making
from tests.optimizer.store.making import duel, output, vote


def test_a_vote_comes_back_as_it_was_cast(store: Store) -> None:
    cast = replace(
        vote("v1", "d1", Verdict.BOTH_BAD, reason="too löng", tags=("long", "rude")),
        strength=Strength.SLIGHTLY,
        spans=(Span(output(0, 0).id, 0, 3, True), Span(output(1, 0).id, 2, 4, False)),
    )

    assert store.cast_vote(cast, duel("d1")) == cast
    assert store.vote("v1") == cast
    assert store.votes() == (cast,)
    assert store.duel("d1") == duel("d1")


def test_a_vote_without_a_time_gets_one(store: Store) -> None:
    cast = store.cast_vote(replace(vote("v1", "d1"), cast_at=""), duel("d1"))

    assert cast.cast_at.endswith("Z")
    assert store.vote("v1") == cast


def test_votes_are_in_the_order_of_casting(store: Store) -> None:
    # The ids say otherwise, as after a clock was set back.
    for vote_id in ("v3", "v1", "v2"):
        store.cast_vote(vote(vote_id, f"d-{vote_id}"), duel(f"d-{vote_id}"))

    assert [one.id for one in store.votes()] == ["v3", "v1", "v2"]


def test_a_voided_vote_stays_in_the_history(store: Store) -> None:
    store.cast_vote(vote("v1", "d1"), duel("d1"))

    store.void_vote("v1")

    assert store.votes() == ()
    assert store.votes(include_voided=True) == (replace(vote("v1", "d1"), voided=True),)


def test_a_rater_has_one_counting_vote_on_a_duel(store: Store) -> None:
    store.add_rater(Rater("judge", RaterKind.JUDGE, "a model"))
    store.cast_vote(vote("v1", "d1"), duel("d1"))
    store.cast_vote(vote("v2", "d1", rater_id="judge"))

    with pytest.raises(sqlite3.IntegrityError):
        store.cast_vote(vote("v3", "d1", Verdict.RIGHT))
    store.void_vote("v1")
    store.cast_vote(vote("v3", "d1", Verdict.RIGHT))
    with pytest.raises(sqlite3.IntegrityError):
        store.restore_vote("v1")

    assert [one.id for one in store.votes()] == ["v2", "v3"]


def test_a_vote_that_fails_leaves_no_duel_behind(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.cast_vote(vote("v1", "d1", rater_id="nobody"), duel("d1"))

    assert store.duels() == ()


def test_annotations_replace_the_earlier_ones(store: Store) -> None:
    store.cast_vote(vote("v1", "d1", reason="old", tags=("old",)), duel("d1"))
    store.annotate_vote("v1", "a", ("x",), [Span(output(0, 0).id, 0, 1, True)])

    spans = (Span(output(1, 0).id, 1, 2, False),)
    store.annotate_vote("v1", "new", ("y", "z"), spans)

    assert store.vote("v1") == replace(vote("v1", "d1"), reason="new", tags=("y", "z"), spans=spans)


def test_unknown_votes_are_key_errors(store: Store) -> None:
    for verb in (store.vote, store.void_vote, store.restore_vote, store.annotate_vote):
        with pytest.raises(KeyError):
            verb("nothing")


@settings(max_examples=15)
@given(
    verdicts=st.lists(st.sampled_from(Verdict), min_size=1, max_size=6),
    chosen=st.data(),
)
def test_void_then_restore_is_the_identity(verdicts: list[Verdict], chosen: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.pairtune"
        with making.fill(making.create(path)) as store:
            for number, verdict in enumerate(verdicts):
                store.cast_vote(vote(f"v{number}", f"d{number}", verdict), duel(f"d{number}"))
            before = store.votes(include_voided=True), store.history(), store.judged_duels()

            picked = chosen.draw(st.lists(st.integers(0, len(verdicts) - 1), unique=True))
            for number in picked:
                store.void_vote(f"v{number}")
            assert len(store.votes()) == len(verdicts) - len(picked)
            for number in reversed(picked):
                store.restore_vote(f"v{number}")

            after = store.votes(include_voided=True), store.history(), store.judged_duels()
            assert after == before
