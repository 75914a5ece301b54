"""The models of the Settings dialog: providers, prices, limits per minute, keys and tests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.requests import Answered, Failed, ListModels, TestModel
from optimizer.llm import ModelReport
from optimizer.records import CallRole, ModelSpec
from optimizer.views import FaultView
from tests.app.build_views import Recorder
from tests.app.dialogs.settings_opening import Open, choose, save_button


def test_a_hosted_model_with_its_key_in_the_environment_is_kept(
    open_settings: Open, context: AppContext
) -> None:
    dialog = open_settings()
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
    again = open_settings().forms[CallRole.WRITE]
    assert again.provider.currentData() == "openai"
    assert again.spec == expected


def test_a_server_on_this_computer_is_offered_its_usual_address(open_settings: Open) -> None:
    dialog = open_settings()
    choose(dialog, CallRole.ANSWER, "ollama")
    form = dialog.forms[CallRole.ANSWER]
    form.model.setText("llama3.2")
    assert form.spec == ModelSpec(
        "ollama_chat/llama3.2", "http://127.0.0.1:11434", price_in=0.0, price_out=0.0
    )


def test_a_file_of_ones_own_is_a_model(open_settings: Open) -> None:
    dialog = open_settings()
    choose(dialog, CallRole.ANSWER, "file")
    assert dialog.forms[CallRole.ANSWER].problem == "Choose a GGUF file."
    dialog.forms[CallRole.ANSWER].file.setText("/models/tiny.gguf")
    assert dialog.forms[CallRole.ANSWER].spec == ModelSpec(file="/models/tiny.gguf")


def test_any_name_that_litellm_knows_can_be_given(open_settings: Open) -> None:
    dialog = open_settings()
    form = dialog.forms[CallRole.JUDGE]
    form.show_spec(ModelSpec("some_provider/model-x", key_name="env:X_KEY"))
    assert form.provider.currentData() == "other"
    assert form.spec == ModelSpec("some_provider/model-x", key_name="env:X_KEY")


def test_prices_that_were_set_stay_with_their_model(open_settings: Open) -> None:
    form = open_settings().forms[CallRole.WRITE]
    spec = ModelSpec("openai/gpt-4o-mini", key_name="openai", price_in=0.1, price_out=0.4)
    form.show_spec(spec)
    assert form.spec == spec


def test_prices_and_limits_per_minute_can_be_set_and_taken_away(open_settings: Open) -> None:
    form = open_settings().forms[CallRole.WRITE]
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
    again = open_settings().forms[CallRole.WRITE]
    again.show_spec(limited)
    assert again.spec == limited
    again.price.tokens_in.setValue(-1)
    again.price.tokens_out.setValue(-1)
    again.pace.calls.setValue(0)
    again.pace.tokens.setValue(0)
    assert again.spec == spec


def test_another_provider_has_no_price_and_no_limit_of_the_one_before(open_settings: Open) -> None:
    dialog = open_settings()
    form = dialog.forms[CallRole.WRITE]
    form.show_spec(ModelSpec("openai/gpt-4o-mini", price_in=1.0, price_out=2.0, calls_per_minute=9))
    choose(dialog, CallRole.WRITE, "mistral")
    form.model.setText("mistral-small-latest")
    assert form.spec is not None
    assert (form.spec.price_in, form.spec.calls_per_minute) == (None, None)


def test_without_a_key_ring_the_variable_that_stands_in_is_named(
    open_settings: Open, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context.keys, "works", lambda: False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    form = open_settings().forms[CallRole.WRITE]
    form.show_spec(ModelSpec("openai/gpt-4o-mini", key_name="openai"))
    qtbot.waitUntil(lambda: "OPENAI_API_KEY. It is not set now." in form.key.note)
    assert not form.key.secret.isVisibleTo(form)


def test_judging_can_be_off_and_answers_cannot(open_settings: Open) -> None:
    dialog = open_settings()
    assert dialog.forms[CallRole.JUDGE].spec is None
    assert dialog.forms[CallRole.ANSWER].provider.findData("off") == -1


def test_a_test_tells_speed_price_and_answer_or_the_fault(open_settings: Open) -> None:
    dialog = open_settings()
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


def test_a_test_tells_price_forms_and_how_the_model_writes(open_settings: Open) -> None:
    dialog = open_settings()
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


def test_model_names_are_completed_while_typing(open_settings: Open, qtbot: QtBot) -> None:
    dialog = open_settings()
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
    open_settings: Open, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(context.keys, "store", lambda entry, secret: kept.update({entry: secret}))
    dialog = open_settings()
    choose(dialog, CallRole.WRITE, "openai")
    field = dialog.forms[CallRole.WRITE].key
    field.source.setCurrentIndex(field.source.findData("ring"))
    qtbot.keyClicks(field.secret, "sk-secret")
    qtbot.mouseClick(field.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "key ring" in field._note.text())
    assert kept == {"openai": "sk-secret"}
    assert field.secret.text() == ""
    assert field.key_name == "openai"
