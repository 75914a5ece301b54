"""A run of each method that is killed in the middle of a step goes on as if it had not been."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.calling.call_book import LOST
from optimizer.records import CallRole, Request
from optimizer.store import Store
from tests.optimizer.scripted_run import ScriptedService, by_request, labelled_draft
from tests.optimizer.sessions import killed
from tests.optimizer.writing_methods import WRITING_METHODS
from tests.small_project import Hand

ROOT = Path(__file__).parents[2]

# Those that write after what they read, the portfolio, and one of each kind of search.
METHODS = (*WRITING_METHODS, "auto", "capo", "mipro", "plum_annealing", "zopo")
# They write all that they want at one time.
AT_ONCE = {"apohf", "auto", "capo", "gpo_robust", "opro"}
_LATEST, _EARLY = 10, 5
"""At this call the files are kept in any case; early where the first prompts need no writer."""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))


class Crash:
    """Answers calls, and keeps the files as a kill would leave them while one is under way.

    Args:
        path: The project.
        copy: Where the files are kept.
        write: At which question to the writer.
        latest: At which call in any case.
    """

    def __init__(self, path: Path, copy: Path, write: int, latest: int = _LATEST) -> None:
        self._path = path
        self._copy = copy
        self._write = write
        self._latest = latest
        self._asked: Counter[CallRole] = Counter()
        self.cut: Request | None = None

    def __call__(self, request: Request) -> str:
        """Answer; while the writer is asked, or when many answers were made, keep the files."""
        self._asked[request.role] += request.role is not CallRole.TEST
        writes = request.role is CallRole.WRITE and self._asked[CallRole.WRITE] == self._write
        if self.cut is None and (writes or self._asked.total() == self._latest):
            # The optimizer thread is here and writes nothing meanwhile.
            killed(self._path, self._copy)
            self.cut = request
        return by_request(request)


@pytest.mark.parametrize("name", METHODS)
def test_a_kill_in_mid_step_loses_nothing_and_pays_nothing_twice(tmp_path: Path, name: str) -> None:
    path, copy = tmp_path / "run.pairtune", tmp_path / "killed.pairtune"
    latest = _EARLY if name == "auto" else _LATEST
    crash = Crash(path, copy, 1 if name in AT_ONCE else 2, latest)
    hand = Hand.create(path, labelled_draft(name), ScriptedService(crash, threaded=True))
    hand.until(lambda: crash.cut is not None)
    hand.close()
    assert crash.cut is not None
    before = read(copy)
    assert crash.cut.hash not in before.answered, "it was under way"
    assert crash.cut.hash in before.lost, "and is booked as possibly paid"

    service = ScriptedService(by_request, threaded=True)
    check_taken_up(before, play_on(copy, service), service)


class Record:
    """What a project file holds of a run."""

    def __init__(self, store: Store) -> None:
        proposals = store.proposals()
        self.runs = [run.id for run in store.runs()]
        self.finished = store.runs()[-1].finished
        self.proposals = [proposal.id for proposal in proposals]
        self.entered = [p.prompt_id for p in proposals if p.prompt_id]
        self.steps = [proposal.step for proposal in proposals]
        self.answered = {c.request_hash for c in store.calls() if c.error is None}
        self.lost = {c.request_hash for c in store.calls() if c.finish == LOST}
        assert store.check() == []
        assert {p.run_id for p in proposals} <= set(self.runs)


def read(path: Path) -> Record:
    with Store.open(path) as store:
        return Record(store)


@pytest.mark.parametrize(("name", "writes"), [("spo", 2), ("langgpt", 2)])
def test_a_process_that_is_killed_is_taken_up_where_it_stood(
    tmp_path: Path, name: str, writes: int
) -> None:
    """A real kill, while the writer is thinking."""
    path = tmp_path / "run.pairtune"
    program = [sys.executable, "-m", "tests.optimizer.method_run", str(path), name, str(writes)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = list(iter(lambda: process.stdout.readline().strip(), "waiting"))
        process.kill()
    before = read(path)
    assert before.answered <= set(told)
    assert told[-1] in before.lost

    service = ScriptedService(by_request, threaded=True)
    after = play_on(path, service)
    check_taken_up(before, after, service)


def play_on(path: Path, service: ScriptedService) -> Record:
    """Take a run up and play it to its end; returns what the file holds then."""
    hand = Hand.open(path, service)
    hand.until(lambda: bool(hand.status and hand.status.measured and hand.status.measured.complete))
    hand.close()
    return read(path)


def check_taken_up(before: Record, after: Record, service: ScriptedService) -> None:
    """Hold what was there at a kill against what came of it."""
    asked = Counter(request.hash for request in service.requests)
    assert not asked.keys() & before.answered, "what was paid before the kill is not asked again"
    assert set(asked.values()) == {1}
    assert after.runs == before.runs
    assert after.finished
    assert after.proposals[: len(before.proposals)] == before.proposals
    assert len(set(after.proposals)) == len(after.proposals)
    assert len(set(after.entered)) == len(after.entered)
    assert after.steps == list(range(1, len(after.steps) + 1))
    assert len(after.proposals) > len(before.proposals)


@pytest.mark.parametrize("name", ["layout", "promptagent"])
def test_who_leaves_when_all_is_scored_finds_the_run_ended_with_its_reason(
    tmp_path: Path, name: str
) -> None:
    """Also where no held-out row is asked about at the end."""
    draft = labelled_draft(name)
    draft = replace(draft, options=replace(draft.options, check_answers=0))
    path = tmp_path / "run.pairtune"
    hand = Hand.create(path, draft, ScriptedService(by_request, threaded=True))
    hand.until(lambda: bool(hand.status and hand.status.measured and hand.status.measured.complete))
    assert hand.status is not None
    assert hand.status.run is not None
    assert hand.status.run.finished
    hand.close()
    assert read(path).finished
