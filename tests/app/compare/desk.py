"""The Compare page with an engine that answers by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.theme import Theme
from optimizer.commands import Command
from optimizer.views import PairView
from tests.app.fake_engine import FakeEngine


class Desk:
    """A shown page on a scripted engine."""

    def __init__(self, theme: Theme, pairs: list[PairView] | None = None) -> None:
        self.page = ComparePage(theme)
        self.page.resize(936, 648)
        self.page.show()
        QTest.qWaitForWindowExposed(self.page)
        self.page.setFocus()
        self.requests: list[object] = []
        self.page.request.connect(self.requests.append)
        self.engine = FakeEngine(self.page.handle, pairs)
        self.page.command.connect(self.engine.post)
        self.engine.start()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.page
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def sent(self, kind: type) -> list[Command]:
        """Return the commands of a kind, in order."""
        return [command for command in self.engine.commands if isinstance(command, kind)]

    @property
    def shown(self) -> str:
        """The duel whose texts are on the screen."""
        text = self.page.stage.left.reader.toPlainText()
        return f"duel-{text.rsplit(' ', 1)[-1].rstrip('.')}"


def with_pairs(qtbot: QtBot, theme: Theme, *pairs: PairView) -> Desk:
    """Return a page that shows the first of these pairs."""
    made = Desk(theme, list(pairs))
    qtbot.addWidget(made.page)
    return made


def visible_text(widget: QWidget) -> str:
    """Return all that labels and buttons of a widget say now."""
    from PySide6.QtWidgets import QAbstractButton

    parts = [
        child.text()
        for kind in (QLabel, QAbstractButton)
        for child in widget.findChildren(kind)
        if child.isVisible()
    ]
    return "\n".join(parts)
