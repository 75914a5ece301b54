"""What is spent, by role, by model and by proposer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.progress.spend_table import SpendTable, model_rows, written_rows
from app.theme import Theme
from optimizer.records import CallRole, RoleSpend, StoredProposal

SPENT = RoleSpend(3, 1, 200, 40, 0.25, 0)
PROPOSAL = StoredProposal("P1", "layout", ("p1",), "", "", "", {}, None, "p2", "2026-01-01")


def test_models_are_told_apart_where_there_are_several() -> None:
    assert model_rows({"gpt": SPENT}) == ()
    names = [row.name for row in model_rows({"gpt": SPENT, "claude": SPENT})]
    assert names == ["By claude", "By gpt"]


def test_what_proposers_wrote_is_summed_and_an_unknown_price_stays_unknown() -> None:
    made = [
        replace(PROPOSAL, proposer="critique", calls=2.0, cost_usd=0.1),
        replace(PROPOSAL, proposer="critique", calls=1.0, cost_usd=0.2),
        replace(PROPOSAL, proposer="shorten", calls=4.0, cost_usd=None),
        replace(PROPOSAL, proposer="layout", calls=0.0, cost_usd=0.0),
    ]
    critique, shorten = written_rows(made)
    assert (critique.name, critique.spend.calls) == ("Written by Critique", 3)
    assert critique.spend.cost_usd == 0.1 + 0.2
    assert (shorten.name, shorten.spend.unpriced_calls) == ("Written by Shorten", 4)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_names_of_roles_are_read_whole_on_a_small_screen(
    qtbot: QtBot, theme: Theme, zoom: float
) -> None:
    theme.set_zoom(zoom)
    table = SpendTable(theme)
    qtbot.addWidget(table)
    table.resize(430, 160)
    table.show()
    table.show_spend({CallRole.ANSWER: replace(SPENT, tokens_in=18_400, unpriced_calls=14)})
    for row in range(2):
        wanted = table.sizeHintForIndex(table.model().index(row, 0)).width()
        assert table.columnWidth(0) >= wanted


def test_the_table_shows_all_of_them(qtbot: QtBot, theme: Theme) -> None:
    table = SpendTable(theme)
    qtbot.addWidget(table)
    proposal = replace(PROPOSAL, proposer="critique", calls=2.0, cost_usd=None)
    table.show_spend({CallRole.ANSWER: SPENT}, {"a": SPENT, "b": SPENT}, (proposal,))
    lines = table.as_text().splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == [
        "Answers", "Together", "By a", "By b", "Written by Critique"
    ]  # fmt: skip
    assert lines[-1].split("\t")[3] == "–"
    assert lines[-1].endswith("price unknown")


def test_it_is_as_high_as_its_lines(qtbot: QtBot, theme: Theme) -> None:
    table = SpendTable(theme)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    table.show_spend({CallRole.ANSWER: SPENT})
    low = table.sizeHint().height()
    table.show_spend({CallRole.ANSWER: SPENT, CallRole.WRITE: SPENT})
    assert table.sizeHint().height() == low + table.verticalHeader().defaultSectionSize()
    assert table.minimumSizeHint().height() == table.sizeHint().height()
