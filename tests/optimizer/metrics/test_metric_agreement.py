"""A metric's agreement with the person, on the same two outputs."""

from __future__ import annotations

from pathlib import Path

from optimizer.metrics.metric_agreement import metric_agreement
from optimizer.records import Verdict
from tests.optimizer import sessions


def test_the_order_of_the_scores_is_compared_with_the_votes(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune")
    sessions.add_children(session, 3)
    sessions.answer_all(session)
    sessions.vote(session, Verdict.RIGHT)
    evidence = session.pool_picture().evidence
    (entry,) = session.board.judgements()
    duel = entry.duel

    def share(left: float, right: float) -> float:
        scores = {
            duel.left_prompt: {duel.example_id: left},
            duel.right_prompt: {duel.example_id: right},
        }
        found = metric_agreement(evidence, scores)
        assert found is not None
        assert found.n == 1
        return found.share

    assert metric_agreement(evidence, {}) is None
    assert metric_agreement(evidence, {duel.left_prompt: {duel.example_id: 1.0}}) is None
    assert share(0.0, 1.0) == 1.0
    assert share(1.0, 0.0) == 0.0
    assert share(0.5, 0.5) == 0.0
    session.close()
