"""What the person wrote down about prompts, read from the log so that undo holds for it too."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.store import LoggedEvent
from optimizer.undo import REDO, UNDO

NOTE = "note"
NOTE_KINDS = (NOTE, UNDO, REDO)


def read_notes(events: Iterable[LoggedEvent]) -> dict[str, str]:
    """Return the notes in force by prompt id.

    Args:
        events: The log as far as it is about notes, undo and redo, oldest first.
    """
    notes: dict[str, str] = {}
    written: dict[object, LoggedEvent] = {}
    for event in events:
        if event.kind == NOTE:
            written[event.id] = event
            notes[str(event.data["prompt"])] = str(event.data["new"])
            continue
        about = written.get(event.data["action"])
        if about is not None:
            side = "old" if event.kind == UNDO else "new"
            notes[str(about.data["prompt"])] = str(about.data[side])
    return {prompt: text for prompt, text in notes.items() if text}
