"""One run of a method in a simulated world, with the engine's own parts on one thread.

The session, the run, the nursery with its proposers, the gates, the picker and the belief are the
program's; only what takes threads and models is replaced: work is done at once, answers come from
the world, and the writer is scripted. Nothing is random beyond the seed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from optimizer.breeding.brooding import Brood
from optimizer.breeding.nursery import Crew, Nursery
from optimizer.calling.writer import WriterCall
from optimizer.identity import UlidFactory
from optimizer.inbox import Inbox, Urgency
from optimizer.outputs import Cell
from optimizer.project import ProjectDraft, create_project
from optimizer.proposing import PROPOSERS
from optimizer.proposing.gates import standing_gates
from optimizer.records import (
    Call,
    CallRole,
    Caps,
    Completion,
    ModelSpec,
    Options,
    Proposal,
    Refusal,
    Verdict,
)
from optimizer.running import Running
from optimizer.session import Session
from optimizer.simulated import SimulatedPerson
from optimizer.steering import SEEDERS
from optimizer.workshop import Workshop
from tests.benchmarks.method_worlds import World, word_count
from tests.benchmarks.method_writer import scripted_answer

READY = 3
TELLS_WHY = 0.6
"""How often a person says what is wrong with the worse answer."""

OUTPUTS_A_VOTE = 3
"""So many answers a slow model gives while a person judges a pair; a first pair is waited for."""

_FEW = 16  # steps between two votes, of which one seldom needs more than three


@dataclass(frozen=True, slots=True)
class Stand:
    """How a run stands after some votes.

    Attributes:
        votes: So many were asked for; a run that has no pair left has fewer.
        cast: So many were cast.
        gain: What the recommended prompt is truly worth beyond the start prompt, in logits.
        win_rate: How often it truly beats the start prompt.
        best: What the best prompt of the pool is truly worth beyond the start prompt.
        prompts: How many prompts were written and let in.
        refused: How many were refused.
        answers: Calls of the answering model.
        writer_calls: Calls of the writer.
        words: Words of the recommended prompt.
    """

    votes: int
    cast: int
    gain: float
    win_rate: float
    best: float
    prompts: int
    refused: int
    answers: int
    writer_calls: int
    words: int


class _AtOnce(Workshop):
    """A workshop that does its work where it stands."""

    def propose(
        self,
        work: Callable[[], object],
        then: Callable[[object], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        then(work())


class _Desk(Inbox):
    """Answers the calls of a writer at once."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed
        self.answered = 0

    def post(self, item: object, urgency: Urgency = Urgency.PERSON) -> None:
        """Answer a writer's call; nothing else is ever posted here."""
        if not isinstance(item, WriterCall):
            raise TypeError(f"not a call: {item!r}")
        told = [message.content for message in item.request.messages]
        seed = f"{self._seed}/{item.request.hash}/{item.request.sample}"
        text = scripted_answer(told, seed)
        self.answered += 1
        words = len(" ".join(told).split())
        item.answer.set_result(Completion(text, "stop", words, len(text.split()), 0.0, 1))


class Game:
    """A method at work on a world, with a person who votes.

    Args:
        world: The world.
        method: The method by name.
        path: Where the project file is made.
    """

    def __init__(self, world: World, method: str, path: Path) -> None:
        self._world = world
        draft = ProjectDraft(
            name="Replies",
            task=world.task,
            examples=world.rows,
            start=world.start,
            models={CallRole.WRITE: ModelSpec(model="openai/writer")},
            caps=Caps(),
            method=method,
            seed=world.seed,
            options=Options(probe_share=0.0),
        )
        self._session = Session(
            create_project(path, draft), standing_gates(), UlidFactory(), _clock()
        )
        self._running = Running(self._session)
        self._running.start(method, {})
        self._desk = _Desk(world.seed)
        self._nursery = Nursery(
            self._session, _AtOnce(self._desk), self._desk, self._crew, self._noted, _raise, _raise
        )
        self._person = SimulatedPerson(world.seed, world)
        self._fates = Counter[bool]()
        self._called: set[str] = set()
        self._seeders = {name: PROPOSERS.build(name) for name in SEEDERS}

    def close(self) -> None:
        """Close the project file."""
        self._session.close()

    def vote(self) -> bool:
        """Let the person judge the next pair; False when there is none."""
        self._advance()
        showing = self._session.showing
        duel = showing.current
        if duel is None:
            return False
        pair = showing.pair(duel)
        opinion = self._person.judge(pair)
        ready = showing.ready
        vote_id = self._session.voting.tell(
            duel.id,
            opinion.verdict,
            strength=opinion.strength,
            took_ms=opinion.took_ms,
            next_duel=ready[0].id if ready else None,
        )
        rng = Random(f"{self._world.seed}/{pair.left.output_id}/{pair.right.output_id}/why")
        if vote_id is not None and rng.random() < TELLS_WHY:
            left, right = pair.left.text, pair.right.text
            better, worse = (right, left) if opinion.verdict is Verdict.RIGHT else (left, right)
            said = self._world.complaint(better, worse, pair.example, rng)
            if said:
                self._session.voting.annotate(vote_id, "", (said,))
        showing.rerank(READY)
        return True

    def stand(self, votes: int) -> Stand:
        """Return how it stands after so many votes."""
        self._refit()
        board, world = self._session.board, self._world
        start, chosen = world.start, board.roster[board.incumbent_id()].prompt
        base = world.worth(start)
        return Stand(
            votes=votes,
            cast=board.votes,
            gain=world.worth(chosen) - base,
            win_rate=world.win_rate(chosen) if chosen != start else 0.5,
            best=max(world.worth(c.prompt) for c in board.roster.candidates) - base,
            prompts=self._fates[True],
            refused=self._fates[False],
            answers=board.table.count(),
            writer_calls=self._desk.answered,
            words=word_count(chosen),
        )

    # -- what the loop of the program does between two votes --------------------------------

    def _advance(self) -> None:
        showing = self._session.showing
        made = self._make_outputs(OUTPUTS_A_VOTE)
        for _ in range(_FEW):
            self._refit()
            over = self._running.review()
            if over:
                self._running.finish(over)
            showing.ask(READY)
            idle = showing.current is None and not showing.ready
            grew = self._nursery.propose(stuck=idle and not made)
            made = self._make_outputs(OUTPUTS_A_VOTE) if grew or idle else 0
            if not grew and not made:
                break
        if showing.current is None and showing.ready:
            with self._session.board.store.atomic():
                showing.put_on_screen(showing.ready[0])

    def _refit(self) -> None:
        belief = self._session.board.belief
        while (job := belief.refit_job()) is not None:
            belief.accept(job, job.run())
            self._session.showing.rerank(READY)

    def _make_outputs(self, most: int) -> int:
        cells = self._session.showing.wanted_cells(set())[:most]
        with self._session.board.store.atomic():
            for cell in cells:
                self._make(cell)
        return len(cells)

    def _make(self, cell: Cell) -> None:
        board = self._session.board
        request = self._session.request(cell)
        text = self._world.answer(
            board.roster[cell.prompt_id].prompt, board.examples[cell.example_id]
        )
        completion = Completion(text, "stop", 1, len(text.split()), 0.0, 1)
        if cell.prompt_id not in self._called:
            # One call stands for all answers of a prompt: nothing here looks at calls one by one.
            self._called.add(cell.prompt_id)
            call = Call(
                id=cell.prompt_id,
                role=CallRole.ANSWER,
                model=request.model.title,
                request_hash=request.hash,
                run_id=self._running.run_id,
                tokens_in=1,
                tokens_out=completion.tokens_out,
                cost_usd=0.0,
                latency_ms=1,
                finish="stop",
                error=None,
                made_at="2999-01-01T00:00:00.000Z",
            )
            board.store.put_call(call, text, request.parameters)
        self._session.store_output(cell, cell.prompt_id, completion)

    def _crew(self) -> Crew | None:
        at_work = self._running.at_work
        if at_work is None or self._running.written_out:
            return None
        run_id = self._running.run_id
        return Crew(at_work.proposers, at_work.method.turn, run_id, self._seeders)

    def _noted(self, brood: Brood, proposal: Proposal, refusal: Refusal | None) -> None:
        self._fates[refusal is None] += 1
        self._running.note_proposal(brood.run_id, "")


def play(
    world: World, method: str, checkpoints: tuple[int, ...], folder: Path
) -> tuple[Stand, ...]:
    """Play a method in a world and return how it stands at every checkpoint.

    Args:
        world: The world; its seed is that of the run.
        method: The method by name.
        checkpoints: Numbers of votes, ascending.
        folder: Where the project file is made.
    """
    stands: list[Stand] = []
    path = folder / f"{world.name}-{method}-{world.seed}.pairtune"
    with closing(Game(world, method, path)) as game:
        going = True
        for count in range(1, checkpoints[-1] + 1):
            going = going and game.vote()
            if count in checkpoints:
                stands.append(game.stand(count))
    return tuple(stands)


def _clock() -> Callable[[], str]:
    ticks: Iterator[int] = itertools.count()

    def now() -> str:
        tick = next(ticks)
        return f"2999-01-01T{tick // 3600:02}:{tick // 60 % 60:02}:{tick % 60:02}.000Z"

    return now


def _raise(error: BaseException) -> None:
    raise error
