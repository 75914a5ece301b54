"""The card Scores, its table of every example, and the fields around the metric."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.forms.metric_choice import metric_title, offered, suggested
from app.forms.metric_form import MetricForm
from app.progress.score_lines import score_lines
from app.progress.scores_card import ScoresCard
from app.prompts.prompts_table import SCORES, PromptsTable
from app.theme import Theme
from optimizer.metrics.own_metric import consented
from optimizer.records import AnswerKind, Example, Options, Split
from optimizer.scoring import Unclear, score_card, score_verdict
from optimizer.views import MeasuredView, PoolView
from tests.app.build_views import TASK, pool_view, status, task_view
from tests.app.conftest import FakeAsk

LABELLED = replace(TASK, answer_kind=AnswerKind.LABEL, labels=("yes", "no"))


def scored_pool() -> PoolView:
    """A pool whose start prompt and recommended one were scored, the latter better."""
    pool = pool_view()
    rows = [
        Example(
            f"e{n}", {"message": f"Row {n}"}, "yes", Split.HELD_OUT if n >= 30 else Split.TUNING
        )
        for n in range(60)
    ]
    scores = {
        pool.start_id: {row.id: float(k % 2) for k, row in enumerate(rows)},
        pool.incumbent_id: {row.id: 1.0 for row in rows},
    }
    card = score_card("Exactly the expected answer", scores, rows, pool.start_id)
    return replace(
        pool,
        candidates=tuple(
            replace(
                row,
                score=card.row(row.candidate.id),
                pareto=row.incumbent,
                mean_latency_ms=420.0,
            )
            for row in pool.candidates
        ),
        scorecard=card,
        verdict=tuple(score_verdict(card, pool.incumbent_id, pool.start_id, "B3")),
        trade_off="Quality comes first: B1 is 20 % shorter, for 0.10 less score.",
    )


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> ScoresCard:
    made = ScoresCard(theme)
    qtbot.addWidget(made)
    return made


def said(card: ScoresCard, name: str) -> str:
    return card.findChild(QLabel, name).text()


def test_it_stays_away_without_scores(card: ScoresCard) -> None:
    card.show_scores(pool_view(), status())
    assert card.isHidden()
    card.show_scores(None, None)
    assert card.isHidden()


def test_it_tells_the_held_out_figure_and_what_is_given_up(card: ScoresCard) -> None:
    card.show_scores(scored_pool(), status())
    assert not card.isHidden()
    assert "on 30 rows that tuning never saw" in said(card, "score-verdict")
    assert "beats the start prompt by +0.50" in said(card, "score-verdict")
    assert "20 % shorter" in said(card, "score-trade-off")
    best, start = score_lines(scored_pool())
    assert best.candidate.incumbent
    text = card.table.as_text()
    assert "1.00" in text
    assert "+0.50" in text
    assert start.score.gain is None


def test_it_tells_how_far_the_metric_is(card: ScoresCard) -> None:
    measured = MeasuredView(240, 300, "", False, True, 7, 240)
    card.show_scores(pool_view(), replace(status(), measured=measured))
    assert said(card, "score-progress") == (
        "240 of 300 answers made for the metric; 7 prompts out of the race."
    )


def test_every_example_has_its_row(card: ScoresCard, qtbot: QtBot) -> None:
    card.show_scores(scored_pool(), status())
    card.every.click()
    assert card.dialog is not None
    qtbot.addWidget(card.dialog)
    assert len(card.dialog.table.rows_model.rows) == 60
    text = card.dialog.table.as_text()
    assert "held-out" in text
    assert "Row 59" in text


def test_answers_without_a_clear_label_are_listed(card: ScoresCard, qtbot: QtBot) -> None:
    pool = scored_pool()
    assert pool.scorecard is not None
    unclear = (Unclear(pool.start_id, "e1", "positive or\nnegative"),)
    card.show_scores(replace(pool, scorecard=replace(pool.scorecard, unclear=unclear)), status())
    card.every.click()
    assert card.dialog is not None
    qtbot.addWidget(card.dialog)
    assert "positive or negative" in card.dialog.unclear.as_text()


def test_the_prompts_table_has_scores_only_with_a_metric(qtbot: QtBot, theme: Theme) -> None:
    table = PromptsTable(theme)
    qtbot.addWidget(table)
    table.show_rows(pool_view().candidates)
    assert all(table.isColumnHidden(column) for column in SCORES)
    table.show_rows(scored_pool().candidates)
    assert not any(table.isColumnHidden(column) for column in SCORES)
    titles = [column.title for column in table.rows_model.columns]
    assert [titles[column] for column in SCORES] == ["Score", "Held out"]
    assert "◆" in table.as_text()


def test_labels_suggest_the_label_wherever_it_stands() -> None:
    view = task_view(task=LABELLED)
    view = replace(view, preview=tuple(replace(e, reference="yes") for e in view.preview))
    assert suggested(view) == "label"
    assert ("label", metric_title("label", ())) in offered(view)
    assert metric_title("2*exact + f1", ()).count("weight") == 2
    assert metric_title("gone", ()) == "gone"


# -- the fields -------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MetricForm:
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    made = MetricForm(theme)
    made.ask = FakeAsk()
    qtbot.addWidget(made)
    made.show_view(task_view(options=Options(metric="exact")))
    return made


def test_several_metrics_are_typed_and_a_wrong_line_is_told(form: MetricForm) -> None:
    wanted: list[object] = []
    form.changed.connect(wanted.append)
    form.line.setText("2*exact + f1")
    form.line.editingFinished.emit()
    assert wanted == [{"metric": "2*exact + f1"}]
    form.line.setText("nonsense")
    form.line.editingFinished.emit()
    assert len(wanted) == 1
    assert "no metric nonsense" in form.findChild(QLabel, "metric-problem").text()


def test_answers_come_before_labels_alone_may_decide(form: MetricForm) -> None:
    wanted: list[object] = []
    form.changed.connect(wanted.append)
    assert not form.alone.isEnabled()
    form.answers.setValue(300)
    form.show_view(task_view(options=Options(metric="exact", answers=300)))
    form.alone.click()
    assert wanted == [{"answers": 300}, {"unattended": True}]


@pytest.mark.parametrize("allows", [True, False])
def test_a_file_of_ones_own_runs_only_after_a_word(
    form: MetricForm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allows: bool
) -> None:
    path = tmp_path / "mine.py"
    path.write_text("def score(answer, expected, row):\n    return 1.0\n")
    form.ask.answer = path
    wanted: list[object] = []
    form.changed.connect(wanted.append)
    pressed = 0 if allows else 1
    monkeypatch.setattr(QMessageBox, "exec", lambda box: None)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[pressed])
    form.own.click()
    assert consented(path) is allows
    assert wanted == ([{"metric": f"python:{path}"}] if allows else [])
