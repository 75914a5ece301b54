"""What tests of the window share: a theme, and a window on a scripted engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ask import Ask
from app.context import AppContext
from app.theme import Theme
from app.window.main_window import MainWindow
from optimizer.events import Event
from tests.app.fake_engine import FakeEngine


class FakePage(QWidget):
    """Stands in for a page of another part: it remembers what it is told."""

    command = Signal(object)
    request = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.replies: list[object] = []

    def handle(self, event: Event) -> None:
        """Remember an event."""
        self.events.append(event)

    def receive(self, reply: object) -> None:
        """Remember a reply."""
        self.replies.append(reply)


class FakeAsk(Ask):
    """Answers every question for a file with what the test put there."""

    def __init__(self) -> None:
        self.answer: Path | None = None
        self.asked: list[str] = []

    def open_file(self, title: str, *kinds: str) -> Path | None:
        """Return the answer."""
        self.asked.append(title)
        return self.answer

    def save_file(
        self, title: str, suggested: str, *kinds: str, fresh: bool = False
    ) -> Path | None:
        """Return the answer."""
        self.asked.append(title)
        return self.answer


class Bench(QObject):
    """A window, the engines that it opened, and the fakes behind it."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        super().__init__()
        self.engines: list[FakeEngine] = []
        self.ask = FakeAsk()
        self.others = {name: FakePage() for name in ("data", "prompts", "progress")}
        self.context = AppContext(folder)
        self.window = MainWindow(
            self.context,
            theme,
            makers={name: lambda one=page: one for name, page in self.others.items()},
            opener=lambda path, context, emit: self._engine(path, emit),
            maker=lambda path, draft, context, emit: self._engine(path, emit),
            ask=self.ask,
        )

    def _engine(self, path: Path, emit: Callable[[Event], None]) -> FakeEngine:
        engine = FakeEngine(emit)
        engine.path = path
        self.engines.append(engine)
        return engine.start()


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    """The program has one theme, whatever happens to it."""
    return Theme(qapp, "light")


@pytest.fixture
def theme(one_theme: Theme) -> Iterator[Theme]:
    """The light appearance at 100 %."""
    yield one_theme
    one_theme.set_appearance("light")
    one_theme.set_zoom(1.0)


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Bench]:
    """A shown window without a project."""
    made = Bench(tmp_path / "home", theme)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()
    made.context.close()


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """Delete what was closed, so that no test pays for the widgets of those before it."""
    yield
    if QApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
