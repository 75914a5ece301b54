"""A judge's criteria, rewritten after the person's votes and kept only when that proves right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.calling.budget import Ledger
from optimizer.calling.calls import Arrived, CallDesk
from optimizer.commands import CalibrateJudge
from optimizer.errors import ProjectFault
from optimizer.identity import UlidFactory, content_hash
from optimizer.judging.calibrating import FEWEST, Calibrating
from optimizer.records import CallRole, Request, Verdict
from optimizer.session import Session
from optimizer.store import utc_now
from optimizer.views import CalibrationState, CalibrationView
from tests.fake_service import FakeService
from tests.optimizer.judges_asked import (
    ANSWERS,
    JUDGE,
    LONGER,
    SHORTER,
    by_length,
    service_answers,
)
from tests.optimizer.sessions import add_children, answer_all, create, offer, reopen, vote
from tests.small_project import Hand, small_draft

REWRITTEN = f"I saw this.\n<criteria>\n{SHORTER}\n</criteria>"


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose person likes short answers and has just voted often enough."""
    path = tmp_path_factory.mktemp("voted") / "p.pairtune"
    session = create(path, small_draft(rows=24, models={CallRole.JUDGE: JUDGE}))
    add_children(session, 3)
    answer_all(session, lambda cell: "word " * (1 + int(content_hash([str(cell)])[:4], 16) % 40))
    for _ in range(FEWEST):
        pair = offer(session)
        texts = session.board.texts.fetch((pair.left_output, pair.right_output))
        short = len(texts[pair.left_output]) - len(texts[pair.right_output])
        vote(session, Verdict.LEFT if short < 0 else Verdict.RIGHT)
    session.close()
    return path


@pytest.fixture
def path(voted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(voted, tmp_path / "p.pairtune"))


def calibrated(session: Session, service: FakeService) -> tuple[CalibrationView, list[str]]:
    """Calibrate as the engine's loop does; returns how it ended and the faults that were told."""
    arrivals, faults = list[Arrived](), list[str]()
    store = session.board.store
    ledger = Ledger(session.board.project.caps, store.spend())
    desk = CallDesk(store, service, ledger, arrivals.append, UlidFactory(), utc_now)
    calibrating = Calibrating(
        session, desk, UlidFactory(), utc_now, lambda _: None, lambda f: faults.append(f.message)
    )
    calibrating.begin()
    while calibrating.running:
        calibrating.advance()
        while arrivals:
            with store.atomic():
                desk.arrive(arrivals.pop(0))
    found = calibrating.view()
    assert found is not None
    assert found == session.calibration
    return found, faults


def ended(hand: Hand) -> bool:
    found = hand.pool.calibration
    return found is not None and found.state is not CalibrationState.RUNNING


def service(
    writes: str = REWRITTEN, judges: Callable[[Request], str] = by_length, *, threaded: bool = False
) -> FakeService:
    return FakeService(service_answers(writes, judges), threaded=threaded)


def test_criteria_that_prove_right_on_votes_kept_back_are_kept(path: Path) -> None:
    calls = service()
    session = reopen(path)
    found, _ = calibrated(session, calls)
    assert found.state is CalibrationState.ACCEPTED
    assert found.kept_back == FEWEST // 2
    assert found.before < found.after == found.kept_back
    assert session.board.options.judge_criteria == SHORTER

    # The writer never saw what decided: no case of its shows a pair that was kept back.
    judge = session.board.judges[0]
    checked = session.board.jury.judged(judge.rater.id, session.board.setting_id)
    assert len(checked) == found.kept_back
    texts = session.board.texts.fetch([output for pair in checked for output in pair])
    pairs = [{texts[output].strip() for output in pair} for pair in checked]
    (told,) = (r.messages[-1].content for r in calls.requests if r.role is CallRole.WRITE)
    cases = [set(dict(ANSWERS.findall(case)).values()) for case in told.split("</case>")]
    assert sum(map(bool, cases)) > 0
    assert not any(pair in cases for pair in pairs)
    session.close()


def test_criteria_that_do_not_help_are_dropped(path: Path) -> None:
    session = reopen(path)
    found, _ = calibrated(session, service(writes=f"<criteria>{LONGER}</criteria>"))
    assert found.state is CalibrationState.REFUSED
    assert found.after <= found.before
    assert session.board.options.judge_criteria == ""
    session.close()


def test_a_judge_that_agrees_needs_no_other_criteria(path: Path) -> None:
    def agreeing(request: Request) -> str:
        return by_length(request).translate(str.maketrans("12", "21"))

    calls, session = service(judges=agreeing), reopen(path)
    found, _ = calibrated(session, calls)
    assert found.state is CalibrationState.AGREES
    assert found.before == found.kept_back
    assert not [r for r in calls.requests if r.role is CallRole.WRITE]
    session.close()


def test_a_writer_that_writes_nothing_usable_ends_it(path: Path) -> None:
    session = reopen(path)
    found, faults = calibrated(session, service(writes="I cannot say."))
    assert found.state is CalibrationState.STOPPED
    assert faults == ["The writer gave no usable criteria."]
    session.close()


def test_few_votes_are_refused_with_the_number_that_is_needed(tmp_path: Path) -> None:
    session = create(tmp_path / "new.pairtune", small_draft(models={CallRole.JUDGE: JUDGE}))
    with pytest.raises(ProjectFault, match=f"on {FEWEST} votes or more; there are 0"):
        calibrated(session, service())
    session.close()


def test_new_criteria_of_the_person_end_what_was_made_of_the_old(path: Path) -> None:
    session = reopen(path)
    calibrated(session, service())
    assert session.board.options.judge_criteria
    session.set_task(replace(session.board.task, criteria="Be quick."))
    assert session.board.options.judge_criteria == ""
    session.close()


def test_a_command_calibrates_and_the_result_is_there_after_reopening(path: Path) -> None:
    calls = service(threaded=True)
    hand = Hand.open(path, calls)
    hand.post(CalibrateJudge())
    hand.until(lambda: hand.pool is not None and ended(hand))
    assert hand.pool.calibration.state is CalibrationState.ACCEPTED
    told = hand.pool.calibration
    hand.close()
    hand = Hand.open(path, calls)
    hand.until(lambda: hand.pool is not None)
    assert hand.pool.calibration == told
    hand.close()
    calls.close()
