"""A session on a real project file, whose outputs are made up and stored like any other."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from optimizer.identity import UlidFactory
from optimizer.outputs import Cell
from optimizer.project import ProjectDraft, create_project
from optimizer.protocols import Gate
from optimizer.records import (
    Call,
    CallRole,
    Candidate,
    Completion,
    Duel,
    Prompt,
    Verdict,
)
from optimizer.session import Session
from optimizer.store import Store
from tests.small_project import small_draft

READY = 3


def create(path: Path, draft: ProjectDraft | None = None, gates: tuple[Gate, ...] = ()) -> Session:
    """Make a project and open a session on it."""
    return _session(create_project(path, draft or small_draft()), gates)


def reopen(path: Path, gates: tuple[Gate, ...] = ()) -> Session:
    """Open a session on a project that is there."""
    return _session(Store.open(path), gates)


def killed(path: Path, copy: Path) -> Path:
    """Return a copy of the files as a kill would leave them at this moment."""
    for ending in ("", "-wal"):
        source = Path(f"{path}{ending}")
        if source.exists():
            shutil.copyfile(source, f"{copy}{ending}")
    return copy


def add_children(session: Session, count: int) -> list[Candidate]:
    """Add children of the start prompt to the pool."""
    start = session.board.roster[session.board.roster.start_id]
    known = len(session.board.roster)
    return [
        session.growing.add_own(
            Prompt(f"Way {k} to reply.", fields=start.prompt.fields), [start.id], f"way {k}"
        )
        for k in range(known, known + count)
    ]


def answer(session: Session, cell: Cell, text: str | None = None) -> None:
    """Store an output as if the answer model had made it."""
    prompt = session.board.roster[cell.prompt_id]
    said = f"{prompt.handle} answers {cell.example_id}" if text is None else text
    completion = Completion(said, "stop", 10, 5, 0.0, 12)
    request = session.request(cell)
    call = Call(
        id=f"call {prompt.id} {cell.example_id} {session.board.setting_id}",
        role=CallRole.ANSWER,
        model=request.model.title,
        request_hash=request.hash,
        run_id=None,
        tokens_in=10,
        tokens_out=5,
        cost_usd=0.0,
        latency_ms=12,
        finish="stop",
        error=None,
        made_at="2026-01-02T03:04:05.000Z",
    )
    with session.board.store.atomic():
        session.board.store.put_call(call, said, request.parameters)
        session.store_output(cell, call.id, completion)


def answer_all(session: Session, text: Callable[[Cell], str] | None = None) -> list[Cell]:
    """Make every output that is wanted; returns what was made."""
    made: list[Cell] = []
    while wanted := session.showing.wanted_cells(set()):
        for cell in wanted:
            answer(session, cell, text(cell) if text else None)
        made += wanted
    return made


def offer(session: Session) -> Duel | None:
    """Keep duels ready as the engine does after every step; returns the one on the screen."""
    ready = session.showing.ask(READY)
    if session.showing.current is None and ready:
        with session.board.store.atomic():
            session.showing.put_on_screen(ready[0])
        session.showing.ask(READY)
    return session.showing.current


def vote(session: Session, verdict: Verdict = Verdict.LEFT) -> str:
    """Vote on the pair on the screen as the window does, which goes on to the next at once."""
    judged = offer(session)
    assert judged is not None
    ready = session.showing.ready
    vote_id = session.voting.tell(
        judged.id, verdict, took_ms=800, next_duel=ready[0].id if ready else None
    )
    assert vote_id is not None
    session.showing.rerank(READY)
    offer(session)
    return vote_id


def settle(session: Session) -> None:
    """Refit, so that nothing is left of updates made vote by vote."""
    belief = session.board.belief
    belief.revise(session.board.ballots())
    while (job := belief.refit_job()) is not None:
        belief.accept(job, job.run())


def in_force(session: Session) -> dict[str, Verdict]:
    """Return the verdicts that count, by duel."""
    return {e.duel.id: e.vote.verdict for e in session.board.casebook.in_force()}


def _session(store: Store, gates: tuple[Gate, ...]) -> Session:
    # Two sessions on one file must never give one id twice: the real factory, and a clock that
    # only moves by what happens, and is later than the making of the project.
    ticks: Iterator[int] = itertools.count(len(store.events()) + len(store.candidates()))
    return Session(
        store,
        gates,
        UlidFactory(),
        lambda: f"2999-01-02T03:{(tick := next(ticks)) // 60 % 60:02}:{tick % 60:02}.000Z",
    )
