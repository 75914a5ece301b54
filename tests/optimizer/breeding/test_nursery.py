"""Whose turn it is to write, and who rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from optimizer.breeding.brooding import Brood
from optimizer.breeding.nursery import Crew, Nursery
from optimizer.breeding.readers_turn import PATIENCE
from optimizer.errors import ModelFault, WorldFault
from optimizer.inbox import Inbox
from optimizer.proposing.gates.drift import DriftBound
from optimizer.proposing.moves.drifting import drift
from optimizer.protocols import Likelihood, Model
from optimizer.records import (
    CallRole,
    Message,
    ModelSpec,
    Prompt,
    Proposal,
    Refusal,
    Snapshot,
    Turn,
)
from optimizer.session import Session
from optimizer.workshop import Finished, Workshop
from tests.optimizer import sessions


class Fixed:
    """A proposer that returns or raises the same again and again."""

    def __init__(
        self, name: str, outcome: str | Exception = "", *, needs_writer: bool = False
    ) -> None:
        self.name = name
        self.needs_writer = needs_writer
        self.reads_reasons = False
        self.worked = 0
        self.saw: Snapshot | None = None
        self._outcome = outcome

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Return a new child if there is a text for it."""
        self.worked += 1
        self.saw = snapshot
        if isinstance(self._outcome, Exception):
            raise self._outcome
        if not self._outcome:
            return []
        child = Prompt(f"{self._outcome} {self.worked}.", fields=snapshot.start.prompt.fields)
        return [Proposal(child, (snapshot.start.id,), self.name, self.name, "test")]


class House:
    """A nursery whose background work is done at once."""

    def __init__(
        self,
        session: Session,
        *proposers: Fixed,
        turn: Turn = Turn.ROUND,
        likelihood: Likelihood | None = None,
    ) -> None:
        self.session = session
        self._inbox = Inbox()
        self._workshop = Workshop(self._inbox)
        self.refused: list[Refusal | None] = []
        self.seeders: dict[str, Fixed] = {}
        self.faults: list[WorldFault] = []
        self.bugs: list[BaseException] = []
        self.nursery = Nursery(
            session,
            self._workshop,
            self._inbox,
            lambda: Crew({p.name: p for p in proposers}, turn, seeders=self.seeders),
            self._note,
            self.faults.append,
            self.bugs.append,
            lambda: likelihood,
        )

    def _note(self, brood: Brood, proposal: Proposal, refusal: Refusal | None) -> None:
        self.refused.append(refusal)

    def child(self, **how: bool) -> bool:
        """Let the next proposer work; False when nobody was set to work."""
        if not self.nursery.propose(**how):
            return False
        self.finish()
        return True

    def finish(self) -> None:
        """Let whoever is at work get done."""
        done = self._inbox.take(10.0)
        assert isinstance(done, Finished)
        if done.error is not None:
            done.failed(done.error)
        else:
            done.then(done.result)

    def close(self) -> None:
        self._workshop.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = sessions.create(tmp_path / "replies.pairtune")
    yield session
    session.close()


@pytest.fixture
def opened(session: Session) -> Iterator[list[House]]:
    houses: list[House] = []
    yield houses
    for house in houses:
        house.close()


def house(session: Session, opened: list[House], *proposers: Fixed) -> House:
    opened.append(House(session, *proposers))
    return opened[-1]


def votes(session: Session, count: int) -> None:
    for _ in range(count):
        sessions.answer_all(session)
        sessions.vote(session)


def test_proposers_take_turns_until_the_pool_is_filled(
    session: Session, opened: list[House]
) -> None:
    one, two = Fixed("one", "First"), Fixed("two", "Second")
    made = house(session, opened, one, two)
    while made.child():
        pass

    assert (one.worked, two.worked) == (2, 1)
    assert [c.proposer for c in session.board.roster.candidates] == ["", "one", "two", "one"]


def test_who_offers_nothing_rests_and_keeps_nobody_from_work(
    session: Session, opened: list[House]
) -> None:
    idle, able = Fixed("idle"), Fixed("able", "Child")
    made = house(session, opened, idle, able)
    while made.child():
        pass
    assert idle.worked == 1

    for _ in range(48):
        votes(session, 1)
        while made.child():
            pass
    assert idle.worked <= 7, "after each empty answer it rests for twice as many votes"
    assert able.worked >= 4


def test_a_wake_lets_everybody_try_again(session: Session, opened: list[House]) -> None:
    idle = Fixed("idle")
    made = house(session, opened, idle)
    assert made.child()
    assert not made.child()

    made.nursery.wake()
    assert made.child()
    assert idle.worked == 2


def test_a_fault_and_a_bug_are_told_and_stop_nobody_else(
    session: Session, opened: list[House]
) -> None:
    fault = Fixed("fault", ModelFault("No answer.", kind="timeout"))
    bug = Fixed("bug", ZeroDivisionError("ours"))
    able = Fixed("able", "Child")
    made = house(session, opened, fault, bug, able)
    while made.child():
        pass

    assert [str(told) for told in made.faults] == ["No answer."]
    assert [type(told) for told in made.bugs] == [ZeroDivisionError]
    assert able.worked == 3


def test_without_a_writer_only_those_work_that_need_none(
    session: Session, opened: list[House]
) -> None:
    writing, free = Fixed("writing", "W", needs_writer=True), Fixed("free", "F")
    made = house(session, opened, writing, free)
    assert made.nursery.available == ("free",)

    session.set_models({CallRole.WRITE: ModelSpec("openai/x")})
    assert made.nursery.available == ("writing", "free")


def test_a_person_may_ask_when_the_pool_needs_nothing(
    session: Session, opened: list[House]
) -> None:
    able = Fixed("able", "Child")
    made = house(session, opened, able)
    while made.child():
        pass
    assert not made.child()

    assert made.child(urged=True)
    assert not made.child()
    assert made.child(stuck=True)


class Certain:
    """Finds every answer as likely as every other."""

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Return nothing but certainty."""
        return 0.0

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Return the same for all."""
        return tuple(0.0 for _ in answers)

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """Return that they differ."""
        return True


class ByLoss(Fixed):
    """A proposer that goes by likelihoods, where something tells them."""

    def propose_by_likelihood(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood, rng: Random
    ) -> list[Proposal]:
        """Return a child that says how it was made."""
        assert likelihood.loss((), "yes") == 0.0
        child = Prompt("Made by likelihood.", fields=snapshot.start.prompt.fields)
        return [Proposal(child, (snapshot.start.id,), self.name, self.name, "test")]


def test_what_a_person_asks_for_while_somebody_writes_is_done_afterwards(
    session: Session, opened: list[House]
) -> None:
    one, two = Fixed("one", "First"), Fixed("two", "Second")
    made = house(session, opened, one, two)
    while made.child():
        pass
    before = (one.worked, two.worked)
    assert made.nursery.propose("one", urged=True)
    assert not made.nursery.propose("two", urged=True)
    made.finish()
    assert made.child()
    assert not made.child()
    assert (one.worked, two.worked) == (before[0] + 1, before[1] + 1)


def test_who_goes_by_likelihoods_is_given_them_where_they_are_told(
    session: Session, opened: list[House]
) -> None:
    opened.append(House(session, ByLoss("by_loss", ""), likelihood=Certain()))
    assert opened[-1].child(urged=True)
    assert "Made by likelihood." in {c.prompt.instruction for c in session.board.roster.candidates}

    opened.append(House(session, ByLoss("by_loss", "Told by nothing")))
    assert opened[-1].child(urged=True)
    texts = {c.prompt.instruction for c in session.board.roster.candidates}
    assert "Told by nothing 1." in texts


def test_who_cannot_work_without_likelihoods_takes_no_turn_without_them(
    session: Session, opened: list[House]
) -> None:
    needy = ByLoss("needy", "")
    needy.needs_likelihood = True
    assert house(session, opened, needy, Fixed("free", "Child")).nursery.available == ("free",)
    opened.append(House(session, needy, likelihood=Certain()))
    assert opened[-1].nursery.available == ("needy",)


def test_where_a_method_has_nothing_to_learn_from_a_seeder_makes_something_to_compare(
    session: Session, opened: list[House]
) -> None:
    idle, seeder = Fixed("idle"), Fixed("seeder", "Seed")
    made = house(session, opened, idle)
    made.seeders = {"seeder": seeder}
    assert made.child()
    assert made.child()
    assert (idle.worked, seeder.worked) == (1, 1)
    assert made.nursery.note == "Nothing to learn from yet: first prompts are made by Seeder"
    assert not made.child(), "with two prompts there can be votes, and the method has its turn"
    assert made.child(stuck=True), "but not while the two show no pair"
    assert [c.proposer for c in session.board.roster.candidates] == ["", "seeder", "seeder"]


def test_who_stands_in_is_said_until_the_method_writes_itself(
    session: Session, opened: list[House]
) -> None:
    late, seeder = Fixed("late"), Fixed("seeder", "Seed")
    made = house(session, opened, late)
    made.seeders = {"seeder": seeder}
    assert made.nursery.note == ""
    assert made.child()
    assert made.child()
    assert "Seeder" in made.nursery.note

    again = house(session, opened, Fixed("late", "Mine"))
    assert again.child(urged=True)
    assert again.nursery.note == ""
    assert session.board.roster.candidates[-1].proposer == "late"


def test_in_a_portfolio_everybody_has_a_first_try(session: Session, opened: list[House]) -> None:
    sessions.settle(session)
    one, two, three = Fixed("one", "A"), Fixed("two", "B"), Fixed("three", "C")
    made = House(session, one, two, three, turn=Turn.PORTFOLIO)
    opened.append(made)
    for _ in range(3):
        assert made.child(urged=True)
        sessions.settle(session)
    assert (one.worked, two.worked, three.worked) == (1, 1, 1)


def test_in_a_portfolio_new_reasons_give_turns_to_who_reads_them(
    session: Session, opened: list[House], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, reader = Fixed("one", "A"), Fixed("two", "B"), Fixed("reader", "C")
    reader.reads_reasons = True
    made = House(session, one, two, reader, turn=Turn.PORTFOLIO)
    opened.append(made)
    sessions.settle(session)
    assert made.child(urged=True)
    assert one.worked == 1
    sessions.answer_all(session)
    vote_id = sessions.vote(session)
    session.voting.annotate(vote_id, "", ("too long",))
    order = []
    for theirs in (True, False, True):
        monkeypatch.setattr(
            "optimizer.breeding.turns.readers_write", lambda *_, theirs=theirs: theirs
        )
        sessions.settle(session)
        assert made.child(urged=True)
        order.append(session.board.roster.candidates[-1].proposer)
    assert order == ["reader", "two", "reader"]


def test_in_a_portfolio_a_place_of_the_first_pool_is_kept_for_who_reads_the_first_reason(
    session: Session, opened: list[House]
) -> None:
    one, two, reader = Fixed("one", "A"), Fixed("two", "B"), Fixed("reader", "C")
    reader.reads_reasons = True
    made = House(session, one, two, reader, turn=Turn.PORTFOLIO)
    opened.append(made)
    sessions.settle(session)
    while made.child():
        sessions.settle(session)
    assert [c.proposer for c in session.board.roster.candidates] == ["", "one", "two"]

    sessions.answer_all(session)
    vote_id = sessions.vote(session)
    sessions.settle(session)
    assert not made.child()
    session.voting.annotate(vote_id, "", ("too long",))
    assert made.child()
    assert session.board.roster.candidates[-1].proposer == "reader"


def test_a_place_is_kept_neither_for_ever_nor_where_a_person_asks_or_nothing_can_be_shown(
    session: Session, opened: list[House]
) -> None:
    one, two, reader = Fixed("one", "A"), Fixed("two", "B"), Fixed("reader", "")
    reader.reads_reasons = True
    made = House(session, one, two, reader, turn=Turn.PORTFOLIO)
    opened.append(made)
    sessions.settle(session)
    while made.child():
        sessions.settle(session)
    votes(session, PATIENCE - 1)
    sessions.settle(session)
    assert not made.child()
    assert made.nursery.propose(stuck=True)
    assert made.nursery.working == "reader"  # whose first try it is by then


def test_proposers_see_the_pool_as_the_methods_gates_weigh_it(
    session: Session, opened: list[House]
) -> None:
    """Sem-DPO counts drift against a prompt when the next parent is chosen."""
    (other,) = sessions.add_children(session, 1)
    sessions.answer_all(session)
    one = Fixed("one", "Child")
    made = house(session, opened, one)
    for weight in (0.0, 3.0):
        session.growing.use_gates((DriftBound(limit=1.0, slack=1.0, weight=weight),))
        sessions.settle(session)
        assert made.child(urged=True)
        assert one.saw is not None
        believed = session.board.belief.posterior.mean[session.board.roster.index[other.id]]
        drifted = drift(one.saw, other.prompt).start
        expected = believed - weight * drifted
        assert one.saw.standings[other.id].mean == pytest.approx(expected, abs=1e-6)


def test_a_brood_is_recorded_whole_with_what_it_took(session: Session, opened: list[House]) -> None:
    made = house(session, opened, Fixed("one", "Child"))
    assert made.child()
    (stored,) = session.board.store.proposals()
    assert (stored.proposer, stored.reason, stored.calls, stored.cost_usd) == (
        "one",
        "test",
        0.0,
        0.0,
    )
