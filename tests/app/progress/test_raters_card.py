"""The card Who judges: the person, the judge, the metric, and the switches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.forms.metric_choice import offered, suggested
from app.progress.raters_card import RatersCard
from app.requests import OpenSettings
from app.theme import Theme
from app.widgets.share_bar import ShareBar
from app.words.picker_words import PICKER_WORDS
from app.words.rater_words import rater_line, rater_rows
from optimizer.commands import CalibrateJudge, SetOptions, StopCalibration
from optimizer.pairing import PICKERS
from optimizer.records import AnswerKind, CallRole, ModelSpec, Options, RaterKind
from optimizer.views import (
    AgreementView,
    CalibrationState,
    CalibrationView,
    CompanyView,
    LeaningView,
    RaterView,
    TaskView,
    Trait,
)
from tests.app.build_views import MODELS, TASK, Recorder, pool_view, status, task_view
from tests.app.judging_views import JUDGE, METRIC, SELF

WITH_JUDGE = {**MODELS, CallRole.JUDGE: ModelSpec("openai/gpt-4o")}


def with_references(*texts: str, **changes: object) -> TaskView:
    view = task_view(**changes)
    expected = zip(view.preview, texts * len(view.preview), strict=False)
    return replace(view, preview=tuple(replace(e, reference=text) for e, text in expected))


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> RatersCard:
    made = RatersCard(theme)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show_task(task_view(models=WITH_JUDGE))
    made.show()
    return made


@pytest.fixture
def heard(card: RatersCard) -> Recorder:
    return Recorder(card)


def said(card: RatersCard, name: str) -> str:
    return card.findChild(QLabel, name).text()


def test_everyone_who_judges_has_a_line(card: RatersCard) -> None:
    pool = pool_view(raters=(JUDGE, METRIC), self_agreement=SELF)
    card.show_raters(pool, status(votes=47))
    you, judge, metric = card.lines.text.split("\n")
    assert you == "You: 47 votes. You agree with yourself 88 % (62–98 %), 9 repeats."
    assert "106 verdicts, 14 abstentions. Agrees with you 71 % (57–83 %), kappa 0.45" in judge
    assert "on 38 shared pairs. Taste 0.7." in judge
    assert judge.endswith("it may favour its style.")
    assert metric == "Metric: Contains the expected answer: 46 answers scored. Taste 0.6."
    assert [bar.shown for bar in card.findChildren(ShareBar)] == [
        (0.88, 0.62, 0.98),
        (0.71, 0.57, 0.83),
    ]


def test_a_judge_that_is_not_heard_says_so(card: RatersCard) -> None:
    card.show_raters(pool_view(raters=(replace(JUDGE, dropped=True),)), status())
    assert "Not heard: your votes contradict it." in card.lines.text
    assert any(chip.text() == "not heard" for chip in card.lines.findChildren(QLabel))


def test_nothing_is_claimed_before_there_is_evidence(card: RatersCard) -> None:
    card.show_raters(None, None)
    assert card.lines.text.startswith("You: 0 votes. No pair was repeated yet")
    card.show_raters(pool_view(raters=(replace(JUDGE, agreement=None, taste=None),)), status())
    assert "No pair judged by both of you yet." in card.lines.text


def test_the_figures_can_be_copied(card: RatersCard) -> None:
    card.show_raters(pool_view(raters=(JUDGE,), self_agreement=SELF), status(votes=47))
    card.as_table.click()
    assert card.table.isVisible()
    card.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1].split("\t")[:4] == ["You", "47", "0", "88 %"]
    assert lines[2].split("\t")[6:] == ["0.45", "38", "0.7", "–", "yes"]


def test_the_judge_is_switched_on_with_its_budget(card: RatersCard, heard: Recorder) -> None:
    card.options.judge.click()
    assert heard.commands == [SetOptions(Options(judge=True))]
    card.show_task(task_view(models=WITH_JUDGE, options=Options(judge=True)))
    assert card.options.judge.isChecked()
    card.options.budget.setValue(50)
    assert heard.commands[-1] == SetOptions(Options(judge=True, judge_votes=50))
    card.show_raters(pool_view(raters=(JUDGE,)), status())
    assert said(card, "about-judge") == "gpt-4o: 120 of 200 verdicts"


def test_without_a_judge_model_the_switch_is_off_and_leads_to_the_settings(
    card: RatersCard, heard: Recorder
) -> None:
    card.show_task(task_view(options=Options(judge=True)))
    assert not card.options.judge.isEnabled()
    assert not card.options.judge.isChecked()
    assert said(card, "about-judge") == "No judge model is set."
    card.options.choose_judge.click()
    assert heard.requests == [OpenSettings("judging")]
    assert heard.commands == []


def test_what_the_engine_tells_is_shown_and_not_sent_back(
    card: RatersCard, heard: Recorder
) -> None:
    options = Options(True, 75, "json", 0.1, "top_two")
    card.show_task(task_view(models=WITH_JUDGE, options=options))
    form = card.options
    assert form.budget.value() == 75
    assert form.metrics.currentData() == "json"
    assert form.probes.currentText() == "10 %"
    assert form.picker.currentText() == "Top two"
    assert heard.commands == []


def test_a_second_choice_does_not_undo_the_first(card: RatersCard, heard: Recorder) -> None:
    card.options.judge.click()
    card.options.probes.setCurrentIndex(2)
    card.options.probes.activated.emit(2)
    assert heard.commands[-1] == SetOptions(Options(judge=True, probe_share=0.1))


def test_an_unusual_share_of_repeats_is_kept(card: RatersCard) -> None:
    card.show_task(task_view(options=Options(probe_share=0.2)))
    assert card.options.probes.currentText() == "20 %"
    assert card.options.probes.currentData() == 0.2


def test_metrics_need_expected_answers(card: RatersCard, heard: Recorder) -> None:
    assert [name for name, _ in offered(task_view())] == ["json"]
    assert "reference column" in said(card, "about-metric")
    card.show_task(with_references("In two days."))
    assert card.options.metrics.count() > 5
    assert "could score every answer" in said(card, "about-metric")
    at = card.options.metrics.findData("contains")
    assert "fits your data" in card.options.metrics.itemText(at)
    card.options.metrics.setCurrentIndex(at)
    card.options.metrics.activated.emit(at)
    assert heard.commands == [SetOptions(Options(metric="contains"))]


@pytest.mark.parametrize(
    ("texts", "metric"),
    [
        (("42", "1,200.5"), "number"),
        (("A", "(C)"), "choice"),
        (('{"a": 1}', "[2]"), "json"),
        (("in two days", "yes"), "contains"),
        (("A long answer of more than five words, surely.", "yes"), "f1"),
    ],
)
def test_the_metric_that_fits_is_suggested(texts: tuple[str, ...], metric: str) -> None:
    assert suggested(with_references(*texts)) == metric


def test_labels_are_compared_as_a_whole() -> None:
    task = replace(TASK, answer_kind=AnswerKind.LABEL, labels=("spam", "ham"))
    assert suggested(with_references("spam", "ham", task=task)) == "label"
    assert suggested(task_view()) == ""


def test_every_picker_has_its_words() -> None:
    assert set(PICKER_WORDS) == set(PICKERS)
    for title, explanation in PICKER_WORDS.values():
        assert title
        assert explanation.endswith(".")


def test_the_picker_is_chosen_in_the_fold(card: RatersCard, heard: Recorder, qtbot: QtBot) -> None:
    form = card.options
    assert not form.picker.isVisible()
    qtbot.mouseClick(form.advanced.button, Qt.MouseButton.LeftButton)
    assert form.picker.isVisible()
    at = form.picker.findData("uniform")
    form.picker.setCurrentIndex(at)
    form.picker.activated.emit(at)
    assert heard.commands == [SetOptions(Options(picker="uniform"))]
    card.show_task(task_view(options=Options(picker="uniform")))
    assert "Any two prompts" in said(card, "about-picker")


def test_a_project_for_reading_only_offers_no_change(card: RatersCard) -> None:
    card.show_task(task_view(models=WITH_JUDGE, read_only=True))
    assert not card.options.isEnabled()
    card.show_task(None)
    assert not card.options.isEnabled()


def calibrated(state: CalibrationState, activity: str = "") -> CalibrationView:
    return CalibrationView(state, kept_back=12, before=6, after=9, activity=activity)


def test_a_calibration_is_begun_stopped_and_told(card: RatersCard, heard: Recorder) -> None:
    card.options.calibrate.click()
    running = calibrated(CalibrationState.RUNNING, "rewriting the criteria")
    card.show_raters(pool_view(calibration=running), status())
    assert said(card, "about-calibration") == "Calibrating: rewriting the criteria…"
    card.options.calibrate.click()
    assert heard.commands == [CalibrateJudge(), StopCalibration()]

    options = Options(judge=True, judge_criteria="Short before kind.")
    card.show_task(task_view(models=WITH_JUDGE, options=options))
    card.show_raters(pool_view(calibration=calibrated(CalibrationState.ACCEPTED)), status())
    assert "12 votes kept back it now agrees on 9, before on 6" in said(card, "about-calibration")
    assert card.options.own_criteria.isVisible()
    card.options.own_criteria.click()
    assert heard.commands[-1] == SetOptions(replace(options, judge_criteria=""))


def test_no_judge_no_calibration(card: RatersCard) -> None:
    card.show_task(task_view())
    assert not card.options.calibrate.isEnabled()
    assert not card.options.panel.isEnabled()


def test_further_judges_are_named(card: RatersCard, heard: Recorder) -> None:
    card.options.panel.setText(" gpt-4o-mini, o3 ")
    card.options.panel.editingFinished.emit()
    assert heard.commands == [SetOptions(Options(judge_panel="gpt-4o-mini, o3"))]


def test_other_people_are_told_with_their_agreement() -> None:
    agreement = AgreementView(12, 0.75, 0.5, 0.9, 0.4)
    ben = RaterView("Ben", RaterKind.PERSON, 30, 0, None, agreement, False)
    you, other = rater_rows(replace(pool_view(), raters=(ben,), self_agreement=SELF), 100)
    assert (you.name, you.votes) == ("You", 70)
    assert rater_line(you).startswith("70 votes. You agree with yourself 88 %")
    assert rater_line(other).startswith("30 votes. Agrees with you 75 %")
    assert "12 shared pairs" in rater_line(other)


def test_whoever_gave_no_name_is_nobody_else() -> None:
    nameless = RaterView("You", RaterKind.PERSON, 30, 0, None, None, False)
    you, other = rater_rows(replace(pool_view(), raters=(nameless,)), 100)
    assert (you.name, other.name) == ("You", "Unnamed")


def test_several_people_are_told_how_they_vote_beside_all_others() -> None:
    shared = AgreementView(12, 0.75, 0.5, 0.9, 0.6)
    ben = RaterView(
        "Ben", RaterKind.PERSON, 30, 0, None, None, False, company=CompanyView(shared, 0.42)
    )
    mine = CompanyView(None, 1.14)
    pool = replace(pool_view(), raters=(ben,), company=mine)
    you, other = rater_rows(pool, 50)
    assert rater_line(you).endswith("Reliability 1.1.")
    assert "With all others 75 % (50–90 %), on 12 shared pairs. Reliability 0.4." in rater_line(
        other
    )


@pytest.mark.parametrize(
    ("trait", "low", "high", "said_of_it"),
    [
        (Trait.LENGTH, 0.25, 0.45, "You lean to shorter outputs: one twice as long wins 35 %"),
        (Trait.LENGTH, 0.55, 0.75, "You lean to longer outputs: one twice as long wins 65 %"),
        (
            Trait.LENGTH,
            0.4,
            0.6,
            "Length alone moves you little: twice as long wins 50 % (40–60 %)",
        ),
        (Trait.MARKDOWN, 0.25, 0.45, "You lean to less Markdown"),
        (Trait.MARKDOWN, 0.55, 0.75, "You lean to more Markdown"),
    ],
)
def test_what_the_person_goes_by_is_told_in_words(
    card: RatersCard, trait: Trait, low: float, high: float, said_of_it: str
) -> None:
    found = LeaningView(trait, (low + high) / 2, low, high)
    card.show_raters(pool_view(leanings=(found,)), status(votes=47))
    assert said_of_it in card.lines.text


def test_markdown_that_decides_nothing_is_not_spoken_of(card: RatersCard) -> None:
    card.show_raters(
        pool_view(leanings=(LeaningView(Trait.MARKDOWN, 0.5, 0.4, 0.6),)), status(votes=47)
    )
    assert "Markdown" not in card.lines.text
