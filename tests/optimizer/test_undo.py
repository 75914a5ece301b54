from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from optimizer.store import LoggedEvent
from optimizer.undo import ACTIONS, REDO, UNDO, UndoStacks


def _event(event_id: str, kind: str, data: Mapping[str, object] | None = None) -> LoggedEvent:
    return LoggedEvent(event_id, kind, data or {}, "2026-01-02T03:04:05.000Z")


def _ids(stacks: UndoStacks) -> tuple[str | None, str | None]:
    undoable, redoable = stacks.undoable(), stacks.redoable()
    return (undoable.id if undoable else None, redoable.id if redoable else None)


def test_an_empty_log_has_nothing_to_undo() -> None:
    assert _ids(UndoStacks.replay([])) == (None, None)


def test_events_that_are_no_actions_are_passed_over() -> None:
    log = [_event("1", "vote", {"vote": "v1"}), _event("2", "pause"), _event("3", "show")]

    assert _ids(UndoStacks.replay(log)) == ("1", None)


def test_undo_and_redo_walk_through_the_actions() -> None:
    stacks = UndoStacks.replay([_event("1", "vote"), _event("2", "archive"), _event("3", "pin")])

    stacks.record(_event("4", UNDO, {"action": "3"}))
    stacks.record(_event("5", UNDO, {"action": "2"}))
    assert _ids(stacks) == ("1", "2")
    stacks.record(_event("6", REDO, {"action": "2"}))
    assert _ids(stacks) == ("2", "3")
    stacks.record(_event("7", UNDO, {"action": "2"}))
    stacks.record(_event("8", UNDO, {"action": "1"}))
    assert _ids(stacks) == (None, "1")


def test_a_new_action_forgets_what_could_be_redone() -> None:
    log = [_event("1", "vote"), _event("2", UNDO, {"action": "1"}), _event("3", "void")]

    assert _ids(UndoStacks.replay(log)) == ("3", None)


def test_an_undo_of_an_unknown_action_changes_nothing() -> None:
    log = [
        _event("1", "vote"),
        _event("2", UNDO, {"action": "?"}),
        _event("3", REDO, {"action": 1}),
    ]

    assert _ids(UndoStacks.replay(log)) == ("1", None)


def test_the_data_come_with_the_action() -> None:
    stacks = UndoStacks.replay([_event("1", "change", {"old": "v1", "new": "v2"})])

    undoable = stacks.undoable()
    assert undoable is not None
    assert undoable.data == {"old": "v1", "new": "v2"}


steps = st.lists(st.sampled_from([*sorted(ACTIONS), UNDO, REDO]), max_size=40)


def _log(kinds: list[str]) -> list[LoggedEvent]:
    """Return the log that a person's steps leave: an undo names what is undoable then."""
    log: list[LoggedEvent] = []
    for number, kind in enumerate(kinds):
        stacks = UndoStacks.replay(log)
        action = {UNDO: stacks.undoable(), REDO: stacks.redoable()}.get(kind)
        if kind in ACTIONS:
            log.append(_event(str(number), kind))
        elif action is not None:
            log.append(_event(str(number), kind, {"action": action.id}))
    return log


@given(steps)
def test_undo_then_redo_is_the_identity(kinds: list[str]) -> None:
    log = _log(kinds)
    before = UndoStacks.replay(log)
    undoable = before.undoable()
    if undoable is None:
        return

    data = {"action": undoable.id}
    after = UndoStacks.replay([*log, _event("a", UNDO, data), _event("b", REDO, data)])

    assert _ids(after) == _ids(before)


@given(steps)
def test_every_action_can_be_undone_in_reverse_order(kinds: list[str]) -> None:
    stacks = UndoStacks.replay(_log(kinds))
    undone = []
    while (action := stacks.undoable()) is not None:
        undone.append(action.id)
        stacks.record(_event("x", UNDO, {"action": action.id}))

    assert undone == sorted(undone, key=int, reverse=True)
    redone = []
    while (action := stacks.redoable()) is not None:
        redone.append(action.id)
        stacks.record(_event("x", REDO, {"action": action.id}))
    assert redone[: len(undone)] == undone[::-1]


class Log:
    """Votes that are read one by one, by their place."""

    def __init__(self, votes: int) -> None:
        self.read: list[int] = []
        self.votes = votes

    def event_at(self, place: int) -> LoggedEvent:
        self.read.append(place)
        return _event(f"v{place}", "vote")

    def place_of_event(self, event_id: str) -> int | None:
        known = event_id.startswith("v") and int(event_id[1:]) < self.votes
        return int(event_id[1:]) if known else None


def test_votes_known_by_their_place_are_read_only_when_they_are_asked_for() -> None:
    log = Log(100)
    stacks = UndoStacks(log)
    stacks.voted(range(100))
    stacks.record(_event("a", UNDO, {"action": "v99"}))
    stacks.record(_event("b", UNDO, {"action": "v98"}))
    stacks.record(_event("c", UNDO, {"action": "?"}))
    assert log.read == []
    assert _ids(stacks) == ("v97", "v98")
    stacks.record(_event("d", REDO, {"action": "v98"}))
    assert _ids(stacks) == ("v98", "v99")
    stacks.voted([100])
    assert _ids(stacks) == ("v100", None)
    assert sorted(set(log.read)) == [97, 98, 99, 100]
