"""Identifiers: content hashes for what is, time-ordered ULIDs for what happens."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80


def canonical_json(value: object) -> str:
    """Return the one JSON text that stands for `value`.

    Args:
        value: Anything that JSON can hold; dictionaries may be in any order.

    Returns:
        JSON with sorted keys, no white space and no escapes beyond the needed ones.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(value: object) -> str:
    """Return the id of a piece of content.

    Args:
        value: Text, or anything that JSON can hold.

    Returns:
        The first 32 hexadecimal digits of the SHA-256 of the text or of its canonical JSON.
    """
    text = value if isinstance(value, str) else canonical_json(value)
    # Model texts may hold lone surrogates; they must hash, not raise.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class UlidFactory:
    """Make ULIDs that rise strictly within one process, also within one millisecond."""

    def __init__(
        self,
        clock_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        random_bits: Callable[[int], int] = secrets.randbits,
    ) -> None:
        self._clock_ms = clock_ms
        self._random_bits = random_bits
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> str:
        """Return a new ULID: 26 characters, sortable by time of making."""
        with self._lock:
            fresh = (self._clock_ms() << _RANDOM_BITS) | self._random_bits(_RANDOM_BITS)
            # A clock set back, or a second call in one millisecond, must not break the order.
            self._last = fresh if fresh > self._last else self._last + 1
            return _encode(self._last)


def _encode(number: int) -> str:
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
