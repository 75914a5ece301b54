"""The tree of a large family, which is grown bit by bit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app.prompts.lineage_tree import AT_ONCE, LEAST_NAME, LineageTree
from app.theme import Theme
from optimizer.records import Candidate
from optimizer.views import CandidateView
from tests.app.build_views import START, candidates

MANY = 2 * AT_ONCE + 500


def family(size: int) -> tuple[CandidateView, ...]:
    """Return prompts of which each comes from one in the first half of those before it."""
    like = candidates()[1]
    rows: list[CandidateView] = []
    for at in range(size):
        prompt = replace(START, instruction=f"Reply in {at} words.")
        parents = (rows[at // 2].candidate.id,) if at % 7 else ()
        candidate = Candidate(prompt, f"B{at}", "", parents=parents, proposer="shorten")
        rows.append(replace(like, candidate=candidate))
    return tuple(rows)


@pytest.fixture(scope="module")
def many() -> tuple[CandidateView, ...]:
    return family(MANY)


@pytest.fixture
def tree(qtbot: QtBot, theme: Theme) -> LineageTree:
    made = LineageTree(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def lines(tree: LineageTree) -> dict[str, str]:
    """Return the handle of every line, with that of the line above it."""
    told: dict[str, str] = {}

    def walk(item: QTreeWidgetItem) -> None:
        parent = item.parent()
        told[item.text(0)] = parent.text(0) if parent is not None else ""
        for at in range(item.childCount()):
            walk(item.child(at))

    for at in range(tree.topLevelItemCount()):
        walk(tree.topLevelItem(at))
    return told


def wanted(rows: tuple[CandidateView, ...]) -> dict[str, str]:
    names = {row.candidate.id: row.candidate.name for row in rows}
    return {
        row.candidate.name: names[row.candidate.parents[0]] if row.candidate.parents else ""
        for row in rows
    }


def test_a_large_family_is_all_there_in_a_moment(
    qtbot: QtBot, tree: LineageTree, many: tuple[CandidateView, ...]
) -> None:
    tree.show_rows(many)
    assert len(lines(tree)) == AT_ONCE
    qtbot.waitUntil(lambda: len(tree._items) == MANY)
    assert lines(tree) == wanted(many)
    assert all(item.isExpanded() for item in tree._items.values() if item.childCount())


def test_who_is_chosen_before_its_line_is_there_is_chosen_then(
    qtbot: QtBot, tree: LineageTree, many: tuple[CandidateView, ...]
) -> None:
    heard: list[str] = []
    tree.chosen.connect(heard.append)
    tree.show_rows(many)
    last = many[-1].candidate
    tree.choose(last.id)
    qtbot.waitUntil(lambda: tree.currentItem() is not None)
    qtbot.waitUntil(lambda: tree.currentItem().text(0) == last.name)
    assert heard == []


def test_what_was_folded_stays_so_when_the_family_grows(
    qtbot: QtBot, tree: LineageTree, many: tuple[CandidateView, ...]
) -> None:
    tree.show_rows(many[:20])
    folded = tree.topLevelItem(0)
    folded.setExpanded(False)
    tree.show_rows(many[:40])
    assert lines(tree) == wanted(many[:40])
    assert tree.topLevelItem(0) is folded
    assert not folded.isExpanded()


def test_another_family_takes_the_place_of_one_half_grown(
    qtbot: QtBot, tree: LineageTree, many: tuple[CandidateView, ...]
) -> None:
    tree.show_rows(many)
    tree.show_rows(many[7:30])
    qtbot.wait(20)
    names = {row.candidate.name for row in many[7:30]}
    assert set(lines(tree)) == names


def test_names_can_be_read_however_narrow_it_is(tree: LineageTree, theme: Theme) -> None:
    tree.show_rows(family(20))
    header = tree.header()
    tree.resize(1200, 300)
    assert header.length() == tree.viewport().width(), "the names take the rest"
    theme.set_zoom(2.0)
    tree.resize(400, 300)
    assert header.sectionSize(0) == theme.px(LEAST_NAME)
    tree.resize(2400, 300)
    assert header.length() == tree.viewport().width()
