"""Pairs laid out ahead of time, so that a vote only swaps documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.compare.output_diff import Differences, differences, too_long
from app.compare.output_page import Page, make_page
from app.compare.output_pane import OutputPane, Side
from app.theme import Theme
from optimizer.views import PairView


@dataclass(frozen=True, slots=True)
class Spread:
    """A pair made ready to show."""

    left: Page
    right: Page
    differences: Differences | None


class Spreads:
    """Makes pairs ready and keeps those that are wanted.

    Args:
        theme: Gives type and colours.
        left: The pane that the left outputs are laid out for.
        right: That of the right ones.
    """

    def __init__(self, theme: Theme, left: OutputPane, right: OutputPane) -> None:
        self._theme = theme
        self._left, self._right = left, right
        self._kept: dict[str, Spread] = {}
        self._half: tuple[str, Page] | None = None  # the left page of a pair half made
        self._places: dict[str, int] = {}  # of huge outputs: in which part the reader is
        self.markdown = False
        self.diff = False

    @property
    def duels(self) -> set[str]:
        """The duels that are laid out."""
        return set(self._kept)

    def get(self, pair: PairView) -> Spread:
        """Return a pair laid out; now, when it is not yet."""
        kept = self._kept.get(pair.duel_id)
        if kept is None:
            half, self._half = self._half, None
            left = half[1] if half and half[0] == pair.duel_id else self._page(pair, self._left)
            right = self._page(pair, self._right)
            kept = self._kept[pair.duel_id] = Spread(left, right, self._compared(left, right))
        return kept

    def go_on(self, pair: PairView) -> bool:
        """Lay out one more page of a pair, and tell whether one is still to come.

        Somebody may want to type or to scroll between two of them.
        """
        if pair.duel_id in self._kept:
            return False
        if self._half is None or self._half[0] != pair.duel_id:
            self._half = pair.duel_id, self._page(pair, self._left)
            return True
        self.get(pair)
        return False

    def keep(self, duels: Collection[str]) -> None:
        """Forget all pairs but these."""
        self._kept = {duel: kept for duel, kept in self._kept.items() if duel in duels}
        if self._half is not None and self._half[0] not in duels:
            self._half = None

    def set_diff(self, on: bool) -> None:
        """Compare the two outputs of every pair, or none."""
        self.diff = on
        for duel, kept in self._kept.items():
            told = self._compared(kept.left, kept.right)
            self._kept[duel] = Spread(kept.left, kept.right, told)

    def turn(self, pair: PairView, parts: dict[OutputPane, int]) -> None:
        """Lay out other parts of huge outputs.

        Args:
            pair: One that is laid out.
            parts: The number of the part that each pane is to show.
        """
        kept = self.get(pair)
        pages = []
        for pane, page in ((self._left, kept.left), (self._right, kept.right)):
            if pane in parts:
                self._places[page.output.output_id] = page.starts[parts[pane]]
                pages.append(self._page(pair, pane))
            else:
                pages.append(page)
        self._kept[pair.duel_id] = Spread(pages[0], pages[1], kept.differences)

    def _page(self, pair: PairView, pane: OutputPane) -> Page:
        output = pair.left if pane.side is Side.A else pair.right
        return make_page(
            output,
            self._theme,
            pane.reader.text_width(),
            markdown=self.markdown,
            at=self._places.get(output.output_id, 0),
        )

    def _compared(self, left: Page, right: Page) -> Differences | None:
        if not self.diff:
            return None
        huge = len(left.starts) > 1 or len(right.starts) > 1
        return too_long() if huge else differences(left.text, right.text)
