"""The program with a window: made, shown, run, and ended tidily."""

from __future__ import annotations

import logging
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from app.assets import DESKTOP_ID, asset
from app.context import AppContext
from app.garbage import Garbage
from app.language import choose_language, language, tr
from app.requests import OpenSample
from app.theme import Theme
from app.window.main_window import MainWindow
from app.window.spare_time import SpareTime
from app.window.windows import Program, Windows

PULSE_MS = 250
YIELD_S = 0.0002
log = logging.getLogger(__name__)


def run(
    path: Path | None = None, sample: str | None = None, simulated_person: int | None = None
) -> int:
    """Open the window and stay until it is closed.

    Args:
        path: A project or a data file to begin with.
        sample: A sample project to begin with; an empty text means the first.
        simulated_person: Let this simulated person vote, for demonstrations.

    Returns:
        The exit code.
    """
    QCoreApplication.setApplicationName("PairTune")
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    app = _program()
    app.setWindowIcon(QIcon(str(asset("icons/pairtune.svg"))))
    context = AppContext()
    _speak(app, context.settings.language)
    theme = Theme(app, context.settings.appearance, context.settings.zoom)
    windows = Windows(context, theme, yield_quickly, app)
    if isinstance(app, Program):
        app.file_wanted.connect(windows.open_path)
    window = windows.new()
    sys.excepthook = lambda kind, bug, trace: _tell_bug(windows, kind, bug, trace)
    _end_on_interrupt(windows)
    if simulated_person is not None:
        from app.window.simulated_voter import SimulatedVoter

        SimulatedVoter(window.compare, simulated_person)
    # Once the window is up, so that it never waits for the engine's imports.
    QTimer.singleShot(0, lambda: _begin(window, path, sample))
    code = app.exec()
    context.close()
    return int(code)


def _program() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else Program(sys.argv[:1])


def yield_quickly(window: MainWindow) -> None:
    """Let nothing of the interpreter's own keep the window from answering a key at once.

    Args:
        window: The window of the program.
    """
    # Painting takes the interpreter in hundreds of short turns, and may wait this long for each.
    sys.setswitchinterval(YIELD_S)
    garbage = Garbage(window)
    window.projects.opening.connect(garbage.change_project)
    window.compare.command.connect(lambda _: garbage.put_off())


def _speak(app: QCoreApplication, wanted: str) -> None:
    """Use the person's language, for Qt's own buttons too; before any text is made."""
    choose_language(wanted, QLocale.system().name())
    QLocale.setDefault(QLocale(language()))  # fields write numbers as the texts beside them do
    qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(f"qtbase_{language()}", folder):
        app.installTranslator(qt)


def _begin(window: MainWindow, path: Path | None, sample: str | None) -> None:
    from app.samples import sample_titles

    settings = window.context.settings
    window.menus.show_samples(sample_titles())
    if sample is not None:
        window.request(OpenSample(sample or None))
    elif path is not None:
        window.open_path(path)
    elif settings.last_project is not None:
        page = settings.page
        window.projects.open(settings.last_project)
        window.show_page(page)
    elif not settings.recent_projects:
        # The very first start shows the main job at once, on the bundled model.
        window.request(OpenSample())
    SpareTime(window)


def _end_on_interrupt(windows: Windows) -> None:
    """Let Ctrl+C in the terminal close the windows as their own buttons do."""
    signal.signal(signal.SIGINT, lambda *_: [window.close() for window in windows.open])
    # Python looks at signals only between two of its own instructions.
    pulse = QTimer(windows)
    pulse.timeout.connect(lambda: None)
    pulse.start(PULSE_MS)


def _tell_bug(
    windows: Windows,
    kind: type[BaseException],
    bug: BaseException,
    trace: TracebackType | None,
) -> None:
    """Show a bug in the window instead of ending: the project is safe in its own thread."""
    report = "".join(traceback.format_exception(kind, bug, trace))
    log.error("unhandled: %s", report)
    window = windows.active
    if issubclass(kind, Exception) and window is not None:
        # Not what it says: that may quote anything. The report tells it to whoever asks.
        window.messages.show_bug(tr("{bug} in the window", bug=kind.__name__), report)
