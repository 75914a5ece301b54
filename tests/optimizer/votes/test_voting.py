"""Votes on a real file: what each step changes, and that a step that fails changes nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.records import (
    CallRole,
    Marked,
    ModelSpec,
    Prompt,
    Proposal,
    Span,
    Strength,
    Verdict,
)
from optimizer.session import Session
from tests.optimizer import sessions


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.pairtune"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    """A pool of three prompts with outputs, and a pair on the screen."""
    session = sessions.create(path)
    sessions.add_children(session, 2)
    sessions.answer_all(session)
    sessions.offer(session)
    yield session
    session.close()


def test_a_vote_takes_its_duel_off_the_screen_and_puts_the_next_there(session: Session) -> None:
    judged, following = session.showing.current, session.showing.ready[0]
    assert judged is not None
    vote_id = session.voting.tell(judged.id, Verdict.LEFT, next_duel=following.id)

    assert vote_id is not None
    assert session.showing.current is not None
    assert session.showing.current.id == following.id
    assert judged.id not in {duel.id for duel in session.showing.ready}
    reveal = session.voting.reveal(vote_id)
    assert (reveal.number, reveal.left_prompt) == (1, judged.left_prompt)


def test_an_unknown_or_judged_duel_takes_no_vote(session: Session) -> None:
    judged = session.showing.current
    assert judged is not None
    sessions.vote(session)

    assert session.voting.tell(judged.id, Verdict.RIGHT) is None
    assert session.voting.tell("nowhere", Verdict.RIGHT) is None
    assert sessions.in_force(session) == {judged.id: Verdict.LEFT}


def test_the_judged_duel_is_never_shown_as_the_next(session: Session) -> None:
    first = session.showing.current
    assert first is not None
    sessions.vote(session)
    second = session.showing.current
    assert second is not None
    for stale in (first.id, second.id, "nowhere"):
        session.voting.tell(second.id, Verdict.TIE, next_duel=stale)
        assert session.showing.current is None or session.showing.current.id not in (
            first.id,
            second.id,
        )


def test_a_skip_is_history_but_no_evidence(session: Session) -> None:
    sessions.vote(session, Verdict.SKIP)

    assert session.board.votes == 0
    assert [row.verdict for row in session.voting.rows()] == [Verdict.SKIP]
    assert session.voting.describe(session.actions.undoable) == "vote 1: skipped"


def test_a_skipped_pair_is_not_asked_again_on_its_example(session: Session) -> None:
    skipped = session.showing.current
    assert skipped is not None
    sessions.vote(session, Verdict.SKIP)
    while session.showing.current is not None:
        shown = session.showing.current
        assert {shown.left_output, shown.right_output} != {
            skipped.left_output,
            skipped.right_output,
        }
        sessions.vote(session)


def test_a_reason_reaches_the_history_and_the_file(session: Session, path: Path) -> None:
    shown = session.showing.current
    assert shown is not None
    vote_id = sessions.vote(session)
    span = Span(shown.left_output, 0, 4, good=False)

    assert session.voting.annotate(vote_id, "cold", ["tone"], [span])
    assert not session.voting.annotate("nowhere", "cold", [])
    session.close()
    again = sessions.reopen(path)
    (row,) = again.voting.rows()
    assert (row.reason, row.tags) == ("cold", ("tone",))
    assert again.board.casebook[vote_id].vote.spans == (span,)
    again.close()


def test_a_change_is_a_void_and_a_new_vote(session: Session) -> None:
    first = sessions.vote(session)
    second = session.voting.change(first, Verdict.RIGHT, Strength.SLIGHTLY)

    assert second is not None
    assert [(row.verdict, row.voided) for row in session.voting.rows()] == [
        (Verdict.LEFT, True),
        (Verdict.RIGHT, False),
    ]
    assert session.board.ballots()[0].weight == 0.5
    assert session.voting.change(first, Verdict.TIE, Strength.CLEARLY) is None
    session.voting.undo()
    assert [row.voided for row in session.voting.rows()] == [False, True]


def test_a_voided_vote_is_not_put_back_beside_another_on_its_duel(session: Session) -> None:
    first = sessions.vote(session)
    duel = session.board.casebook[first].duel
    assert session.voting.void(first)
    assert not session.voting.void(first)
    session.voting.tell(duel.id, Verdict.RIGHT)

    assert not session.voting.restore(first)
    assert sessions.in_force(session) == {duel.id: Verdict.RIGHT}


def test_a_pair_on_the_screen_whose_vote_is_put_back_gives_way(session: Session) -> None:
    vote_id = sessions.vote(session)
    session.voting.undo()
    assert session.showing.current is not None

    assert session.voting.restore(vote_id)
    shown = sessions.offer(session)
    assert shown is not None
    assert shown.id != session.board.casebook[vote_id].duel.id
    assert session.voting.tell(shown.id, Verdict.TIE) is not None


def test_a_vote_of_an_earlier_setting_is_undone_without_its_pair(session: Session) -> None:
    sessions.vote(session)
    assert session.set_task(replace(session.board.task, criteria="Be funny."))
    sessions.answer_all(session)
    sessions.offer(session)
    shown = session.showing.current
    assert shown is not None

    assert session.voting.undo() is not None
    assert session.showing.current == shown
    assert sessions.in_force(session) == {}


def test_another_answer_model_begins_afresh_and_coming_back_brings_all_back(
    session: Session,
) -> None:
    sessions.vote(session)
    before, texts = session.board.votes, session.board.table.count()
    assert session.set_models({CallRole.ANSWER: ModelSpec("openai/other")})
    assert (session.board.votes, session.board.table.count()) == (0, 0)
    assert session.showing.current is None

    assert session.set_models({CallRole.ANSWER: ModelSpec()})
    assert (session.board.votes, session.board.table.count()) == (before, texts)


def test_a_late_refit_of_another_setting_is_dropped(session: Session) -> None:
    for _ in range(4):
        sessions.vote(session)
    job = session.board.belief.refit_job()
    assert job is not None
    session.set_task(replace(session.board.task, criteria="Be funny."))

    assert not session.board.belief.accept(job, job.run())
    assert session.board.posterior.votes == 0


class FullDisk:
    """Lets a store fail at one place, once."""

    def __init__(self, session: Session, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            monkeypatch.undo()
            raise ProjectFault("The disk is full.", "Free some space.")

        monkeypatch.setattr(session.board.store, verb, fail)


def _picture(session: Session) -> tuple[object, ...]:
    return (
        session.board.casebook.in_force(),
        session.board.roster.candidates,
        session.showing.current,
        session.voting.describe(session.actions.undoable),
        session.voting.describe(session.actions.redoable),
        session.board.votes,
    )


@pytest.mark.parametrize("verb", ["cast_vote", "append_event", "put_duel"])
def test_a_vote_that_the_disk_refuses_leaves_no_trace(
    session: Session, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions.vote(session)
    before, shown = _picture(session), session.showing.current
    assert shown is not None
    FullDisk(session, verb, monkeypatch)

    with pytest.raises(ProjectFault):
        session.voting.tell(shown.id, Verdict.TIE, next_duel=session.showing.ready[0].id)

    assert _picture(session) == before
    assert session.voting.tell(shown.id, Verdict.TIE) is not None
    assert session.voting.undo() is not None
    assert sessions.in_force(session) != {}


@pytest.mark.parametrize("verb", ["void_vote", "restore_vote", "append_event"])
def test_a_step_back_or_forth_that_the_disk_refuses_leaves_no_trace(
    session: Session, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions.vote(session)
    sessions.vote(session, Verdict.RIGHT)
    session.voting.undo()
    sessions.offer(session)
    before = _picture(session)
    step = session.voting.redo if verb == "restore_vote" else session.voting.undo
    FullDisk(session, verb, monkeypatch)

    with pytest.raises(ProjectFault):
        step()

    assert _picture(session) == before
    assert step() is not None


@pytest.mark.parametrize("verb", ["put_proposal", "add_candidate", "append_event"])
def test_a_change_of_the_pool_that_the_disk_refuses_leaves_no_trace(
    session: Session, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = session.board.roster[session.board.roster.start_id]
    child = Prompt("Reply in verse.", fields=start.prompt.fields)
    proposal = Proposal(child, (start.id,), "test", "verse", "for fun")
    before = _picture(session)

    def change() -> object:
        if verb == "append_event":
            return session.growing.pin(session.board.roster.candidates[1].id, True)
        return session.growing.admit(proposal, None)

    FullDisk(session, verb, monkeypatch)
    with pytest.raises(ProjectFault):
        change()

    assert _picture(session) == before
    assert len(session.board.posterior) == len(session.board.roster)
    assert session.growing.admit(proposal, None) is None
    assert child.id in session.board.roster


def test_marked_parts_travel_with_the_vote_and_reach_history_file_and_writers(
    session: Session, path: Path
) -> None:
    shown = session.showing.current
    assert shown is not None
    good = Span(shown.left_output, 0, 2, good=True)
    bad = Span(shown.right_output, 1, 5, good=False)
    outside = Span(shown.left_output, 0, 10_000, good=True)
    foreign = Span("nowhere", 0, 1, good=True)
    vote_id = session.voting.tell(shown.id, Verdict.LEFT, spans=(good, bad, outside, foreign))
    assert vote_id is not None
    texts = session.board.store.output_texts((shown.left_output, shown.right_output))
    wanted = (
        Marked(True, True, texts[shown.left_output][:2]),
        Marked(False, False, texts[shown.right_output][1:5], 1),
    )

    assert session.voting.row(vote_id).marks == wanted
    assert session.voting.annotate(vote_id, "because", ())
    assert session.voting.rows()[-1].marks == wanted
    assert session.board.store.judged_duels()[-1].marks == wanted
    session.close()
    again = sessions.reopen(path)
    assert again.voting.row(vote_id).marks == wanted
    again.close()


def test_a_vote_before_anybody_can_read_is_kept_and_flagged(session: Session, path: Path) -> None:
    flags = []
    for took_ms in (20, 60_000, None):
        shown = sessions.offer(session)
        assert shown is not None
        vote_id = session.voting.tell(shown.id, Verdict.LEFT, took_ms=took_ms)
        assert vote_id is not None
        flags.append(session.voting.row(vote_id).fast)

    assert flags == [True, False, False]
    assert session.board.votes == 3
    session.close()
    again = sessions.reopen(path)
    assert [row.fast for row in again.voting.rows()] == flags
    again.close()


def test_a_slight_preference_is_named_as_such(session: Session) -> None:
    shown = session.showing.current
    assert shown is not None
    vote_id = session.voting.tell(shown.id, Verdict.RIGHT, strength=Strength.SLIGHTLY)
    assert vote_id is not None

    assert session.voting.describe(session.actions.undoable) == "vote 1: right slightly better"
    assert session.voting.reveal(vote_id).strength is Strength.SLIGHTLY


def test_the_history_tells_which_votes_the_posterior_learns_from(session: Session) -> None:
    sessions.vote(session, Verdict.SKIP)
    kept = sessions.vote(session)
    gone = sessions.vote(session)
    session.voting.void(gone)

    assert [row.vote_id for row in session.voting.rows() if row.teaches] == [kept]
    session.set_models({CallRole.ANSWER: ModelSpec("openai", "another")})
    assert not any(row.teaches for row in session.voting.rows())


def test_every_way_to_a_row_of_the_history_tells_the_same(path: Path) -> None:
    session = sessions.create(path)
    sessions.add_children(session, 2)
    words = (f"{'so ' * n}{n}" for n in itertools.count())
    sessions.answer_all(session, lambda _: next(words))
    votes = [sessions.vote(session) for _ in range(6)]
    session.voting.undo()

    rows = list(session.voting.rows())
    assert rows == [session.voting.row(vote) for vote in votes]
    assert {row.looked_at > 1 for row in rows} == {True, False}
    plain = [replace(row, fast=False, teaches=True, marks=()) for row in rows]
    assert plain == list(session.board.store.history())
    session.close()
