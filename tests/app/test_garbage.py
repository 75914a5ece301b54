"""Garbage is collected on the window's thread, and a loaded project is not walked."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.garbage import BULGE, OLD, YOUNG, Garbage


class Knot:
    """Something that only a collection can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    parent = QObject()
    collector = Garbage(parent)
    yield collector
    collector.end()


def test_a_knot_is_freed_although_nobody_else_collects(qtbot: QtBot, garbage: Garbage) -> None:
    freed = weakref.ref(Knot())
    assert freed() is not None
    kept = [[] for _ in range(2 * YOUNG)]
    qtbot.waitUntil(lambda: freed() is None)
    assert len(kept) == 2 * YOUNG


def test_a_bulge_is_set_aside_until_another_project_is_opened(garbage: Garbage) -> None:
    freed = weakref.ref(Knot())
    project = [[] for _ in range(2 * BULGE)]
    garbage.sweep()
    assert gc.get_freeze_count() >= len(project)
    assert freed() is not None

    del project
    garbage.change_project()
    assert freed() is None
    assert gc.get_freeze_count() == 0


def test_what_a_project_loads_is_set_aside_once_it_has_settled(
    qtbot: QtBot, garbage: Garbage
) -> None:
    garbage.change_project()
    assert gc.get_freeze_count() == 0
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)


def test_the_interpreter_collects_again_at_the_end(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Garbage(parent)
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()


def test_the_long_walk_waits_while_somebody_votes(
    garbage: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (YOUNG + 1, 0, OLD + 1))
    monkeypatch.setattr(gc, "collect", lambda generation=2: walks.append(generation))
    garbage.put_off()
    garbage.sweep()
    assert walks == [0]

    monkeypatch.setattr("app.garbage.AWAY_S", -1.0)
    garbage.sweep()
    assert walks == [0, 2]
    gc.unfreeze()
