"""The keys that forms, lists and fields have of their own; they cannot be changed.

Everything else a key does is in the one table of `app.keymap`; the key sheet shows both.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.keymap import key_text
from app.language import mark

FINISH = "Ctrl+Return"
KEEP = "Return"
LARGER_TOO = "Ctrl+="  # Ctrl++ without Shift
HEADING = mark("In forms, fields and lists")


@dataclass(frozen=True, slots=True)
class FixedKey:
    """What some keys do where the focus is.

    Args:
        keys: The keys, as Qt writes them.
        text: What they do.
    """

    keys: tuple[str, ...]
    text: str


FIXED = (
    FixedKey((FINISH,), mark("Start comparing, save")),
    FixedKey((KEEP,), mark("Keep a reason")),
    FixedKey(("Esc",), mark("Leave a reason, the search or this list")),
    FixedKey(("Return", "Shift+Return"), mark("Next or previous find; open a cell")),
    FixedKey(("Up", "Down", "Left", "Right"), mark("Move in tables, trees and the matrix")),
    FixedKey(("PgUp", "PgDown", "Home", "End"), mark("Scroll both outputs, as arrows do")),
    FixedKey(("Ctrl+C",), mark("Copy text, or rows of a table")),
    FixedKey((LARGER_TOO,), mark("Larger text, without Shift")),
)

_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def cap(key: FixedKey) -> str:
    """Return the keys as the sheet shows them."""
    joint = " " if set(key.keys) <= set(_ARROWS) else ", "
    return joint.join(_ARROWS.get(name) or key_text(name) for name in key.keys)
