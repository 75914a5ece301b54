"""What can be undone and redone, computed from the append-only list of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from optimizer.store import LoggedEvent

VOTE = "vote"
UNDO = "undo"
REDO = "redo"
HUNCH = "hunch"
# Kinds of events that a person may take back. The data of each hold the ids and values that are
# needed to go back and forth, as its comment says.
ACTIONS = frozenset(
    {
        VOTE,  # vote
        "void",  # vote
        "restore",  # vote
        "change",  # old, new: the votes
        "archive",  # prompt, archived
        "pin",  # prompt, pinned
        "start",  # old, new: the prompts
        "note",  # prompt, old, new: the texts
        HUNCH,  # better, worse: the prompts; held; prompt: whom it is about
    }
)


class Log(Protocol):
    """Where events are kept."""

    def event_at(self, place: int) -> LoggedEvent:
        """Return the event at a place."""
        ...

    def place_of_event(self, event_id: str) -> int | None:
        """Return the place of an event, or None."""
        ...


class UndoStacks:
    """The actions that stand and the actions that were taken back, newest last.

    Args:
        log: Where the votes are read that are known by their place alone.
    """

    def __init__(self, log: Log | None = None) -> None:
        self._log = log
        self._done: list[LoggedEvent | int] = []
        self._undone: list[LoggedEvent | int] = []

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

    def voted(self, places: Sequence[int]) -> None:
        """Take votes into account that are read from the log only when they are asked for.

        Args:
            places: Of the newest events, oldest first.
        """
        if places:
            self._done += places
            self._undone.clear()

    def record(self, event: LoggedEvent) -> None:
        """Take one more event into account.

        Args:
            event: The newest event. An undo or a redo names in its data, under `action`, the id
                of the event it is about; a new action forgets what could be redone.
        """
        if event.kind == UNDO:
            self._move(event.data["action"], self._done, self._undone)
        elif event.kind == REDO:
            self._move(event.data["action"], self._undone, self._done)
        elif event.kind in ACTIONS:
            self._done.append(event)
            self._undone.clear()

    def standing(self, kind: str) -> tuple[LoggedEvent, ...]:
        """Return the actions of a kind that were not taken back, oldest first; never votes."""
        return tuple(e for e in self._done if not isinstance(e, int) and e.kind == kind)

    def undoable(self) -> LoggedEvent | None:
        """Return the action that an undo would take back."""
        return self._last(self._done)

    def redoable(self) -> LoggedEvent | None:
        """Return the action that a redo would do again."""
        return self._last(self._undone)

    def _last(self, stack: list[LoggedEvent | int]) -> LoggedEvent | None:
        if not stack:
            return None
        last = stack[-1]
        if isinstance(last, int) and self._log is not None:
            last = stack[-1] = self._log.event_at(last)
        return None if isinstance(last, int) else last

    def _move(
        self, action: object, source: list[LoggedEvent | int], target: list[LoggedEvent | int]
    ) -> None:
        # From the end: it is nearly always the last one. Files merged by hand may hold an undo
        # whose action is not there; there is nothing to move then.
        place = self._log.place_of_event(str(action)) if self._log is not None else None
        for index in range(len(source) - 1, -1, -1):
            entry = source[index]
            if entry == place if isinstance(entry, int) else entry.id == action:
                target.append(source.pop(index))
                return
