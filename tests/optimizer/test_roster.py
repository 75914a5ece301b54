from __future__ import annotations

import pytest

from optimizer.records import Candidate, Prompt
from optimizer.roster import Roster

START = Candidate(Prompt("start"), "Start")
CHILD = Candidate(Prompt("child"), "B1", parents=(START.id,))


def test_the_start_prompt_is_the_projects_and_can_be_another() -> None:
    roster = Roster([START, CHILD], START.id)
    assert [candidate.start for candidate in roster.candidates] == [True, False]

    roster.set_start(CHILD.id)
    assert [candidate.start for candidate in roster.candidates] == [False, True]
    assert roster.start_id == CHILD.id


def test_a_prompt_enters_once() -> None:
    roster = Roster([START], START.id)
    roster.add(CHILD)

    with pytest.raises(ValueError, match="already"):
        roster.add(CHILD)
    assert roster.index == {START.id: 0, CHILD.id: 1}
    assert roster.pool.parents == ((), (0,))


def test_archiving_and_pinning_leave_everything_else_as_it_is() -> None:
    roster = Roster([START, CHILD], START.id)
    roster.change(CHILD.id, archived=True)
    roster.change(CHILD.id, pinned=True)
    assert (roster[CHILD.id].archived, roster[CHILD.id].pinned) == (True, True)

    roster.change(CHILD.id, archived=False)
    assert roster[CHILD.id].pinned
    assert roster[CHILD.id].prompt == CHILD.prompt
    assert CHILD.id in roster
    assert "nowhere" not in roster
