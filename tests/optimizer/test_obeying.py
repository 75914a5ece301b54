"""What a command does, where the events alone do not tell it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from optimizer.commands import StartConfirmation
from optimizer.engine import Engine
from optimizer.obeying import Obeying
from optimizer.records import Purpose
from optimizer.session import Session
from tests.optimizer import sessions


def confirming(session: Session) -> list[str]:
    """Return the pairs of confirmations that are ready."""
    return [duel.id for duel in session.showing.ready if duel.purpose is Purpose.CONFIRM]


def test_another_confirmation_leaves_no_pair_of_the_one_before_in_the_queue(
    tmp_path: Path,
) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    one, other = sessions.add_children(session, 2)
    engine = SimpleNamespace(session=session, pool_grew=lambda: None)
    obeying = Obeying(cast("Engine", engine))
    obeying.obey(StartConfirmation(one.id, duels=4))
    for cell in session.confirming.cells(set()):
        sessions.answer(session, cell)
    session.showing.ask(3)
    assert len(confirming(session)) == 3

    obeying.obey(StartConfirmation(other.id, duels=4))

    assert confirming(session) == []
    session.close()


def test_what_is_no_command_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no such command: str"):
        Obeying(cast("Engine", None)).obey("vote")
