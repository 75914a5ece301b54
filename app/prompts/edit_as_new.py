"""Writes a new prompt beginning from another, in place, with a check and a preview as one types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.language import tr, tr_n
from app.theme import GAP, Theme
from app.widgets.card import buddy, label
from app.widgets.finish_key import finish_by_key
from app.widgets.plain_tip import plain_tip
from app.widgets.prompt_editor import PromptEditor
from app.widgets.rendered_view import RenderedView
from app.words.prompt_words import answer_form_words
from optimizer.commands import AddPrompt
from optimizer.metrics.labels import word_for
from optimizer.records import Candidate, Column, Prompt
from optimizer.template import used_columns


class EditAsNew(QWidget):
    """An editor over the details; `saved` carries the command, `left` tells that it is over."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base: Prompt | None = None
        self._parent_id = ""
        self._known: Collection[str] = ()
        self._names: Mapping[str, str] = {}
        self._title = label("", "strong")
        self._kept = label("", "small", wrap=True)
        self._choices: tuple[str, ...] = ()
        self.held = QCheckBox()
        self.held.setAccessibleName(tr("Answers only one of the labels"))
        self.held.toggled.connect(self._check)
        self.label_edit = QLineEdit()
        self.label_edit.setPlaceholderText(tr("Such as: warmer"))
        self.label_edit.setMaxLength(60)
        self.editor = PromptEditor(theme, lines=4)
        self.editor.changed.connect(self._check)
        self.rendered = RenderedView(theme)
        self._note = label("", "small")
        self.save = QPushButton(tr("Save as new"))
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self._save)
        finish_by_key(self.save, self)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(buddy(tr("&What it tries"), self.label_edit))
        head.addWidget(self.label_edit)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._note)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        side = QWidget()
        under = QVBoxLayout(side)
        under.setContentsMargins(GAP, 0, 0, 0)
        under.setSpacing(GAP)
        under.addWidget(self.rendered, 1)
        under.addWidget(self.held)
        under.addWidget(self._kept)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.editor)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(splitter, 1)
        column.addLayout(foot)

    def begin(
        self,
        candidate: Candidate,
        columns: Sequence[Column],
        locks: Sequence[str],
        names: Mapping[str, str],
        labels: Sequence[str] = (),
    ) -> None:
        """Begin from a prompt.

        Args:
            candidate: The prompt that is the parent.
            columns: The task's columns.
            locks: Texts that must stay.
            names: The names of the prompts there are, by id.
            labels: The task's labels, to which answers can be held.
        """
        prompt = candidate.prompt
        self._base, self._parent_id, self._names = prompt, candidate.id, names
        self._title.setText(tr("New prompt, from {name}", name=candidate.name))
        kept = [f"{{{{{field.column}}}}}" for field in prompt.fields]
        self._kept.setText(
            tr("The layout stays, with {columns} beside this text.", columns=", ".join(kept))
            if kept
            else tr("Layout and parameters stay as they are.")
        )
        self._offer_form(prompt, labels)
        self.label_edit.clear()
        self.editor.set_columns(columns)
        self.editor.set_rules(
            block=[field.column for field in prompt.fields],
            before=used_columns(prompt),
            locks=locks,
        )
        self.editor.set_prompt(prompt.instruction, prompt.system)
        self.editor.instruction_edit.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.instruction_edit.setFocus()

    def set_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Offer examples for the preview."""
        self.rendered.set_rows(rows)

    @property
    def prompt(self) -> Prompt | None:
        """The new prompt as it is written."""
        if self._base is None:
            return None
        written = replace(
            self._base, instruction=self.editor.instruction, system=self.editor.system
        )
        # A demonstration holds its values; one that lacks a column cannot be shown any more.
        used = set(used_columns(written))
        shown = (d for d in self._base.demonstrations if used <= {name for name, _ in d.fields})
        held, layout = self.held.isChecked(), written.layout
        weights = layout.choice_weights if held and layout.choices == self._choices else ()
        choices = self._choices if held else ()
        layout = replace(layout, choices=choices, choice_weights=weights)
        return replace(written, demonstrations=tuple(shown), layout=layout)

    def _offer_form(self, prompt: Prompt, labels: Sequence[str]) -> None:
        """Let the answer be free or held to the labels, as the prompt words them."""
        words = tuple(word_for(prompt, label) for label in labels)
        self._choices = prompt.layout.choices or (words if len(words) > 1 else ())
        self.held.setVisible(bool(self._choices))
        form = answer_form_words(self._choices, short=True)
        self.held.setText(tr("Answers: {form}", form=form).replace("&", "&&"))
        self.held.setToolTip(plain_tip(answer_form_words(self._choices)))
        self.held.setChecked(bool(prompt.layout.choices))

    def _check(self) -> None:
        prompt, base = self.prompt, self._base
        self.rendered.set_prompt(prompt)
        same = self._names.get(prompt.id, "") if prompt else ""
        lost = len(base.demonstrations) - len(prompt.demonstrations) if prompt and base else 0
        if prompt is not None and prompt.id == self._parent_id:
            self._note.setText(tr("Nothing is changed yet."))
        elif same:
            self._note.setText(tr("This is the same as {name}.", name=same))
        else:
            lacking = tr_n(
                "{n:,} demonstration without such a column left out.",
                "{n:,} demonstrations without such a column left out.",
                lost,
            )
            self._note.setText(lacking if lost else "")
        self.save.setEnabled(prompt is not None and self.editor.usable and not same)

    def _save(self) -> None:
        prompt = self.prompt
        if prompt is not None:
            parents = (self._parent_id,)
            self.saved.emit(AddPrompt(prompt, parents, self.label_edit.text().strip()))
            self.left.emit()
