"""How outputs look is read from the file, once each, and enters what is believed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from optimizer.appearance import MOST_OUTPUTS, Appearance
from optimizer.outputs import Cell, Made, OutputTable
from optimizer.preference.looks import TRAITS
from optimizer.records import Prompt, Verdict
from optimizer.session import Session
from tests.optimizer import sessions

EXAMPLES = [f"e{k}" for k in range(30)]
MANNERS = ("Answer in short.", "Answer at length.", "Answer in few words.", "Tell it all.")


class Shelf:
    """Texts that grow longer with the prompt's number; counts what is read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, outputs: Collection[str]) -> dict[str, str]:
        self.read += outputs
        return {output: "word " * (1 + 5 * int(output[1])) for output in outputs}


def answered(prompts: int, examples: int) -> OutputTable:
    table = OutputTable()
    for k in range(prompts):
        for place, example in enumerate(EXAMPLES[:examples]):
            table.add(Cell(f"p{k}", example), Made(f"o{k % 9} {k} {place}", "", "stop"))
    return table


def test_each_output_is_read_once_and_rows_are_as_asked_for() -> None:
    shelf = Shelf()
    appearance = Appearance(shelf)
    prompts = ["p2", "p0", "unknown", "p1"]
    looks = appearance.of(prompts, EXAMPLES, answered(3, 4))
    assert looks is not None
    assert looks.shape == (4, TRAITS)
    assert looks[0, 0] > looks[3, 0] > looks[1, 0]
    assert np.isnan(looks[2]).all()
    assert len(shelf.read) == 12
    again = appearance.of(prompts, EXAMPLES, answered(3, 5))
    assert again is not None
    assert len(shelf.read) == len(set(shelf.read)) == 15


def test_of_many_prompts_fewer_rows_are_looked_at() -> None:
    shelf = Shelf()
    many = MOST_OUTPUTS // 10
    looks = Appearance(shelf).of([f"p{k}" for k in range(many)], EXAMPLES, answered(many, 12))
    assert looks is not None
    assert len(shelf.read) == MOST_OUTPUTS


def test_nothing_made_tells_nothing() -> None:
    shelf = Shelf()
    assert Appearance(shelf).of(["p0", "p1", "p2"], EXAMPLES, answered(0, 0)) is None
    assert Appearance(shelf).of(["p0", "p1", "p2"], EXAMPLES, answered(3, 1)) is None


def imported(path: Path) -> Session:
    """A project with prompts written apart; every second one answers at length."""
    session = sessions.create(path)
    fields = session.board.roster[session.board.roster.start_id].prompt.fields
    for text in MANNERS:
        session.growing.add_own(Prompt(text, fields=fields), [], text)
    return session


def vote_for_length(session: Session, votes: int) -> None:
    """Vote for the longer output of every pair shown."""
    for _ in range(votes):
        sessions.answer_all(session, lambda cell: _text(session, cell))
        duel = sessions.offer(session)
        assert duel is not None
        sides = session.board.texts.fetch((duel.left_output, duel.right_output))
        longer = len(sides[duel.left_output]) > len(sides[duel.right_output])
        sessions.vote(session, Verdict.LEFT if longer else Verdict.RIGHT)


def _text(session: Session, cell: Cell) -> str:
    place = session.board.roster.index[cell.prompt_id]
    return " ".join(["word"] * (40 if place % 2 == 0 else 5)) + f" {place} {cell.example_id}"


def test_a_vote_for_one_long_winded_prompt_speaks_for_the_other(tmp_path: Path) -> None:
    session = imported(tmp_path / "replies.pairtune")
    vote_for_length(session, 8)
    sessions.settle(session)
    covariance = session.board.posterior.covariance
    assert covariance[2, 4] > covariance[2, 3]
    hypers = session.board.posterior.hypers
    assert any(hyper.look_share for hyper in hypers)
    session.close()


def test_what_is_believed_follows_from_the_file_and_undo_equals_never_voted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "replies.pairtune"
    session = imported(path)
    vote_for_length(session, 6)
    # All that the next votes will need, so that they add nothing but themselves.
    sessions.answer_all(session, lambda cell: _text(session, cell))
    sessions.settle(session)
    before = session.board.posterior
    seen = session.board.table.count()
    vote_for_length(session, 1)
    sessions.settle(session)
    assert not np.array_equal(session.board.posterior.mean, before.mean)
    session.voting.undo()
    sessions.settle(session)
    undone = session.board.posterior
    assert session.board.table.count() == seen
    assert np.array_equal(undone.mean, before.mean)
    assert np.array_equal(undone.covariance, before.covariance)
    session.close()

    again = sessions.reopen(path)
    sessions.settle(again)
    assert np.array_equal(again.board.posterior.mean, undone.mean)
    assert np.array_equal(again.board.posterior.covariance, undone.covariance)
    again.close()
