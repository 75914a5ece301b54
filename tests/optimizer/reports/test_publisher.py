"""What is told of the curve is what is believed, and nothing while that is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from optimizer.errors import ProjectFault
from optimizer.events import CurveChanged, Event
from optimizer.reports.publisher import VIEW_AT_LATEST_S, Publisher
from optimizer.session import Session
from optimizer.views import CurvePoint
from optimizer.workshop import Workshop
from tests.optimizer import sessions


class Later:
    """A workshop that computes nothing yet."""

    def compute(self, work: object, then: object, failed: object) -> None:
        """Take work in, and leave it."""


class Slow:
    """Reads pictures, a tenth of a second each."""

    def __init__(self, now: list[float]) -> None:
        self._now = now

    def read(self, picture: object) -> None:
        """Take the time."""
        self._now[0] += 0.1


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    before = sessions.create(tmp_path / "replies.pairtune")
    sessions.add_children(before, 3)
    for _ in range(6):
        sessions.answer_all(before)
        sessions.vote(before)
    before.close()
    again = sessions.reopen(tmp_path / "replies.pairtune")
    sessions.answer_all(again)
    yield again
    again.close()


def refit(session: Session) -> None:
    """Do the refit that is due."""
    belief = session.board.belief
    job = belief.refit_job()
    assert job is not None
    assert belief.accept(job, job.run())


def curve(events: list[Event]) -> tuple[CurvePoint, ...]:
    """The curve that was told last."""
    (last,) = [event for event in events if isinstance(event, CurveChanged)][-1:]
    return last.points


def test_a_vote_before_the_first_refit_has_no_point_of_its_own(session: Session) -> None:
    events: list[Event] = []
    bugs: list[BaseException] = []
    workshop = cast("Workshop", Later())
    publisher = Publisher(session, workshop, events.append, lambda: 0.0, bugs.append)
    publisher.curve_anew()
    sessions.vote(session)
    publisher.curve_point()
    assert events == [], "the votes of before are not learned yet"

    refit(session)
    publisher.curve_point()
    assert curve(events) == (session.curve_point(),)
    assert curve(events)[-1].votes == 7

    sessions.vote(session)
    publisher.curve_point()
    assert [point.votes for point in curve(events)] == [7, 8]
    assert not bugs


def test_a_table_that_could_not_be_looked_up_is_told_the_next_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    asked: list[object] = []
    workshop = Later()
    monkeypatch.setattr(workshop, "compute", lambda work, then, failed: asked.append(work))
    told = cast("Workshop", workshop)
    publisher = Publisher(session, told, lambda event: None, lambda: now[0], lambda error: None)
    publisher.pool_changed()

    def unread(*, pairs_left: bool) -> None:
        raise ProjectFault("The project file could not be read.")

    with monkeypatch.context() as broken:
        broken.setattr(session, "pool_picture", unread)
        with pytest.raises(ProjectFault):
            publisher.flush(pairs_left=True)
    publisher.flush(pairs_left=True)
    assert not asked, "not tried again at once"
    now[0] += 10.0
    publisher.flush(pairs_left=True)
    assert len(asked) == 1


def test_what_a_person_did_to_the_table_is_told_sooner_than_what_came_by_itself(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.thread_time", lambda: now[0])
    monkeypatch.setattr("optimizer.reports.publisher.PoolReader", lambda: Slow(now))
    workshop = Later()

    def compute(work: Callable[[], object], then: Callable[[object], None], _: object) -> None:
        then(work())

    monkeypatch.setattr(workshop, "compute", compute)
    told = cast("Workshop", workshop)
    publisher = Publisher(session, told, lambda event: None, lambda: now[0], lambda error: None)
    publisher.pool_changed()
    assert publisher.due_in() == 0.0
    publisher.flush(pairs_left=True)

    publisher.pool_changed()
    by_itself = publisher.due_in()
    publisher.pool_changed(awaited=True)
    by_a_person = publisher.due_in()
    assert by_itself is not None
    assert by_a_person is not None
    assert 0.0 < by_a_person < by_itself <= VIEW_AT_LATEST_S
    now[0] += by_a_person
    publisher.flush(pairs_left=True)
    publisher.pool_changed()
    assert publisher.due_in() == pytest.approx(by_itself), "it was told"
