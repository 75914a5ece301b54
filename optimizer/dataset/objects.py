"""Read JSON (an array of objects) and JSONL (an object a line), object by object."""

from __future__ import annotations

import json
from io import TextIOWrapper

from optimizer.dataset.cells import NESTED, ExactFloat, cell_text
from optimizer.dataset.columns import clean_name
from optimizer.dataset.reading import Reading, Row, Rows
from optimizer.dataset.texts import LONGEST_LINE, lines, open_text, read_chunk
from optimizer.errors import DataFault, RowFault
from optimizer.said import say

_BLANK = " \t\r\n"
_SHAPE = say('Each row must be an object such as {"text": "..."}.')


class _TwiceError(ValueError):
    """An object has the same name twice."""


def read_jsonl(reading: Reading) -> Rows:
    """Yield one row for each line; blank lines are passed over.

    Raises:
        DataFault: A line is no flat JSON object.
    """
    decoder = _decoder()
    with open_text(reading) as text:
        for number, line in lines(reading, text):
            if not line.strip():
                continue
            try:
                value = decoder.decode(line.strip(_BLANK))
            except (ValueError, RecursionError) as wrong:
                reading.bad_row(
                    number,
                    say("is not valid JSON: {trouble}.", trouble=_trouble(wrong)),
                    say("Repair it."),
                )
                continue
            row = _row(reading, number, value)
            if row is not None:
                yield row


def read_json(reading: Reading) -> Rows:
    """Yield one row for each object of the array, never holding more than one of them.

    Raises:
        DataFault: The file is no array of flat objects.
    """
    with open_text(reading) as text:
        array = _Array(reading, text)
        if array.peek() != "[":
            raise reading.fault(
                say("is not an array of objects (line 1)."),
                say('Write it as [{"text": "..."}, ...], or as JSONL with one object a line.'),
            )
        array.advance()
        if array.peek() == "]":
            array.advance()
        else:
            yield from _elements(reading, array)
        if array.peek():
            raise reading.fault(
                say("goes on after the array has ended (line {line}).", line=array.line),
                say("Remove what follows the last ]."),
            )


def _elements(reading: Reading, array: _Array) -> Rows:
    while True:
        array.peek()
        line = array.line
        row = _row(reading, line, array.value())
        if row is not None:
            yield row
        mark = array.peek()
        if mark not in (",", "]"):
            raise reading.fault(
                say("is broken at line {line}: a comma or ] is missing.", line=array.line),
                say("Repair the file there."),
            )
        array.advance()
        if mark == "]":
            return


class _Array:
    """A JSON text that is decoded value by value out of a window that moves along."""

    def __init__(self, reading: Reading, text: TextIOWrapper) -> None:
        self._reading = reading
        self._text = text
        self._decoder = _decoder()
        self._window = ""
        self._at = 0
        self._more = True
        self.line = 1

    def peek(self) -> str:
        """Return the next character that is no blank, or nothing at the end."""
        while True:
            while self._at < len(self._window):
                if self._window[self._at] not in _BLANK:
                    return self._window[self._at]
                self.advance()
            if not self._fetch():
                return ""

    def advance(self, to: int | None = None) -> None:
        """Move past one character, or up to a position in the window."""
        to = self._at + 1 if to is None else to
        self.line += self._window.count("\n", self._at, to)
        self._at = to

    def value(self) -> object:
        """Return the value that begins here.

        Raises:
            DataFault: There is none.
        """
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except _TwiceError as twice:
                raise self._broken(twice) from twice
            except (ValueError, RecursionError) as wrong:
                # It may only be cut by the window's end.
                if len(self._window) - self._at > LONGEST_LINE or not self._fetch():
                    raise self._broken(wrong) from wrong
                continue
            # A number at the end of the window may go on.
            if end < len(self._window) or not self._more:
                self.advance(end)
                return value
            self._fetch()

    def _broken(self, wrong: Exception) -> DataFault:
        line, trouble = self.line, _trouble(wrong)
        if isinstance(wrong, json.JSONDecodeError):
            line += self._window.count("\n", self._at, wrong.pos)
            trouble = wrong.msg  # its column counts from the window's edge
        return self._reading.fault(
            say("is not valid JSON at line {line}: {trouble}.", line=line, trouble=trouble),
            say("Repair the file there."),
        )

    def _fetch(self) -> bool:
        """Add to the window, as much again as it holds, and drop what was passed."""
        held = self._window[self._at :]
        added = read_chunk(self._reading, self._text, max(65_536, len(held)), self.line)
        self._window, self._at = held + added, 0
        self._more = bool(added)
        return self._more


def _row(reading: Reading, line: int, value: object) -> Row | None:
    """Return an object as a row of text, or None when it was passed over."""
    if not isinstance(value, dict):
        reading.bad_row(line, say("holds no JSON object."), _SHAPE)
        return None
    nested = [name for name, item in value.items() if isinstance(item, NESTED)]
    if nested and not reading.skip_bad_rows:
        raise RowFault(
            say(
                "Line {line} of {name} has a nested value in {nested!r}.",
                line=line,
                name=reading.path.name,
                nested=nested[0],
            ),
            say(
                "Write each value as plain text or number. Or read the file without its bad "
                "rows: nested values are then taken as JSON text."
            ),
        )
    if nested:
        reading.warn(say("Nested values are taken as JSON text."))
    row: Row = {}
    for name, item in value.items():
        cleaned = clean_name(name)
        text = cell_text(item)
        if not cleaned or cleaned in row or "\0" in text:
            fault = (
                say("holds a NUL character.")
                if "\0" in text
                else say("has an odd name, {name!r}.", name=name)
            )
            reading.bad_row(line, fault, say("Names must be there, and differ."))
            return None
        row[cleaned] = text
    reading.columns.update(dict.fromkeys(row))
    return row if any(row.values()) else None


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=ExactFloat, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _TwiceError(f"the name {twice!r} comes twice in one object")
    return made


def _trouble(wrong: Exception) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"{wrong.msg} at column {wrong.colno}"
    if isinstance(wrong, RecursionError):
        return say("it is nested too deeply")
    return str(wrong)
