"""On a real project file: what a method remembers is in the file, and a kill in mid-step costs
nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from optimizer.outputs import Cell
from optimizer.proposing import PROPOSERS
from optimizer.proposing.gates import standing_gates
from optimizer.records import Demonstration, Proposal, Spent, Verdict
from optimizer.session import Session
from tests.optimizer import sessions
from tests.optimizer.proposing.pools import START, Scripted
from tests.optimizer.proposing.worlds import ROWS, TASK, competent, output
from tests.optimizer.writing_methods import WRITERS
from tests.small_project import small_draft

_BY_ID = {row.id: row for row in ROWS}
_OWN = ("Answer what they ask.", "Give them a reply.", "Write back shortly and plainly.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.pairtune"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    draft = small_draft(examples=ROWS, task=TASK, start=START)
    made = sessions.create(path, draft, standing_gates())
    for text in _OWN:
        writer = Scripted(f"<prompt>{text}</prompt>")
        rephrased = PROPOSERS.build("rephrase").propose(made.snapshot(), writer, Random(text))
        admit(made, rephrased)
    yield made
    made.close()


def admit(session: Session, found: list[Proposal]) -> None:
    session.growing.admit_all(found, None, Spent())


def vote(session: Session, count: int) -> None:
    """Make the outputs, and vote on the pairs that are shown by what they fulfil."""

    def said(cell: Cell) -> str:
        prompt = session.board.roster[cell.prompt_id]
        # Outputs that are all alike would never be shown; these differ in nothing that counts.
        place = list(session.board.roster.candidates).index(prompt)
        return output(prompt.prompt, _BY_ID[cell.example_id]) + "!" * place

    for _ in range(count):
        sessions.answer_all(session, said)
        shown = sessions.offer(session)
        if shown is None:
            break
        row = _BY_ID[shown.example_id]
        texts = [
            output(session.board.roster[key].prompt, row)
            for key in (shown.left_prompt, shown.right_prompt)
        ]
        left, right = (text.startswith("done") for text in texts)
        verdicts = {(True, False): Verdict.LEFT, (False, True): Verdict.RIGHT}
        vote_id = sessions.vote(session, verdicts.get((left, right), Verdict.BOTH_BAD))
        session.voting.annotate(vote_id, "", (texts[0].split()[-1],), ())
    sessions.settle(session)


def step(session: Session, name: str) -> tuple[list[str], list[Proposal]]:
    """What a proposer asks and writes for the present state, as the nursery lets it work."""
    snapshot = session.snapshot()
    writer = competent()
    rng = Random(f"11/{len(snapshot.proposals)}/{name}")
    return writer.told, PROPOSERS.build(name).propose(snapshot, writer, rng)


@pytest.mark.parametrize("name", WRITERS)
def test_a_kill_in_mid_step_costs_nothing_and_the_method_goes_on(
    name: str, session: Session, path: Path, tmp_path: Path
) -> None:
    vote(session, 5)
    _, first = step(session, name)
    admit(session, first)
    sessions.settle(session)
    told, written = step(session, name)
    assert first
    # A wording that was just improved is on trial first.
    assert bool(told) == (name != "metatextgrad")

    # Killed after the writer answered and before anything of it was stored.
    again = sessions.reopen(sessions.killed(path, tmp_path / "killed.pairtune"), standing_gates())
    try:
        sessions.settle(again)
        told_again, written_again = step(again, name)
        assert told_again == told
        assert written_again == written

        admit(again, written_again)
        recorded = again.board.store.proposals()
        own = [proposal for proposal in recorded if proposal.proposer == name]
        made = first + written
        assert [p.edit for p in own[-len(made) :]] == [_plain(p) for p in made]
        assert [p.parents for p in own[-len(made) :]] == [p.parents for p in made]
        assert len({c.id for c in again.snapshot().candidates}) == len(again.snapshot().candidates)
        step(again, name)
    finally:
        again.close()


def _plain(proposal: Proposal) -> object:
    return dict(proposal.edit)


def test_a_row_whose_example_was_pruned_is_still_not_asked(session: Session) -> None:
    row = ROWS[0]
    shown = Demonstration(tuple((f.column, row.fields[f.column]) for f in START.fields), "Done.")
    own = session.growing.add_own(replace(START, demonstrations=(shown,)), [], "")
    known = {own.id}
    for seed in range(3):
        (found,) = PROPOSERS.build("promptquine").propose(session.snapshot(), None, Random(seed))
        assert found.prompt.demonstrations != (shown,)
        assert set(found.parents) <= known
        admit(session, [found])
        known.add(found.prompt.id)
    barred = session.board.barred()
    told = {barred.get(key) for key in known}
    assert told == {frozenset({row.id})}, "what it is shown, it would only repeat"
