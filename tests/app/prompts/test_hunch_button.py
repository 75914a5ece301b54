"""The hunch button of the Prompts page: what is expected of the chosen prompt."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.prompts.hunch_button import BETTER, NONE, WORSE
from app.prompts.prompts_page import PromptsPage
from app.theme import Theme
from optimizer.commands import DropHunch, HaveHunch
from optimizer.events import PoolChanged, TaskChanged
from optimizer.records import Hunch
from tests.app.build_views import START, Recorder, candidates, pool_view, task_view

IDS = [row.candidate.id for row in candidates()]
OTHER = next(prompt for prompt in IDS if prompt != START.id)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PromptsPage:
    made = PromptsPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.handle(TaskChanged(task_view()))
    return made


def tell(page: PromptsPage, *hunches: Hunch) -> None:
    page.handle(PoolChanged(pool_view(hunches=hunches)))
    page.show_prompt(OTHER)


def test_a_hunch_is_told_changed_and_dropped(page: PromptsPage) -> None:
    tell(page)
    heard = Recorder(page)
    page.bar.hunch.choices[BETTER].trigger()
    page.bar.hunch.choices[WORSE].trigger()
    assert heard.commands == [HaveHunch(OTHER, START.id), HaveHunch(START.id, OTHER)]
    page.bar.hunch.choices[NONE].trigger()
    assert len(heard.commands) == 2  # nothing is held yet: there is nothing to drop

    tell(page, Hunch(START.id, OTHER))
    page.bar.hunch.choices[NONE].trigger()
    assert heard.commands[2:] == [DropHunch(OTHER, START.id)]


def test_what_is_expected_is_written_on_the_button(page: PromptsPage) -> None:
    tell(page)
    assert page.bar.hunch.text() == "Hunch"
    tell(page, Hunch(OTHER, START.id))
    assert page.bar.hunch.text() == "Hunch: better"
    tell(page, Hunch(START.id, OTHER))
    assert page.bar.hunch.text() == "Hunch: worse"
    assert page.bar.hunch.choices[WORSE].isChecked()


def test_the_start_prompt_and_a_file_to_read_only_take_no_hunch(page: PromptsPage) -> None:
    tell(page)
    page.show_prompt(START.id)
    assert not page.bar.hunch.isEnabled()
    page.show_prompt(OTHER)
    assert page.bar.hunch.isEnabled()
    page.handle(TaskChanged(task_view(read_only=True)))
    tell(page)
    assert not page.bar.hunch.isEnabled()
