"""How comparing works for this person: finer verdicts, their own tags, a goal, figures in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.compare_choices import (
    MOST_VOTES,
    NAME_LENGTH,
    TAG_LENGTH,
    TAGS,
    CompareChoices,
    tag_meant,
    tag_words,
)
from app.keymap import Keymap
from app.language import tr
from app.theme import GAP, PAGE, Theme
from app.widgets.card import buddy, label
from app.widgets.number_field import whole_number


class CompareForm(QWidget):
    """Shows choices and gives them back as they are chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slightly = QCheckBox(tr("Offer “sli&ghtly better” beside left and right"))
        self.slightly.setToolTip(tr("A slight preference counts less than a clear one"))
        self.tags: list[QLineEdit] = []
        self._keys = [label("", "chip") for _ in TAGS]
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        for at in range(len(TAGS)):
            field = QLineEdit()
            field.setMaxLength(TAG_LENGTH)
            field.setPlaceholderText(tr("not offered"))
            field.setAccessibleName(tr("Text of tag {n}", n=at + 1))
            self.tags.append(field)
            row, column = at % 3, 3 * (at // 3)
            grid.addWidget(buddy(tr("Tag &{n}", n=at + 1), field), row, column)
            grid.addWidget(field, row, column + 1)
            grid.addWidget(self._keys[at], row, column + 2, Qt.AlignmentFlag.AlignLeft)
        self.goal = whole_number(0, MOST_VOTES, 0, step=5, unit=tr(" votes"))
        self.goal.setSpecialValueText(tr("no goal"))
        self.goal.setMinimumWidth(theme.px(120))
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_LENGTH)
        self.name.setPlaceholderText(tr("you"))
        self.name.setToolTip(tr("Votes cast from now on bear this name"))
        self.pace = QCheckBox(tr("Tell &votes a minute and self-agreement"))
        self.pace.setToolTip(tr("In the line at the bottom of the window"))
        day = QGridLayout()
        day.setHorizontalSpacing(GAP)
        day.setColumnStretch(2, 1)
        day.addWidget(buddy(tr("A &day's goal"), self.goal), 0, 0)
        day.addWidget(self.goal, 0, 1)
        day.addWidget(buddy(tr("&Your name"), self.name), 1, 0)
        day.addWidget(self.name, 1, 1)
        several = label(tr("where several people vote on one project"), "small", wrap=True)
        day.addWidget(several, 1, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP)
        rows.addWidget(label(tr("Verdicts"), "strong"))
        rows.addWidget(self.slightly)
        rows.addSpacing(PAGE)
        rows.addWidget(label(tr("Tags after a vote"), "strong"))
        rows.addLayout(grid)
        rows.addWidget(
            label(
                tr("Votes keep the tags that they were given, whatever stands here."),
                "small",
                wrap=True,
            )
        )
        rows.addSpacing(PAGE)
        rows.addWidget(label(tr("Sitting"), "strong"))
        rows.addLayout(day)
        rows.addWidget(self.pace)
        rows.addStretch(1)

    @property
    def choices(self) -> CompareChoices:
        """What is chosen."""
        return CompareChoices(
            slightly=self.slightly.isChecked(),
            tags=tuple(tag_meant(field.text()) for field in self.tags),
            goal=self.goal.value(),
            pace=self.pace.isChecked(),
            name=" ".join(self.name.text().split()),
        )

    def show_choices(self, choices: CompareChoices) -> None:
        """Show choices."""
        self.slightly.setChecked(choices.slightly)
        for field, text in zip(self.tags, choices.tags, strict=True):
            field.setText(tag_words(text))
        self.goal.setValue(choices.goal)
        self.pace.setChecked(choices.pace)
        self.name.setText(choices.name)

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of the tags."""
        for at, chip in enumerate(self._keys, start=1):
            chip.setText(keymap.key(f"tag.{at}") or tr("no key"))
