"""An output made ready to be shown, a huge one in parts, with what is said beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.compare.find_bar import MOST_FOUND, occurrences
from app.compare.marking import displayed, written
from app.compare.output_diff import Range, utf16_ranges
from app.compare.text_parts import (
    broken,
    open_fence,
    part_starts,
    rejoined,
    with_joints,
    without_joints,
)
from app.language import tr
from app.theme import Theme
from app.widgets.plain_text import size_text, visible
from app.widgets.safe_document import (
    MARKDOWN_LIMIT,
    SafeDocument,
    lay_out,
    markdown_document,
    markdown_weight,
    plain_document,
)
from optimizer.views import OutputView

MOST_SOUGHT = 200  # stretches of one part that are looked up where it does not show what is written


@dataclass(frozen=True, slots=True)
class Page:
    """A part of an output made ready to show, which is nearly always all of it.

    `text` is what can be read in the document, but for the line breaks at `joints`, which are
    there only because Qt is slow with long lines. `starts` tells where the parts of the output
    begin, `number` which of them this is, and `notice` why there is nothing to read.
    """

    output: OutputView
    document: SafeDocument
    text: str
    size: str
    notice: str = ""
    joints: tuple[int, ...] = ()
    starts: tuple[int, ...] = (0,)
    number: int = 0

    @property
    def raw(self) -> str:
        """What the model wrote of this part."""
        return self.output.text[self.starts[self.number] : self._end]

    def part_at(self, place: int) -> int:
        """Return the number of the part in which a place of the output is."""
        return bisect_right(self.starts, place) - 1

    def find(self, wanted: str) -> tuple[Range, ...]:
        """Return where a text stands: in the page where it is all, else in the whole output.

        Where there are parts, this one comes first, then those after it, then those before it.
        """
        if len(self.starts) == 1:
            return occurrences(self.text, wanted)
        start = self.starts[self.number]
        after = occurrences(self.output.text, wanted, start)
        before = occurrences(self.output.text[:start], wanted)
        return (*after, *before)[:MOST_FOUND]

    def found_here(self, found: Sequence[Range]) -> tuple[Range, ...]:
        """Return those found that stand in this page, as places of its text."""
        return tuple(found) if len(self.starts) == 1 else self.displayed(found)

    def part_of(self, found: Range) -> int:
        """Return in which part something found stands."""
        return 0 if len(self.starts) == 1 else self.part_at(found[0])

    def displayed(self, parts: Sequence[Range]) -> tuple[Range, ...]:
        """Return where parts of the output stand in the text of this page."""
        start, end = self.starts[self.number], self._end
        here = [(max(a, start) - start, min(b, end) - start) for a, b in parts if a < end]
        here = [part for part in here if part[1] > part[0]]
        if len(self.starts) == 1:
            return displayed(self.raw, self.text, here)
        return displayed(self.raw, self.text, here, most=MOST_SOUGHT)

    def written(self, part: Range) -> Range | None:
        """Return where a part of the text stands in the output, or None."""
        found = written(self.raw, self.text, part)
        if found is None:
            return None
        start = self.starts[self.number]
        return found[0] + start, found[1] + start

    def units(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """Return where stretches of the text stand in the document, as Qt counts."""
        units = utf16_ranges(self.text, ranges)
        if not self.joints:
            return units
        joints = [at for at, _ in utf16_ranges(self.text, [(at, at) for at in self.joints])]
        return tuple(with_joints(joints, part) for part in units)

    @property
    def breaks(self) -> tuple[int, ...]:
        """The places in the document, as Qt counts, of line breaks that the output has not."""
        joints = utf16_ranges(self.text, [(at, at) for at in self.joints])
        return tuple(at + count for count, (at, _) in enumerate(joints))

    def points(self, start: int, end: int) -> Range:
        """Return which stretch of the text stands between two places of the document."""
        units = self.document.toPlainText().encode("utf-16-le", "surrogatepass")
        first, last = (
            without_joints(self.joints, len(units[: 2 * at].decode("utf-16-le", "replace")))
            for at in (start, end)
        )
        return first, last

    @property
    def _end(self) -> int:
        after = self.starts[self.number + 1 : self.number + 2]
        return after[0] if after else len(self.output.text)


def make_page(output: OutputView, theme: Theme, width: int, *, markdown: bool, at: int = 0) -> Page:
    """Lay an output out ahead of time.

    Args:
        output: What is to be read.
        theme: Gives type and colours.
        width: The width of the text, in pixels.
        markdown: Whether it is wished as Markdown.
        at: A place in the output; of a huge one the part is shown in which this is.
    """
    size = size_text(output.text)
    if not output.text.strip():
        notice = tr("The answer is blank.") if output.text else tr("The model answered nothing.")
        return Page(output, plain_document("", theme), "", size, notice)
    if markdown:
        starts = part_starts(output.text, markdown_weight, MARKDOWN_LIMIT)
    else:
        starts = part_starts(output.text)
    number = max(0, bisect_right(starts, at) - 1)
    edges = (*starts, len(output.text))
    text = visible(output.text[edges[number] : edges[number + 1]])
    joints: tuple[int, ...] = ()
    if markdown:
        fence = open_fence(output.text[: edges[number]])
        document = markdown_document(f"{fence}\n{text}" if fence else text, theme)
    else:
        text, joints = broken(text)
        document = plain_document(text, theme)
    lay_out(document, width)
    shown = rejoined(document.toPlainText(), joints)
    return Page(output, document, shown, size, "", joints, starts, number)
