"""Undo and redo of votes and of the pool, on a real file, against a model of a few lines."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from optimizer.preference import fit
from optimizer.records import Strength, Verdict
from optimizer.session import Session
from optimizer.votes.evidence import ballots
from optimizer.votes.tallies import tallies
from tests.optimizer import sessions
from tests.small_project import small_draft


@dataclass(frozen=True)
class State:
    """What a person would say of the project: the votes with their verdicts, and the pool."""

    votes: tuple[tuple[str, Verdict, bool], ...] = ()  # vote, verdict, voided
    archived: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    start: str = ""

    def counting(self) -> list[tuple[str, Verdict]]:
        return [(vote, verdict) for vote, verdict, voided in self.votes if not voided]

    def with_voided(self, vote_id: str, voided: bool) -> State:
        votes = tuple((v, said, voided if v == vote_id else was) for v, said, was in self.votes)
        return replace(self, votes=votes)


class Undoing(RuleBasedStateMachine):
    """A person who votes, regrets, archives, closes and kills the program in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="pairtune-undo-"))
        self._files = 0
        self.path = self._folder / "0.pairtune"
        self.session = sessions.create(self.path, small_draft(rows=18))

    @initialize()
    def fill(self) -> None:
        children = sessions.add_children(self.session, 3)
        self.children = [child.id for child in children]
        sessions.answer_all(self.session)
        sessions.offer(self.session)
        self.now = State(start=self.session.board.roster.start_id)
        self.past: list[State] = []
        self.future: list[State] = []
        self.screens_before: list[str | None] = []  # of the actions that stand
        self.screens_after: list[str | None] = []  # of those that were taken back
        self.numbers: list[str] = []

    def act(self, state: State, screen: str | None) -> None:
        sessions.offer(self.session)
        self.past.append(self.now)
        self.screens_before.append(screen)
        self.now, self.future, self.screens_after = state, [], []

    @property
    def screen(self) -> str | None:
        current = self.session.showing.current
        return current.id if current is not None else None

    # -- what a person does -----------------------------------------------------------------

    @rule(verdict=st.sampled_from(Verdict))
    def vote(self, verdict: Verdict) -> None:
        sessions.answer_all(self.session)
        if sessions.offer(self.session) is None:
            return
        screen = self.screen
        vote_id = sessions.vote(self.session, verdict)
        self.numbers.append(vote_id)
        self.act(replace(self.now, votes=(*self.now.votes, (vote_id, verdict, False))), screen)

    @precondition(lambda self: self.now.counting())
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        vote_id, _ = data.draw(st.sampled_from(self.now.counting()))
        screen = self.screen
        assert self.session.voting.void(vote_id)
        self.act(self.now.with_voided(vote_id, True), screen)

    @precondition(lambda self: any(voided for _, _, voided in self.now.votes))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        vote_id = data.draw(st.sampled_from([v for v, _, voided in self.now.votes if voided]))
        book = self.session.board.casebook
        taken = book.verdict_on(book[vote_id].duel.id) is not None
        screen = self.screen
        assert self.session.voting.restore(vote_id) is not taken
        if not taken:
            self.act(self.now.with_voided(vote_id, False), screen)

    @precondition(lambda self: self.now.counting())
    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def change(self, data: st.DataObject, verdict: Verdict) -> None:
        vote_id, _ = data.draw(st.sampled_from(self.now.counting()))
        screen = self.screen
        new = self.session.voting.change(vote_id, verdict, Strength.SLIGHTLY)
        assert new is not None
        self.numbers.append(new)
        changed = self.now.with_voided(vote_id, True)
        self.act(replace(changed, votes=(*changed.votes, (new, verdict, False))), screen)

    @rule(child=st.integers(0, 1))
    def archive_or_take_back(self, child: int) -> None:
        prompt = self.children[child]
        if prompt != self.now.start:
            screen = self.screen
            self.session.growing.archive(prompt, prompt not in self.now.archived)
            self.act(replace(self.now, archived=self.now.archived ^ {prompt}), screen)

    @rule(child=st.integers(0, 1))
    def pin_or_unpin(self, child: int) -> None:
        prompt = self.children[child]
        screen = self.screen
        self.session.growing.pin(prompt, prompt not in self.now.pinned)
        self.act(replace(self.now, pinned=self.now.pinned ^ {prompt}), screen)

    @rule(child=st.integers(0, 1))
    def make_another_the_start(self, child: int) -> None:
        prompt = self.children[child]
        if prompt not in self.now.archived and prompt != self.now.start:
            screen = self.screen
            self.session.growing.set_start(prompt)
            self.act(replace(self.now, start=prompt), screen)

    @rule(steps=st.integers(1, 6))
    def undo(self, steps: int) -> None:
        for _ in range(steps):
            action, screen = self.session.actions.undoable, self.screen
            touched = self.session.voting.undo()
            assert (touched is None) == (not self.past)
            if action is None:
                return
            if action.kind == "vote":
                judged = self.session.board.casebook[str(action.data["vote"])].duel
                assert self.screen == judged.id, "the pair of the vote is on the screen again"
            self.future.append(self.now)
            self.screens_after.append(screen)
            self.now = self._with_the_rest(self.past.pop())
            self._shows(self.screens_before.pop())

    @rule(steps=st.integers(1, 6))
    def redo(self, steps: int) -> None:
        for _ in range(steps):
            screen = self.screen
            touched = self.session.voting.redo()
            assert (touched is None) == (not self.future)
            if touched is None:
                return
            self.past.append(self.now)
            self.screens_before.append(screen)
            self.now = self._with_the_rest(self.future.pop())
            self._shows(self.screens_after.pop())

    def _shows(self, screen: str | None) -> None:
        """The pair that was on the screen there is on it again, as the window is told."""
        self.session.showing.rerank(sessions.READY)
        sessions.offer(self.session)
        if screen is not None:
            assert self.screen == screen

    def _with_the_rest(self, state: State) -> State:
        """Votes that were taken back stay in the history, voided."""
        known = {vote for vote, _, _ in state.votes}
        book = self.session.board.casebook
        rest = [(v, book[v].vote.verdict, True) for v in self.numbers if v not in known]
        return replace(state, votes=(*state.votes, *rest))

    @rule()
    def a_refit_arrives(self) -> None:
        screen = self.screen
        sessions.settle(self.session)
        self.session.showing.rerank(sessions.READY)
        assert self.screen == screen

    # -- closing, killing -------------------------------------------------------------------

    @rule()
    def close_and_reopen(self) -> None:
        current = self.session.showing.current
        self.session.close()
        self.session = sessions.reopen(self.path)
        assert self.session.showing.current == current

    @rule()
    def kill_and_reopen(self) -> None:
        current = self.session.showing.current
        self._files += 1
        copy = sessions.killed(self.path, self._folder / f"{self._files}.pairtune")
        self.session.close()
        self.path = copy
        self.session = sessions.reopen(copy)
        assert self.session.showing.current == current

    # -- what must hold ---------------------------------------------------------------------

    @invariant()
    def votes_are_those_that_stand(self) -> None:
        book = self.session.board.casebook
        in_force = {(e.vote.id, e.vote.verdict) for e in book.in_force()}
        assert in_force == set(self.now.counting())
        assert {entry.vote.id for entry in book} == set(self.numbers)

    @invariant()
    def the_pool_is_the_one_that_stands(self) -> None:
        roster = self.session.board.roster
        assert {c.id for c in roster.candidates if c.archived} == self.now.archived
        assert {c.id for c in roster.candidates if c.pinned} == self.now.pinned
        assert [c.id for c in roster.candidates if c.start] == [self.now.start]
        assert roster.start_id == self.now.start

    @invariant()
    def the_evidence_is_as_if_the_rest_was_never_said(self) -> None:
        board = self.session.board
        teaching = [e for e in board.casebook if e.teaches(board.setting_id)]
        assert board.tallies() == tallies(teaching)
        expected = ballots(teaching, board.roster.index, board.places)
        known = board.belief.ballots
        assert sorted(known[n] for n in range(len(known))) == sorted(
            expected[n] for n in range(len(expected))
        )

    @invariant()
    def what_is_offered_may_be_judged(self) -> None:
        showing = self.session.showing
        waiting = [*([showing.current] if showing.current else []), *showing.ready]
        outputs = [frozenset((d.left_output, d.right_output)) for d in waiting]
        assert len(set(outputs)) == len(outputs)
        for duel in waiting:
            assert self.session.board.casebook.verdict_on(duel.id) is None

    def teardown(self) -> None:
        try:
            self._check_the_end()
        finally:
            self.session.close()
            shutil.rmtree(self._folder)

    def _check_the_end(self) -> None:
        board = self.session.board
        sessions.settle(self.session)
        anew = fit(board.roster.pool, board.ballots(), n_examples=len(board.order))
        assert np.allclose(board.posterior.mean, anew.mean, atol=1e-9)
        assert np.allclose(board.posterior.covariance, anew.covariance, atol=1e-9)
        self._is_the_same_after_reopening(self.session)
        while self.session.voting.undo() is not None:
            pass
        assert sessions.in_force(self.session) == {}
        assert len(self.session.board.ballots()) == 0

    def _is_the_same_after_reopening(self, session: Session) -> None:
        before = (session.board.casebook.in_force(), session.board.roster.candidates)
        texts = tuple(
            session.voting.describe(a) for a in (session.actions.undoable, session.actions.redoable)
        )
        session.close()
        self.session = after = sessions.reopen(self.path)
        assert (after.board.casebook.in_force(), after.board.roster.candidates) == before
        assert texts == tuple(
            after.voting.describe(a) for a in (after.actions.undoable, after.actions.redoable)
        )
        sessions.settle(after)
        assert np.allclose(after.board.posterior.mean, session.board.posterior.mean, atol=1e-9)


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
