"""The run of a method: begun, at rest, taken up after a kill, ended by its rule, followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.errors import MethodFault
from optimizer.methods import Catalogue, read_method
from optimizer.proposing.promptagent import PromptAgent
from optimizer.records import CallRole, ModelSpec, Prompt, Proposal, Refusal, Spent
from optimizer.running import Running
from optimizer.session import Session
from tests.optimizer import sessions
from tests.small_project import small_draft

_PLAIN = """
name: {name}
title: {title}
sentence: Tries things.
needs: [{needs}]
{picker}
proposers: [layout, components]
settings:
  - {{name: rounds, title: Rounds, kind: whole number, default: 3, low: 1, high: 9, help: Many.}}
stop: {{{stop}}}
"""


def method(
    name: str, needs: str = "person", stop: str = "proposals: $rounds", picker: str = ""
) -> tuple[str, object]:
    text = _PLAIN.format(name=name, title=name.title(), needs=needs, stop=stop, picker=picker)
    return name, read_method(text, f"{name}.yaml")


CATALOGUE = Catalogue(
    dict(
        [
            method("auto", stop=""),
            method("short", picker="picker: apohf"),
            method("written", needs="writer, person"),
            method("judged", needs="judge"),
            method("labelled", needs="metric"),
            method("voted", stop="votes: 2"),
            method("patient", stop="idle: 2"),
        ]
    )
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.pairtune"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = sessions.create(path)
    yield session
    session.close()


def running(session: Session, catalogue: Catalogue = CATALOGUE) -> Running:
    made = Running(session, catalogue.find)
    made.begin()
    return made


def propose(session: Session, run: Running, text: str) -> Refusal | None:
    start = session.board.roster[session.board.roster.start_id]
    child = Prompt(text, fields=start.prompt.fields)
    proposal = Proposal(child, (start.id,), "layout", "child", "a reason")
    fate = session.growing.admit(proposal, run.run_id, Spent(2.0, 0.5))
    run.note_proposal(run.run_id, session.board.store.proposals()[-1].made_at)
    return fate


def test_a_new_project_begins_its_method(session: Session) -> None:
    run = running(session)

    assert run.arrangement is not None
    assert run.arrangement.method.name == "auto"
    assert list(run.arrangement.proposers) == ["layout", "components"]
    recorded = session.board.store.last_run()
    assert recorded is not None
    assert (recorded.id, recorded.method, recorded.finished) == (run.run_id, "auto", False)
    assert session.snapshot().run_id == run.run_id


def test_settings_of_a_new_projects_method_are_used(path: Path) -> None:
    draft = small_draft(method="short", method_settings={"rounds": 7})
    session = sessions.create(path, draft)
    run = running(session)
    assert run.arrangement is not None
    assert run.arrangement.limits.proposals == 7
    session.close()


def test_every_proposal_carries_run_step_parent_reason_and_cost(session: Session) -> None:
    run = running(session)
    propose(session, run, "Reply warmly.")
    propose(session, run, "Reply briefly.")

    first, second = session.board.store.proposals()
    assert first.run_id == second.run_id == run.run_id
    assert (first.step, second.step) == (1, 2)
    assert first.parents == (session.board.roster.start_id,)
    assert (first.reason, first.calls, first.cost_usd) == ("a reason", 2.0, 0.5)
    view = run.view()
    assert view is not None
    assert view.step == 2


@pytest.mark.parametrize("kill", [False, True])
def test_a_run_is_taken_up_where_it_was(path: Path, tmp_path: Path, kill: bool) -> None:
    session = sessions.create(path)
    run = running(session)
    run.start("short", {"rounds": 5})
    propose(session, run, "Reply warmly.")
    session.growing.note_empty("critique", run.run_id, Spent(1.0, 0.1))
    before = run.run_id
    again = path
    if kill:
        again = sessions.killed(path, tmp_path / "killed.pairtune")
    else:
        run.rest("closed")
        assert session.board.store.last_run().stop_reason == "closed"  # type: ignore[union-attr]
    session.close()

    session = sessions.reopen(again)
    run = running(session)
    assert run.run_id == before
    view = run.view()
    assert view is not None
    assert (view.method, view.step, view.steps) == ("short", 1, 5)
    assert session.board.store.last_run().stopped_at is None  # type: ignore[union-attr]
    session.close()


def test_a_rest_stops_the_work_and_going_on_goes_on(session: Session) -> None:
    run = running(session)
    before = run.run_id
    run.rest("paused by you")
    assert run.run_id is None
    assert run.at_work is None

    run.go_on()
    assert run.run_id == before
    assert run.at_work is not None


def test_another_method_follows_on_the_same_pool(session: Session) -> None:
    run = running(session)
    propose(session, run, "Reply warmly.")
    first = run.run_id
    run.start("short", {})
    propose(session, run, "Reply briefly.")

    old, new = session.board.store.runs()
    assert (old.id, old.finished, old.stop_reason) == (first, True, "followed by Short")
    assert (new.id, new.method, new.finished) == (run.run_id, "short", False)
    assert len(session.board.roster) == 3
    assert [p.step for p in session.board.store.proposals()] == [1, 1]
    assert session.board.project.method == "short"
    assert session.board.options.picker == "apohf"


@pytest.mark.parametrize(
    ("name", "lack"),
    [
        ("written", "a writer model"),
        ("judged", "a judge model"),
        ("labelled", "a metric"),
        ("absent", "no method absent"),
    ],
)
def test_what_is_missing_is_told_and_nothing_changes(
    session: Session, name: str, lack: str
) -> None:
    run = running(session)
    with pytest.raises(MethodFault, match=lack):
        run.start(name, {})

    assert [r.method for r in session.board.store.runs()] == ["auto"]
    assert session.board.project.method == "auto"
    assert run.run_id is not None


def test_a_setting_out_of_range_is_told_and_nothing_changes(session: Session) -> None:
    run = running(session)
    with pytest.raises(MethodFault, match="1 to 9"):
        run.start("short", {"rounds": 10})
    assert session.board.project.method == "auto"


def test_a_method_that_needs_a_judge_switches_it_on(session: Session) -> None:
    run = running(session)
    session.set_models({CallRole.JUDGE: ModelSpec("openai/judge")})
    run.start("judged", {})
    assert session.board.options.judge


def test_a_need_that_is_lost_stops_the_writing_until_it_is_back(session: Session) -> None:
    run = running(session)
    session.set_models({CallRole.WRITE: ModelSpec("openai/writer")})
    run.start("written", {})
    session.set_models({CallRole.WRITE: None})
    assert run.review() == ""
    assert run.at_work is None
    view = run.view()
    assert view is not None
    assert "writer model" in view.blocked

    session.set_models({CallRole.WRITE: ModelSpec("openai/writer")})
    run.review()
    assert run.at_work is not None


def test_what_is_installed_is_looked_up_once_per_run(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []

    def look() -> bool:
        looks.append(True)
        return False

    monkeypatch.setattr("optimizer.facilities.has_gradients", look)
    run = running(session)
    assert len(looks) == 1
    for _ in range(5):
        run.review()
    assert len(looks) == 1
    run.start("short", {})
    again = len(looks)
    run.review()
    assert 1 < again == len(looks)


def test_a_method_whose_file_is_gone_is_told_and_not_replaced(path: Path) -> None:
    session = sessions.create(path)
    running(session).start("short", {})
    session.close()

    session = sessions.reopen(path)
    run = running(session, Catalogue({"auto": CATALOGUE.methods["auto"]}))
    assert run.at_work is None
    assert "no method short" in run.blocked
    assert session.board.store.last_run().method == "short"  # type: ignore[union-attr]
    run.review()
    assert "no method short" in run.blocked
    session.close()


def test_a_run_ends_after_its_number_of_prompts_refused_ones_included(session: Session) -> None:
    run = running(session)
    run.start("short", {"rounds": 2})
    propose(session, run, "Reply warmly.")
    assert run.review() == ""
    propose(session, run, "Reply briefly.")

    reason = run.review()
    assert reason == "2 new prompts were written"
    run.finish(reason)
    assert run.run_id is None
    ended = session.board.store.last_run()
    assert ended is not None
    assert (ended.finished, ended.stop_reason) == (True, reason)
    assert session.snapshot().run_id is None


def test_a_method_with_a_rule_of_its_own_takes_its_prompt_and_says_so(path: Path) -> None:
    models = {CallRole.WRITE: ModelSpec("openai/writer")}
    session = sessions.create(path, small_draft(models=models))
    run = Running(session)
    run.start("promptagent", {})
    sessions.add_children(session, 2)
    sessions.answer_all(session)
    pool = session.snapshot()
    taken = PromptAgent().chosen(pool)
    assert taken is not None
    name = session.board.roster[taken.prompt_id].name
    run.finish("2 new prompts were written")
    ended = session.board.store.last_run()
    assert ended is not None
    said = f"2 new prompts were written; the method takes {name}: {taken.why}"
    assert ended.stop_reason == said
    pinned = {c.id for c in session.board.roster.candidates if c.pinned}
    assert pinned == {taken.prompt_id}
    session.close()


def test_an_ended_run_stays_ended_and_voting_goes_on(path: Path) -> None:
    session = sessions.create(path)
    run = running(session)
    run.finish("stopped by you")
    run.go_on()
    assert run.run_id is None
    session.close()

    session = sessions.reopen(path)
    run = running(session)
    assert run.run_id is None
    sessions.add_children(session, 1)
    sessions.answer_all(session)
    sessions.vote(session)
    assert session.board.votes == 1
    run.start("short", {})
    assert run.run_id is not None
    session.close()


def test_a_run_ends_after_its_votes(session: Session) -> None:
    sessions.add_children(session, 2)
    sessions.answer_all(session)
    sessions.vote(session)
    run = running(session)
    run.start("voted", {})
    # The clock of these sessions is in the far future: every vote falls into the run.
    sessions.vote(session)
    assert run.review() == "2 votes were cast"


def test_a_run_ends_when_new_prompts_bring_nothing_better(session: Session) -> None:
    run = running(session)
    run.start("patient", {})
    propose(session, run, "Reply warmly.")
    assert run.review() == ""
    propose(session, run, "Reply briefly.")
    # The start prompt was there before the run and is still the one to beat.
    assert "brought no better one" in run.review()


def test_who_cannot_work_here_does_not_compete_for_the_next_turn(session: Session) -> None:
    Running(session).start("auto", {})
    alone = session.pool_picture().competing
    session.set_models({CallRole.WRITE: ModelSpec("openai/writer")})
    written = session.pool_picture().competing
    assert {"layout", "components"} <= set(alone)
    assert "critique" not in alone
    assert "critique" in written
    assert "counterweight" not in written, "the task has no labels"
