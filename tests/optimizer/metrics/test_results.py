"""Answers and scores by id: what a snapshot holds of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from optimizer.metrics.results import Results
from optimizer.outputs import Cell, Made
from optimizer.records import Split
from tests.optimizer import sessions


class Shelf:
    def __init__(self) -> None:
        self.read: list[str] = []

    def fetch(self, outputs: Collection[str]) -> dict[str, str]:
        self.read += outputs
        return {output: f"text of {output}" for output in outputs}


def made(name: str) -> Made:
    return Made(name, f"hash {name}", "stop")


def test_an_output_is_read_once_and_a_picture_does_not_change() -> None:
    results, shelf = Results(), Shelf()
    results.add(Cell("p", "a"), made("1"))
    early, _ = results.picture("", shelf.fetch, {})
    results.add(Cell("p", "b"), made("2"))
    late, _ = results.picture("", shelf.fetch, {})
    assert early == {"p": {"a": "text of 1"}}
    assert late == {"p": {"a": "text of 1", "b": "text of 2"}}
    assert shelf.read == ["1", "2"]


def test_a_score_that_comes_later_is_taken_in_and_another_metric_has_its_own() -> None:
    results, shelf = Results(), Shelf()
    results.add(Cell("p", "a"), made("1"))
    results.add(Cell("q", "a"), made("2"))
    assert results.picture("exact", shelf.fetch, {"1": 1.0})[1] == {"p": {"a": 1.0}}
    both = {"1": 1.0, "2": 0.0}
    assert results.picture("exact", shelf.fetch, both)[1] == {"p": {"a": 1.0}, "q": {"a": 0.0}}
    assert results.picture("f1", shelf.fetch, {"2": 0.5})[1] == {"q": {"a": 0.5}}


def test_a_snapshot_holds_tuning_rows_only_and_survives_reopening(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune")
    start = session.board.roster.start_id
    for example in session.board.examples.values():
        sessions.answer(session, Cell(start, example.id), f"Reply to {example.id}")
    snapshot = session.snapshot()
    tuning = {e.id for e in session.board.examples.values() if e.split is Split.TUNING}
    assert set(snapshot.answers[start]) == tuning
    assert snapshot.scores == {}
    session.board.set_options(replace(session.board.options, metric="json"))
    assert session.snapshot().scores == {start: dict.fromkeys(tuning, 0.0)}
    session.close()
    again = sessions.reopen(tmp_path / "p.pairtune")
    assert again.snapshot().answers == snapshot.answers
    assert set(again.snapshot().scores[start]) == tuning
    again.close()
