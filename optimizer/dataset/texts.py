"""Text files: their encoding, and their lines, one at a time."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from optimizer.dataset.reading import Reading
from optimizer.said import say

LONGEST_LINE = 16_000_000
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What to try when bytes are not valid in an encoding that was only guessed. The last never fails.
NEXT_GUESS = {"utf-8": "cp1252", "cp1252": "latin-1"}


def guess_encoding(head: bytes) -> str:
    """Return the encoding that the first bytes of a text file suggest.

    A byte order mark decides; else valid UTF-8 is UTF-8, and many zero bytes on one side of each
    pair are UTF-16. The rest is read as Western European, in which every byte means something.
    """
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    if len(head) >= 4:
        half = len(head) // 2
        if head[1::2].count(0) > half * 0.6 and head[0::2].count(0) < half * 0.1:
            return "utf-16-le"
        if head[0::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1:
            return "utf-16-be"
    for name in ("utf-8", "cp1252"):
        try:
            # Not final: the last letter may be cut.
            codecs.getincrementaldecoder(name)().decode(head)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


@contextmanager
def open_text(reading: Reading) -> Iterator[io.TextIOWrapper]:
    """Open the file of a reading as text, with its encoding, line ends as they are.

    Raises:
        DataFault: Bytes are not valid in the encoding that the file's mark promises.
    """
    with reading.path.open("rb") as raw:
        size = max(1, reading.path.stat().st_size)
        reading.share_read = lambda: min(1.0, _position(raw, size) / size)
        if not reading.encoding:
            reading.encoding = guess_encoding(raw.read(1_000_000))
            raw.seek(0)
        with io.TextIOWrapper(raw, encoding=reading.encoding, newline="") as text:
            yield text


def _position(raw: BinaryIO, size: int) -> int:
    return size if raw.closed else raw.tell()


def lines(reading: Reading, text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers, counted from 1.

    A line with a NUL byte is a bad row; the reading decides what that means.

    Raises:
        DataFault: The text is not what its encoding promises, or a line is too long for a table.
    """
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(LONGEST_LINE)
        except UnicodeError as wrong:
            raise _undecodable(reading, number, wrong) from None
        if not line:
            return
        if len(line) >= LONGEST_LINE:
            raise reading.fault(
                say(
                    "has a line of more than {most:,} characters (line {number}).",
                    most=LONGEST_LINE,
                    number=number,
                ),
                say("It is not a table with one row a line; check how the file was written."),
            )
        if "\0" in line:
            reading.bad_row(number, say("holds a NUL byte."), say("Remove it with a text editor."))
        else:
            yield number, line


def read_chunk(reading: Reading, text: io.TextIOWrapper, size: int, line: int) -> str:
    """Return the next characters of a text; none at its end.

    Args:
        reading: The reading that goes on.
        text: The open file.
        size: How many characters at most.
        line: Where the reading is, for messages.

    Raises:
        DataFault: The text is not what its encoding promises.
    """
    try:
        return text.read(size)
    except UnicodeError as wrong:
        raise _undecodable(reading, line, wrong) from None


def _undecodable(reading: Reading, line: int, wrong: UnicodeError) -> Exception:
    if reading.encoding in NEXT_GUESS:
        return wrong  # it was only a guess: the file is read again with the next one
    return reading.fault(
        say("is not valid {encoding} near line {line}.", encoding=reading.encoding, line=line),
        say("Save it again as UTF-8."),
    )
