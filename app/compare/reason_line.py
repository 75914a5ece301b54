"""Why the last vote was cast: one-key tags and a sentence in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from app.compare_choices import CompareChoices, tag_words
from app.fixed_keys import KEEP
from app.keymap import Keymap
from app.language import tr
from app.theme import GAP, HALF, Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.flow_layout import FlowLayout
from app.widgets.key_button import KeyButton
from app.widgets.plain_tip import plain_tip
from app.words.figures import quoted
from optimizer.views import HistoryRow

TAG_ACTIONS = tuple(CompareChoices().tag_names())


class ReasonField(QPlainTextEdit):
    """A text field of one line: Return keeps what was written, Esc leaves it."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("Why? Return keeps it, Esc leaves it."))
        self.setAccessibleName(tr("Reason for the last vote"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # With Ctrl, as in every form, and without: a second line would hide the first.
            self.kept.emit()
        else:
            super().keyPressEvent(event)


class ReasonLine(QWidget):
    """Tags and reason of the vote cast last.

    `given` carries the text and the tags together, whenever either changed; `closed` tells that
    the field was left and the focus belongs to the page again.
    """

    given = Signal(str, tuple)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duel: str | None = None
        self._reason = ""
        self._keymap = Keymap()
        self._names: dict[str, str] = {}
        self._other_tags: tuple[str, ...] = ()
        self._chips: dict[str, KeyButton] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_chips())
        self._stack.addWidget(self._make_field())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._stack)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.set_tags(CompareChoices().tag_names())
        self.set_vote(None, None)

    @property
    def writing(self) -> bool:
        """Whether the text field is open."""
        return self._stack.currentIndex() == 1

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that are on; one that is not offered any more stays."""
        on = (self._names[name] for name, chip in self._chips.items() if chip.isChecked())
        return tuple(dict.fromkeys((*on, *self._other_tags)))

    @property
    def reason(self) -> str:
        """The reason as it was kept last."""
        return self._reason

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        self._keymap = keymap
        for name, chip in self._chips.items():
            chip.set_key(keymap.key(name))
        self._open.set_key(keymap.key("reason.open"))
        self._fit()

    def set_tags(self, names: Mapping[str, str]) -> None:
        """Offer other tags.

        Args:
            names: The text of each by the id of its action; an empty one is not offered.
        """
        kept = self.tags
        self._names = dict(names)
        for name, chip in self._chips.items():
            chip.setText(tag_words(names[name]))
            chip.setAccessibleName(tr("Tag: {tag}", tag=tag_words(names[name])))
            chip.setVisible(bool(names[name]))
            chip.set_key(self._keymap.key(name))
        self._show(self._reason, kept)
        self._fit()

    def set_vote(self, duel_id: str | None, row: HistoryRow | None) -> None:
        """Turn to another vote, or show what is stored of the same one.

        Args:
            duel_id: The duel that was judged last; None when there is no vote to explain.
            row: What is stored of the vote, once it is.
        """
        if duel_id != self._duel:
            self._duel = duel_id
            self._leave()
            self._show("", ())
        if row is not None and not self.writing:
            self._show(row.reason, row.tags)
        self.setEnabled(duel_id is not None)

    def toggle_tag(self, name: str) -> None:
        """Switch a tag of the last vote on or off."""
        if self._duel is not None and self._names[name]:
            self._chips[name].toggle()
            self._give()

    def open(self) -> None:
        """Open the text field and put the focus there."""
        if self._duel is None:
            return
        self._field.setPlainText(self._reason)
        self._field.selectAll()
        self._stack.setCurrentIndex(1)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep(self) -> None:
        """Keep what stands in the open field; does nothing when it is closed."""
        if self.writing:
            self._reason = " ".join(self._field.toPlainText().split())
            self._give()
            self._leave()
            self._show(self._reason, self.tags)

    def _give(self) -> None:
        self.given.emit(self._reason, self.tags)

    def _leave(self) -> None:
        if self.writing:
            self._stack.setCurrentIndex(0)
            self.closed.emit()

    def _show(self, reason: str, tags: tuple[str, ...]) -> None:
        self._reason = reason
        for name, chip in self._chips.items():
            chip.setChecked(bool(self._names[name]) and self._names[name] in tags)
        self._other_tags = tuple(tag for tag in tags if tag not in self._names.values())
        self._told.set_text(quoted(reason) if reason else "")
        words = tr("Edit the reason") if reason else tr("Write a reason")
        other = words != self._open.text()
        self._open.setText(words)
        self._open.set_key(self._keymap.key("reason.open"))
        if reason:
            self._open.setToolTip(plain_tip(reason))
        if other:
            self._fit()

    def _make_chips(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        self._shelf = QWidget()
        self._flow = FlowLayout(self._shelf)
        self._label = QLabel(tr("Because"))
        self._label.setProperty("kind", "small")
        self._flow.addWidget(self._label)
        for name in TAG_ACTIONS:
            chip = KeyButton("", self._theme, "chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(self._give)
            self._chips[name] = chip
            self._flow.addWidget(chip)
        self._told = ElidedLabel("small")
        self._told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow.addWidget(self._told)
        for small in (self._label, self._told):
            self._flow.setAlignment(small, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._shelf, 1)
        self._open = KeyButton(tr("Write a reason"), self._theme, "quiet", "edit")
        self._open.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._open.clicked.connect(self.open)
        row.addWidget(self._open)
        return page

    def _make_field(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._field = ReasonField()
        self._field.kept.connect(self.keep)
        self._field.left.connect(self._leave)
        keep = KeyButton(tr("Keep"), self._theme, "quiet", "check")
        keep.set_key(KEEP)
        keep.clicked.connect(self.keep)
        leave = KeyButton(tr("Leave"), self._theme, "quiet")
        leave.set_key("Esc")
        leave.clicked.connect(self._leave)
        row.addWidget(self._field, 1)
        row.addWidget(keep)
        row.addWidget(leave)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Set the tags in as many lines as they need; before that the button gives its words."""
        shown = [self._label, *(chip for chip in self._chips.values() if not chip.isHidden())]
        wide = sum(part.sizeHint().width() + HALF for part in shown)
        short = wide + self._open.sizeHint().width() > self.width()
        button = self._open.minimumSizeHint() if short else self._open.sizeHint()
        self._open.setFixedWidth(button.width())
        high = self._flow.heightForWidth(self.width() - button.width() - HALF)
        self._shelf.setFixedHeight(high)
        self._stack.setFixedHeight(max(self._theme.px(32), high))

    def _restyle(self) -> None:
        self._fit()
