"""Reading keys in a terminal: single presses where there is one, lines where input is piped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

END = ""
"""What is read when the input is at its end."""

_CTRL_C, _CTRL_D, _CTRL_Z = "\x03", "\x04", "\x1a"


class Keys:
    """Tells keys to a callable, from a thread of its own; a line only when one is asked for.

    Args:
        stream: Where keys come from.
        pressed: Told each key; `END` at the end of the input.
    """

    def __init__(self, stream: TextIO, pressed: Callable[[str], None]) -> None:
        self._stream = stream
        self._pressed = pressed
        self._turn = threading.Event()

    @property
    def single(self) -> bool:
        """Whether keys are read one by one."""
        return self._stream.isatty() and sys.platform != "win32"

    def start(self) -> None:
        """Begin to read; each key waits until `next` allows it."""
        threading.Thread(target=self._read, name="pairtune-keys", daemon=True).start()

    def next(self) -> None:
        """Allow the next key to be read; saying so twice allows no second one."""
        self._turn.set()

    def line(self, prompt: str) -> str:
        """Return one line of text; call it before `next`."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        return self._stream.readline().rstrip("\n")

    def _read(self) -> None:
        while True:
            self._turn.wait()
            key = self._one()
            self._turn.clear()
            self._pressed(key)
            if key == END:
                return

    def _one(self) -> str:
        if not self.single:
            line = self._stream.readline()
            return line.strip()[:1].lower() or " " if line else END
        with _raw(self._stream):
            key = self._stream.read(1)
        if key in (_CTRL_C, _CTRL_D):
            return END
        return "u" if key == _CTRL_Z else key.lower()


@contextmanager
def _raw(stream: TextIO) -> Iterator[None]:
    import termios
    import tty

    number = stream.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
