from __future__ import annotations

from pathlib import Path

from optimizer.store import Store
from optimizer.undo import UndoStacks
from tests.optimizer.store import making


def test_events_come_back_oldest_first(empty: Store) -> None:
    first = empty.append_event("vote", {"vote": "v1"})
    second = empty.append_event("pause", {})

    found = empty.events()
    assert [(event.id, event.kind, event.data) for event in found] == [
        (first, "vote", {"vote": "v1"}),
        (second, "pause", {}),
    ]
    assert found[0].happened_at.endswith("Z")


def test_undo_stacks_survive_reopening(path: Path) -> None:
    with making.create(path) as store:
        first = store.append_event("vote", {"vote": "v1"})
        second = store.append_event("archive", {"prompt": "p", "archived": True})
        store.append_event("undo", {"action": second})

    with Store.open(path) as store:
        stacks = UndoStacks.replay(store.events())

    undoable, redoable = stacks.undoable(), stacks.redoable()
    assert undoable is not None
    assert redoable is not None
    assert (undoable.id, redoable.id) == (first, second)
    assert redoable.data == {"prompt": "p", "archived": True}
