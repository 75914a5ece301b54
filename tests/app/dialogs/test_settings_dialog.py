"""The Settings dialog as a whole: what is kept, sent and put back, and its keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QLabel
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.dialogs.settings_dialog import SECTIONS, SettingsDialog
from app.language import NAMES, VARIABLE
from app.theme import Theme
from optimizer.commands import SetCaps, SetModels, SetOptions
from optimizer.records import CallRole, Caps, ModelSpec
from tests.app.build_views import Recorder, task_view
from tests.app.dialogs.settings_opening import Open, choose, save_button


def test_changes_go_to_the_open_project_and_to_new_ones_only_on_request(
    open_settings: Open, context: AppContext
) -> None:
    dialog = open_settings(task_view())
    heard = Recorder(dialog)
    choose(dialog, CallRole.WRITE, "bundled")
    dialog.caps.show_caps(Caps(votes=50))
    dialog.accept()
    models, caps = heard.commands
    assert isinstance(models, SetModels)
    assert models.models[CallRole.WRITE] == ModelSpec()
    assert caps == SetCaps(Caps(votes=50))
    assert context.settings.caps == Caps()
    dialog = open_settings(task_view(caps=Caps(votes=50)))
    dialog._also_new.setChecked(True)
    dialog.accept()
    assert context.settings.caps == Caps(votes=50)


def test_nothing_is_sent_when_nothing_changed(open_settings: Open) -> None:
    dialog = open_settings(task_view())
    heard = Recorder(dialog)
    dialog.accept()
    assert heard.commands == []


def test_limits_are_read_back_as_they_were_set(open_settings: Open, context: AppContext) -> None:
    dialog = open_settings(section="caps")
    caps = Caps(votes=10, calls=20, tokens=30_000, cost_usd=1.5)
    dialog.caps.show_caps(caps)
    dialog.accept()
    assert context.settings.caps == caps


def press(dialog: SettingsDialog, qtbot: QtBot, action: str, key: Qt.Key, **more: object) -> None:
    button = dialog.keys.button(action)
    button.click()
    qtbot.keyClick(button, key, **more)


def test_a_key_is_changed_by_pressing_it(
    open_settings: Open, context: AppContext, qtbot: QtBot
) -> None:
    dialog = open_settings(section="keys")
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_0)
    press(
        dialog, qtbot, "project.export", Qt.Key.Key_K, modifier=Qt.KeyboardModifier.ControlModifier
    )
    press(dialog, qtbot, "vote.both_bad", Qt.Key.Key_Backspace)
    dialog.accept()
    keymap = context.settings.keymap
    assert keymap.key("vote.tie") == "0"
    assert keymap.key("project.export") == "Ctrl+K"
    assert keymap.key("vote.both_bad") == ""


def test_two_actions_may_not_share_a_key(open_settings: Open, qtbot: QtBot) -> None:
    dialog = open_settings(section="keys")
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_1)
    assert "1 does two things" in dialog.keys.problem
    assert not save_button(dialog).isEnabled()
    dialog.keys.reset.click()
    assert save_button(dialog).isEnabled()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_clash_pushes_nothing_out_of_sight(
    open_settings: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    dialog = open_settings(section="keys")
    press(dialog, qtbot, "vote.right", Qt.Key.Key_1)
    assert dialog.keys.problem
    qtbot.wait(20)
    assert dialog.keys.visibleRegion().boundingRect() == dialog.keys.rect()
    assert dialog.keys.rect().contains(dialog.keys.reset.geometry())


def test_keys_that_belong_to_controls_are_refused(open_settings: Open, qtbot: QtBot) -> None:
    dialog = open_settings(section="keys")
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_Space)
    assert dialog.keys.keymap.key("vote.tie") == "3"
    assert "belongs to the control" in dialog.keys._note.text()
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_Escape)
    assert dialog.isVisible()


def test_single_keys_can_be_switched_off(open_settings: Open, context: AppContext) -> None:
    dialog = open_settings(section="keys")
    dialog.keys.single.setChecked(False)
    assert dialog.keys.button("vote.left").text() == "none"
    dialog.accept()
    assert not context.settings.keymap.single_keys


def test_the_appearance_is_tried_at_once_and_put_back_on_cancel(
    open_settings: Open, theme: Theme, context: AppContext
) -> None:
    dialog = open_settings(section="appearance")
    dialog.looks["dark"].click()
    assert theme.colours.dark
    dialog.reject()
    assert not theme.colours.dark
    dialog = open_settings(section="appearance")
    dialog.looks["dark"].click()
    dialog.accept()
    assert context.settings.appearance == "dark"


def test_a_project_that_may_only_be_read_is_not_changed(open_settings: Open) -> None:
    dialog = open_settings(task_view(read_only=True))
    heard = Recorder(dialog)
    assert not dialog.forms[CallRole.ANSWER].isEnabled()
    dialog.caps.show_caps(Caps())
    dialog.accept()
    assert heard.commands == []


def test_the_judges_opinion_is_told_only_on_request(
    open_settings: Open, context: AppContext
) -> None:
    dialog = open_settings()
    assert not dialog.judge_told.isChecked()
    dialog.judge_told.setChecked(True)
    dialog.accept()
    assert context.settings.judge_told
    assert open_settings().judge_told.isChecked()


def test_the_way_to_a_judge_leads_to_its_model(open_settings: Open) -> None:
    dialog = open_settings(section="judging")
    assert dialog.forms[CallRole.JUDGE].isVisible()


def test_its_buttons_carry_no_stock_pictures(open_settings: Open) -> None:
    buttons = open_settings().buttons.buttons()
    assert buttons
    assert all(button.icon().isNull() for button in buttons)


def test_limits_of_each_run_are_kept_with_the_project(open_settings: Open) -> None:
    dialog = open_settings(task_view(), "caps")
    heard = Recorder(dialog)
    dialog.run_caps.show_caps(Caps(votes=20, cost_usd=0.5))
    dialog.accept()
    [options] = [made.options for made in heard.commands if isinstance(made, SetOptions)]
    assert options.run_caps == Caps(votes=20, cost_usd=0.5)
    assert not any(isinstance(command, SetCaps) for command in heard.commands)
    again = open_settings(replace(task_view(), options=options), "caps")
    assert again.run_caps.caps == Caps(votes=20, cost_usd=0.5)


def test_ctrl_return_saves_and_does_nothing_while_something_is_missing(
    open_settings: Open, context: AppContext, qtbot: QtBot
) -> None:
    dialog = open_settings(section="caps")
    choose(dialog, CallRole.WRITE, "openai")  # a model without a name
    field = dialog.caps.findChild(QAbstractSpinBox)
    dialog.caps.show_caps(Caps(cost_usd=2.0, votes=7))
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)  # no key reaches a window that is not active yet
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    choose(dialog, CallRole.WRITE, "bundled")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    assert context.settings.caps == Caps(cost_usd=2.0, votes=7)


def access_keys(dialog: SettingsDialog) -> list[str]:
    """Return the access keys that stand on the screen: of buttons, and of fields by their names."""
    shown = [button for button in dialog.findChildren(QAbstractButton) if button.isVisible()]
    named = [name for name in dialog.findChildren(QLabel) if name.isVisible() and name.buddy()]
    keys = (QKeySequence.mnemonic(widget.text()).toString() for widget in (*shown, *named))
    return sorted(key for key in keys if key)


@pytest.mark.parametrize("language", sorted(NAMES))
def test_no_two_controls_that_are_seen_together_share_an_access_key(
    open_settings: Open, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    dialog = open_settings(task_view())
    seen = []
    for section in SECTIONS:
        dialog.show_section(section)
        seen.append((section, access_keys(dialog)))
    dialog.show_section("models")
    for at, (role, form) in enumerate(dialog.forms.items()):
        dialog._roles.setCurrentIndex(at)
        for row in range(form.provider.count()):
            form.provider.setCurrentIndex(row)
            seen.append((f"{role} {form.provider.itemText(row)}", access_keys(dialog)))
    assert len(seen) > 2 * len(SECTIONS)
    assert any("Alt+M" in keys for _, keys in seen)
    doubled = [(where, keys) for where, keys in seen if len(set(keys)) < len(keys)]
    assert doubled == []
