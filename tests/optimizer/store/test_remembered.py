"""What the store remembers of long tables is what a fresh reading gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.records import Refusal, Spent
from optimizer.store import Store
from tests.optimizer import sessions


def fresh(path: Path, setting: str) -> tuple[object, object, object]:
    with Store.open(path) as store:
        return store.proposals(), store.figures(), store.answer_costs(setting)


def test_what_is_added_later_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "replies.pairtune"
    session = sessions.create(path)
    store, setting = session.board.store, session.board.setting_id
    start = session.board.roster.start_id
    assert store.answer_costs(setting) == {}
    sessions.answer_all(session)
    assert store.answer_costs(setting)[start].outputs > 0
    early = store.figures()
    store.put_figures(start, {"words": 3.0, "drift": 0.5})
    assert store.figures()[start]["words"] == 3.0
    assert early.get(start) != store.figures()[start], "what was told before does not change"
    store.put_figures(start, {"words": 4.0})
    assert store.figures()[start] == {**early.get(start, {}), "words": 4.0, "drift": 0.5}
    before = store.proposals()
    store.put_empty_proposal("critique", None, Refusal("none", "nothing"), Spent())
    assert store.proposals()[: len(before)] == before
    assert len(store.proposals()) == len(before) + 1
    told = store.proposals(), store.figures(), store.answer_costs(setting)
    session.close()
    assert fresh(path, setting) == told


def test_what_was_rolled_back_is_forgotten(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    store = session.board.store
    before = store.proposals()

    def fail() -> None:
        with store.atomic():
            store.put_empty_proposal("first", None, Refusal("none", "first"), Spent())
            assert store.proposals()[-1].proposer == "first"
            raise RuntimeError("the step failed")

    with pytest.raises(RuntimeError):
        fail()
    store.put_empty_proposal("second", None, Refusal("none", "second"), Spent())
    assert [p.proposer for p in store.proposals()[len(before) :]] == ["second"]
    session.close()
