"""Asks the proposers of a method for children when the pool needs them, and lets them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from optimizer.breeding.brooding import Brood, Helpers, brood
from optimizer.breeding.growth import next_in_turn
from optimizer.breeding.resting import Resting
from optimizer.breeding.turns import next_in_portfolio
from optimizer.calling.calls import CANCELLED
from optimizer.calling.embedder import EmbedderHandle
from optimizer.calling.writer import WriterHandle
from optimizer.errors import ModelFault, WorldFault
from optimizer.inbox import Inbox
from optimizer.proposing import able, needs_likelihood
from optimizer.proposing.moves.set_judging import UNREADABLE
from optimizer.protocols import Likelihood, Proposer
from optimizer.records import (
    CallRole,
    ModelSpec,
    Parameters,
    Proposal,
    Refusal,
    Snapshot,
    StoredProposal,
    Turn,
)
from optimizer.reports.titles import proposer_title
from optimizer.said import say
from optimizer.session import Session
from optimizer.workshop import Workshop

Inspect = Callable[[tuple[Proposal, ...], Callable[[tuple[Proposal, ...]], None]], None]

_WRITING = Parameters(temperature=0.7)
_JUDGING = Parameters(temperature=0.0)
_FEWEST = 2  # prompts without which there is nothing to compare


@dataclass(frozen=True, slots=True)
class Crew:
    """Who may write now: the proposers of a method in their order, whose turn, in which run.

    `seeders` make something to compare where the method itself has nothing to learn from yet.
    """

    proposers: Mapping[str, Proposer]
    turn: Turn = Turn.ROUND
    run_id: str | None = None
    seeders: Mapping[str, Proposer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A new prompt that the person asked for, by whom if that was said."""

    proposer: str | None


class Nursery:
    """Sets the proposers of one session to work, one at a time.

    Args:
        session: The pool.
        workshop: Runs the proposers.
        inbox: Where their model calls are posted.
        crew: Tells who may write now; None while nobody may.
        admitted: Told each proposal and its refusal, if any, once it is recorded.
        faulted: Told why a proposer could not work.
        failed: Told of a bug in a proposer.
        likelihood: Gives what tells the answer model's token probabilities, if anything does.
        inspect: Lets a judge look at brothers before they stand before the gates, then passes them
            on; nobody else is set to work meanwhile.
        judging: Gives the judge model for those who have sets of outputs judged, if it may be.
        embedding: Gives the embedding model for those who compare texts of their own, if any.
    """

    def __init__(
        self,
        session: Session,
        workshop: Workshop,
        inbox: Inbox,
        crew: Callable[[], Crew | None],
        admitted: Callable[[Brood, Proposal, Refusal | None], None],
        faulted: Callable[[WorldFault], None],
        failed: Callable[[BaseException], None],
        likelihood: Callable[[], Likelihood | None] = lambda: None,
        inspect: Inspect = lambda proposals, then: then(proposals),
        judging: Callable[[], ModelSpec | None] = lambda: None,
        embedding: Callable[[], ModelSpec | None] = lambda: None,
    ) -> None:
        self._session = session
        self._workshop = workshop
        self._inbox = inbox
        self._crew = crew
        self._admitted = admitted
        self._faulted = faulted
        self._failed = failed
        self._likelihood = likelihood
        self._inspect = inspect
        self._judging = judging
        self._embedding = embedding
        self._resting = Resting()
        self.working: str | None = None
        self._wished: _Wish | None = None
        self._stand_in = ""
        self._unread = False

    @property
    def available(self) -> tuple[str, ...]:
        """The proposers whose needs are met, in their order."""
        crew = self._crew()
        return self._able(crew.proposers) if crew else ()

    @property
    def note(self) -> str:
        """What is done otherwise than the method would have it; empty when nothing is."""
        if self._crew() is None:
            return ""
        if not self._stand_in:
            unread = say("The judge's answers on sets of outputs cannot be read: standing decides")
            return unread if self._unread else ""
        return say(
            "Nothing to learn from yet: first prompts are made by {proposer}",
            proposer=proposer_title(self._stand_in),
        )

    def _able(self, proposers: Mapping[str, Proposer]) -> tuple[str, ...]:
        board = self._session.board
        names = able(proposers, board.project.models, board.task)
        if self._likelihood() is not None:
            return names
        return tuple(name for name in names if not needs_likelihood(proposers[name]))

    def propose(
        self, asked_for: str | None = None, *, urged: bool = False, stuck: bool = False
    ) -> bool:
        """Set the next proposer to work if the pool needs a child.

        What a person asks for while nobody can begin is done as soon as somebody can.

        Args:
            asked_for: A proposer by name; None for the next in turn.
            urged: Whether the person asked, so that no need is required.
            stuck: Whether there is no pair to show, and no output under way that could give one.

        Returns:
            Whether a proposer was set to work.
        """
        crew = self._crew()
        if crew is None:
            self._wished = None
            return False
        if urged:
            self._wished = _Wish(asked_for)
        # What a portfolio learned must not hang on how far a refit happens to be.
        settled = crew.turn is not Turn.PORTFOLIO or self._session.board.belief.settled
        if self.working is not None or not settled:
            return False
        if self._wished is not None:
            asked_for, urged, self._wished = self._wished.proposer, True, None
        if not urged and not self._session.children_wanted(stuck=stuck):
            return False
        measuring = self._session.measuring
        left = measuring.left if measuring.on else None
        seen = replace(self._session.snapshot(), answers_left=left)
        snapshot = self._session.growing.weighed(seen)
        last = _last_written(crew, snapshot)
        self._stand_in = last.proposer if last and last.proposer not in crew.proposers else ""
        self._unread = bool(last and last.edit.get(UNREADABLE))
        name = asked_for or self._next(crew, snapshot, patient=not (urged or stuck))
        if name is not None and name in self.available:
            self._work(name, crew.proposers[name], crew, snapshot)
            return True
        alone = len(self._session.board.roster) < _FEWEST
        if asked_for is None and (stuck or alone):
            return self._seed(crew, snapshot)
        return False

    def _seed(self, crew: Crew, snapshot: Snapshot) -> bool:
        """Let a plain proposer make something to compare: without a pair there are no votes.

        Most published methods begin with a score; where there is none, they wait for a first loss.
        """
        able = self._able(crew.seeders)
        name = next_in_turn(able, snapshot.proposals, self._rest())
        if name is None:
            return False
        self._stand_in = "" if name in crew.proposers else name
        self._work(name, crew.seeders[name], crew, snapshot)
        return True

    @property
    def ready(self) -> bool:
        """Whether any proposer could write now."""
        crew = self._crew()
        able = set(self.available)
        if crew is not None and len(self._session.board.roster) < _FEWEST:
            able |= set(self._able(crew.seeders))
        return bool(able - self._rest())

    def wake(self) -> None:
        """Let every proposer try again."""
        self._resting.wake()

    def _next(self, crew: Crew, snapshot: Snapshot, *, patient: bool) -> str | None:
        if crew.turn is Turn.ROUND:
            return next_in_turn(self.available, snapshot.proposals, self._rest())
        return next_in_portfolio(
            crew.proposers, self.available, self._rest(), self._session, snapshot, patient=patient
        )

    def _rest(self) -> set[str]:
        return self._resting.who(self._session.occasions)

    def _work(self, name: str, proposer: Proposer, crew: Crew, snapshot: Snapshot) -> None:
        self.working = name
        step = len(snapshot.proposals)
        rng = Random(f"{self._session.board.project.seed}/{step}/{name}")
        helpers = Helpers(self._writer(step), self._judge(), self._embedder(), self._likelihood())
        self._workshop.propose(
            lambda: brood(name, proposer, snapshot, helpers, rng, crew.run_id),
            self._take,
            lambda error: self._fail(name, error),
        )

    def _writer(self, step: int) -> WriterHandle | None:
        spec = self._session.board.project.models.get(CallRole.WRITE)
        if spec is None:
            return None
        return WriterHandle(
            spec, CallRole.WRITE, step, self._inbox.post, self._workshop.cancelled, _WRITING
        )

    def _judge(self) -> WriterHandle | None:
        spec = self._judging()
        if spec is None:
            return None
        # What was asked of a judge once is never paid again, whatever step asks it.
        return WriterHandle(
            spec, CallRole.JUDGE, 0, self._inbox.post, self._workshop.cancelled, _JUDGING
        )

    def _embedder(self) -> EmbedderHandle | None:
        spec = self._embedding()
        if spec is None:
            return None
        return EmbedderHandle(spec, self._inbox.post, self._workshop.cancelled)

    def _take(self, found: object) -> None:
        if not isinstance(found, Brood):
            raise TypeError(f"not a brood: {found!r}")
        if found.proposals:
            try:
                self._inspect(
                    found.proposals, lambda seen: self._admit(replace(found, proposals=seen))
                )
            except BaseException:
                self.working = None
                raise
            return
        self.working = None
        self._session.growing.note_empty(found.proposer, found.run_id, found.spent)
        self._resting.tire(found.proposer, self._session.occasions)

    def _admit(self, made: Brood) -> None:
        self.working = None
        if made.proposer != self._stand_in:
            self._stand_in = ""
        fates = self._session.growing.admit_all(
            made.proposals, made.run_id, made.spent.share(len(made.proposals))
        )
        for proposal, refusal in zip(made.proposals, fates, strict=True):
            votes = self._session.occasions
            self._resting.note(made.proposer, votes, refused=refusal is not None)
            self._admitted(made, proposal, refusal)

    def _fail(self, name: str, error: BaseException) -> None:
        self.working = None
        if isinstance(error, ModelFault) and error.kind == CANCELLED:
            return
        self._resting.tire(name, self._session.occasions)
        if isinstance(error, WorldFault):
            self._faulted(error)
        else:
            self._failed(error)


def _last_written(crew: Crew, snapshot: Snapshot) -> StoredProposal | None:
    """Return what came into the pool last in the run that goes on."""
    made = (p for p in reversed(snapshot.proposals) if p.run_id == crew.run_id and p.prompt_id)
    return next(made, None)
