"""Wordings can be changed in a project, are checked, and are kept with what they produced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.proposing.moves.asking import wording_of
from optimizer.records import Proposal
from optimizer.reports.pictures import Pictures
from optimizer.reports.readout import PoolReader
from optimizer.session import Session
from optimizer.telling import listed_wordings, set_wording, wording_problem
from optimizer.wordings import load_wording, wording_file, wording_names
from tests.optimizer import sessions

OWN = wording_file("rephrase")
CHANGED = OWN.replace("Say the same in other words", "Put it as a friend would")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = sessions.create(tmp_path / "replies.pairtune")
    yield session
    session.close()


def test_all_wordings_for_writers_are_listed_unchanged(session: Session) -> None:
    listed = listed_wordings(session.board.store)
    names = [view.name for view in listed]
    assert "rephrase" in names
    assert "judge" not in names
    assert set(names) <= set(wording_names())
    assert not any(view.changed for view in listed)
    assert all(view.purpose and view.text == view.own for view in listed)


def test_a_changed_wording_is_what_proposers_use(session: Session) -> None:
    assert CHANGED != OWN
    set_wording(session.board.store, "rephrase", CHANGED)
    used = wording_of(session.snapshot(), "rephrase")
    assert "as a friend would" in used.user
    assert used.hash != load_wording("rephrase").hash
    assert session.board.store.wording_bodies()[used.hash] == CHANGED
    (view,) = (v for v in listed_wordings(session.board.store) if v.changed)
    assert (view.name, view.text) == ("rephrase", CHANGED)


def test_a_prompt_tells_which_changed_wording_wrote_it(session: Session) -> None:
    board = session.board
    start = board.roster[board.roster.start_id]

    def write(text: str) -> str:
        child = replace(start.prompt, instruction=text)
        told = wording_of(session.snapshot(), "rephrase").hash
        proposal = Proposal(child, (start.id,), "rephrase", "other words", "", wording_hash=told)
        assert session.growing.admit(proposal, None) is None
        return child.id

    before = write(f"{start.prompt.instruction}\nReply warmly, and say what comes next.")
    set_wording(board.store, "rephrase", CHANGED)
    after = write(f"{start.prompt.instruction}\nThank them first. Never promise a refund.")
    rows = PoolReader().read(Pictures(session).pool_picture()).candidates
    told = {row.candidate.id: row.wording for row in rows}
    assert told[before] is None
    version = told[after]
    assert version is not None
    assert version.name == "rephrase"
    assert version.changed_at


@pytest.mark.parametrize("back", [None, OWN])
def test_going_back_keeps_the_version_that_wrote(session: Session, back: str | None) -> None:
    set_wording(session.board.store, "rephrase", CHANGED)
    hash_of_it = wording_of(session.snapshot(), "rephrase").hash
    set_wording(session.board.store, "rephrase", back)
    assert wording_of(session.snapshot(), "rephrase") == load_wording("rephrase")
    assert hash_of_it in session.board.store.wording_bodies()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{prompt}}", "the prompt", r"lacks \{\{prompt\}\}"),
        ("{{prompt}}", "{{prompt}} {{mood}}", r"Nothing fills in \{\{mood\}\}"),
        ("[user]", "user", "cannot be read"),
        ("version: 1", "version: one", "cannot be read"),
        ("version: 1", "version: [", "cannot be read"),
    ],
)
def test_a_text_that_cannot_work_is_told_and_changes_nothing(
    session: Session, old: str, new: str, told: str
) -> None:
    assert old in OWN
    with pytest.raises(ProjectFault, match=told):
        set_wording(session.board.store, "rephrase", OWN.replace(old, new))
    assert session.board.store.wordings() == {}


def test_an_unknown_wording_is_told(session: Session) -> None:
    assert wording_problem("nothing", OWN) == "There is no wording nothing."
    with pytest.raises(ProjectFault):
        set_wording(session.board.store, "nothing", None)
