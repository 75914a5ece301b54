"""The Progress page: the curve, the strengths, the spend, and the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.language import VARIABLE
from app.progress.card_grid import CardGrid
from app.progress.history_table import BY
from app.progress.progress_page import HISTORY, ProgressPage
from app.progress.progress_tables import hypothesis_table
from app.requests import OpenSettings, ShowVotes, VoteFilter
from app.theme import Theme
from optimizer.commands import (
    ChangeVote,
    Redo,
    RestoreVote,
    SetOptions,
    StartConfirmation,
    Undo,
    VoidVote,
)
from optimizer.events import (
    Closed,
    CurveChanged,
    HistoryChanged,
    PoolChanged,
    PoolReplayed,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import CallRole, ModelSpec, Options, RoleSpend, Verdict
from optimizer.views import AdviceKind, HypothesisState, HypothesisView, Reveal
from tests.app.build_views import (
    Recorder,
    candidates,
    curve,
    history,
    pool_view,
    status,
    task_view,
)
from tests.app.judging_views import CIRCLE, JUDGE, SELF


@pytest.fixture
def empty(qtbot: QtBot, theme: Theme) -> ProgressPage:
    made = ProgressPage(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def page(empty: ProgressPage) -> ProgressPage:
    tell(
        empty,
        TaskChanged(task_view()),
        PoolChanged(pool_view()),
        CurveChanged(curve()),
        StatusChanged(status()),
        HistoryChanged(history(), whole=True),
    )
    return empty


@pytest.fixture
def heard(page: ProgressPage) -> Recorder:
    return Recorder(page)


def tell(page: ProgressPage, *events: object) -> None:
    for event in events:
        page.handle(event)
    page._throttle.flush()


def figure(page: ProgressPage, name: str) -> str:
    return page.findChild(QLabel, name).text()


def shown_votes(page: ProgressPage) -> list[int]:
    model = page.history.table.model()
    return [int(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_before_the_first_vote_it_says_so(empty: ProgressPage) -> None:
    assert empty.summary.advice.text() == "No votes yet."
    assert empty.curve._empty.isVisible()


def test_the_advice_and_the_figures_are_told(page: ProgressPage) -> None:
    assert page.summary.advice.text().startswith("Keep voting: B3 leads")
    assert figure(page, "votes") == "14"
    assert figure(page, "rate") == "77 % (62–88 %)"
    assert figure(page, "sure") == "97 %"
    assert figure(page, "prompts") == "3"
    assert figure(page, "spend") == "$0.0123, 14 calls unpriced"


def test_with_too_few_votes_no_winner_is_named(page: ProgressPage) -> None:
    tell(page, PoolChanged(pool_view(AdviceKind.TOO_FEW_VOTES)))
    assert page.curve.note == "Too few votes"
    assert figure(page, "rate") == "too few votes"
    assert figure(page, "sure") == "–"


def test_the_curve_has_a_band_and_is_updated_in_place(page: ProgressPage) -> None:
    chart = page.curve
    line, plot = chart._line, chart.plot
    assert list(line.getData()[0]) == list(range(1, 31))
    assert list(chart._low.getData()[1]) == [point.low for point in curve()]
    assert list(chart._high.getData()[1]) == [point.high for point in curve()]
    tell(page, CurveChanged(curve(31)))
    assert chart.plot is plot
    assert chart._line is line
    assert len(line.getData()[0]) == 31


def test_a_stream_of_events_costs_few_redraws(page: ProgressPage, qtbot: QtBot) -> None:
    drawn = []
    page._throttle._redraw = lambda: drawn.append(True)
    page._throttle._timer.stop()
    for _ in range(200):
        page.handle(CurveChanged(curve(3)))
    assert len(drawn) == 1
    qtbot.waitUntil(lambda: len(drawn) == 2)


def test_a_click_on_a_point_shows_the_votes_behind_it(
    page: ProgressPage, heard: Recorder, qtbot: QtBot
) -> None:
    chart = page.curve
    qtbot.waitUntil(lambda: chart.plot.width() > 200)
    place = chart.plot.getViewBox().mapViewToScene(QPointF(12, 0.6))

    class Click:
        def scenePos(self) -> QPointF:
            return place

    chart._moved(place)
    assert chart._hover.text().startswith("After 12 votes: ")
    assert chart._hover.text().endswith("for B3: with an example")
    chart._clicked(Click())
    assert heard.requests == [ShowVotes(VoteFilter(up_to_number=12, teaching=True))]


def test_the_chart_takes_on_another_appearance(page: ProgressPage, theme: Theme) -> None:
    theme.set_appearance("dark")
    assert page.curve.plot.backgroundBrush().color().name() == theme.colours.base
    assert page.curve._line.opts["pen"].color().name() == theme.colours.accent
    assert not page.grab().isNull()


def test_the_strongest_prompts_in_play_and_the_start_are_drawn(page: ProgressPage) -> None:
    names = [row.candidate.name for row in page.strengths.rows]
    assert names == ["B3: with an example", "B1: shorter", "Start"]


def test_every_chart_can_be_read_and_copied_as_numbers(page: ProgressPage) -> None:
    page.curve_card.as_table.click()
    assert page.curve_card.table.isVisible()
    page.curve_card.copy.click()
    text = QGuiApplication.clipboard().text().splitlines()
    columns = ("Recommended", "Best new prompt", "Win rate", "From", "To", "P(beats start)")
    assert text[0] == "\t".join(("Votes", *columns))
    assert len(text) == 31
    page.strength_card.copy.click()
    assert "B1: shorter\t+0.82" in QGuiApplication.clipboard().text()
    page.gain_card.copy.click()
    assert "Layout search\t2\t0\t–" in QGuiApplication.clipboard().text()


def test_spend_is_told_by_role_and_an_unknown_price_in_words(page: ProgressPage) -> None:
    lines = page.spend_card.table.as_text().splitlines()
    assert "Judging\t14\t0\t3,100\t140\tprice unknown" in lines
    assert lines[-1] == "Together\t143\t2\t27,700\t9,550\t$0.0123, 14 calls unpriced"
    tell(page, StatusChanged(status(spend={CallRole.ANSWER: RoleSpend(3, 0, 10, 10, 0.0, 0)})))
    assert page.spend_card.table.as_text().splitlines()[-1].endswith("free")


def test_the_history_is_newest_first_and_finds_words(page: ProgressPage) -> None:
    page._tabs.setCurrentIndex(HISTORY)
    assert shown_votes(page) == list(range(14, 0, -1))
    page.history.text.setText("parcel both bad")
    page.history.redraw()
    assert shown_votes(page) == [5]
    page.history.text.clear()
    page.history.verdict.setCurrentIndex(page.history.verdict.findData(Verdict.TIE.value))
    assert shown_votes(page) == [13, 8, 3]


def test_the_history_can_be_opened_narrowed(page: ProgressPage) -> None:
    page.show_votes(VoteFilter(prompt_id=candidates()[1].candidate.id, up_to_number=6))
    assert shown_votes(page) == [6, 5, 2, 1]
    assert page.history._narrowed.text() == "Only votes with B1: shorter, up to vote 6"
    page.history._all.click()
    assert len(shown_votes(page)) == 14


def test_a_vote_can_be_taken_back_restored_and_changed(page: ProgressPage, heard: Recorder) -> None:
    page.show_votes(VoteFilter())
    table = page.history.table
    table.select_row(lambda row: row.number == 4)
    page.history.void.click()
    assert heard.commands == [VoidVote("v4")]
    actions = {a.text(): a for a in page.history.change.menu().actions()}
    actions["Right better"].trigger()
    assert heard.commands[-1] == ChangeVote("v4", Verdict.RIGHT)
    table.select_row(lambda row: row.number == 3)
    assert page.history.void.text() == "Restore"
    page.history.void.click()
    assert heard.commands[-1] == RestoreVote("v3")


def test_the_new_verdict_of_a_changed_vote_is_the_one_that_stays_chosen(
    page: ProgressPage, heard: Recorder
) -> None:
    page.show_votes(VoteFilter())
    history = page.history
    history.table.select_row(lambda row: row.number == 4)
    old = history.table.selected_row()
    next(a for a in history.change.menu().actions() if a.text() == "Right better").trigger()
    new = replace(old, vote_id="v-new", number=99, verdict=Verdict.RIGHT)
    tell(page, HistoryChanged((replace(old, voided=True), new)))
    chosen = history.table.selected_row()
    assert (chosen.vote_id, chosen.verdict) == ("v-new", Verdict.RIGHT)


def test_undo_and_redo_say_what_they_do(page: ProgressPage, heard: Recorder) -> None:
    page.show_votes(VoteFilter())
    assert page.history._undo.accessibleName() == "Undo vote 14: left better"
    assert not page.history._redo.isEnabled()
    page.history._undo.click()
    tell(page, StatusChanged(status(undo_text="", redo_text="Redo vote 14: left better")))
    page.history._redo.click()
    assert heard.commands == [Undo(), Redo()]
    assert not page.history._undo.isEnabled()


def test_a_new_vote_joins_the_history(page: ProgressPage) -> None:
    page.show_votes(VoteFilter())
    page.history.table.select_row(lambda row: row.number == 10)
    row = history(15)[-1]
    reveal = Reveal(
        row.vote_id,
        15,
        row.verdict,
        row.left_name,
        row.right_name,
        row.left_prompt,
        row.right_prompt,
    )
    tell(page, VoteStored(reveal, row))
    assert shown_votes(page)[0] == 15
    assert page.history.table.selected_row().number == 10


def test_a_project_that_may_only_be_read_offers_no_change(page: ProgressPage) -> None:
    tell(page, TaskChanged(task_view(read_only=True)))
    page.show_votes(VoteFilter())
    page.history.table.selectRow(0)
    assert not page.history.void.isEnabled()
    assert not page.history._undo.isEnabled()


def test_the_charts_wait_until_somebody_looks(qtbot: QtBot, theme: Theme) -> None:
    hidden = ProgressPage(theme)
    qtbot.addWidget(hidden)
    hidden.handle(CurveChanged(curve()))
    assert hidden.curve.plot is None
    hidden.show()
    assert hidden.curve.plot is not None
    assert len(hidden.curve._line.getData()[0]) == 30


def test_without_a_project_nothing_is_left(page: ProgressPage) -> None:
    tell(page, Closed())
    assert page.curve._stack.currentIndex() == 0
    assert page.strengths.rows == ()
    assert figure(page, "votes") == "–"


def test_who_judges_is_told_and_may_be_changed(page: ProgressPage, heard: Recorder) -> None:
    tell(page, PoolChanged(pool_view(raters=(JUDGE,), self_agreement=SELF)))
    assert "You agree with yourself 88 %" in page.raters_card.lines.text
    page.raters_card.options.choose_judge.click()
    assert heard.requests == [OpenSettings("judging")]
    tell(page, TaskChanged(task_view(models={CallRole.JUDGE: ModelSpec("openai/gpt-4o")})))
    page.raters_card.options.judge.click()
    assert heard.commands == [SetOptions(Options(judge=True))]


def test_the_best_prompt_can_be_confirmed(page: ProgressPage, heard: Recorder) -> None:
    page.confirm_card.start.click()
    (command,) = heard.commands
    assert isinstance(command, StartConfirmation)
    assert command == StartConfirmation(pool_view().incumbent_id, 19)


def test_votes_in_a_circle_are_warned_of(page: ProgressPage) -> None:
    assert not page.summary.cautions.isVisible()
    tell(page, PoolChanged(pool_view(order=CIRCLE)))
    assert "go in a circle" in page.summary.cautions.texts[0]
    tell(page, Closed())
    assert not page.summary.cautions.isVisible()


def test_at_twice_the_text_size_nothing_is_cut_off(page: ProgressPage, theme: Theme) -> None:
    page.resize(936, 650)
    grid = page.findChild(CardGrid)
    assert grid.columns == 2
    theme.set_zoom(2.0)
    QApplication.processEvents()
    assert grid.columns == 1
    assert grid.horizontalScrollBar().maximum() == 0
    theme.set_zoom(1.0)
    QApplication.processEvents()
    assert grid.columns == 2


@pytest.mark.parametrize("language", ["en", "de"])
def test_on_a_small_screen_nothing_lies_beyond_the_edge(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    page = ProgressPage(theme)
    qtbot.addWidget(page)
    page.handle(PoolChanged(pool_view()))
    page.show()
    grid = page.findChild(CardGrid)
    for width in (1200, 932, 800, 700):
        page.resize(width, 700)
        QApplication.processEvents()
        assert grid.horizontalScrollBar().maximum() == 0, width
    assert grid.columns == 1


def test_a_point_opens_the_votes_it_rests_on_though_others_were_cast_between(
    page: ProgressPage, qtbot: QtBot
) -> None:
    rows = [replace(row, number=2 * row.number) for row in history()]
    skipped = replace(rows[3], vote_id="s", number=9, verdict=Verdict.SKIP, teaches=False)
    tell(page, HistoryChanged((*rows, skipped), whole=True))
    heard = Recorder(page)
    page._show_behind(curve()[11])
    assert heard.requests == [ShowVotes(VoteFilter(up_to_number=24, teaching=True))]
    page.show_votes(heard.requests[0].filter)
    shown = {row.vote_id for row in page.history.table.rows_model.rows}
    assert shown == {f"v{at}" for at in range(1, 13)}


def test_the_history_can_be_narrowed_to_a_day_and_to_who_judged(page: ProgressPage) -> None:
    page.show_votes(VoteFilter())
    panel = page.history
    assert not panel.rater.isVisible()
    assert panel.table.isColumnHidden(BY)
    rows = history()
    now = datetime.now(UTC).isoformat()
    tell(
        page,
        HistoryChanged(
            (*rows, replace(rows[0], vote_id="n", number=99, cast_at=now, rater="Ben")), whole=True
        ),
    )
    page.history.redraw()
    assert panel.rater.isVisible()
    assert not panel.table.isColumnHidden(BY)
    panel.rater.setCurrentIndex(panel.rater.findData("Ben"))
    assert [row.vote_id for row in panel.table.rows_model.rows] == ["n"]
    panel.rater.setCurrentIndex(0)
    panel.when.setCurrentIndex(panel.when.findData(1))
    assert "n" in {row.vote_id for row in panel.table.rows_model.rows}


def test_looking_back_shows_nothing_of_today_beside_the_past(page: ProgressPage) -> None:
    past = pool_view(AdviceKind.TOO_FEW_VOTES)
    tell(page, PoolReplayed(past, 4))
    assert page.summary.advice.text() == past.advice.text
    assert page.summary._figures["votes"].text() == "4"
    assert page.summary._figures["rate"].text() == "too few votes"
    assert not page.summary._figures["spend"].isVisible()
    for card in (page.spend_card, page.raters_card, page.confirm_card):
        assert not card.isVisible()
    tell(page, PoolReplayed(None, None))
    assert page.summary._figures["votes"].text() == "14"
    assert page.spend_card.isVisible()


def test_what_is_typed_is_looked_for_after_a_moment(page: ProgressPage, qtbot: QtBot) -> None:
    page._tabs.setCurrentIndex(HISTORY)
    page.history.text.setText("taken back")
    qtbot.waitUntil(lambda: shown_votes(page) == [3])
    # A vote that is changed is found by what it says now.
    changed = replace(history()[4], reason="it was taken back by mistake")
    tell(page, HistoryChanged((changed,)))
    page.history.redraw()
    assert shown_votes(page) == [5, 3]


def test_a_long_name_leaves_room_for_what_its_prompt_was_to_do(qtbot: QtBot, theme: Theme) -> None:
    table = hypothesis_table(theme)
    qtbot.addWidget(table)
    table.resize(850, 160)
    table.show()
    name, state = "B7: " + "a name " * 20, HypothesisState.OPEN
    view = HypothesisView("p", name, "should end sooner", "7 of 20", "0 of 9", state)
    table.set_rows((view,))
    table.fit_columns()
    assert table.columnWidth(1) == pytest.approx(table.columnWidth(0), abs=2)
    assert table.columnWidth(1) >= table.sizeHintForIndex(table.model().index(0, 1)).width()
