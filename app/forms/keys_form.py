"""The keys: each can be changed or switched off; two that clash are named."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.compare_choices import tag_words
from app.forms.key_capture import KeyCapture
from app.keymap import ACTIONS, Keymap, action, key_text, refusal
from app.language import tr
from app.theme import GAP, HALF, PAGE, Theme
from app.widgets.card import label

LEAST_LIST = 150


class KeysForm(QWidget):
    """A line per action; `changed` tells of every edit."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = Keymap()
        self._buttons: dict[str, KeyCapture] = {}
        self._names: dict[str, QLabel] = {}
        self.single = QCheckBox(tr("&Letters and digits work without Ctrl"))
        self.single.setToolTip(tr("On the Compare page"))
        self.single.toggled.connect(self._switch_single)
        self.reset = QPushButton(tr("Back to the usual keys"))
        self.reset.clicked.connect(lambda: self._use(Keymap(single_keys=self.single.isChecked())))
        self._note = label("", wrap=True, name="clash")
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(PAGE)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(0, 1)
        row, group = 0, ""
        for known in ACTIONS:
            if known.group != group:
                group = known.group
                heading = label(tr(group), "strong")
                heading.setContentsMargins(0, GAP if row else 0, 0, 0)
                grid.addWidget(heading, row, 0, 1, 2)
                row += 1
            button = KeyCapture(tr(known.text))
            button.setMinimumWidth(theme.px(130))
            button.captured.connect(lambda key, name=known.id: self._take(name, key))
            self._buttons[known.id] = button
            self._names[known.id] = label(tr(known.text), wrap=True)
            grid.addWidget(self._names[known.id], row, 0)
            grid.addWidget(button, row, 1)
            row += 1
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(lines)
        # It gives way, so that what is below it is seen without a second bar around the first.
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        scroll.setMinimumHeight(theme.px(LEAST_LIST))
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.single)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self.show_keymap(Keymap())

    @property
    def keymap(self) -> Keymap:
        """The keys as they are chosen."""
        return self._keymap

    @property
    def problem(self) -> str:
        """Which keys clash, in words; empty when none do."""
        clashes = self._keymap.clashes()
        if not clashes:
            return ""
        clash = clashes[0]
        return tr(
            "{key} does two things: “{one}” and “{other}”.",
            key=key_text(clash.key),
            one=tr(clash.first.text),
            other=tr(clash.second.text),
        )

    def button(self, action_id: str) -> KeyCapture:
        """Return the button of an action."""
        return self._buttons[action_id]

    def name_actions(self, texts: Mapping[str, str]) -> None:
        """Call some actions by other names, such as the tags by their texts.

        Args:
            texts: Names by action id; an empty one leaves the usual name.
        """
        for name, text in texts.items():
            self._names[name].setText(
                tr("Tag: {tag}", tag=tag_words(text)) if text else tr(action(name).text)
            )

    def show_keymap(self, keymap: Keymap) -> None:
        """Show keys."""
        self.single.setChecked(keymap.single_keys)
        self._use(keymap)

    def _use(self, keymap: Keymap) -> None:
        self._keymap = keymap
        for name, button in self._buttons.items():
            button.show_key(keymap.key(name))
        self._note.setText(self.problem)
        self.changed.emit()

    def _take(self, name: str, key: str) -> None:
        refused = refusal(name, key)
        if refused:
            self._note.setText(
                tr(
                    "“{key}” for “{action}”: {why}",
                    key=key_text(key),
                    action=tr(action(name).text),
                    why=refused,
                )
            )
            return
        self._use(self._keymap.with_key(name, key))

    def _switch_single(self, on: bool) -> None:
        self._use(Keymap(self._keymap.changes, single_keys=on))
