"""The settings: models, limits, keys and appearance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QDialogButtonBox,
    QLabel,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.dialogs.settings_dialog import SECTIONS, SettingsDialog
from app.language import NAMES
from app.requests import Answered, Failed, ListModels, TestModel
from app.theme import Theme
from optimizer.commands import SetCaps, SetModels, SetOptions
from optimizer.llm import ModelReport
from optimizer.records import CallRole, Caps, ModelSpec
from optimizer.views import FaultView, TaskView
from tests.app.build_views import Recorder, task_view

Open = Callable[..., SettingsDialog]


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppContext]:
    made = AppContext(tmp_path)
    monkeypatch.setattr(made.keys, "works", lambda: True)  # whatever this machine has
    yield made
    made.close()


@pytest.fixture
def open_dialog(qtbot: QtBot, theme: Theme, context: AppContext) -> Open:
    def make(task: TaskView | None = None, section: str = "models") -> SettingsDialog:
        dialog = SettingsDialog(context, theme, task, section)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def choose(dialog: SettingsDialog, role: CallRole, provider: str) -> None:
    box = dialog.forms[role].provider
    box.setCurrentIndex(box.findData(provider))


def save_button(dialog: SettingsDialog) -> QPushButton:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save)


def test_a_hosted_model_with_its_key_in_the_environment_is_kept(
    open_dialog: Open, context: AppContext
) -> None:
    dialog = open_dialog()
    choose(dialog, CallRole.WRITE, "openai")
    form = dialog.forms[CallRole.WRITE]
    assert form.problem == "Name the model."
    assert not save_button(dialog).isEnabled()
    form.model.setText("gpt-4o-mini")
    form.key.source.setCurrentIndex(form.key.source.findData("variable"))
    assert form.key.variable.text() == "OPENAI_API_KEY"
    dialog.accept()
    expected = ModelSpec("openai/gpt-4o-mini", key_name="env:OPENAI_API_KEY")
    assert context.settings.models[CallRole.WRITE] == expected
    again = open_dialog().forms[CallRole.WRITE]
    assert again.provider.currentData() == "openai"
    assert again.spec == expected


def test_a_server_on_this_computer_is_offered_its_usual_address(open_dialog: Open) -> None:
    dialog = open_dialog()
    choose(dialog, CallRole.ANSWER, "ollama")
    form = dialog.forms[CallRole.ANSWER]
    form.model.setText("llama3.2")
    assert form.spec == ModelSpec(
        "ollama_chat/llama3.2", "http://127.0.0.1:11434", price_in=0.0, price_out=0.0
    )


def test_a_file_of_ones_own_is_a_model(open_dialog: Open) -> None:
    dialog = open_dialog()
    choose(dialog, CallRole.ANSWER, "file")
    assert dialog.forms[CallRole.ANSWER].problem == "Choose a GGUF file."
    dialog.forms[CallRole.ANSWER].file.setText("/models/tiny.gguf")
    assert dialog.forms[CallRole.ANSWER].spec == ModelSpec(file="/models/tiny.gguf")


def test_any_name_that_litellm_knows_can_be_given(open_dialog: Open) -> None:
    dialog = open_dialog()
    form = dialog.forms[CallRole.JUDGE]
    form.show_spec(ModelSpec("some_provider/model-x", key_name="env:X_KEY"))
    assert form.provider.currentData() == "other"
    assert form.spec == ModelSpec("some_provider/model-x", key_name="env:X_KEY")


def test_prices_that_were_set_stay_with_their_model(open_dialog: Open) -> None:
    form = open_dialog().forms[CallRole.WRITE]
    spec = ModelSpec("openai/gpt-4o-mini", key_name="openai", price_in=0.1, price_out=0.4)
    form.show_spec(spec)
    assert form.spec == spec


def test_prices_and_limits_per_minute_can_be_set_and_taken_away(open_dialog: Open) -> None:
    form = open_dialog().forms[CallRole.WRITE]
    spec = ModelSpec("openai/gpt-4o-mini", key_name="openai")
    form.show_spec(spec)
    assert form.spec == spec
    form.price.tokens_in.setValue(0.0)
    form.price.tokens_out.setValue(1.25)
    form.pace.calls.setValue(30)
    form.pace.tokens.setValue(20_000)
    limited = replace(
        spec, price_in=0.0, price_out=1.25, calls_per_minute=30, tokens_per_minute=20_000
    )
    assert form.spec == limited
    again = open_dialog().forms[CallRole.WRITE]
    again.show_spec(limited)
    assert again.spec == limited
    again.price.tokens_in.setValue(-1)
    again.price.tokens_out.setValue(-1)
    again.pace.calls.setValue(0)
    again.pace.tokens.setValue(0)
    assert again.spec == spec


def test_another_provider_has_no_price_and_no_limit_of_the_one_before(open_dialog: Open) -> None:
    dialog = open_dialog()
    form = dialog.forms[CallRole.WRITE]
    form.show_spec(ModelSpec("openai/gpt-4o-mini", price_in=1.0, price_out=2.0, calls_per_minute=9))
    choose(dialog, CallRole.WRITE, "mistral")
    form.model.setText("mistral-small-latest")
    assert form.spec is not None
    assert (form.spec.price_in, form.spec.calls_per_minute) == (None, None)


def test_without_a_key_ring_the_variable_that_stands_in_is_named(
    open_dialog: Open, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context.keys, "works", lambda: False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    form = open_dialog().forms[CallRole.WRITE]
    form.show_spec(ModelSpec("openai/gpt-4o-mini", key_name="openai"))
    qtbot.waitUntil(lambda: "OPENAI_API_KEY. It is not set now." in form.key.note)
    assert not form.key.secret.isVisibleTo(form)


def test_judging_can_be_off_and_answers_cannot(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert dialog.forms[CallRole.JUDGE].spec is None
    assert dialog.forms[CallRole.ANSWER].provider.findData("off") == -1


def test_a_test_tells_speed_price_and_answer_or_the_fault(open_dialog: Open) -> None:
    dialog = open_dialog()
    heard = Recorder(dialog)
    form = dialog.forms[CallRole.ANSWER]
    form.test.click()
    asked = heard.last(TestModel)
    assert asked == TestModel(CallRole.ANSWER, ModelSpec())
    dialog.receive(Answered(asked, ModelReport(812, 33.6, True, "Paris.", 0.0)))
    assert form.result == "Answered in 0.8 s, 34 tokens/s. Price known. It said: “Paris.”"
    form.test.click()
    dialog.receive(
        Failed(heard.last(TestModel), FaultView("Nothing answers there.", "Start the server."))
    )
    assert form.result == "Nothing answers there. Start the server."


def test_a_test_tells_price_forms_and_how_the_model_writes(open_dialog: Open) -> None:
    dialog = open_dialog()
    heard = Recorder(dialog)
    choose(dialog, CallRole.WRITE, "openai")
    form = dialog.forms[CallRole.WRITE]
    form.model.setText("m")
    form.test.click()
    assert "two small prompts" in form.result
    found = ModelReport(
        500,
        None,
        True,
        "Paris.",
        0.0,
        json_mode=True,
        logprobs=False,
        price=(0.15, 0.6),
        writer="This model answers with the new prompt and with nothing else.",
    )
    dialog.receive(Answered(heard.last(TestModel), found))
    assert form.result == (
        "Answered in 0.5 s. $0.15 in and $0.60 out per million tokens. With JSON mode, without "
        "log-probabilities. This model answers with the new prompt and with nothing else. "
        "It said: “Paris.”"
    )


def test_model_names_are_completed_while_typing(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    heard = Recorder(dialog)
    choose(dialog, CallRole.WRITE, "openai")
    assert not any(isinstance(asked, ListModels) for asked in heard.requests)
    form = dialog.forms[CallRole.WRITE]
    qtbot.keyClicks(form.model, "gpt-4o")
    qtbot.waitUntil(lambda: any(isinstance(asked, ListModels) for asked in heard.requests))
    asked = heard.last(ListModels)
    assert asked == ListModels("openai/gpt-4o")
    dialog.receive(Answered(asked, ("openai/gpt-4o", "openai/gpt-4o-mini", "azure/gpt-4o")))
    assert form._names.stringList() == ["gpt-4o", "gpt-4o-mini"]


def test_a_key_goes_to_the_key_ring_and_is_forgotten_here(
    open_dialog: Open, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(context.keys, "store", lambda entry, secret: kept.update({entry: secret}))
    dialog = open_dialog()
    choose(dialog, CallRole.WRITE, "openai")
    field = dialog.forms[CallRole.WRITE].key
    field.source.setCurrentIndex(field.source.findData("ring"))
    qtbot.keyClicks(field.secret, "sk-secret")
    qtbot.mouseClick(field.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "key ring" in field._note.text())
    assert kept == {"openai": "sk-secret"}
    assert field.secret.text() == ""
    assert field.key_name == "openai"


def test_changes_go_to_the_open_project_and_to_new_ones_only_on_request(
    open_dialog: Open, context: AppContext
) -> None:
    dialog = open_dialog(task_view())
    heard = Recorder(dialog)
    choose(dialog, CallRole.WRITE, "bundled")
    dialog.caps.show_caps(Caps(votes=50))
    dialog.accept()
    models, caps = heard.commands
    assert isinstance(models, SetModels)
    assert models.models[CallRole.WRITE] == ModelSpec()
    assert caps == SetCaps(Caps(votes=50))
    assert context.settings.caps == Caps()
    dialog = open_dialog(task_view(caps=Caps(votes=50)))
    dialog._also_new.setChecked(True)
    dialog.accept()
    assert context.settings.caps == Caps(votes=50)


def test_nothing_is_sent_when_nothing_changed(open_dialog: Open) -> None:
    dialog = open_dialog(task_view())
    heard = Recorder(dialog)
    dialog.accept()
    assert heard.commands == []


def test_limits_are_read_back_as_they_were_set(open_dialog: Open, context: AppContext) -> None:
    dialog = open_dialog(section="caps")
    caps = Caps(votes=10, calls=20, tokens=30_000, cost_usd=1.5)
    dialog.caps.show_caps(caps)
    dialog.accept()
    assert context.settings.caps == caps


def press(dialog: SettingsDialog, qtbot: QtBot, action: str, key: Qt.Key, **more: object) -> None:
    button = dialog.keys.button(action)
    button.click()
    qtbot.keyClick(button, key, **more)


def test_a_key_is_changed_by_pressing_it(
    open_dialog: Open, context: AppContext, qtbot: QtBot
) -> None:
    dialog = open_dialog(section="keys")
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


def test_two_actions_may_not_share_a_key(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(section="keys")
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_1)
    assert "1 does two things" in dialog.keys.problem
    assert not save_button(dialog).isEnabled()
    dialog.keys.reset.click()
    assert save_button(dialog).isEnabled()


def test_keys_that_belong_to_controls_are_refused(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(section="keys")
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_Space)
    assert dialog.keys.keymap.key("vote.tie") == "3"
    assert "belongs to the control" in dialog.keys._note.text()
    press(dialog, qtbot, "vote.tie", Qt.Key.Key_Escape)
    assert dialog.isVisible()


def test_single_keys_can_be_switched_off(open_dialog: Open, context: AppContext) -> None:
    dialog = open_dialog(section="keys")
    dialog.keys.single.setChecked(False)
    assert dialog.keys.button("vote.left").text() == "none"
    dialog.accept()
    assert not context.settings.keymap.single_keys


def test_the_appearance_is_tried_at_once_and_put_back_on_cancel(
    open_dialog: Open, theme: Theme, context: AppContext
) -> None:
    dialog = open_dialog(section="appearance")
    dialog.looks["dark"].click()
    assert theme.colours.dark
    dialog.reject()
    assert not theme.colours.dark
    dialog = open_dialog(section="appearance")
    dialog.looks["dark"].click()
    dialog.accept()
    assert context.settings.appearance == "dark"


def test_a_project_that_may_only_be_read_is_not_changed(open_dialog: Open) -> None:
    dialog = open_dialog(task_view(read_only=True))
    heard = Recorder(dialog)
    assert not dialog.forms[CallRole.ANSWER].isEnabled()
    dialog.caps.show_caps(Caps())
    dialog.accept()
    assert heard.commands == []


def test_the_judges_opinion_is_told_only_on_request(open_dialog: Open, context: AppContext) -> None:
    dialog = open_dialog()
    assert not dialog.judge_told.isChecked()
    dialog.judge_told.setChecked(True)
    dialog.accept()
    assert context.settings.judge_told
    assert open_dialog().judge_told.isChecked()


def test_the_way_to_a_judge_leads_to_its_model(open_dialog: Open) -> None:
    dialog = open_dialog(section="judging")
    assert dialog.forms[CallRole.JUDGE].isVisible()


def test_its_buttons_carry_no_stock_pictures(open_dialog: Open) -> None:
    buttons = open_dialog().buttons.buttons()
    assert buttons
    assert all(button.icon().isNull() for button in buttons)


def test_limits_of_each_run_are_kept_with_the_project(open_dialog: Open) -> None:
    dialog = open_dialog(task_view(), "caps")
    heard = Recorder(dialog)
    dialog.run_caps.show_caps(Caps(votes=20, cost_usd=0.5))
    dialog.accept()
    [options] = [made.options for made in heard.commands if isinstance(made, SetOptions)]
    assert options.run_caps == Caps(votes=20, cost_usd=0.5)
    assert not any(isinstance(command, SetCaps) for command in heard.commands)
    again = open_dialog(replace(task_view(), options=options), "caps")
    assert again.run_caps.caps == Caps(votes=20, cost_usd=0.5)


def test_ctrl_return_saves_and_does_nothing_while_something_is_missing(
    open_dialog: Open, context: AppContext, qtbot: QtBot
) -> None:
    dialog = open_dialog(section="caps")
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
    open_dialog: Open, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    dialog = open_dialog(task_view())
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
