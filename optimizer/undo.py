"""What can be undone and redone, computed from the append-only list of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.store import LoggedEvent

UNDO = "undo"
REDO = "redo"
HUNCH = "hunch"
# Kinds of events that a person may take back. The data of each hold the ids and values that are
# needed to go back and forth, as its comment says.
ACTIONS = frozenset(
    {
        "vote",  # vote
        "void",  # vote
        "restore",  # vote
        "change",  # old, new: the votes
        "archive",  # prompt, archived
        "pin",  # prompt, pinned
        "start",  # old, new: the prompts
        "note",  # prompt, old, new: the texts
        "rename",  # prompt, old, new: the labels
        HUNCH,  # better, worse: the prompts; held; prompt: whom it is about
    }
)


class UndoStacks:
    """The actions that stand and the actions that were taken back, newest last."""

    def __init__(self) -> None:
        self._done: list[LoggedEvent] = []
        self._undone: list[LoggedEvent] = []

    @classmethod
    def replay(cls, events: Iterable[LoggedEvent]) -> UndoStacks:
        """Return the stacks after all of these events.

        Args:
            events: The whole log, oldest first; events that are no actions are passed over.
        """
        stacks = cls()
        for event in events:
            stacks.record(event)
        return stacks

    def record(self, event: LoggedEvent) -> None:
        """Take one more event into account.

        Args:
            event: The newest event. An undo or a redo names in its data, under `action`, the id
                of the event it is about; a new action forgets what could be redone.
        """
        if event.kind == UNDO:
            _move(event.data["action"], self._done, self._undone)
        elif event.kind == REDO:
            _move(event.data["action"], self._undone, self._done)
        elif event.kind in ACTIONS:
            self._done.append(event)
            self._undone.clear()

    def standing(self, kind: str) -> tuple[LoggedEvent, ...]:
        """Return the actions of a kind that were not taken back, oldest first."""
        return tuple(event for event in self._done if event.kind == kind)

    def undoable(self) -> LoggedEvent | None:
        """Return the action that an undo would take back."""
        return self._done[-1] if self._done else None

    def redoable(self) -> LoggedEvent | None:
        """Return the action that a redo would do again."""
        return self._undone[-1] if self._undone else None


def _move(action: object, source: list[LoggedEvent], target: list[LoggedEvent]) -> None:
    # From the end: it is nearly always the last one. Files merged by hand may hold an undo
    # whose action is not there; there is nothing to move then.
    for index in range(len(source) - 1, -1, -1):
        if source[index].id == action:
            target.append(source.pop(index))
            return
