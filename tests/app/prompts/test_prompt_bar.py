"""What can be done with the chosen prompt."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.prompts.prompt_bar import PromptBar
from app.theme import Theme
from tests.app.build_views import pool_view

POOL = pool_view()
START, SHORTER, MINE = POOL.candidates[0], POOL.candidates[1], POOL.candidates[4]


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> PromptBar:
    made = PromptBar(theme)
    qtbot.addWidget(made)
    return made


def test_without_a_prompt_nothing_can_be_done(bar: PromptBar) -> None:
    bar.show_prompt(None, None, changeable=True)
    assert bar._name.text() == "No prompt is chosen"
    assert not any(b.isEnabled() for b in (bar.edit, bar.pin, bar.archive, bar.export, bar.more))


def test_a_prompt_is_told_with_its_figures(bar: PromptBar) -> None:
    bar.show_prompt(SHORTER, POOL, changeable=True)
    assert bar._name.text() == "B1: shorter"
    figures = "In play · won–lost–tied 7–3–1 · beats Start with 94 % · 21 words"
    assert bar._figures.text() == figures
    assert bar.archive.isEnabled()


def test_the_start_prompt_stays_and_an_archived_one_comes_back(bar: PromptBar) -> None:
    bar.show_prompt(START, POOL, changeable=True)
    assert bar.edit.isEnabled()
    assert not bar.archive.isEnabled()
    bar.show_prompt(MINE, POOL, changeable=True)
    assert bar.archive.text() == "Restore"
    assert not bar.set_start.isEnabled()


def test_a_project_that_may_only_be_read_can_be_exported(bar: PromptBar) -> None:
    bar.show_prompt(SHORTER, POOL, changeable=False)
    assert not bar.edit.isEnabled()
    assert bar.export.isEnabled()
