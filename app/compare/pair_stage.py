"""The two panes side by side: linked scrolling, differences, find, and pairs laid out ahead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.compare.find_bar import FindBar
from app.compare.finder import Finder
from app.compare.output_pane import Mark, OutputPane, Side
from app.compare.spreads import Spreads
from app.keymap import Keymap
from app.language import tr
from app.theme import GAP, Theme
from optimizer.records import Span
from optimizer.views import PairView

SETTLE_MS = 60  # after a change of size, before pages are laid out anew
# Who reads on at the end of a part of a huge output comes to the next.
_TURNS = {
    QAbstractSlider.SliderAction.SliderPageStepAdd: 1,
    QAbstractSlider.SliderAction.SliderPageStepSub: -1,
}


class PairStage(QWidget):
    """Shows one pair and prepares the next, so that a vote only swaps documents.

    `mark_wanted` tells that the selection is meant as good, or as bad; `shown_anew` that the pair
    was laid out in another way.
    """

    mark_wanted = Signal(bool)
    shown_anew = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pair: PairView | None = None
        self._next: PairView | None = None
        self._left_at: list[tuple[QTextDocument, tuple[int, float]]] = []
        self._scrolling = False
        self.linked = True
        self.left = OutputPane(Side.A, theme)
        self.right = OutputPane(Side.B, theme)
        self._spreads = Spreads(theme, self.left, self.right)
        self.find_bar = FindBar(theme)
        self.find_bar.hide()
        self._finder = Finder(self.find_bar, (self.left, self.right), self)
        self._note = QLabel()
        self._note.setProperty("kind", "small")
        self._note.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._prepare)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._forget_layouts)
        self._arrange()
        self._connect()

    @property
    def prepared(self) -> set[str]:
        """The duels that are laid out: the one on the screen and the next."""
        return self._spreads.duels

    # -- what is shown ----------------------------------------------------------------------

    def show_pair(
        self, pair: PairView | None, following: PairView | None, *, at_once: bool = False
    ) -> None:
        """Show a pair and prepare the one after it.

        Args:
            pair: What is to be judged now; None empties the panes.
            following: What a vote will bring.
            at_once: Whether somebody waits for it: the two texts are painted before this returns,
                and what stands around them follows with the next event.
        """
        self._pair = pair
        self._next = following
        self._show(at_once=at_once)
        self._later.start()

    def _paint_texts(self) -> None:
        # One step for both: Qt paints with the one whatever else is to be painted.
        self.right.reader.viewport().update()
        self.left.reader.viewport().repaint()

    def prepare(self, following: PairView | None) -> None:
        """Say which pair comes next; it is laid out as soon as there is time."""
        if following is not self._next:
            self._next = following
            self._later.start()

    def set_keymap(self, keymap: Keymap) -> None:
        """Print the keys of a key map."""
        for pane in (self.left, self.right):
            for good, button in pane.mark_buttons.items():
                button.set_key(keymap.key("mark.good" if good else "mark.bad"))

    def set_markdown(self, on: bool) -> None:
        """Show Markdown rendered, or raw."""
        if on != self._spreads.markdown:
            self._spreads.markdown = on
            self._begin_anew()

    def set_diff(self, on: bool) -> None:
        """Mark the words that the other output lacks, or none."""
        if on != self._spreads.diff:
            self._spreads.set_diff(on)
            self._show_again()

    def set_linked(self, on: bool) -> None:
        """Scroll both panes together, or each alone."""
        self.linked = on
        if on:
            self._follow(self.left, self.right)

    @property
    def note(self) -> str:
        """What is said over the panes."""
        return self._note.text()

    # -- marked parts -----------------------------------------------------------------------

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show which parts of the two outputs are marked."""
        for pane in (self.left, self.right):
            pane.show_spans(spans)

    def take_selection(self) -> tuple[str, int, int] | None:
        """Return the selected part as output, begin and end, and select nothing any more.

        Returns:
            None when nothing is selected, or when it stands in no one place of what the model
            wrote; the reader is told why.
        """
        panes = [pane for pane in (self.left, self.right) if pane.has_selection]
        panes.sort(key=lambda pane: not pane.reader.hasFocus())
        if not panes:
            self._tell(tr("Select a part of an output first."))
            return None
        part, page = panes[0].selected(), panes[0].page
        if part is None or page is None:
            self._tell(tr("This part cannot be marked as it is shown; the raw text can."))
            return None
        panes[0].drop_selection()
        return page.output.output_id, *part

    def _tell(self, words: str) -> None:
        self._note.setText(words)
        self._note.show()

    # -- find -------------------------------------------------------------------------------

    def open_find(self) -> None:
        """Show the find bar with the focus in it."""
        self.find_bar.start()

    def _close_find(self) -> None:
        self.find_bar.hide()
        self._finder.search("")
        self.left.reader.setFocus()

    # -- laying out -------------------------------------------------------------------------

    def _show(self, *, anew: bool = True, at_once: bool = False) -> None:
        spread = self._spreads.get(self._pair) if self._pair else None
        self.left.show_text(spread.left if spread else None)
        self.right.show_text(spread.right if spread else None)
        told = spread.differences if spread else None
        if told is not None:
            self.left.mark(Mark.DIFFERS, told.left)
            self.right.mark(Mark.DIFFERS, told.right)
        if at_once:
            self._paint_texts()
        for pane in (self.left, self.right):
            pane.tell_page()
        if told is not None:
            self._note.setText(told.note or tr("Underlined: what the other output does not say."))
        else:
            self._note.setText("")
        self._note.setVisible(told is not None)
        if self.find_bar.isVisible() and anew:
            self._finder.search(self.find_bar.text)
        elif self.find_bar.isVisible():
            self._finder.mark()

    def _prepare(self) -> None:
        self._spreads.keep([pair.duel_id for pair in (self._pair, self._next) if pair is not None])
        if self._next is not None and self._spreads.go_on(self._next):
            self._later.start()

    def _begin_anew(self) -> None:
        self._spreads.keep(())
        self._show_again()

    def _show_again(self) -> None:
        """Show the same pair in another way; who was reading goes on at the same place."""
        readers = self.left.reader, self.right.reader
        places, self._left_at = self._left_at or self._reading_at(), []
        self._show()
        self._scrolling = True
        for reader, (document, place) in zip(readers, places, strict=True):
            reader.go_to(place, same_text=reader.document() is document)
        self._scrolling = False
        self._later.start()
        self.shown_anew.emit()

    def _reading_at(self) -> list[tuple[QTextDocument, tuple[int, float]]]:
        readers = (self.left.reader, self.right.reader)
        return [(reader.document(), reader.place) for reader in readers]

    def _let_go(self) -> None:
        # While styles are polished Qt would lay out several times what is made anew afterwards.
        self._left_at = self._reading_at()
        for pane in (self.left, self.right):
            pane.let_go()

    def _forget_layouts(self) -> None:
        # What is on the screen was laid out anew by its reader; the next pair was not.
        self._spreads.keep([self._pair.duel_id] if self._pair else ())
        self._later.start()

    # -- parts of huge outputs --------------------------------------------------------------

    def _turn(
        self, pane: OutputPane, number: int, *, to_end: bool = False, found: bool = False
    ) -> None:
        """Show another part of a huge output; a linked pane turns to the like part of its own.

        Args:
            pane: Which output.
            number: The part, from 0; nothing happens when there is none of it.
            to_end: Whether who reads comes from behind.
            found: Whether it is turned to for something that was found there.
        """
        page = pane.page
        if page is None or self._pair is None or not 0 <= number < len(page.starts):
            return
        turned = {pane: number}
        other = self.right if pane is self.left else self.left
        parts = len(other.page.starts) if other.page is not None else 1
        if self.linked and parts > 1:
            turned[other] = round(number * (parts - 1) / max(1, len(page.starts) - 1))
        still = other.reader.place
        self._spreads.turn(self._pair, turned)
        self._scrolling = True
        self._show(anew=not found)
        for one in turned if to_end else ():
            one.reader.go_to((0, 1.0), same_text=False)
        if other not in turned:
            other.reader.go_to(still, same_text=True)
        self._scrolling = False
        self.shown_anew.emit()

    # -- scrolling --------------------------------------------------------------------------

    def scroll_both(self, action: QAbstractSlider.SliderAction) -> None:
        """Scroll both outputs: together when they are linked, else each as far as it goes."""
        panes = sorted((self.left, self.right), key=_reach)
        for pane in panes[:1] if self.linked else panes:
            bar = pane.reader.verticalScrollBar()
            before = bar.value()
            bar.triggerAction(action)
            way = _TURNS.get(action)
            if way is not None and bar.value() == before and pane.page is not None:
                self._turn(pane, pane.page.number + way, to_end=way < 0)

    def _follow(self, leader: OutputPane, other: OutputPane) -> None:
        """Scroll one pane to the same share of its length as the other."""
        if self._scrolling or not self.linked:
            return
        self._scrolling = True
        lead, follow = leader.reader.verticalScrollBar(), other.reader.verticalScrollBar()
        share = lead.value() / lead.maximum() if lead.maximum() else 0.0
        follow.setValue(round(share * follow.maximum()))
        self._scrolling = False

    def _arrange(self) -> None:
        panes = QHBoxLayout()
        panes.setSpacing(GAP)
        panes.addWidget(self.left, 1)
        panes.addWidget(self.right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.find_bar)
        column.addWidget(self._note)
        column.addLayout(panes, 1)

    def _connect(self) -> None:
        for pane, other in ((self.left, self.right), (self.right, self.left)):
            pane.reader.verticalScrollBar().valueChanged.connect(
                lambda _, one=pane, two=other: self._follow(one, two)
            )
            pane.mark_wanted.connect(self.mark_wanted)
            pane.turned.connect(
                lambda by, one=pane: self._turn(one, one.page.number + by if one.page else 0)
            )
            pane.resized.connect(self._settled.start)
        self._finder.turn_wanted.connect(lambda one, part: self._turn(one, part, found=True))
        self.find_bar.closed.connect(self._close_find)
        self._theme.about_to_change.connect(self._let_go)
        self._theme.changed.connect(self._begin_anew)


def _reach(pane: OutputPane) -> tuple[int, int]:
    """Return a key by which the pane with more to read comes first."""
    parts = len(pane.page.starts) if pane.page is not None else 0
    return -parts, -pane.reader.length
