"""What matters most of the progress."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.progress.progress_summary import ProgressSummary
from app.theme import Theme
from optimizer.views import AdviceKind
from tests.app.build_views import pool_view, status


@pytest.fixture
def summary(qtbot: QtBot, theme: Theme) -> ProgressSummary:
    made = ProgressSummary(theme)
    qtbot.addWidget(made)
    return made


def figures(summary: ProgressSummary) -> dict[str, str]:
    return {name: value.text() for name, value in summary._figures.items()}


def test_before_there_is_a_project_nothing_is_known(summary: ProgressSummary) -> None:
    summary.show_progress(None, None)
    assert summary.advice.text() == "No votes yet."
    assert figures(summary)["votes"] == "–"
    assert figures(summary)["spend"] == "0 calls"


def test_too_few_votes_name_no_winner(summary: ProgressSummary) -> None:
    summary.show_progress(pool_view(AdviceKind.TOO_FEW_VOTES), status())
    assert figures(summary)["rate"] == "too few votes"
    assert figures(summary)["sure"] == "–"


def test_an_earlier_state_has_its_own_votes_and_no_spend(summary: ProgressSummary) -> None:
    summary.show_progress(pool_view(), status(), 4)
    assert figures(summary)["votes"] == "4"
    assert summary._figures["spend"].parentWidget().isHidden()
    summary.show_progress(pool_view(), status())
    assert figures(summary)["votes"] == "14"
    assert not summary._figures["spend"].parentWidget().isHidden()
