"""Signs that turn the direction of text have no power over what stands beside a name."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.data.data_page import DataPage
from app.progress.progress_page import ProgressPage
from app.prompts.lineage_tree import LineageTree
from app.prompts.prompts_page import PromptsPage
from app.requests import VoteFilter
from app.theme import Theme
from optimizer.events import HistoryChanged, PoolChanged, TaskChanged
from tests.app.build_views import candidates, history, pool_view, task_view

TURN = "\u202e"
LABEL = f"{TURN}retrohs"
SEEN = "[U+202E]retrohs"


def renamed() -> tuple[object, ...]:
    first, *others = candidates()
    turned = [replace(row, candidate=replace(row.candidate, label=LABEL)) for row in others]
    return (first, *turned)


def test_in_the_tables_and_choices_of_prompts(qtbot: QtBot, theme: Theme) -> None:
    page = PromptsPage(theme)
    qtbot.addWidget(page)
    page.show()
    page.handle(TaskChanged(task_view()))
    page.handle(PoolChanged(pool_view(candidates=renamed())))
    page._throttle.flush()
    names = [page.table.model().index(at, 0).data() for at in range(2)]
    assert any(SEEN in name for name in names)
    page.show_prompt(candidates()[0].candidate.id)
    told = [box.itemText(at) for box in page.findChildren(QComboBox) for at in range(box.count())]
    assert any(SEEN in text for text in told)
    assert not any(TURN in text for text in told)


def test_in_the_tree(qtbot: QtBot, theme: Theme) -> None:
    tree = LineageTree(theme)
    qtbot.addWidget(tree)
    tree.show_rows(renamed())
    assert TURN not in "".join(tree.told(row.candidate.id, 0, 0) for row in candidates())


def test_in_the_history(qtbot: QtBot, theme: Theme) -> None:
    page = ProgressPage(theme)
    qtbot.addWidget(page)
    rows = tuple(replace(row, example_title=f"a {TURN}b", reason=TURN) for row in history())
    page.show()
    page.handle(TaskChanged(task_view()))
    page.handle(HistoryChanged(rows, whole=True))
    page.show_votes(VoteFilter())
    page._throttle.flush()
    model = page.history.table.model()
    shown = [
        str(model.index(at, column).data())
        for at in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert shown
    assert TURN not in "".join(shown)


def test_in_the_heading_of_the_data_page(qtbot: QtBot, theme: Theme) -> None:
    page = DataPage(theme)
    qtbot.addWidget(page)
    page.handle(TaskChanged(task_view(name=LABEL)))
    labels = [label.text() for label in page.findChildren(QLabel)]
    assert SEEN in labels
    assert not any(TURN in text for text in labels)
