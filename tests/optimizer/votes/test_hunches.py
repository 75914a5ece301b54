"""What a person expects of prompts, from the command to the posterior, and back by undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.records import Hunch, Verdict
from optimizer.session import Session
from tests.optimizer.sessions import add_children, answer_all, create, reopen, settle, vote


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = create(tmp_path / "p.pairtune")
    add_children(made, 2)
    settle(made)
    return made


def ids(session: Session) -> list[str]:
    return [candidate.id for candidate in session.board.roster.candidates]


def lead(session: Session, one: int, other: int) -> float:
    settle(session)
    mean = session.board.posterior.mean
    return float(mean[one] - mean[other])


def test_a_hunch_moves_the_posterior_and_is_no_vote(session: Session) -> None:
    start, first, _ = ids(session)
    before = lead(session, 1, 2)
    assert session.hunches.have(first, start)
    assert lead(session, 1, 2) > before + 0.1
    assert session.board.votes == 0
    assert session.pool_picture().run().hunches == (Hunch(first, start),)


def test_the_last_word_on_two_prompts_counts(session: Session) -> None:
    start, first, _ = ids(session)
    assert session.hunches.have(first, start)
    assert not session.hunches.have(first, start)
    assert session.hunches.have(start, first)
    assert session.board.hunches == (Hunch(start, first),)
    assert session.hunches.drop(first, start)
    assert not session.hunches.drop(first, start)
    assert session.board.hunches == ()


def test_undo_and_redo_step_through_hunches(session: Session) -> None:
    start, first, _ = ids(session)
    plain = lead(session, 1, 0)
    session.hunches.have(first, start)
    held = lead(session, 1, 0)
    session.hunches.have(start, first)
    assert session.voting.describe(session.actions.undoable) == "hunch about B1: way 1"

    session.voting.undo()
    assert lead(session, 1, 0) == pytest.approx(held)
    session.voting.undo()
    assert lead(session, 1, 0) == pytest.approx(plain)
    session.voting.redo()
    assert session.board.hunches == (Hunch(first, start),)
    assert lead(session, 1, 0) == pytest.approx(held)


def test_a_hunch_is_there_after_reopening(session: Session, tmp_path: Path) -> None:
    start, first, _ = ids(session)
    session.hunches.have(first, start)
    held = lead(session, 1, 0)
    session.close()

    again = reopen(tmp_path / "p.pairtune")
    assert again.board.hunches == (Hunch(first, start),)
    assert lead(again, 1, 0) == pytest.approx(held)
    again.close()


def test_nothing_is_expected_of_one_prompt_or_of_a_stranger(session: Session) -> None:
    start, first, _ = ids(session)
    assert not session.hunches.have(first, first)
    assert not session.hunches.have(first, "nobody")
    assert not session.hunches.drop(first, start)
    assert session.actions.undoable is None


def test_votes_overrule_a_hunch_and_the_curve_knows_it(session: Session) -> None:
    start, first, _ = ids(session)
    session.hunches.have(first, start)
    answer_all(session)
    for _ in range(8):
        judged = session.showing.ask(3)[0]
        vote(session, Verdict.RIGHT if judged.left_prompt == first else Verdict.LEFT)
    settle(session)
    picture = session.curve_picture()
    assert picture.hunches == session.board.hunches
    assert len(picture.run()) == len(session.board.judgements()) + 1
