"""Two chosen prompts on chosen examples, on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.records import Purpose, Split, Verdict
from optimizer.session import Session
from tests.optimizer import sessions


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A pool of four prompts with a few outputs."""
    session = sessions.create(tmp_path / "replies.pairtune")
    sessions.add_children(session, 3)
    sessions.answer_all(session)
    yield session
    session.close()


def chosen(session: Session, n: int = 2) -> tuple[str, str, tuple[str, ...]]:
    """Return two prompts and some tuning examples."""
    first, second = [c.id for c in session.board.roster.candidates[1:3]]
    return first, second, tuple(session.board.order[:n])


def play(session: Session, verdict: Verdict) -> list[tuple[str, str, str]]:
    """Judge every duel of the comparison; returns example, left and right prompt of each."""
    shown = []
    while session.facing.trial is not None:
        for cell in session.facing.cells(set()):
            sessions.answer(session, cell)
        session.showing.rerank(3)
        duel = next(d for d in session.showing.ready if d.purpose is Purpose.HEAD_TO_HEAD)
        shown.append((duel.example_id, duel.left_prompt, duel.right_prompt))
        assert session.voting.tell(duel.id, verdict) is not None
        session.facing.finish_if_done()
    return shown


def test_the_chosen_two_are_asked_about_on_the_chosen_examples_and_nothing_else(
    session: Session,
) -> None:
    first, second, examples = chosen(session)
    session.facing.start(first, second, examples)
    shown = play(session, Verdict.TIE)

    assert [example for example, _, _ in shown] == list(examples)
    assert all({left, right} == {first, second} for _, left, right in shown)
    (view,) = session.facing.views()
    assert (view.wanted, view.judged, view.ties, view.active) == (2, 2, 2, False)


def test_a_queue_that_is_longer_than_asked_for_gets_no_more_duels(session: Session) -> None:
    first, second, examples = chosen(session, 4)
    session.facing.start(first, second, examples)
    for cell in session.facing.cells(set()):
        sessions.answer(session, cell)
    assert len(session.facing.duels((), 2)) == 2
    assert session.facing.duels((), 0) == []
    assert session.facing.duels((), -1) == []


def test_sides_are_balanced_and_wins_are_those_of_the_first(session: Session) -> None:
    first, second, examples = chosen(session)
    session.facing.start(first, second, examples)
    shown = play(session, Verdict.LEFT)

    assert sorted(left for _, left, _ in shown) == sorted([first, second])
    (view,) = session.facing.views()
    assert (view.first, view.wins, view.losses) == (first, 1, 1)


def test_these_votes_teach(session: Session) -> None:
    first, second, examples = chosen(session)
    before = session.board.votes
    session.facing.start(first, second, examples)
    play(session, Verdict.LEFT)

    assert session.board.votes == before + 2


def test_without_examples_the_next_ones_in_order_are_taken(session: Session) -> None:
    first, second, _ = chosen(session)
    session.facing.start(first, second, ())

    assert session.facing.trial is not None
    assert session.facing.trial.examples == tuple(session.board.order[:10])


def test_what_is_held_out_stays_fresh(session: Session) -> None:
    first, second, _ = chosen(session)
    held_out = [e.id for e in session.board.examples.values() if e.split is Split.HELD_OUT]
    assert held_out
    with pytest.raises(ProjectFault):
        session.facing.start(first, second, held_out)


def test_what_was_judged_head_to_head_is_not_asked_again(session: Session) -> None:
    first, second, examples = chosen(session)
    session.facing.start(first, second, examples)
    play(session, Verdict.LEFT)

    with pytest.raises(ProjectFault, match="nothing to show"):
        session.facing.start(second, first, examples)


def test_a_prompt_is_not_compared_with_itself(session: Session) -> None:
    first, _, examples = chosen(session)
    with pytest.raises(ProjectFault, match="not two prompts"):
        session.facing.start(first, first, examples)


def test_it_goes_on_after_reopening_and_can_be_ended(session: Session, tmp_path: Path) -> None:
    first, second, examples = chosen(session)
    session.facing.start(first, second, examples)
    session.close()
    again = sessions.reopen(tmp_path / "replies.pairtune")
    assert again.facing.trial is not None
    again.facing.stop()
    assert again.facing.trial is None
    assert not again.facing.views()[0].active
    again.close()


def test_nothing_is_merged_while_a_comparison_is_under_way(
    session: Session, tmp_path: Path
) -> None:
    first, second, examples = chosen(session)
    copy = tmp_path / "copy.pairtune"
    session.board.store.save_copy(copy)
    session.facing.start(first, second, examples)
    with pytest.raises(ProjectFault, match="under way"):
        session.merge(copy)
    session.facing.stop()
    view = session.merge(copy)
    assert (view.votes, view.conflicts) == (0, ())
    assert Path(view.safety_copy).exists()


def test_a_merge_that_is_refused_leaves_no_copy_behind(session: Session, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(ProjectFault):
        session.merge(session.board.store.path)
    with pytest.raises(ProjectFault):
        session.merge(tmp_path / "nowhere.pairtune")
    assert set(tmp_path.iterdir()) == before
