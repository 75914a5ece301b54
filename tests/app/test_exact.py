"""Equal answers every time: chosen in the form of a local model, and by a flag in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.cli.draft import draft_of
from app.cli.main import parser
from app.forms.model_form import BUNDLED, ModelForm
from app.theme import Theme
from optimizer.errors import DataFault
from optimizer.records import CallRole, ModelSpec


def arguments(*more: str) -> argparse.Namespace:
    return parser().parse_args(["tune", "--sample", "ticket-routing", *more])


def test_the_terminal_asks_for_it_of_a_model_on_this_computer(tmp_path: Path) -> None:
    file = str((tmp_path / "own.gguf").resolve())
    assert draft_of(arguments()).models[CallRole.ANSWER] == ModelSpec()
    assert draft_of(arguments("--exact")).models[CallRole.ANSWER] == ModelSpec(exact=True)
    own = draft_of(arguments("--exact", "--answer-model", file))
    assert own.models[CallRole.ANSWER] == ModelSpec(file=file, exact=True)


def test_no_provider_is_asked_for_it() -> None:
    with pytest.raises(DataFault, match="equal answers"):
        draft_of(arguments("--exact", "--answer-model", "openai/gpt-4o-mini"))


def test_the_form_keeps_it_for_local_models_and_offers_it_for_no_other(
    qtbot: QtBot, theme: Theme
) -> None:
    form = ModelForm(theme, CallRole.ANSWER)
    qtbot.addWidget(form)
    assert form.spec == ModelSpec()
    assert form.exact.isVisibleTo(form)
    for spec in (ModelSpec(exact=True), ModelSpec(), ModelSpec(file="own.gguf", exact=True)):
        form.show_spec(spec)
        assert form.spec == spec
    with qtbot.waitSignal(form.changed):
        form.exact.setChecked(False)
    form.show_spec(ModelSpec(exact=True))
    form.provider.setCurrentIndex(form.provider.findData("openai"))
    assert not form.exact.isVisibleTo(form)
    assert form.spec is not None
    assert not form.spec.exact
    form.provider.setCurrentIndex(form.provider.findData(BUNDLED))
    assert form.spec == ModelSpec(exact=True)
