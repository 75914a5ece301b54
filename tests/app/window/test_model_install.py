"""Fetching the bundled model from inside the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.jobs import Job, Jobs
from app.theme import Theme
from app.window.messages import MessageBar
from app.window.model_install import ModelInstall
from optimizer.errors import ModelFault


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> MessageBar:
    """An empty bar."""
    made = MessageBar(theme)
    qtbot.addWidget(made)
    return made


def press(bar: MessageBar, text: str) -> None:
    """Press a button of the bar."""
    (found,) = (each for each in bar.findChildren(QPushButton) if each.text() == text)
    found.click()


def installing(bar: MessageBar, fetch: Callable[[Job], object]) -> tuple[ModelInstall, list[bool]]:
    """Return an offer that fetches so, and what is told when it is done."""
    done: list[bool] = []
    return ModelInstall(Jobs(bar), bar, lambda: done.append(True), fetch), done


def test_it_is_offered_fetched_and_said(qtbot: QtBot, bar: MessageBar) -> None:
    install, done = installing(bar, lambda job: "here")
    install.offer()
    assert "100 MB" in bar.texts[0]
    press(bar, "Fetch it")
    qtbot.waitUntil(lambda: bool(done))
    assert bar.texts == ("The model is here.",)


def test_progress_is_told_and_cancel_works(qtbot: QtBot, bar: MessageBar) -> None:
    def fetch(job: Job) -> object:
        job.progress(0.25, 25_000_000)
        while not job.cancelled():
            pass
        raise ModelFault("Cancelled.", kind="cancelled")

    install, done = installing(bar, fetch)
    install.offer()
    press(bar, "Fetch it")
    qtbot.waitUntil(lambda: "25 %" in bar.texts[0])
    assert "25.0 MB" in bar.texts[0]
    press(bar, "Cancel")
    qtbot.waitUntil(lambda: "100 MB" in bar.texts[0])
    assert done == []


def test_a_failure_is_shown_with_another_try(qtbot: QtBot, bar: MessageBar) -> None:
    def fetch(job: Job) -> object:
        raise ModelFault("There is no network.", "Connect and try again.", kind="connection")

    install, done = installing(bar, fetch)
    install.start()
    qtbot.waitUntil(lambda: bar.texts == ("There is no network. Connect and try again.",))
    press(bar, "Retry")
    assert done == []
