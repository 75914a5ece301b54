"""Judges that vote in the background: several of them, heard apart, within their budget."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optimizer.calling.patience import GIVE_UP_AFTER
from optimizer.commands import AddPrompt, Resume, SetOptions
from optimizer.errors import ModelFault
from optimizer.events import FaultRaised
from optimizer.judging.panel import AT_ONCE
from optimizer.records import CallRole, Options, Prompt, Request, Verdict
from tests.fake_service import FakeService
from tests.optimizer.judges_asked import JUDGE, service_answers
from tests.optimizer.sessions import reopen
from tests.small_project import Hand, small_draft

PANEL = Options(judge=True, judge_votes=5, judge_panel="second")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.pairtune"


def begin(path: Path, service: FakeService, options: Options) -> Hand:
    hand = Hand.create(path, small_draft(models={CallRole.JUDGE: JUDGE}), service)
    hand.until(lambda: hand.pool is not None)
    start = hand.pool.candidates[0].candidate
    for way in ("Be brief.", "Be kind."):
        hand.post(AddPrompt(Prompt(way, fields=start.prompt.fields), (start.id,)))
    hand.post(SetOptions(options))
    return hand


def verdicts(hand: Hand) -> dict[str, int]:
    return {view.name: view.votes + view.abstentions for view in hand.pool.raters}


def test_every_judge_of_the_panel_votes_within_its_budget(path: Path) -> None:
    service = FakeService(service_answers(), threaded=True)
    hand = begin(path, service, PANEL)
    hand.until(
        lambda: sorted(verdicts(hand).items()) == [("Judge: judge", 5), ("Judge: second", 5)]
    )
    hand.until(lambda: all(view.taste is not None for view in hand.pool.raters))
    hand.close()
    asked = {r.model.model for r in service.requests if r.role is CallRole.JUDGE}
    assert asked == {"openai/judge", "openai/second"}
    service.close()


def test_what_may_please_a_judge_is_known_again_after_reopening(path: Path) -> None:
    service = FakeService(service_answers(), threaded=True)
    hand = begin(path, service, PANEL)
    hand.until(lambda: sum(verdicts(hand).values()) == 10)
    hand.close()
    service.close()

    session = reopen(path)
    hearing = session.board.hearing()
    assert hearing is not None
    assert np.ptp(hearing.covariates, axis=0).max() > 0
    assert all(evidence.covariates.shape[1] >= 1 for evidence in hearing.evidence())
    session.close()


def test_a_judge_that_flips_abstains_and_teaches_nothing(path: Path) -> None:
    service = FakeService(service_answers(judges=lambda _: "VERDICT: 1"), threaded=True)
    hand = begin(path, service, Options(judge=True, judge_votes=3))
    # Nobody who only abstains is heard: its verdicts are counted in the file.
    hand.until(lambda: sum(r.role is CallRole.JUDGE for r in service.requests) >= 6)
    hand.until(lambda: bool(hand.pool.raters) and hand.pool.raters[0].abstentions == 3)
    assert hand.pool.raters[0].votes == 0
    hand.close()
    service.close()


def test_a_judge_that_fails_pair_after_pair_is_told_of_and_left_alone(path: Path) -> None:
    broken = True

    def answer(request: Request) -> str | ModelFault:
        if request.role is CallRole.JUDGE and broken:
            return ModelFault("It is off.", kind="server", retryable=True)
        return service_answers()(request)

    service = FakeService(answer, threaded=True)
    hand = begin(path, service, PANEL)
    fault = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
    assert fault.message == "It is off."
    for _ in range(3):
        hand.vote()
    hand.until(lambda: hand.status.votes == 3)
    asked = sum(r.role is CallRole.JUDGE for r in service.requests)
    assert asked <= 2 * 2 * (GIVE_UP_AFTER + AT_ONCE)

    broken = False
    hand.post(Resume())
    hand.until(lambda: sum(verdicts(hand).values()) == 10)
    hand.close()
    service.close()


def test_votes_of_judges_are_never_the_persons(path: Path) -> None:
    service = FakeService(service_answers(), threaded=True)
    hand = begin(path, service, PANEL)
    hand.until(lambda: sum(verdicts(hand).values()) == 10)
    hand.vote(Verdict.LEFT)
    hand.until(lambda: hand.status.votes == 1)
    hand.close()
    service.close()

    session = reopen(path)
    assert len(session.board.ballots()) == 1
    assert {entry.vote.rater_id for entry in session.board.judgements()} == {"person"}
    snapshot = session.snapshot()
    assert len(snapshot.duels) == 1
    assert len(snapshot.judge_duels) == 10
    session.close()
