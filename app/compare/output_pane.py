"""One output to read: a coloured edge, its size and marks, and the text as it is or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.compare.output_diff import Range
from app.compare.output_page import Page
from app.compare.part_bar import PartBar
from app.language import tr, tr_n
from app.theme import EDGE, GAP, HALF, ICON, PAGE, Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.key_button import KeyButton
from app.widgets.reader import Reader
from app.widgets.safe_document import SafeDocument, plain_document
from optimizer.records import Span


class Side(StrEnum):
    """Which of the two panes."""

    A = "A"
    B = "B"


class Mark(StrEnum):
    """What a stretch of text is marked as; later ones lie above earlier ones."""

    DIFFERS = "differs"
    GOOD = "good"
    BAD = "bad"
    FOUND = "found"
    CURRENT = "current"


class OutputPane(QFrame):
    """Pane A or pane B.

    `mark_wanted` tells that the selection is meant as good, or as bad; `turned` by how many parts
    of a huge output to go on.
    """

    turned = Signal(int)
    resized = Signal()
    mark_wanted = Signal(bool)

    def __init__(self, side: Side, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self._theme = theme
        self._page: Page | None = None
        self._marks: dict[Mark, tuple[Range, ...]] = {}
        self._selections: dict[Mark, list[QTextEdit.ExtraSelection]] = {}
        self._blank = plain_document("", theme)
        self._document: SafeDocument | None = None
        self.setProperty("kind", "card")
        self._edge = QFrame()
        self._letter = QLabel(side.value)
        self._letter.setProperty("kind", f"side-{side.value.lower()}")
        self._size = ElidedLabel("small")
        self._cut = QLabel(tr("truncated"))
        self._cut.setProperty("kind", "chip")
        self._cut.setProperty("level", "warning")
        self._cut.setToolTip(tr("The answer met its length cap and ends in the middle."))
        self._marked = ElidedLabel("small")
        for words in (self._size, self._marked):  # whole where there is room
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.mark_buttons = {
            good: KeyButton(tr("Good part") if good else tr("Bad part"), theme, "quiet", icon)
            for good, icon in ((True, "check"), (False, "close"))
        }
        for good, button in self.mark_buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, meant=good: self.mark_wanted.emit(meant))
            button.hide()
        self._copy = QToolButton()
        self._copy.setToolTip(tr("Copy output {side}", side=side.value))
        self._copy.setAccessibleName(tr("Copy output {side}", side=side.value))
        self._copy.clicked.connect(self.copy_all)
        self._notice = QLabel()
        self._notice.setProperty("kind", "muted")
        self._notice.setWordWrap(True)
        self.part_bar = PartBar(theme)
        self.part_bar.turned.connect(self.turned)
        self.reader = Reader(theme, tr("Output {side}", side=side.value))
        self.reader.resized.connect(self.resized)
        self.reader.copyAvailable.connect(self._offer_marking)
        self._arrange()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.show_page(None)

    @property
    def page(self) -> Page | None:
        """What is shown now."""
        return self._page

    def show_page(self, page: Page | None) -> None:
        """Show an output, or nothing."""
        self.show_text(page)
        self.tell_page()

    def show_text(self, page: Page | None) -> None:
        """Show the text of an output and nothing beside it; `tell_page` is to follow."""
        self._page = page
        self._marks.clear()
        self._selections.clear()
        if self.reader.extraSelections():
            self.reader.setExtraSelections([])
        # The old document must outlive its place in the reader.
        before, self._document = self._document, page.document if page else self._blank
        if self._document is not before:
            self.reader.setDocument(self._document)
        self.reader.verticalScrollBar().setValue(0)

    def tell_page(self) -> None:
        """Say around the text what is to be known of it."""
        page = self._page
        self._marked.set_text("")
        self._offer_marking(False)
        self._size.set_text(page.size if page else "")
        self._cut.setVisible(bool(page and page.output.truncated))
        self._copy.setEnabled(bool(page and page.output.text))
        self._notice.setText(page.notice if page else "")
        self._notice.setVisible(bool(page and page.notice))
        self.part_bar.tell(page.number if page else 0, len(page.starts) if page else 1)
        self.reader.breaks = page.breaks if page else ()

    def let_go(self) -> None:
        """Show nothing until the next page is shown."""
        self._marks.clear()
        self._selections.clear()
        self.reader.setExtraSelections([])
        before, self._document = self._document, self._blank
        self.reader.setDocument(self._blank)
        del before  # outlived its place in the reader

    def mark(self, kind: Mark, ranges: Sequence[Range]) -> None:
        """Mark stretches of the text, in code points; an empty sequence takes the marks away."""
        if self._page is None or (not ranges and kind not in self._marks):
            return
        self._set_marks(kind, ranges)
        self._paint_marks()

    def mark_found(self, found: Sequence[Range], current: Sequence[Range]) -> None:
        """Mark what was found, and of it the one that the reader is at."""
        self._set_marks(Mark.FOUND, found)
        self._set_marks(Mark.CURRENT, current)
        self._paint_marks()

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show which parts of the output are marked as good and as bad."""
        if self._page is None:
            return
        own = [span for span in spans if span.output_id == self._page.output.output_id]
        for kind, good in ((Mark.GOOD, True), (Mark.BAD, False)):
            parts = [(span.start, span.end) for span in own if span.good is good]
            self.mark(kind, self._page.displayed(parts))
        liked = sum(span.good for span in own)
        bad = len(own) - liked
        counts = (
            (liked, tr_n("{n} good", "{n} good", liked)),
            (bad, tr_n("{n} bad", "{n} bad", bad)),
        )
        self._marked.set_text(" · ".join(words for number, words in counts if number))

    def selected(self) -> Range | None:
        """Return the part that is selected, in code points of the output; None for none."""
        cursor = self.reader.textCursor()
        if self._page is None or not cursor.hasSelection():
            return None
        start, end = self._page.points(cursor.selectionStart(), cursor.selectionEnd())
        shown = self._page.text[start:end]
        start += len(shown) - len(shown.lstrip())
        end -= len(shown) - len(shown.rstrip())
        return self._page.written((start, end)) if shown else None

    @property
    def marked_text(self) -> str:
        """How much is marked, in words."""
        return self._marked.text()

    @property
    def has_selection(self) -> bool:
        """Whether anything is selected."""
        return self.reader.textCursor().hasSelection()

    def drop_selection(self) -> None:
        """Select nothing any more; the cursor stays."""
        cursor = self.reader.textCursor()
        cursor.clearSelection()
        self.reader.setTextCursor(cursor)

    def _offer_marking(self, selected: bool) -> None:
        for button in self.mark_buttons.values():
            button.setVisible(selected)

    def bring_into_view(self, found: Range) -> None:
        """Scroll to a stretch of the text."""
        if self._page is not None:
            cursor = QTextCursor(self._page.document)
            cursor.setPosition(self._page.units([found])[0][0])
            self.reader.setTextCursor(cursor)
            self.reader.ensureCursorVisible()

    def copy_all(self) -> None:
        """Put the whole output on the clipboard, as the model wrote it."""
        if self._page is not None:
            QGuiApplication.clipboard().setText(self._page.output.text)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAGE, HALF, GAP, HALF)
        head.setSpacing(GAP)
        head.addWidget(self._letter)
        head.addWidget(self._size)
        head.addWidget(self._cut, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._marked)
        head.addWidget(self.part_bar)
        head.addStretch(1)
        for button in self.mark_buttons.values():
            head.addWidget(button)
        head.addWidget(self._copy)
        told = QHBoxLayout()
        told.setContentsMargins(PAGE, 0, PAGE, 0)
        told.addWidget(self._notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._edge)
        column.addLayout(head)
        column.addLayout(told)
        column.addWidget(self.reader, 1)

    def _restyle(self) -> None:
        colours = self._theme.colours
        edge = colours.side_a if self.side is Side.A else colours.side_b
        self._edge.setFixedHeight(EDGE)
        self._edge.setStyleSheet(f"background: {edge}; border: none; border-radius: 1px;")
        self._copy.setIcon(self._theme.icon("copy", colours.muted))
        size = self._theme.px(ICON)
        self._copy.setIconSize(QSize(size, size))
        self.reader.fit()
        self._selections = {kind: self._selected(kind) for kind in self._marks}
        self._paint_marks()

    def _set_marks(self, kind: Mark, ranges: Sequence[Range]) -> None:
        self._marks[kind] = self._page.units(ranges) if self._page is not None else ()
        self._selections[kind] = self._selected(kind)

    def _selected(self, kind: Mark) -> list[QTextEdit.ExtraSelection]:
        form = self._format(kind)
        cursor = QTextCursor(self.reader.document())
        selections = []
        for start, end in self._marks.get(kind, ()):
            selection = QTextEdit.ExtraSelection()
            selection.format = form
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selections.append(selection)
        return selections

    def _paint_marks(self) -> None:
        # Later kinds lie above earlier ones.
        painted = [one for kind in Mark for one in self._selections.get(kind, ())]
        if painted or self.reader.extraSelections():
            self.reader.setExtraSelections(painted)

    def _format(self, kind: Mark) -> QTextCharFormat:
        colours = self._theme.colours
        form = QTextCharFormat()
        if kind is Mark.DIFFERS:
            of_a = self.side is Side.A
            form.setBackground(QColor(colours.side_a_tint if of_a else colours.side_b_tint))
            form.setFontUnderline(True)
            form.setUnderlineColor(QColor(colours.side_a if of_a else colours.side_b))
        elif kind is Mark.GOOD:
            form.setBackground(QColor(colours.added_tint))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            form.setUnderlineColor(QColor(colours.good))
        elif kind is Mark.BAD:
            form.setBackground(QColor(colours.removed_tint))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(colours.error))
        elif kind is Mark.FOUND:
            form.setBackground(QColor(colours.found_tint))
        else:
            form.setBackground(QColor(colours.accent))
            form.setForeground(QColor(colours.on_accent))
        return form
