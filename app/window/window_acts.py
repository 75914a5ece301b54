"""What each entry of the menu and each key of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from platform import platform, python_version
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from app.language import tr
from app.requests import (
    CopyProject,
    ExportPrompt,
    ExportVotes,
    ImportPrompt,
    MergeProject,
    OpenMethods,
    OpenProject,
    OpenSettings,
    OpenWordings,
    ShowConfirmation,
)
from app.window.overlay import key_list
from app.window.rail import PAGES
from app.words.merge_words import merge_words
from optimizer import __version__
from optimizer.commands import ProposeNow
from optimizer.folders import log_file
from optimizer.views import MergeView

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

KEYS_WIDE = 860  # pixels at 100 % that the list of keys takes in two columns


def window_acts(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what is done, by the id of the action."""
    return {
        "edit.undo": window.compare.undo,
        "edit.redo": window.compare.redo,
        "project.new": window.open_data,
        "project.open": lambda: window.request(OpenProject()),
        "project.window": lambda: window.new_window_wanted.emit(None),
        "project.copy": lambda: window.request(CopyProject()),
        "project.export": lambda: window.request(ExportPrompt()),
        "project.import": lambda: window.request(ImportPrompt(), window.pages["prompts"]),
        "project.merge": lambda: window.request(MergeProject()),
        "project.votes": lambda: window.request(ExportVotes()),
        "app.settings": lambda: window.request(OpenSettings()),
        "app.keys": lambda: show_keys(window),
        "app.quit": window.close,
        **{f"page.{name}": partial(window.turn_to, name) for name, _ in PAGES},
        "zoom.in": lambda: window.zoom(1),
        "zoom.out": lambda: window.zoom(-1),
        "zoom.reset": lambda: window.zoom(0),
        "run.pause": window.compare.toggle_pause,
        "run.method": lambda: window.request(OpenMethods()),
        "run.wordings": lambda: window.request(OpenWordings()),
        "run.propose": lambda: window.worker.post(ProposeNow()),
        "run.confirm": lambda: window.request(ShowConfirmation()),
        "help.log": lambda: show_log(window),
        "help.about": lambda: show_about(window),
    }


def show_keys(window: MainWindow) -> None:
    """Show the list of keys over the window."""
    settings = window.context.settings
    columns = 2 if window.width() >= window.theme.px(KEYS_WIDE) else 1
    sheet = key_list(settings.keymap, settings.compare.tag_names(), columns)
    window.overlay.show_sheet(tr("Keys"), sheet, KEYS_WIDE, 640)


def show_merge(window: MainWindow, view: MergeView) -> None:
    """Tell what another copy brought, and on request where the two disagree."""
    text = merge_words(view)
    if not view.conflicts:
        window.messages.show_news(text)
        return

    def show() -> None:
        listed = "\n\n".join(tr(conflict) for conflict in view.conflicts)
        window.overlay.show_text(tr("Where the copies disagree"), listed, 560, 420)

    window.messages.show_offer("merge", text, tr("Show them"), show)


def show_log(window: MainWindow) -> None:
    """Show the log of the program."""
    from app.dialogs.log_dialog import LogDialog

    dialog = LogDialog(window.theme, log_file(), window)
    dialog.exec()
    dialog.deleteLater()


def show_report(window: MainWindow, summary: str, trace: str) -> None:
    """Show the report on a bug, to be copied or saved."""
    from app.dialogs.crash_dialog import CrashDialog

    dialog = CrashDialog(window.theme, summary, trace, log_file(), window)
    dialog.request.connect(window.request)
    dialog.exec()
    dialog.deleteLater()


def show_about(window: MainWindow) -> None:
    """Show over the window what this program is; the text can be copied."""
    text = (
        f"PairTune {__version__} · Python {python_version()} · Qt {qVersion()} · {platform()}",
        tr("Tune a prompt by hand and by machine: vote on pairs of outputs, get a better prompt."),
        tr(
            "MIT licence. Everything lives in one local file; nothing is sent anywhere but to the "
            "models that you choose."
        ),
        tr("Settings and log: {folder}", folder=window.context.folder),
    )
    window.overlay.show_text(tr("About PairTune"), "\n\n".join(text), 480, 320)
