"""Likeness by a named embedding model: in the terminal, in the forms, in the words for people."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.cli.draft import draft_of
from app.cli.main import parser
from app.forms.model_form import BUNDLED, FILE, OFF, ModelForm
from app.forms.options_form import OptionsForm
from app.theme import Theme
from app.words.prompt_words import figure_words
from app.words.status_words import state_words
from optimizer.breeding.hygiene import DRIFT, DRIFT_IN_MEANING
from optimizer.errors import DataFault
from optimizer.records import CallRole, Caps, Column, ModelSpec, Options, Task
from optimizer.views import EngineState, Status, TaskView


def arguments(*more: str) -> argparse.Namespace:
    return parser().parse_args(["tune", "--sample", "ticket-routing", *more])


def test_the_terminal_names_the_model_and_the_limits() -> None:
    told = ("--embed-model", "openai/embedder", "--novelty", "0.1", "--drift", "0.7")
    draft = draft_of(arguments(*told))
    assert draft.models[CallRole.EMBED] == ModelSpec("openai/embedder")
    assert (draft.options.novelty_radius, draft.options.drift_limit) == (0.1, 0.7)

    plain = draft_of(arguments())
    assert plain.models[CallRole.EMBED] is None
    assert (plain.options.novelty_radius, plain.options.drift_limit) == (0.0, 0.0)


def test_what_gives_no_vectors_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DataFault, match="no vectors"):
        draft_of(arguments("--embed-model", str(tmp_path / "any.gguf")))
    with pytest.raises(SystemExit):
        arguments("--novelty", "1.5")
    assert "not from 0 to 1" in capsys.readouterr().err


def test_the_form_offers_no_model_that_gives_no_vectors(qtbot: QtBot, theme: Theme) -> None:
    form = ModelForm(theme, CallRole.EMBED, may_be_off=True)
    qtbot.addWidget(form)
    offered = {form.provider.itemData(at) for at in range(form.provider.count())}
    assert not offered & {BUNDLED, FILE}
    assert OFF in offered
    form.show_spec(None)
    assert form.spec is None
    named = ModelSpec("openai/embedder", key_name="env:KEY")
    form.show_spec(named)
    assert form.spec == named


def test_the_limits_are_options_and_say_by_what_they_measure(qtbot: QtBot, theme: Theme) -> None:
    form = OptionsForm(theme)
    qtbot.addWidget(form)
    form.show_view(view({}))
    about = form.findChild(type(form._about_likeness), "about-likeness")
    assert "by words" in about.text()
    with qtbot.waitSignal(form.changed) as told:
        form.novelty.setValue(0.1)
    assert told.args == [Options(novelty_radius=0.1)]

    form.show_view(view({CallRole.EMBED: ModelSpec("openai/embedder")}, novelty_radius=0.1))
    assert "embedder" in about.text()
    assert form.novelty.value() == pytest.approx(0.1)


def test_what_is_done_otherwise_stands_behind_the_state() -> None:
    status = Status(EngineState.IDLE, "", ready=1, votes=0, notes=("The judge is silent",))
    assert state_words(status) == "Waiting for your vote · The judge is silent"


def test_drift_in_meaning_is_shown_where_it_is_known() -> None:
    known = dict(figure_words({DRIFT: 0.5}))
    assert "Drift in meaning" not in known
    meant = dict(figure_words({DRIFT: 0.5, DRIFT_IN_MEANING: 0.125}))
    assert meant["Drift in meaning"].startswith("0.1")
    assert meant["Drift"].startswith("0.50")


def view(models: dict[CallRole, ModelSpec | None], **options: float) -> TaskView:
    return TaskView(
        task=Task("t", "Replies", columns=(Column("message"),)),
        tuning=3,
        held_out=1,
        preview=(),
        models={CallRole.ANSWER: ModelSpec(), **models},
        caps=Caps(),
        read_only=False,
        path="p",
        name="Replies",
        options=Options(**options),  # type: ignore[arg-type]
    )
