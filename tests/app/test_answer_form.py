"""The answer form of a prompt: told with its layout, kept or changed in an edit, and exported."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.latest import Latest
from app.prompts.prompts_page import PromptsPage
from app.theme import Theme
from app.words.prompt_words import answer_form_words
from optimizer.commands import AddPrompt
from optimizer.events import PoolChanged, TaskChanged
from optimizer.records import Layout, Prompt
from tests.app.build_views import START, TASK, Recorder, candidates, pool_view, task_view

LABELS = ("positive", "negative")
HELD = replace(START, layout=Layout(cue="Reply:", choices=LABELS))
WORDED = replace(START, labels=(("positive", "good"),))


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PromptsPage:
    made = PromptsPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def show(page: PromptsPage, prompt: Prompt, labels: tuple[str, ...] = LABELS) -> str:
    """Show a pool with a prompt in it, and choose that."""
    rows = list(candidates())
    rows[1] = replace(rows[1], candidate=replace(rows[1].candidate, prompt=prompt))
    page.handle(TaskChanged(task_view(task=replace(TASK, labels=labels))))
    page.handle(PoolChanged(pool_view(candidates=tuple(rows))))
    page._throttle.flush()
    page.show_prompt(prompt.id)
    return page.details.facts.text


def saved(page: PromptsPage) -> Prompt:
    """Save the edit and return the prompt that was asked for."""
    heard = Recorder(page)
    page.editor.save.click()
    (command,) = heard.commands
    assert isinstance(command, AddPrompt)
    return command.prompt


def test_the_form_is_told_with_the_layout(page: PromptsPage) -> None:
    assert "Answers: one of positive, negative" in show(page, HELD)
    assert "Answers: free" in show(page, replace(START, instruction="Reply kindly."))


def test_an_edit_keeps_the_form(page: PromptsPage) -> None:
    show(page, HELD)
    page.bar.edit.click()
    assert page.editor.held.isChecked()
    page.editor.editor.set_prompt("Is {{message}} positive or negative?", START.system)
    assert saved(page).layout == HELD.layout


def test_weights_are_told_and_stay_as_long_as_the_form_does(page: PromptsPage) -> None:
    weighed = replace(HELD, layout=replace(HELD.layout, choice_weights=(1.5, -1.5)))
    assert "Weights of the answers: positive +1.50, negative -1.50" in show(page, weighed)
    page.bar.edit.click()
    page.editor.editor.set_prompt("Is {{message}} positive or negative?", START.system)
    assert page.editor.prompt is not None
    assert page.editor.prompt.layout == weighed.layout
    page.editor.held.setChecked(False)
    assert saved(page).layout == replace(HELD.layout, choices=())


def test_the_form_alone_can_be_changed_in_an_edit(page: PromptsPage, qtbot: QtBot) -> None:
    show(page, HELD)
    page.bar.edit.click()
    assert not page.editor.save.isEnabled()
    page.editor.held.setFocus()
    qtbot.keyClick(page.editor.held, Qt.Key.Key_Space)
    assert page.editor.prompt == replace(HELD, layout=replace(HELD.layout, choices=()))


def test_a_free_prompt_is_held_to_its_own_words_for_the_labels(page: PromptsPage) -> None:
    show(page, WORDED)
    page.bar.edit.click()
    held = page.editor.held
    assert (held.isVisible(), held.isChecked()) == (True, False)
    assert held.text() == "Answers: one of good, negative"
    held.setChecked(True)
    assert saved(page) == replace(
        WORDED, layout=replace(WORDED.layout, choices=("good", "negative"))
    )


def test_without_labels_there_is_nothing_to_hold_an_answer_to(page: PromptsPage) -> None:
    show(page, replace(START, instruction="Reply kindly."), labels=())
    page.bar.edit.click()
    assert not page.editor.held.isVisible()
    page.editor.editor.set_prompt("Reply to {{message}}.", START.system)
    assert saved(page).layout.choices == ()


def test_many_labels_are_named_as_far_as_there_is_room(page: PromptsPage) -> None:
    labels = (*(f"label & {n}" for n in range(8)), "a label that is rather long")
    show(page, replace(START, instruction="Which one?"), labels=labels)
    page.bar.edit.click()
    assert page.editor.held.text() == ("Answers: one of label && 0, label && 1, label && 2, …")
    assert "label &amp; 7, a label that is rather long" in page.editor.held.toolTip()
    assert answer_form_words(labels[7:], short=True) == "one of label & 7, a label that is…"


def test_an_export_says_what_answers_are_held_to() -> None:
    latest = Latest()
    latest.handle(TaskChanged(task_view()))
    latest.handle(PoolChanged(pool_view()))
    row = candidates()[1]
    held = replace(row, candidate=replace(row.candidate, prompt=HELD))
    assert "Answers: one of positive, negative" in latest.write_prompt(held, "text")
    assert "- Answers: one of positive, negative" in latest.write_prompt(held, "markdown")
    assert "Answers" not in latest.write_prompt(row, "text")
