"""Blocking work away from the GUI thread."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Job, Jobs
from app.requests import Answered, Failed, Progressed, Reply
from optimizer.errors import DataFault


@pytest.fixture
def replies() -> list[Reply]:
    """What was told."""
    return []


def test_a_result_comes_back_in_the_gui_thread(qtbot: QtBot, replies: list[Reply]) -> None:
    jobs, threads = Jobs(), []

    def heard(reply: Reply) -> None:
        threads.append(threading.current_thread())
        replies.append(reply)

    jobs.start("request", lambda job: 42, heard)
    qtbot.waitUntil(lambda: bool(replies))
    assert replies == [Answered("request", 42)]
    assert threads == [threading.main_thread()]
    assert not jobs.busy()


def test_a_fault_of_the_world_is_told_with_its_remedy(qtbot: QtBot, replies: list[Reply]) -> None:
    def work(job: Job) -> None:
        raise DataFault("No rows.", "Choose another file.")

    Jobs().start("request", work, replies.append)
    qtbot.waitUntil(lambda: bool(replies))
    (reply,) = replies
    assert isinstance(reply, Failed)
    assert (reply.fault.message, reply.fault.remedy) == ("No rows.", "Choose another file.")


def test_a_bug_is_logged_and_told(
    qtbot: QtBot, replies: list[Reply], caplog: pytest.LogCaptureFixture
) -> None:
    jobs = Jobs()
    jobs.start("request", lambda job: 1 / 0, replies.append)
    qtbot.waitUntil(lambda: bool(replies))
    (reply,) = replies
    assert isinstance(reply, Failed)
    assert reply.fault.kind == "bug"
    assert "a job failed" in caplog.text


def test_progress_carries_an_estimate_of_the_time_left(qtbot: QtBot, replies: list[Reply]) -> None:
    jobs = Jobs()
    jobs.start("request", lambda job: job.progress(0.5, 10), replies.append)
    qtbot.waitUntil(lambda: len(replies) == 2)
    told = replies[0]
    assert isinstance(told, Progressed)
    assert (told.share, told.done) == (0.5, 10)
    assert told.left_s is not None


def test_a_cancelled_job_tells_only_that(qtbot: QtBot, replies: list[Reply]) -> None:
    jobs, going = Jobs(), threading.Event()

    def work(job: Job) -> str:
        going.set()
        while not job.cancelled():
            going.wait(0.01)
        return "too late"

    jobs.start("request", work, replies.append)
    assert going.wait(5)
    jobs.cancel("another request")
    assert jobs.busy()
    jobs.cancel("request")
    qtbot.waitUntil(lambda: bool(replies))
    (reply,) = replies
    assert isinstance(reply, Failed)
    assert reply.fault.kind == "cancelled"
