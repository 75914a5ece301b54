"""The menu bar and the window's keys, out of the one table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.fixed_keys import LARGER_TOO
from app.keymap import ACTIONS, Keymap, Scope
from app.language import NAMES, SYSTEM, mark, tr
from app.widgets.plain_text import visible
from optimizer.commands import CastVote, Undo
from optimizer.views import EngineState, Status

# What has no key of its own, beside the actions of the table.
EXTRA = {
    "project.import": mark("Import a prompt…"),
    "project.votes": mark("Export the votes…"),
    "project.merge": mark("Merge another copy…"),
    "run.propose": mark("Write new prompts now"),
    "run.confirm": mark("Confirm the best prompt…"),
    "run.wordings": mark("What writers are told…"),
    "help.log": mark("Show the log…"),
    "help.about": mark("About PairTune"),
}
# What a project that can only be read has no use for.
WRITING = ("project.import", "project.merge", "run.pause", "run.propose", "run.confirm")
LOOKS = {"system": mark("Like the system"), "light": mark("Light"), "dark": mark("Dark")}
ROLES = {
    "app.quit": QAction.MenuRole.QuitRole,
    "app.settings": QAction.MenuRole.PreferencesRole,
    "help.about": QAction.MenuRole.AboutRole,
}


class Menus:
    """Builds the menu bar of a window.

    Args:
        window: Whose menu bar it is; the keys hold in the whole of it.
        acts: What each action does, by its id.
        open_recent: Opens a recent project.
        open_sample: Opens a sample by its name.
        set_appearance: Chooses system, light or dark.
        set_language: Chooses the language of the next start: system or a code.
    """

    def __init__(
        self,
        window: QMainWindow,
        acts: Mapping[str, Callable[[], object]],
        open_recent: Callable[[Path], None],
        open_sample: Callable[[str], None],
        set_appearance: Callable[[str], None],
        set_language: Callable[[str], None],
    ) -> None:
        self._window = window
        self._open_recent = open_recent
        self._open_sample = open_sample
        self.samples: dict[str, str] = {}
        self.actions: dict[str, QAction] = {}
        texts = {known.id: known.text for known in ACTIONS if known.scope is Scope.WINDOW}
        for name, text in (*texts.items(), *EXTRA.items()):
            action = QAction(tr(text), window)
            action.setMenuRole(ROLES.get(name, QAction.MenuRole.NoRole))
            action.triggered.connect(lambda _=False, act=acts[name]: act())
            window.addAction(action)
            self.actions[name] = action
        self.actions["run.pause"] = QAction(tr("Pause"), window)
        self.actions["run.pause"].triggered.connect(lambda: acts["run.pause"]())
        self._recent = QMenu(tr("Open recent"), window)
        self._samples = QMenu(tr("Open a sample"), window)
        self._appearance = self._choice(
            tr("Appearance"), {name: tr(title) for name, title in LOOKS.items()}, set_appearance
        )
        # A language is called by its own name, so that whoever cannot read the others finds it.
        self._language = self._choice(
            tr("Language"), {SYSTEM: tr("Like the system"), **NAMES}, set_language
        )
        self._build()

    def set_keymap(self, keymap: Keymap) -> None:
        """Use the keys of a key map."""
        for known in ACTIONS:
            if known.scope is Scope.WINDOW:
                key = keymap.key(known.id)
                keys = [QKeySequence(key)] if key else []
                if known.id == "zoom.in" and key == known.key:
                    keys.append(QKeySequence(LARGER_TOO))  # the same key without Shift
                self.actions[known.id].setShortcuts(keys)

    def show_status(self, status: Status | None, *, project: bool) -> None:
        """Say what can be done now.

        Args:
            status: What the optimizer told last; None when no project is open.
            project: Whether a project is open.
        """
        undo = tr(status.undo_text) if status else ""
        redo = tr(status.redo_text) if status else ""
        self.actions["edit.undo"].setText(undo or tr("Undo"))
        self.actions["edit.redo"].setText(redo or tr("Redo"))
        self.actions["edit.undo"].setEnabled(bool(undo))
        self.actions["edit.redo"].setEnabled(bool(redo))
        reading = status is not None and status.state is EngineState.READ_ONLY
        for name in (
            "project.copy",
            "project.export",
            "project.import",
            "project.votes",
            "project.merge",
            "run.method",
            "run.wordings",
            "run.pause",
            "run.propose",
            "run.confirm",
        ):
            self.actions[name].setEnabled(project and not (reading and name in WRITING))

    def expect(self, command: object) -> None:
        """Let what a command makes possible be done at once, before the engine says so."""
        if isinstance(command, CastVote):
            self.actions["edit.undo"].setEnabled(True)
        elif isinstance(command, Undo):
            self.actions["edit.redo"].setEnabled(True)

    def show_resting(self, resting: bool) -> None:
        """Name the pause entry by what it does now."""
        self.actions["run.pause"].setText(tr("Resume") if resting else tr("Pause"))

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the recent projects."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for path in paths:
            entry = self._recent.addAction(visible(path.stem))
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _=False, chosen=path: self._open_recent(chosen))

    def show_samples(self, titles: Mapping[str, str]) -> None:
        """List the samples, by name and title."""
        self.samples = dict(titles)
        self._samples.clear()
        self._samples.setEnabled(bool(titles))
        for name, title in titles.items():
            entry = self._samples.addAction(title)
            entry.triggered.connect(lambda _=False, chosen=name: self._open_sample(chosen))

    def show_choices(self, appearance: str, language: str) -> None:
        """Tick the appearance in force and the language that was chosen."""
        for menu, chosen in ((self._appearance, appearance), (self._language, language)):
            for entry in menu.actions():
                entry.setChecked(entry.data() == chosen)

    def _choice(
        self, title: str, entries: Mapping[str, str], choose: Callable[[str], None]
    ) -> QMenu:
        menu = QMenu(title, self._window)
        group = QActionGroup(menu)
        for name, text in entries.items():
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setData(name)
            entry.triggered.connect(lambda _=False, chosen=name: choose(chosen))
            group.addAction(entry)
        return menu

    def _build(self) -> None:
        bar = self._window.menuBar()
        for title, entries in (
            (
                tr("&File"),
                (
                    "project.new",
                    "project.open",
                    "project.window",
                    self._recent,
                    self._samples,
                    None,
                    "project.copy",
                    "project.merge",
                    "project.export",
                    "project.votes",
                    "project.import",
                    None,
                    "app.settings",
                    "app.quit",
                ),
            ),
            (tr("&Edit"), ("edit.undo", "edit.redo")),
            (
                tr("&View"),
                (
                    "page.data",
                    "page.compare",
                    "page.prompts",
                    "page.progress",
                    None,
                    "zoom.in",
                    "zoom.out",
                    "zoom.reset",
                    self._appearance,
                    self._language,
                ),
            ),
            (
                tr("&Optimizer"),
                ("run.method", "run.wordings", None, "run.pause", "run.propose", "run.confirm"),
            ),
            (tr("&Help"), ("app.keys", "help.log", "help.about")),
        ):
            menu = bar.addMenu(title)
            for entry in entries:
                if entry is None:
                    menu.addSeparator()
                elif isinstance(entry, QMenu):
                    menu.addMenu(entry)
                else:
                    menu.addAction(self.actions[entry])
