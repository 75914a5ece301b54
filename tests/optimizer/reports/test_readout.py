"""The map of the kinds of prompts holds the best judged one of each, whoever proposed it."""

from __future__ import annotations

from pathlib import Path

from optimizer.proposing.moves.elites import niche_of
from optimizer.records import Prompt
from tests.optimizer import sessions


def test_the_map_holds_the_best_judged_prompt_of_every_kind(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    start = session.board.roster[session.board.roster.start_id]
    kinds = ["Please be kind and friendly.", "You must never be rude. " * 4, "Reply."]
    for k, text in enumerate(kinds):
        child = Prompt(f"{text} Way {k}.", fields=start.prompt.fields)
        session.growing.add_own(child, [start.id], f"way {k}")
    assert session.pool_picture().run().elites is None, "no method keeps a map"
    session.mapped = True
    empty = session.pool_picture().run().elites
    assert empty is not None
    assert (empty.elites, empty.start) == ((), None), "nobody judged anything yet"

    for _ in range(10):
        sessions.answer_all(session)
        sessions.vote(session)
    view = session.pool_picture().run()
    found = view.elites
    assert found is not None

    standings = [(row, row.standing) for row in view.candidates]
    judged = [row for row, s in standings if s.wins + s.losses + s.ties]
    cells: dict[object, list[float]] = {}
    for row in judged:
        niche = niche_of(row.candidate.prompt, start.prompt)
        cells.setdefault((niche.length, niche.rules, niche.tone), []).append(row.standing.mean)
    assert {(e.length, e.rules, e.tone): e.strength for e in found.elites} == {
        cell: max(means) for cell, means in cells.items()
    }
    assert sum(elite.rivals for elite in found.elites) == len(judged)
    strengths = [elite.strength for elite in found.elites]
    assert strengths == sorted(strengths, reverse=True)
    session.close()
