"""Prompts that enter, leave and come back, on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.errors import DataFault, ProjectFault
from optimizer.outputs import Cell
from optimizer.proposing.gates import standing_gates
from optimizer.records import Demonstration, Prompt, Proposal, Purpose, Verdict
from optimizer.session import Session
from tests.optimizer import sessions


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.pairtune"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = sessions.create(path, gates=standing_gates())
    yield session
    session.close()


def start(session: Session) -> Prompt:
    return session.board.roster[session.board.roster.start_id].prompt


def proposal(session: Session, prompt: Prompt, label: str = "verse") -> Proposal:
    return Proposal(
        prompt,
        (start(session).id,),
        "rephrase",
        label,
        reason="for fun",
        hypothesis="should amuse",
        edit={"action": "rewrite"},
        evidence=("d1",),
    )


def test_a_proposal_that_passes_enters_with_all_that_is_known_of_it(
    session: Session, path: Path
) -> None:
    child = replace(start(session), instruction="Reply to the message in verse.")
    assert session.growing.admit(proposal(session, child), None) is None
    session.close()

    again = sessions.reopen(path)
    candidate = again.board.roster[child.id]
    assert (candidate.name, candidate.proposer) == ("B1: verse", "rephrase")
    assert (candidate.reason, candidate.hypothesis) == ("for fun", "should amuse")
    assert candidate.parents == (start(again).id,)
    (kept,) = again.snapshot().proposals
    assert (kept.prompt_id, kept.refusal, dict(kept.edit)) == (
        child.id,
        None,
        {"action": "rewrite"},
    )
    again.close()


def test_a_refusal_is_recorded_with_its_reason_and_costs_nothing(
    session: Session, path: Path
) -> None:
    lost = Prompt("Reply in verse.")
    refusal = session.growing.admit(proposal(session, lost), None)

    assert refusal is not None
    assert (refusal.gate, refusal.reason) == ("placeholders", "lost {{message}}")
    assert len(session.board.roster) == 1
    session.close()
    again = sessions.reopen(path)
    (kept,) = again.snapshot().proposals
    assert (kept.prompt_id, kept.refusal) == (None, refusal)
    again.close()


def test_the_users_own_prompt_stands_before_no_gate_but_enters_once(session: Session) -> None:
    own = Prompt("Say hello.")
    candidate = session.growing.add_own(own, [start(session).id, "nowhere"], "")

    assert (candidate.proposer, candidate.label) == ("", "your edit")
    assert candidate.parents == (start(session).id,)
    with pytest.raises(ProjectFault, match="B1: your edit"):
        session.growing.add_own(own, [], "again")


def test_a_child_starts_at_its_parents_mean_and_not_at_the_pools(session: Session) -> None:
    (child,) = sessions.add_children(session, 1)
    sessions.answer_all(session)
    while sessions.offer(session) is not None:
        shown = session.showing.current
        assert shown is not None
        said = Verdict.LEFT if shown.left_prompt == child.id else Verdict.RIGHT
        sessions.vote(session, said)
    sessions.settle(session)
    mean = session.board.posterior.mean
    assert mean[1] > mean[0] + 0.2

    grandchild = Prompt("Reply even better.", fields=start(session).fields)
    session.growing.add_own(grandchild, [child.id], "better")
    posterior = session.board.posterior
    assert posterior.mean[2] > mean.mean()
    assert posterior.covariance[2, 2] > posterior.covariance[1, 1]


def test_the_start_prompt_stays_in_play(session: Session) -> None:
    (child,) = sessions.add_children(session, 1)
    with pytest.raises(ProjectFault, match="start prompt"):
        session.growing.archive(start(session).id, True)

    session.growing.archive(child.id, True)
    with pytest.raises(ProjectFault, match="archived"):
        session.growing.set_start(child.id)
    session.growing.archive(child.id, False)
    session.growing.set_start(child.id)
    assert start(session) == child.prompt
    with pytest.raises(ProjectFault, match="start prompt"):
        session.growing.archive(child.id, True)


def test_an_archived_prompt_keeps_its_votes_and_is_asked_for_nothing(session: Session) -> None:
    children = sessions.add_children(session, 2)
    sessions.answer_all(session)
    for _ in range(3):
        sessions.vote(session)
    votes = session.board.votes
    gone = children[0].id
    session.growing.archive(gone, True)
    ready = session.showing.rerank(sessions.READY)

    assert session.board.votes == votes
    assert all(gone not in (duel.left_prompt, duel.right_prompt) for duel in ready)
    assert all(cell.prompt_id != gone for cell in session.showing.wanted_cells(set()))


def test_a_prompt_neither_answers_nor_is_judged_on_what_it_shows(session: Session) -> None:
    board = session.board
    shown = board.order[:2]
    sessions.add_children(session, 1)
    with_examples = replace(
        start(session),
        demonstrations=tuple(
            Demonstration((("message", board.examples[e].fields["message"]),), "Soon.")
            for e in shown
        ),
    )
    session.growing.add_own(with_examples, [start(session).id], "2 examples")
    made: list[Cell] = []
    judged = 0
    while True:
        made += sessions.answer_all(session)
        duel = sessions.offer(session)
        if duel is None:
            break
        if with_examples.id in (duel.left_prompt, duel.right_prompt):
            judged += duel.purpose is Purpose.TUNE
            assert duel.example_id not in shown
        sessions.vote(session)

    answered = {cell.example_id for cell in made if cell.prompt_id == with_examples.id}
    assert answered == set(board.order) - set(shown), "every other row is answered in the end"
    assert judged == 2 * len(answered)
    assert len(made) == len(set(made))


def test_a_row_added_later_is_barred_from_the_prompt_that_shows_it(session: Session) -> None:
    fields = {"message": "A row that is added later."}
    with_example = replace(
        start(session), demonstrations=(Demonstration(tuple(fields.items()), "Fine."),)
    )
    session.growing.add_own(with_example, [], "1 example")
    assert session.board.barred() == {}
    old = next(iter(session.board.examples.values()))
    session.add_examples([replace(old, id="late", fields=fields)])

    assert session.board.barred() == {with_example.id: frozenset({"late"})}


def test_an_own_prompt_that_no_row_can_fill_does_not_enter(session: Session) -> None:
    known = len(session.board.roster)
    shown = (Demonstration((("subject", "Parcel"),), "Sorry."),)
    for unfit in (
        replace(start(session), instruction="Reply to {{letter}}."),
        replace(start(session), instruction="Reply to {{message}}.", demonstrations=shown),
    ):
        with pytest.raises(DataFault):
            session.growing.add_own(unfit, (), "")
    assert len(session.board.roster) == known
