"""What is known of an open project stays in step with what is added to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from optimizer.records import Example, Split
from tests.optimizer import sessions


def test_votes_name_their_examples_by_the_places_of_now_when_rows_were_added(
    tmp_path: Path,
) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    sessions.add_children(session, 2)
    for _ in range(4):
        sessions.answer_all(session)
        sessions.vote(session)
    board = session.board
    sessions.settle(session)
    judged = [entry.duel.example_id for entry in board.judgements()]
    before = board.order

    more = [Example(f"late-{n}", {"message": f"Late {n}."}) for n in range(20)]
    assert session.add_examples([*more, Example("kept", {"message": "?"}, split=Split.HELD_OUT)])

    assert any(board.order.index(e) != before.index(e) for e in judged), "rows came between"
    assert [board.order[place] for place in board.belief.ballots.example] == judged
    job = board.belief.refit_job()
    assert job is not None
    assert job.n_examples == len(before) + 20
    assert board.belief.accept(job, job.run())
    sessions.answer_all(session)
    sessions.vote(session)
    assert np.array_equal(board.belief.ballots.example, board.ballots().example)
    session.close()
