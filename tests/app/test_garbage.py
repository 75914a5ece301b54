"""Garbage is collected on the window's thread, and a loaded project is not walked."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.garbage import BULGE, YOUNG, Garbage


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


def test_a_bulge_is_set_aside_and_let_go_with_its_project(qtbot: QtBot, garbage: Garbage) -> None:
    freed = weakref.ref(Knot())
    project = [[] for _ in range(2 * BULGE)]
    garbage.sweep()
    assert gc.get_freeze_count() >= len(project)
    assert freed() is not None

    del project
    garbage.let_go()
    qtbot.waitUntil(lambda: freed() is None)
    assert gc.get_freeze_count() == 0


def test_the_interpreter_collects_again_at_the_end(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Garbage(parent)
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
