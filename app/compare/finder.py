"""Looks for a text in both outputs and goes from place to place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.compare.find_bar import MOST_FOUND, FindBar
from app.compare.output_diff import Range
from app.compare.output_pane import OutputPane


class Finder(QObject):
    """What the find bar asks for; `turn_wanted` carries a pane and one of its parts."""

    turn_wanted = Signal(object, int)

    def __init__(self, bar: FindBar, panes: Sequence[OutputPane], parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._panes = tuple(panes)
        self._found: list[tuple[OutputPane, Range]] = []
        self._at = 0
        bar.wanted.connect(self.search)
        bar.stepped.connect(self._step)

    def search(self, wanted: str) -> None:
        """Look for a text; an empty one takes the marks away."""
        self._found = []
        for pane in self._panes:
            if pane.page is not None:
                self._found += [(pane, place) for place in pane.page.find(wanted)]
        # What is on the screen comes first: nobody is carried off to another part while typing.
        shown = (at for at, (pane, place) in enumerate(self._found) if _is_shown(pane, place))
        self._at = next(shown, 0)
        self.mark()
        self._show_current()

    def mark(self) -> None:
        """Mark what was found in what the panes show now."""
        current = self._found[self._at] if self._found else None
        for pane in self._panes:
            if pane.page is None:
                continue
            places = [place for one, place in self._found if one is pane]
            here = [current[1]] if current is not None and current[0] is pane else []
            pane.mark_found(pane.page.found_here(places), pane.page.found_here(here))

    def _step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self.mark()
            self._show_current()

    def _show_current(self) -> None:
        if self._found:
            pane, place = self._found[self._at]
            page = pane.page
            if page is not None and not _is_shown(pane, place):
                self.turn_wanted.emit(pane, page.part_of(place))
            if pane.page is not None:
                for here in pane.page.found_here([place]):
                    pane.bring_into_view(here)
        counts = [sum(one is pane for one, _ in self._found) for pane in self._panes]
        self._bar.tell(self._at, len(self._found), more=max(counts) >= MOST_FOUND)


def _is_shown(pane: OutputPane, place: Range) -> bool:
    return pane.page is not None and pane.page.part_of(place) == pane.page.number
