"""Scores of answers that were there before their metric."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.metrics.own_metric import consent
from optimizer.options import write_options
from optimizer.outputs import Cell
from optimizer.records import Options
from optimizer.session import Session
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.optimizer import sessions
from tests.small_project import Hand, babble, small_draft

METRIC = "contains"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A project of labelled rows whose answers nothing has scored."""
    draft = small_draft()
    labelled = tuple(replace(each, reference="answers") for each in draft.examples)
    session = sessions.create(tmp_path / "replies.pairtune", replace(draft, examples=labelled))
    for example_id in session.board.order[:4]:
        sessions.answer(session, Cell(session.board.roster.start_id, example_id))
    return session


def test_all_answers_are_scored_at_once_or_none(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = session.board.store
    put, left = store.put_score, iter(range(2))

    def soon_full(output_id: str, metric: str, value: float) -> None:
        if next(left, None) is None:
            raise ProjectFault("The disk is full.")
        put(output_id, metric, value)

    with monkeypatch.context() as broken:
        broken.setattr(store, "put_score", soon_full)
        with pytest.raises(ProjectFault):
            session.board.set_options(Options(metric=METRIC))
    assert store.scores(METRIC) == {}
    session.reread()
    assert list(store.scores(METRIC).values()) == [1.0] * 4
    session.close()


def test_answers_without_a_score_can_be_looked_at_where_nothing_may_be_written(
    session: Session,
) -> None:
    path = session.board.store.path
    session.board.store.update_project(settings=write_options(Options(metric=METRIC)))
    session.close()
    with Store.open(path) as holder:
        reader = sessions.reopen(path)
        assert reader.board.store.read_only_reason
        assert list(reader.board.scorebook.values().values()) == [1.0] * 4
        reader.close()
        assert holder.scores(METRIC) == {}


def test_the_process_of_a_metric_ends_with_the_project(tmp_path: Path) -> None:
    own = tmp_path / "mine.py"
    own.write_text("def score(answer, expected, row):\n    return 0.5\n")
    consent(own)
    draft = small_draft(options=Options(metric=f"python:{own}"))
    service = FakeService(babble, threaded=True)
    hand = Hand.create(tmp_path / "p.pairtune", draft, service)
    hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes))
    (reader,) = [each for each in threading.enumerate() if each.name == "own-metric"]
    hand.close()
    service.close()
    reader.join(10)
    assert not reader.is_alive(), "it reads until the process has ended"
