"""Messages through a pipe: a length of four bytes, then so many bytes of JSON."""

from __future__ import annotations

import json
from typing import IO, Any

Frame = dict[str, Any]

_LENGTH_BYTES = 4


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Write one message; blocks while the pipe is full.

    Raises:
        OSError: Nobody reads any more.
    """
    # Pure ASCII, so that a lone surrogate of a model's answer passes as well.
    payload = json.dumps(frame, separators=(",", ":")).encode("ascii")
    stream.write(len(payload).to_bytes(_LENGTH_BYTES, "big") + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Read one message; blocks until it is there.

    Returns:
        The message; None when the other side has ended, in the middle of one or between two.
    """
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    payload = stream.read(length)
    if len(payload) < length:
        return None
    frame: Frame = json.loads(payload)
    return frame
