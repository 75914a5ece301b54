"""Every text of a new project is looked up in the person's language."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.association import associate
from app.data.column_roles import summary_words
from app.data.data_page import DataPage
from app.forms.caps_form import CapsForm, caps_words
from app.prompts.edit_as_new import EditAsNew
from app.requests import (
    Answered,
    EstimateRun,
    Failed,
    LoadData,
    MakeExamples,
    OpenDataFile,
    Progressed,
)
from app.theme import Theme
from optimizer.dataset import summarise, to_examples
from optimizer.records import CallRole, Caps, ModelSpec
from optimizer.views import FaultView, ForecastView
from tests.app.build_views import (
    START,
    TASK,
    Recorder,
    candidates,
    rows,
    table,
    table_info,
)
from tests.app.pseudo_language import leak, leaks, speak

# What the file and the settings hold, and the names of forms of files.
DATA = (
    *(text for row in rows(12) for text in (*row, *row.values())),
    *(row.candidate.name for row in candidates()),
    "tickets",
    "tickets.csv",
    "/data/tickets.csv",
    "CSV",
    "UTF",
    "Reply to",
    "Support replies",
    "gpt-4o-mini",
    "gpt-4o",
    "mesage",
    "SmolLM2-135M (bundled)",
)


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> DataPage:
    made = DataPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_invitation(page: DataPage) -> None:
    assert leaks(page.invitation, ("CSV", "TSV", "JSON", "JSONL", "Parquet", "Excel")) == []


def test_a_new_project_from_the_file_to_the_start(page: DataPage) -> None:
    heard = Recorder(page)
    page.set_defaults({CallRole.ANSWER: ModelSpec(), CallRole.WRITE: None}, Caps(calls=500))
    page.receive(Answered(OpenDataFile(), table_info(12)))
    load = heard.last(LoadData)
    page.receive(Progressed(load, 0.4, 5, 3.0))
    assert leaks(page, DATA) == []
    page.receive(Answered(load, table(12, 30)))
    asked = heard.last(MakeExamples)
    page.receive(Answered(asked, to_examples(asked.rows, asked.columns, asked.held_out_share)))
    page.draft.offer_way_back("Support replies")
    assert leaks(page.draft, DATA) == []
    page.draft.editor.set_prompt("Reply to {{mesage}}")
    assert leaks(page.draft, DATA) == []
    page.draft.editor.set_prompt("Reply to {{message}}")
    assert leaks(page.draft, DATA) == []
    page.draft._estimate()
    forecast = ForecastView(30, (60, 240), (0, 9), (0.3, 0.6), (40, 400))
    page.receive(Answered(heard.last(EstimateRun), (forecast, "")))
    assert leaks(page.draft, DATA) == []


def test_rows_that_cannot_be_read(page: DataPage) -> None:
    heard = Recorder(page)
    page.receive(Answered(OpenDataFile(), table_info(3)))
    fault = FaultView("The file is broken.", "Mend it.", "RowFault")
    page.receive(Failed(heard.last(LoadData), fault))
    assert leaks(page.draft, DATA) == []
    page.receive(Failed(OpenDataFile(), fault))
    assert leaks(page, DATA) == []


def test_what_a_column_holds() -> None:
    for summary in summarise(tuple(rows(12)[0]), rows(12)):
        assert leak(summary_words(summary)) == []


def test_the_limits(qtbot: QtBot, theme: Theme) -> None:
    form = CapsForm(theme)
    qtbot.addWidget(form)
    assert leaks(form) == []
    assert leak(caps_words(Caps(votes=9, calls=8, tokens=7000, cost_usd=5.0))) == []
    assert leak(caps_words(Caps())) == []


def test_a_prompt_from_another(qtbot: QtBot, theme: Theme) -> None:
    editor = EditAsNew(theme)
    qtbot.addWidget(editor)
    for row in candidates():
        editor.begin(row.candidate, TASK.columns, ("refund",), {row.candidate.id: "B9"})
        assert leaks(editor, (*DATA, START.system, "refund")) == []


def test_files_that_a_double_click_opens(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.association.shutil.which", lambda name: None)
    monkeypatch.setattr("app.association.sys.platform", "linux")
    assert leak(associate(tmp_path), [".pairtune"]) == []
