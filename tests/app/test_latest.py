"""What exports and the report know of the open project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.latest import Latest
from optimizer.events import Closed, HistoryChanged, PoolChanged, TaskChanged
from optimizer.records import Verdict
from tests.app.build_views import history, pool_view, task_view
from tests.app.judging_views import JUDGE, SELF, confirmation_view

RESULT = "B3 won 12, start won 4, 3 ties: 75 % (52–90 %) on rows tuning never saw"


@pytest.fixture
def latest() -> Latest:
    best = pool_view().incumbent_id
    won = confirmation_view(prompt_id=best)
    going = confirmation_view(prompt_id=best, judged=3, active=True)
    made = Latest()
    made.handle(TaskChanged(task_view()))
    made.handle(
        PoolChanged(pool_view(raters=(JUDGE,), self_agreement=SELF, confirmations=(won, going)))
    )
    return made


def test_the_last_finished_confirmation_goes_with_the_prompt(latest: Latest) -> None:
    assert latest.pool is not None
    rows = {row.candidate.id: row for row in latest.pool.candidates}
    best = latest.provenance(rows[latest.pool.incumbent_id])
    assert best.confirmed == RESULT
    assert ("On fresh rows", RESULT) in best.lines()
    assert RESULT in latest.write_prompt(rows[latest.pool.incumbent_id], "markdown")
    assert latest.provenance(rows[latest.pool.start_id]).confirmed == ""


def test_the_report_knows_who_judged(latest: Latest) -> None:
    data = latest.report_data()
    assert data is not None
    assert data.raters == (JUDGE,)
    assert data.self_agreement == SELF
    assert len(data.confirmations) == 2


def test_a_skipped_pair_is_no_vote_and_nor_is_one_taken_back(latest: Latest) -> None:
    rows = [replace(row, verdict=Verdict.LEFT, voided=False) for row in history(5)]
    rows[1] = replace(rows[1], verdict=Verdict.SKIP)
    rows[2] = replace(rows[2], voided=True)
    latest.handle(HistoryChanged(tuple(rows), whole=True))
    assert latest.pool is not None
    assert len(latest.votes) == 5
    assert latest.cast == 3
    assert latest.provenance(latest.pool.candidates[0]).votes == 3


def test_of_a_closed_project_nothing_is_kept(latest: Latest) -> None:
    latest.handle(Closed())
    assert latest.report_data() is None
    assert latest.votes == ()
