"""Every text of the Compare page, its parts and its words is looked up in the person's language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.compare_choices import TAGS, CompareChoices, tag_meant, tag_words
from app.forms.compare_form import CompareForm
from app.keymap import Keymap
from app.language import tr
from app.progress.confirm_card import ConfirmCard
from app.progress.curve_chart import CurveChart
from app.progress.history_filter import filter_words
from app.progress.history_panel import HistoryPanel
from app.prompts.hunch_button import HunchButton
from app.requests import VoteFilter
from app.theme import Theme
from app.words.calibration_words import ABOUT, calibration_text
from app.words.compare_words import phase_words, ready_words, reveal_text, row_words
from app.words.forecast_words import forecast_words
from optimizer.events import OutputsGrew, PairsReady, PoolChanged, StatusChanged
from optimizer.records import Hunch, Marked, Purpose, Verdict
from optimizer.views import (
    AdviceKind,
    CalibrationState,
    CalibrationView,
    EngineState,
    ForecastView,
    Reveal,
)
from tests.app.build_views import candidates, curve, history, pool_view, task_view
from tests.app.fake_engine import (
    FakeEngine,
    make_example,
    make_pair,
    make_pool,
    make_row,
    make_status,
)
from tests.app.judging_views import CIRCLE, confirmation_view
from tests.app.pseudo_language import leak, leaks, speak

# What the views hold that a person or a model wrote, or that is a name.
DATA = (
    *make_example().fields,
    *make_example().fields.values(),
    "The left answer number 1.",
    "The right reply number 1.",
    "shorter",
    "Start",
    "My parcel number",
    "It says Monday",
    "You",
    "Dear customer",
    *(row.candidate.name for row in candidates()),
)


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def test_the_compare_page_with_a_pair_and_after_a_vote(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.show()
    assert leaks(page, DATA) == []
    page.set_keymap(Keymap())
    engine = FakeEngine(page.handle, [make_pair(1)])
    page.command.connect(engine.post)
    engine.start()
    assert leaks(page, DATA) == []
    pool = make_pool(AdviceKind.GOOD_ENOUGH)
    page.handle(PoolChanged(replace(pool, order=CIRCLE)))
    page.set_reading("example", False)
    page.vote(Verdict.LEFT)
    page.tell_judge(True)
    assert page.reveal.text
    assert leaks(page, DATA) == []


def test_a_pair_that_is_for_something(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    FakeEngine(page.handle, []).start()
    for purpose in Purpose:
        page.handle(PairsReady((), replace(make_pair(1), purpose=purpose)))
        assert leaks(page, DATA) == []


@pytest.mark.parametrize("state", EngineState)
def test_the_compare_page_without_a_pair(qtbot: QtBot, theme: Theme, state: EngineState) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.show()
    FakeEngine(page.handle, []).start()
    page.handle(StatusChanged(make_status(state, stop_reason="", activity="", undo_text="Undo it")))
    page.handle(OutputsGrew(("Dear customer",)))
    assert leaks(page, DATA) == []
    words = phase_words(page.model.phase, page.model.status, votes=3)
    assert leak(" ".join((words.title, words.body, *(text for _, text in words.actions)))) == []
    assert leak(ready_words(0, page.model.status)) == []
    assert leak(ready_words(2, page.model.status)) == []


@pytest.mark.parametrize("verdict", Verdict)
def test_a_vote_in_words(verdict: Verdict) -> None:
    names = ("B3: shorter", "Start", "p", "s")
    reveal = Reveal("v", 1, verdict, *names, purpose=Purpose.PROBE, judge=Verdict.TIE)
    assert leak(reveal_text(reveal, with_judge=True), DATA) == []
    marks = (Marked(True, True, "It says Monday"), Marked(False, False, "It says Monday"))
    row = make_row(1, verdict, voided=True, tags=TAGS, marks=marks)
    assert leak(row_words(row), DATA) == []


def test_a_tag_of_ours_is_kept_in_one_language_and_one_of_theirs_as_it_is() -> None:
    for tag in (*TAGS, "mine"):
        assert tag_meant(tag_words(tag)) == tag
    assert tag_words("mine") == "mine"
    assert tag_words("wrong") != "wrong"


def test_how_comparing_works(qtbot: QtBot, theme: Theme) -> None:
    form = CompareForm(theme)
    qtbot.addWidget(form)
    form.set_keymap(Keymap())
    form.show_choices(CompareChoices())
    assert leaks(form) == []
    assert not any(leak(field.text()) for field in form.tags)
    assert form.choices == CompareChoices(), "what is kept does not change with the language"


def test_the_history(qtbot: QtBot, theme: Theme) -> None:
    panel = HistoryPanel(theme)
    qtbot.addWidget(panel)
    rows = history()
    panel.set_rows((*rows, replace(rows[0], vote_id="v99", rater="Ito", fast=True)), whole=True)
    panel.narrow(VoteFilter(teaching=True, up_to_number=7))
    panel.narrow(VoteFilter())
    panel.table.selectRow(0)
    data = (*DATA, "me", "Ito", *(row.example_title for row in rows), *(row.reason for row in rows))
    assert leaks(panel, data) == []
    narrow = VoteFilter(
        prompt_id="p", against_id="q", example_id="e", up_to_number=7, teaching=True
    )
    assert leak(filter_words(narrow, {}, {})) == []


def test_the_confirmation(qtbot: QtBot, theme: Theme) -> None:
    card = ConfirmCard(theme)
    qtbot.addWidget(card)
    assert leaks(card) == []
    card.show_task(task_view())
    for view in (confirmation_view(), confirmation_view(active=True)):
        card.show_pool(pool_view(confirmations=(view, confirmation_view(wins=0, losses=0))))
        assert leaks(card, (*DATA, "with an example")) == []


def test_the_curve(qtbot: QtBot, theme: Theme) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.show_curve(curve(), {}, too_few=True)
    assert leaks(chart) == []
    chart.show()
    titles = [chart.plot.getAxis(side).labelText for side in ("left", "bottom")]
    assert leak(" ".join((*titles, chart.accessibleDescription()))) == []


def test_a_hunch(qtbot: QtBot, theme: Theme) -> None:
    button = HunchButton()
    qtbot.addWidget(button)
    for hunches in ((), (Hunch("p", "s"),), (Hunch("s", "p"),)):
        button.show_prompt("p", "s", hunches, changeable=True)
        assert leaks(button) == []


@pytest.mark.parametrize("state", CalibrationState)
def test_a_calibration(state: CalibrationState) -> None:
    view = CalibrationView(state, activity="asking the judge", kept_back=9, before=5, after=7)
    assert leak(calibration_text(view, "short")) == []
    assert leak(calibration_text(view, "")) == []
    assert leak(tr(ABOUT)) == []


@pytest.mark.parametrize("cost", [None, (0.0, 0.0), (0.3, 0.6), (0.00001, 0.2)])
@pytest.mark.parametrize("seconds", [(2, 40), (40, 400), (9000, 90000)])
def test_a_forecast(cost: tuple[float, float] | None, seconds: tuple[float, float]) -> None:
    assert leak(forecast_words(ForecastView(30, (60, 240), (0, 9), cost, seconds))) == []


def test_a_vote_with_tags(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    engine = FakeEngine(page.handle, [make_pair(1), make_pair(2)])
    page.command.connect(engine.post)
    engine.start()
    page.vote(Verdict.RIGHT)
    page.reason.given.emit("", ("too long", "mine"))
    data = ("The left answer number 2.", "The right reply number 2.", "mine")
    assert leaks(page, (*DATA, *data, *make_example(2).fields.values())) == []
