"""Votes as a window casts them: on disk when they are told, undone, changed, found again."""

from __future__ import annotations

from pathlib import Path

from optimizer.commands import ChangeVote, GiveReason, Redo, Undo, VoidVote
from optimizer.events import HistoryChanged, PairsReady, PoolChanged, StatusChanged
from optimizer.records import Verdict
from optimizer.store import Store
from optimizer.views import EngineState
from tests.fake_service import FakeService
from tests.optimizer.runner.driving import driven, stored
from tests.small_project import Hand, babble, small_draft


def test_a_pair_is_ready_without_any_vote_and_three_more_behind_it(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        pair = hand.pair()
        hand.until(lambda: len(hand.ready) == 3)

    assert pair.left.text != pair.right.text
    assert len({p.duel_id for p in (pair, *hand.ready)}) == 4


def test_a_vote_is_on_disk_when_it_is_told(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.vote(Verdict.RIGHT)
        told = stored(hand)
        with Store.open(path) as reader:  # read-only: the runner holds the file
            votes = reader.votes()

    assert [(vote.id, vote.duel_id, vote.verdict) for vote in votes] == [
        (told.reveal.vote_id, judged.duel_id, Verdict.RIGHT)
    ]
    assert told.reveal.number == 1
    assert told.reveal.left_name != told.reveal.right_name


def test_a_double_key_press_casts_one_vote(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.pair()
        hand.vote()
        hand.current = judged
        hand.vote(Verdict.RIGHT)
        stored(hand)
        hand.vote()
        stored(hand)

    with Store.open(path) as store:
        assert [vote.duel_id for vote in store.votes()].count(judged.duel_id) == 1


def test_undo_brings_the_pair_back_and_redo_moves_on(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        judged = hand.vote(Verdict.RIGHT)
        stored(hand)
        hand.until(lambda: hand.status is not None and hand.status.undo_text != "")
        assert hand.status is not None
        assert hand.status.undo_text == "Undo vote 1: right better"

        hand.post(Undo())
        back = hand.wait(lambda e: e.current if isinstance(e, PairsReady) else None)
        hand.until(lambda: hand.status is not None and hand.status.redo_text != "")
        assert back.duel_id == judged.duel_id
        assert (back.left, back.right) == (judged.left, judged.right)
        assert hand.status.redo_text == "Redo vote 1: right better"

        hand.post(Redo())
        hand.wait(
            lambda e: isinstance(e, PairsReady) and e.current and e.current.duel_id != back.duel_id
        )
        hand.until(lambda: hand.status is not None and hand.status.votes == 1)


def test_reopening_shows_the_same_pair_and_undo_still_works(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        for _ in range(3):
            hand.vote()
            stored(hand)
        before = hand.pair()

    again = FakeService(babble, threaded=True)
    with driven(Hand.open(path, again)) as hand:
        assert hand.pair() == before
        hand.post(Undo())
        rows = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and not e.whole else None
        )
        assert [(row.number, row.voided) for row in rows] == [(3, True)]


def test_a_changed_and_a_voided_vote_leave_their_trace(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote(Verdict.LEFT)
        first = stored(hand).reveal.vote_id
        hand.vote(Verdict.LEFT)
        second = stored(hand).reveal.vote_id
        hand.post(ChangeVote(first, Verdict.TIE))
        changed = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and len(e.rows) == 2 else None
        )
        hand.post(VoidVote(second))
        hand.until(lambda: hand.status is not None and hand.status.votes == 1)

    assert [(row.verdict, row.voided) for row in changed] == [
        (Verdict.LEFT, True),
        (Verdict.TIE, False),
    ]
    with Store.open(path) as store:
        assert [vote.verdict for vote in store.votes()] == [Verdict.TIE]
        assert len(store.votes(include_voided=True)) == 3


def test_a_reason_reaches_the_history(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote()
        vote_id = stored(hand).reveal.vote_id
        hand.post(GiveReason(vote_id, reason="too stiff", tags=("tone",)))
        rows = hand.wait(
            lambda e: e.rows if isinstance(e, HistoryChanged) and not e.whole else None
        )

    assert [(row.reason, row.tags) for row in rows] == [("too stiff", ("tone",))]


def test_a_second_opening_is_read_only_and_says_so(path: Path) -> None:
    with driven(Hand.create(path, small_draft(), FakeService(babble, threaded=True))) as hand:
        hand.vote()
        stored(hand)
        with driven(Hand.open(path, FakeService(babble))) as other:
            status = other.wait(
                lambda e: (
                    e.status
                    if isinstance(e, StatusChanged) and e.status.state is EngineState.READ_ONLY
                    else None
                )
            )
            assert "another window" in status.stop_reason
            assert status.undo_text == "", "nothing can be taken back where nothing is written"
            other.wait(lambda e: isinstance(e, PoolChanged))
            assert status.ready == 0
            assert not other.ready
            assert other.current is None, "nobody is asked where nothing is written"
