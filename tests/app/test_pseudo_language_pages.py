"""Every text of the pages is looked up in the person's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.compare.output_page import make_page
from app.compare.output_pane import OutputPane, Side
from app.compare.reason_line import ReasonLine
from app.compare.verdict_bar import VerdictBar
from app.compare.vote_strip import VoteStrip
from app.data.task_view import TaskView
from app.keymap import Keymap
from app.language import tr
from app.progress.progress_page import ProgressPage
from app.prompts.prompts_head import LINEAGE, REFUSED, TABLE
from app.prompts.prompts_page import PromptsPage
from app.theme import Theme
from app.window.messages import MessageBar
from app.window.overlay import key_list
from app.window.rail import Rail
from app.window.status_line import StatusLine
from app.window.welcome import Welcome
from optimizer.errors import BudgetFault
from optimizer.events import (
    CurveChanged,
    HistoryChanged,
    PoolChanged,
    StatusChanged,
    TaskChanged,
)
from optimizer.records import Span
from optimizer.views import FaultView, OutputView
from tests.app.build_views import (
    TASK,
    candidates,
    curve,
    elite_map,
    history,
    pool_view,
    rows,
    status,
    task_view,
)
from tests.app.conftest import Bench
from tests.app.judging_views import CIRCLE, JUDGE, METRIC, SELF, confirmation_view
from tests.app.pseudo_language import leak, leaks, speak

POOL = pool_view(
    raters=(JUDGE, METRIC),
    self_agreement=SELF,
    order=CIRCLE,
    confirmations=(confirmation_view(),),
    elites=elite_map(),
)
# What the views hold that a person or a model wrote, or that is a name.
DATA = (
    *(text for row in rows(3) for text in (*row, *row.values())),
    *(row.candidate.name for row in candidates()),
    *(row.candidate.handle for row in candidates()),
    *(row.candidate.label for row in candidates()),
    *(proposal.label for proposal in POOL.proposals),
    *(vote.reason for vote in history()),
    TASK.name,
    TASK.description,
    TASK.criteria,
    task_view().path,
    task_view().name,
    "gpt-4o-mini",
    "gpt-4o",
    "me",
    "Reply:",
    "Message",
    "USD",
)


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def test_a_text_that_was_never_looked_up_is_found() -> None:
    assert leak(tr("Votes of {name}", name="Ms Ito"), ["Ms Ito"]) == []
    assert leak(tr("Votes of {name}", name="the start prompt")) == ["the", "start", "prompt"]
    assert leak("Votes") == ["Votes"]


def test_the_prompts_page(qtbot: QtBot, theme: Theme) -> None:
    page = PromptsPage(theme)
    qtbot.addWidget(page)
    page.show()
    assert leaks(page, DATA) == []
    for event in (TaskChanged(task_view()), PoolChanged(POOL), HistoryChanged(history(), True)):
        page.handle(event)
    page._throttle.flush()
    for tab in (TABLE, LINEAGE, REFUSED):
        page.head.tabs.setCurrentIndex(tab)
        for row in candidates():
            page._choose(row.candidate.id)
            for detail in range(page.details.count()):
                page.details.setCurrentIndex(detail)
                assert leaks(page, DATA) == []
            assert leak(page.details.why.text, DATA) == []
    page.bar.edit.click()
    page.editor.editor.instruction_edit.setPlainText("{{mesage}}")
    assert leaks(page, (*DATA, "mesage")) == []


def test_the_progress_page(qtbot: QtBot, theme: Theme) -> None:
    page = ProgressPage(theme)
    qtbot.addWidget(page)
    page.show()
    for event in (
        TaskChanged(task_view()),
        PoolChanged(POOL),
        CurveChanged(curve()),
        StatusChanged(status()),
        HistoryChanged(history(), True),
    ):
        page.handle(event)
    page._throttle.flush()
    for tab in range(page._tabs.count()):
        page._tabs.setCurrentIndex(tab)
        assert leaks(page, DATA) == []
    assert leak(page.raters_card.lines.text, DATA) == []


def test_the_open_task(qtbot: QtBot, theme: Theme) -> None:
    view = TaskView(theme)
    qtbot.addWidget(view)
    view.show()
    view.show_view(task_view())
    view.show_start(candidates()[0].candidate)
    assert leaks(view, DATA) == []


def test_the_window_without_a_project(bench: Bench) -> None:
    bench.window.welcome.show_recent([Path("/home/me/support.pairtune")])
    given = ("support", "/home/me", "support.pairtune", "English", "Deutsch")
    assert leaks(bench.window, (*given, str(bench.context.folder))) == []


def test_the_parts_of_the_compare_page(qtbot: QtBot, theme: Theme) -> None:
    pane = OutputPane(Side.A, theme)
    output = OutputView("o1", "Dear customer", truncated=True)
    pane.show_page(make_page(output, theme, 400, markdown=True))
    pane.show_spans([Span("o1", 0, 4, True), Span("o1", 5, 9, False)])
    strip = VoteStrip(theme)
    strip.show_rows(history(5))
    line = ReasonLine(theme)
    line.set_vote("d1", history(1)[0])
    buttons = VerdictBar(theme)
    buttons.set_keymap(Keymap())
    for part in (pane, strip, line, buttons, strip.menu_for(history(1)[0])):
        qtbot.addWidget(part)
        assert leaks(part, DATA) == []


def test_the_frame(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail(theme)
    rail.set_keymap(Keymap())
    line = StatusLine(theme)
    line.set_keymap(Keymap())
    line.show_status(status(failed_outputs=2, caution="The cap is near."))
    keys = key_list(Keymap(), {"tag.1": "too long", "tag.2": "mine"})
    for part in (rail, line, keys, Welcome(theme)):
        qtbot.addWidget(part)
        assert leaks(part, ("mine", "USD", "Up", "Down")) == []


def test_messages(qtbot: QtBot, theme: Theme) -> None:
    bar = MessageBar(theme)
    qtbot.addWidget(bar)
    kind = BudgetFault.__name__
    bar.show_fault(FaultView("The key was refused.", "Open Settings and change it.", "auth"), 1)
    bar.show_fault(FaultView("The cap is reached.", "Raise it.", kind))
    bar.show_bug("Something broke.", "trace")
    assert len(bar.texts) == 3
    assert leaks(bar) == []
