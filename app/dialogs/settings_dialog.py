"""The settings: models, limits, keys, appearance, and where files are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import AppContext
from app.forms.caps_form import CapsForm
from app.forms.compare_form import CompareForm
from app.forms.keys_form import KeysForm
from app.forms.places_form import PlacesForm
from app.forms.role_forms import RoleForms
from app.jobs import Jobs
from app.language import mark, tr
from app.requests import Reply
from app.theme import APPEARANCES, GAP, PAGE, Theme
from app.widgets.card import label
from app.widgets.finish_key import finish_by_key
from app.widgets.fitting import fit_to_screen
from app.widgets.folding_row import FoldingRow
from app.window.frame import Roll
from optimizer.commands import SetCaps, SetModels, SetOptions
from optimizer.records import CallRole
from optimizer.views import TaskView

SECTIONS = {
    "models": mark("Models"),
    "caps": mark("Limits"),
    "comparing": mark("Comparing"),
    "keys": mark("Keys"),
    "appearance": mark("Appearance"),
    "files": mark("Files"),
}
_LOOKS = {
    "system": mark("&Like the system"),
    "light": mark("L&ight"),
    "dark": mark("&Dark"),
}
SIZE = (760, 560)


class SettingsDialog(QDialog):
    """Shows the settings of the program and, where one is open, of the project.

    Args:
        context: Settings, keys and folders.
        theme: The appearance; tried at once, and put back on Cancel.
        task: The open project's task, or None.
        section: What to show first: models, judging, caps, comparing, keys, appearance or
            files.
        parent: The window.
    """

    command = Signal(object)
    request = Signal(object)

    def __init__(
        self,
        context: AppContext,
        theme: Theme,
        task: TaskView | None = None,
        section: str = "models",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = theme
        self._task = task
        self._appearance_before = theme.appearance
        self._jobs = Jobs(self)
        self._locked = task is not None and task.read_only
        self.setWindowTitle(tr("Settings"))
        fit_to_screen(self, theme, SIZE)
        self.judge_told = QCheckBox(tr("&Tell me the judge's opinion after my vote"))
        self.judge_told.setChecked(context.settings.judge_told)
        self._roles = RoleForms(theme, context.keys, self._jobs, self.judge_told)
        self._roles.request.connect(self.request)
        self.forms = self._roles.forms
        self.caps = CapsForm(theme)
        self.run_caps = CapsForm(theme, noted=False, mnemonics=False)
        self.comparing = CompareForm(theme)
        self.keys = KeysForm(theme)
        self.places = PlacesForm(context.folder, Path(task.path) if task else None, self._jobs)
        self.sections = QListWidget()
        self.sections.setAccessibleName(tr("Sections of the settings"))
        self.sections.addItems([tr(title) for title in SECTIONS.values()])
        wide = self.sections.sizeHintForColumn(0)
        self.sections.setFixedWidth(wide + 4 * GAP)
        for at in range(self.sections.count()):
            self.sections.item(at).setSizeHint(QSize(wide, theme.px(30)))
        self._stack = QStackedWidget()
        for page in (
            self._roles,
            self._caps_page(),
            self.comparing,
            self.keys,
            self._appearance_page(),
            self.places,
        ):
            # Each scrolls by itself, or the widest would make all of them scroll.
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(page)
            self._stack.addWidget(Roll(holder))
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._lay_out()
        self._fill()
        self._roles.changed.connect(self._check)
        self.keys.changed.connect(self._check)
        self.keys.changed.connect(lambda: self.comparing.set_keymap(self.keys.keymap))
        self.show_section(section)
        self._check()

    def show_section(self, section: str) -> None:
        """Turn to a section."""
        names = list(SECTIONS)
        self.sections.setCurrentRow(names.index(section) if section in names else 0)
        if section == "judging":
            self._roles.show_role(CallRole.JUDGE)

    def receive(self, reply: Reply) -> None:
        """Take the reply to a request of the model forms."""
        self._roles.receive(reply)

    def accept(self) -> None:
        """Keep everything and close."""
        models = self._roles.models
        caps, settings = self.caps.caps, self._context.settings
        if self._task is not None and not self._locked:
            before = {role: self._task.models.get(role) for role in models}
            if models != before:
                self.command.emit(SetModels(models))
            if caps != self._task.caps:
                self.command.emit(SetCaps(caps))
            options = self._task.options.with_run_caps(self.run_caps.caps)
            if options != self._task.options:
                self.command.emit(SetOptions(options))
        if self._task is None or self._also_new.isChecked():
            settings.models = models
            settings.caps = caps
        settings.judge_told = self.judge_told.isChecked()
        settings.compare = self.comparing.choices
        settings.keymap = self.keys.keymap
        settings.appearance = self._theme.appearance
        super().accept()

    def reject(self) -> None:
        """Put the appearance back and close."""
        self._theme.set_appearance(self._appearance_before)
        super().reject()

    def _lay_out(self) -> None:
        self._missing = label("", "muted", wrap=True, name="missing")
        self._also_new = QCheckBox(tr("Use models and limits for &new projects as well"))
        self._also_new.setVisible(self._task is not None)
        self._also_new.setChecked(self._task is None)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("kind", "primary")
        finish_by_key(save, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        body = QHBoxLayout()
        body.setSpacing(PAGE)
        body.addWidget(self.sections)
        body.addWidget(self._stack, 1)
        foot = FoldingRow()
        part = foot.add_part(1)
        part.addWidget(self._also_new)
        part.addWidget(self._missing, 1)
        foot.add_part().addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        column.setSpacing(PAGE)
        column.addLayout(body, 1)
        column.addWidget(foot)

    def _caps_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAGE)
        title = (
            tr("Limits of {project}", project=self._task.name)
            if self._task
            else tr("Limits of new projects")
        )
        column.addWidget(label(title, "strong", wrap=True))
        column.addWidget(self.caps)
        if self._task is not None:
            column.addWidget(label(tr("Limits of each run of a method"), "strong"))
            column.addWidget(self.run_caps)
        column.addStretch(1)
        return page

    def _appearance_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(tr("Light or dark"), "strong"))
        group = QButtonGroup(self)
        self.looks: dict[str, QRadioButton] = {}
        for name in APPEARANCES:
            button = QRadioButton(tr(_LOOKS[name]))
            button.setChecked(name == self._theme.appearance)
            button.toggled.connect(
                lambda on, look=name: self._theme.set_appearance(look) if on else None
            )
            group.addButton(button)
            self.looks[name] = button
            column.addWidget(button)
        column.addSpacing(GAP)
        column.addWidget(
            label(tr("Text size: Ctrl and + or −, anywhere in the window."), "small", wrap=True)
        )
        column.addStretch(1)
        return page

    def _fill(self) -> None:
        settings = self._context.settings
        models = self._task.models if self._task else settings.models
        self._roles.show_models(models, changeable=not self._locked)
        self.caps.show_caps(self._task.caps if self._task else settings.caps)
        self.caps.setEnabled(not self._locked)
        if self._task is not None:
            self.run_caps.show_caps(self._task.options.run_caps)
            self.run_caps.setEnabled(not self._locked)
        self.comparing.show_choices(settings.compare)
        self.comparing.set_keymap(settings.keymap)
        self.keys.name_actions(settings.compare.tag_names())
        self.keys.show_keymap(settings.keymap)

    def _check(self) -> None:
        missing = self._roles.problem or self.keys.problem
        self._missing.setText(missing)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not missing)
