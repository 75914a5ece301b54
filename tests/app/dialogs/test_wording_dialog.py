"""What writers are told can be read, changed where it works, and put back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.dialogs.wording_dialog import WordingDialog
from app.theme import Theme
from optimizer.commands import ListWordings, SetWording
from optimizer.events import WordingsListed
from optimizer.views import WordingView
from optimizer.wordings import wording_file

REPHRASE, SHORTEN = wording_file("rephrase"), wording_file("shorten")
CHANGED = SHORTEN.replace("about a third shorter", "half as long")
LISTED = WordingsListed(
    (
        WordingView("rephrase", "Says the same.", REPHRASE, REPHRASE),
        WordingView("shorten", "Fewer words.", CHANGED, SHORTEN),
    )
)


@pytest.fixture
def open_dialog(qtbot: QtBot, theme: Theme) -> Callable[..., WordingDialog]:
    def make(locked: bool = False) -> WordingDialog:
        dialog = WordingDialog(theme, locked)
        dialog.heard = []
        dialog.command.connect(dialog.heard.append)
        qtbot.addWidget(dialog)
        dialog.ask()
        dialog.handle(LISTED)
        dialog.show()
        return dialog

    return make


def test_it_lists_them_and_marks_what_was_changed(open_dialog: Callable[..., WordingDialog]):
    dialog = open_dialog()
    assert dialog.heard == [ListWordings()]
    assert [dialog.list.item(n).text() for n in range(2)] == ["Rephrase", "Shorten •"]
    assert dialog.text.toPlainText() == REPHRASE
    assert not dialog.save.isEnabled()
    assert not dialog.back.isEnabled()


def test_a_change_that_works_is_used(open_dialog: Callable[..., WordingDialog]):
    dialog = open_dialog()
    new = REPHRASE.replace("in other words", "as a friend would")
    dialog.text.setPlainText(new)
    dialog.save.click()
    assert dialog.heard[-1] == SetWording("rephrase", new)


def test_a_change_that_cannot_work_says_why(open_dialog: Callable[..., WordingDialog]):
    dialog = open_dialog()
    dialog.text.setPlainText(REPHRASE.replace("{{prompt}}", "it"))
    problem = dialog.findChild(QLabel, "problem")
    assert problem is not None
    assert "{{prompt}}" in problem.text()
    assert not dialog.save.isEnabled()


def test_the_programs_own_text_comes_back(open_dialog: Callable[..., WordingDialog]):
    dialog = open_dialog()
    dialog.list.setCurrentRow(1)
    dialog.back.click()
    assert dialog.heard[-1] == SetWording("shorten", None)
    assert dialog.text.toPlainText() == SHORTEN


def test_a_read_only_project_only_reads(open_dialog: Callable[..., WordingDialog]):
    dialog = open_dialog(locked=True)
    dialog.list.setCurrentRow(1)
    assert dialog.text.isReadOnly()
    assert not dialog.back.isEnabled()
