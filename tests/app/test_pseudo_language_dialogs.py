"""Every text of the dialogs from the methods to the wordings is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from platform import platform

import pytest
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.dialogs.method_dialog import MethodDialog
from app.dialogs.score_dialog import ScoreDialog
from app.dialogs.settings_dialog import SECTIONS, SettingsDialog
from app.dialogs.wording_dialog import WordingDialog
from app.keymap import refusal
from app.keys import variable_for
from app.language import tr
from app.theme import Theme
from app.window.window_acts import show_about, show_keys
from app.words.fault_words import fault_words
from app.words.merge_words import merge_words
from app.words.picker_words import PICKER_WORDS
from optimizer.events import MethodsListed, WordingsListed
from optimizer.methods import load_catalogue
from optimizer.providers import presets
from optimizer.scoring import Unclear
from optimizer.views import FaultView, ForecastView, MergeView, MethodView, RunView, WordingView
from optimizer.wordings import wording_file
from tests.app.build_views import TASK, task_view
from tests.app.conftest import Bench
from tests.app.progress.test_scores_card import scored_pool
from tests.app.pseudo_language import leak, leaks, speak

# Names of providers and of their models, and where things are.
PROVIDERS = tuple(
    word
    for preset in presets()
    for word in (
        preset.name,
        preset.example,
        preset.base_url,
        preset.key_variable,
        variable_for(preset.name),
        *preset.environment,
    )
)
PLACES = (
    "https://…/v1",
    "provider/model",
    "other",
    ".pairtune",
    "support.pairtune",
    "/home/me",
    "/models/some-model.Q4_K_M.gguf",
)
FORECAST = ForecastView(30, (60, 240), (1000, 9000), (0.3, 0.6), (60.0, 240.0))


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppContext]:
    made = AppContext(tmp_path / "home")
    monkeypatch.setattr(made.keys, "works", lambda: True)
    yield made
    made.close()


def test_the_settings(qtbot: QtBot, theme: Theme, context: AppContext, tmp_path: Path) -> None:
    for task in (None, task_view()):
        dialog = SettingsDialog(context, theme, task)
        qtbot.addWidget(dialog)
        dialog.show()
        for section in SECTIONS:
            dialog.show_section(section)
            assert (
                leaks(
                    dialog, (TASK.name, str(tmp_path / "home"), str(tmp_path), *PROVIDERS, *PLACES)
                )
                == []
            )


def test_a_model_on_a_server(
    qtbot: QtBot, theme: Theme, context: AppContext, tmp_path: Path
) -> None:
    dialog = SettingsDialog(context, theme)
    qtbot.addWidget(dialog)
    for form in dialog.forms.values():
        for at in range(form.provider.count()):
            form.provider.setCurrentIndex(at)
            for place in range(form.key.source.count()):
                form.key.source.setCurrentIndex(place)
                assert (
                    leaks(dialog, (*PROVIDERS, *PLACES, str(tmp_path / "home"), str(tmp_path)))
                    == []
                )


def test_the_methods(qtbot: QtBot, theme: Theme) -> None:
    methods = tuple(load_catalogue().methods.values())[::5]
    views = tuple(MethodView(method, "Needs a writer model.", FORECAST) for method in methods)
    run = RunView(methods[0].name, methods[0].title, 3, 10, {}, False)
    dialog = MethodDialog(theme, run)
    qtbot.addWidget(dialog)
    dialog.handle(MethodsListed(views, ("Something is missing.",)))
    names = [setting.name for method in methods for setting in method.settings]
    for at, method in enumerate(methods):
        dialog.list.setCurrentRow(at)
        sources = [text for source in method.sources for text in (source.authors, source.title)]
        defaults = [str(setting.default) for setting in method.settings]
        assert leaks(dialog, ("arXiv", *names, *sources, *defaults)) == []


def test_the_wordings(qtbot: QtBot, theme: Theme) -> None:
    text = wording_file("rephrase")
    dialog = WordingDialog(theme)
    qtbot.addWidget(dialog)
    changed = WordingView("rephrase", "Says the same.", text, "another")
    dialog.handle(WordingsListed((changed, WordingView("opro", "New ones.", text, text))))
    dialog.text.setPlainText(text.replace("{{prompt}}", "it"))
    assert leaks(dialog, ("rephrase", "opro", "{{prompt}}")) == []


def test_the_scores(qtbot: QtBot, theme: Theme) -> None:
    pool = scored_pool()
    assert pool.scorecard is not None
    card = replace(pool.scorecard, unclear=(Unclear(pool.start_id, "e1", "positive"),))
    dialog = ScoreDialog(card, {pool.start_id: "Start"}, theme)
    qtbot.addWidget(dialog)
    assert leaks(dialog, ("Start", "positive", "Row", "yes")) == []


def test_the_sheets_over_the_window(bench: Bench) -> None:
    overlay = bench.window.overlay
    show_keys(bench.window)
    assert leaks(overlay, ("Up", "Down")) == []
    show_about(bench.window)
    assert leaks(overlay, (str(bench.context.folder), platform(), "Python", "Qt")) == []
    view = MergeView("copy.pairtune", 2, 1, 3, 4, ("Two votes.",), "/home/me/before.pairtune")
    assert leak(merge_words(view), ("copy.pairtune", "before.pairtune")) == []


def test_words_without_a_window() -> None:
    missing = FaultView("The key was refused.", "Change it.")
    assert leak(fault_words(missing)) == []
    assert leak(f"{refusal('vote.left', 'Space')} {refusal('project.open', 'a')}") == []
    assert leak(f"{PICKER_WORDS['eubo'][0]}") != []
    assert leak(" ".join(tr(word) for words in PICKER_WORDS.values() for word in words)) == []
