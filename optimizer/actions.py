"""The log of what was done in a project, and what of it can be undone and redone."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping

from optimizer.store import LoggedEvent, Store
from optimizer.undo import REDO, UNDO, VOTE, UndoStacks

_SHOW = "show"
_SCREEN = "screen"


class ActionLog:
    """Undo and redo, read from the events of the file so that they survive reopening.

    Args:
        store: The open project file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reread()

    def reread(self) -> None:
        """Read the log from the file anew."""
        store = self._store
        self._stacks = UndoStacks(store)
        self._screens: dict[tuple[str, object], object] = {}
        # Nearly all of a long log is votes and the pairs that were shown: of those it is enough
        # to know where they stand.
        rest = store.placed_events(but=(VOTE, _SHOW))
        votes, taken = store.event_places(VOTE), 0
        for place, event in rest:
            before = bisect(votes, place)
            self._stacks.voted(votes[taken:before])
            taken = before
            self._stacks.record(event)
            self._note_screen(event)
        self._stacks.voted(votes[taken:])
        self._noted = [event for _, event in rest]
        shown = store.last_event(_SHOW)
        self._on_screen = shown.data.get("duel") if shown else None

    @property
    def undoable(self) -> LoggedEvent | None:
        """The action that an undo would take back."""
        return self._stacks.undoable()

    @property
    def redoable(self) -> LoggedEvent | None:
        """The action that a redo would do again."""
        return self._stacks.redoable()

    @property
    def on_screen(self) -> str | None:
        """The duel that was put on the screen last, or None."""
        return str(self._on_screen) if self._on_screen else None

    def screen_before(self, action: LoggedEvent) -> str | None:
        """Return which duel was on the screen when an action was done last, or None."""
        screen = self._screens.get((REDO, action.id)) or action.data.get(_SCREEN)
        return str(screen) if screen else None

    def screen_after(self, action: LoggedEvent) -> str | None:
        """Return which duel was on the screen when an action was taken back, or None."""
        screen = self._screens.get((UNDO, action.id))
        return str(screen) if screen else None

    def record(self, kind: str, data: Mapping[str, object]) -> None:
        """Log an action that can be undone."""
        self._append(kind, {**data, _SCREEN: self._on_screen})

    def shown(self, duel_id: str | None) -> None:
        """Log which duel is on the screen; this is no action and cannot be undone."""
        self._on_screen = duel_id
        self._append(_SHOW, {"duel": duel_id})

    def note(self, kind: str, data: Mapping[str, object]) -> None:
        """Log something that is no action and cannot be undone."""
        self._append(kind, data)

    def standing(self, kind: str) -> tuple[LoggedEvent, ...]:
        """Return the actions of a kind that were not taken back, oldest first."""
        return self._stacks.standing(kind)

    def noted(self, kinds: Collection[str]) -> tuple[LoggedEvent, ...]:
        """Return what was logged of these kinds, oldest first; votes and pairs are not noted."""
        return tuple(event for event in self._noted if event.kind in kinds)

    def undone(self, action: LoggedEvent, screen: str | None) -> None:
        """Log that an action was taken back, and which duel was on the screen until then."""
        self._append(UNDO, {"action": action.id, _SCREEN: screen})

    def redone(self, action: LoggedEvent, screen: str | None) -> None:
        """Log that an action was done again, and which duel was on the screen until then."""
        self._append(REDO, {"action": action.id, _SCREEN: screen})

    def _append(self, kind: str, data: Mapping[str, object]) -> None:
        event_id = self._store.append_event(kind, data)
        event = LoggedEvent(event_id, kind, data, happened_at="")
        if kind not in (VOTE, _SHOW):
            self._noted.append(event)
        self._stacks.record(event)
        self._note_screen(event)

    def _note_screen(self, event: LoggedEvent) -> None:
        if event.kind in (UNDO, REDO):
            self._screens[event.kind, event.data["action"]] = event.data.get(_SCREEN)
