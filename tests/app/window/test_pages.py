"""Pages are made one by one, and a fault in one does not come again and again."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.page import Page
from app.window.pages import SPARE_MS, Pages


def test_a_page_that_cannot_be_made_is_tried_once_in_spare_time(qtbot: QtBot) -> None:
    tried = []

    def broken() -> Page:
        tried.append("broken")
        raise ValueError("no such page")

    pages = Pages({"broken": broken}, lambda name, page: None)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitExposed(window), qtbot.captureExceptions() as bugs:
        pages.make_in_spare_time(window)
        qtbot.waitUntil(lambda: bool(tried))
        QTest.qWait(5 * SPARE_MS)
    assert tried == ["broken"]
    assert len(bugs) == 1
