"""The chooser of methods: what is offered, what is greyed with its reason, what is begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.method_dialog import MethodDialog
from app.forms.method_form import MethodForm
from app.theme import Theme
from app.words.method_words import run_words, takes_words
from optimizer.commands import ListMethods, StartMethod, StopRun
from optimizer.events import MethodsListed
from optimizer.records import Method, MethodSetting, Need, PartUse, SettingKind, Source
from optimizer.views import ForecastView, MethodView, RunView

FREE = Method(
    "free",
    "Free",
    "Needs no writer.",
    (PartUse("layout"),),
    needs=((Need.PERSON,),),
    sources=(Source("A paper", "A. Body", 2024, "2401.00001"),),
    settings=(
        MethodSetting("rounds", "Rounds", SettingKind.WHOLE, 5, "How many.", 1, 20),
        MethodSetting("share", "Share", SettingKind.NUMBER, 0.25, "How much.", 0.0, 1.0),
        MethodSetting("way", "Way", SettingKind.CHOICE, "up", "Where.", choices=("up", "down")),
        MethodSetting("calm", "Calm", SettingKind.SWITCH, False, "Whether."),
        MethodSetting("word", "Word", SettingKind.TEXT, "kind", "Which."),
    ),
)
WRITTEN = Method("written", "Written", "Writes.", (PartUse("rephrase"),), needs=((Need.WRITER,),))
FORECAST = ForecastView(30, (60, 240), (1000, 9000), (0.3, 0.6), (60.0, 240.0))
LISTED = MethodsListed(
    (
        MethodView(FREE, "", FORECAST, ("Goes by words here.",)),
        MethodView(WRITTEN, "Needs a writer model.", None),
    ),
    ("mine.yaml: title: this key is missing.",),
)
RUN = RunView("free", "Free", 3, 10, {"rounds": 7}, False)

Open = Callable[..., MethodDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, theme: Theme) -> Open:
    def make(run: RunView | None = RUN, locked: bool = False) -> MethodDialog:
        dialog = MethodDialog(theme, run, locked)
        dialog.heard = []
        dialog.command.connect(dialog.heard.append)
        qtbot.addWidget(dialog)
        dialog.ask()
        dialog.handle(LISTED)
        dialog.show()
        return dialog

    return make


def said(dialog: MethodDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text() if not found.isHidden() else ""


def test_it_asks_for_the_methods_and_shows_the_one_that_goes_on(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert dialog.heard == [ListMethods()]
    assert said(dialog, "method-title") == "Free"
    assert said(dialog, "run") == "Free: 3 of 10 new prompts."
    assert said(dialog, "takes") == takes_words(FORECAST)
    assert said(dialog, "without") == "Goes by words here."
    assert "A paper" in said(dialog, "sources")
    assert "mine.yaml" in said(dialog, "faults")
    assert dialog.form is not None
    assert dialog.form.values["rounds"] == 7
    assert dialog.start.text() == "&Start anew"


def test_a_method_that_lacks_something_says_what_and_cannot_be_begun(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.list.setCurrentRow(1)
    assert said(dialog, "lacking") == "Needs a writer model."
    assert said(dialog, "takes") == said(dialog, "without") == ""
    assert not dialog.start.isEnabled()
    described = dialog.list.item(1).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Needs a writer model."


def test_what_lacks_something_is_muted_in_the_appearance_of_now(
    open_dialog: Open, theme: Theme
) -> None:
    dialog = open_dialog()
    for appearance in ("dark", "light"):
        theme.set_appearance(appearance)
        assert dialog.list.item(1).foreground().color().name() == theme.colours.muted.lower()


def test_every_choice_of_a_setting_can_be_read(qtbot: QtBot, theme: Theme) -> None:
    choices = ("turns", "random", "nearest", "diverse", "mixed", "every one of them", "all")
    way = MethodSetting("way", "Way", SettingKind.CHOICE, "all", "How.", choices=choices)
    form = MethodForm(replace(FREE, settings=(way,)), {}, theme)
    qtbot.addWidget(form)
    form.resize(400, 300)
    form.show()
    told = next(name for name in form.findChildren(QLabel) if "diverse" in name.text())
    assert told.height() >= told.heightForWidth(told.width())


def test_a_text_of_several_lines_can_be_written(qtbot: QtBot, theme: Theme) -> None:
    merits = MethodSetting("merits", "Merits", SettingKind.LINES, "", "One a line.")
    form = MethodForm(replace(FREE, settings=(merits,)), {"merits": "clear\nkind"}, theme)
    qtbot.addWidget(form)
    form.show()
    field = form.fields["merits"]
    assert form.values == {"merits": "clear\nkind"}
    with qtbot.waitSignal(form.changed):
        field.moveCursor(QTextCursor.MoveOperation.End)  # type: ignore[attr-defined]
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClicks(field, "brief")
    assert form.values == {"merits": "clear\nkind\nbrief"}
    form.reset()
    assert form.values == {"merits": ""}


def test_a_method_is_begun_with_the_settings_in_the_fields(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(run=None)
    assert dialog.form is not None
    dialog.form.fields["rounds"].setValue(12)
    dialog.form.fields["share"].setValue(0.5)
    dialog.form.fields["way"].setCurrentText("down")
    dialog.form.fields["calm"].setChecked(True)
    dialog.form.fields["word"].setText("plain")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    values = {"rounds": 12, "share": 0.5, "way": "down", "calm": True, "word": "plain"}
    assert dialog.heard[-1] == StartMethod("free", values)
    assert dialog.isHidden()


def test_the_defaults_come_back(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert dialog.form is not None
    dialog.form.fields["word"].setText("other")
    dialog.defaults.click()
    assert dialog.form.values == {setting.name: setting.default for setting in FREE.settings}


def test_it_is_worked_by_keys_alone(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    assert dialog.list.hasFocus() or dialog.focusWidget() is dialog.list
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert said(dialog, "method-title") == "Written"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.form is not None
    fields = list(dialog.form.fields.values())
    order = [dialog.list, *fields, dialog.defaults, dialog.stop, dialog.cancel, dialog.start]
    assert [widget for widget in chain(dialog.list) if widget in order] == order


def chain(first: QWidget) -> Iterator[QWidget]:
    """Yield the widgets in the order of the Tab key."""
    widget = first
    while True:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return


def test_a_run_can_be_stopped(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.stop.click()
    assert dialog.heard[-1] == StopRun()


def test_a_read_only_project_only_looks(open_dialog: Open) -> None:
    dialog = open_dialog(locked=True)
    assert not dialog.start.isEnabled()
    assert not dialog.stop.isEnabled()


def test_a_run_is_told_with_why_it_stands_still() -> None:
    assert run_words(None) == "No method has begun yet."
    ended = RunView("x", "X", 10, 10, {}, True, "10 new prompts were written")
    assert run_words(ended) == "X: 10 of 10 new prompts. Ended: 10 new prompts were written."
    blocked = RunView("x", "X", 1, None, {}, False, "", "Needs a writer model.")
    assert run_words(blocked) == "X: 1 new prompt. Needs a writer model."
