"""Several people on one project."""

from __future__ import annotations

from pathlib import Path

from optimizer.preference import Ballot, Ballots
from optimizer.preference.ballots import Manner
from optimizer.records import Purpose, Verdict
from optimizer.session import Session
from optimizer.votes.people import company, named_person, rater_key
from tests.optimizer import sessions


def vote_as(session: Session, name: str, verdict: Verdict = Verdict.LEFT) -> str:
    """Vote on the pair on the screen under a name."""
    judged = sessions.offer(session)
    assert judged is not None
    rater = session.board.seat_person(named_person(name))
    vote_id = session.voting.tell(judged.id, verdict, rater=rater)
    assert vote_id is not None
    return vote_id


def opened(path: Path) -> Session:
    """Make a project with pairs to judge."""
    session = sessions.create(path)
    sessions.add_children(session, 3)
    sessions.answer_all(session)
    return session


def test_a_name_is_one_person_however_it_is_written() -> None:
    assert named_person(" Anna  Lee").id == named_person("anna lee").id
    assert named_person("Anna  Lee").name == "Anna Lee"
    assert named_person("").id == named_person("You").id == "person"
    assert named_person("Ben").id != named_person("Anna").id


def test_every_vote_bears_the_name_of_who_cast_it_and_all_teach(tmp_path: Path) -> None:
    path = tmp_path / "replies.pairtune"
    session = opened(path)
    vote_as(session, "Anna")
    vote_as(session, "Ben")
    assert [row.rater for row in session.voting.rows()] == ["Anna", "Ben"]
    assert session.board.votes == 2
    session.close()
    again = sessions.reopen(path)
    assert [row.rater for row in again.voting.rows()] == ["Anna", "Ben"]
    assert again.board.votes == 2
    again.close()


def test_agreement_between_people_and_with_oneself_are_kept_apart(tmp_path: Path) -> None:
    session = opened(tmp_path / "replies.pairtune")
    vote_as(session, "Anna", Verdict.LEFT)
    first = session.board.casebook.in_force()[0].duel
    # The same two outputs again, sides exchanged: Ben prefers the same, Anna changes her mind.
    for number, (name, verdict) in enumerate((("Ben", Verdict.RIGHT), ("Anna", Verdict.LEFT))):
        duel = type(first)(
            id=f"again {number}",
            purpose=Purpose.PROBE,
            example_id=first.example_id,
            left_output=first.right_output,
            right_output=first.left_output,
            left_prompt=first.right_prompt,
            right_prompt=first.left_prompt,
            picker="probe",
            setting_id=first.setting_id,
        )
        with session.board.store.atomic():
            session.showing.put_on_screen(duel)
        vote_as(session, name, verdict)
    session.board.me = named_person("Anna")
    view = session.pool_picture().run()
    assert view.self_agreement is not None
    assert (view.self_agreement.n, view.self_agreement.share) == (1, 0.0)
    (ben,) = view.raters
    assert (ben.name, ben.votes) == ("Ben", 1)
    assert ben.agreement is not None
    assert ben.agreement.n == 2

    session.board.me = named_person("Ben")
    view = session.pool_picture().run()
    assert view.self_agreement is None
    assert [rater.name for rater in view.raters] == ["Anna"]
    session.close()


def test_everybody_is_shown_beside_all_others_with_how_clearly_they_vote() -> None:
    anna, ben, carl = (rater_key(named_person(name).id) for name in ("Anna", "Ben", "Carl"))
    ballots = Ballots.of(
        [
            Ballot(0, 1, 1, example=0, rater=anna),
            Ballot(1, 0, -1, example=0, rater=ben),
            Ballot(0, 1, -1, example=0, rater=carl),
            Ballot(0, 1, 1, example=1, rater=carl),
        ]
    )
    found = company(ballots, named_person("Anna").id, {anna: Manner(gain=0.8)})
    assert found is not None
    assert found.agreement is not None
    assert (found.agreement.n, found.agreement.share, found.reliability) == (2, 0.5, 0.8)
    carls = company(ballots, named_person("Carl").id, {})
    assert carls is not None
    assert carls.agreement is not None
    assert (carls.agreement.n, carls.agreement.share, carls.reliability) == (2, 0.0, None)
    alone = ballots.take(ballots.rater == anna)
    assert company(alone, named_person("Anna").id, {}) is None


def test_the_view_tells_of_me_and_of_the_others_beside_all(tmp_path: Path) -> None:
    session = opened(tmp_path / "replies.pairtune")
    session.board.me = named_person("Anna")
    vote_as(session, "Anna")
    assert session.pool_picture().run().company is None
    vote_as(session, "Ben")
    view = session.pool_picture().run()
    assert view.company is not None
    assert view.company.reliability is None
    (ben,) = view.raters
    assert ben.company is not None
    assert ben.company.agreement is None
    session.close()
