"""Small pools for proposers and gates: a snapshot built from what a test cares about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from optimizer.records import (
    AnswerKind,
    Candidate,
    Column,
    Completion,
    Example,
    InputField,
    JudgedDuel,
    Layout,
    Message,
    Parameters,
    Prompt,
    Proposal,
    Snapshot,
    Standing,
    StoredProposal,
    Task,
    Verdict,
)

START = Prompt(
    instruction="Reply to the customer. Keep it short.",
    fields=(InputField("message", "Message"), InputField("facts", "Facts")),
    layout=Layout(cue="Reply:"),
)
EXAMPLES = tuple(
    Example(f"e{n}", {"message": f"Where is parcel {n}?", "facts": f"It comes on day {n}."})
    for n in range(6)
)


def candidate(prompt: Prompt, handle: str = "B1", parents: Sequence[str] = ()) -> Candidate:
    """A member of the pool."""
    return Candidate(prompt=prompt, handle=handle, parents=tuple(parents))


def snapshot(
    *children: Prompt,
    duels: Sequence[JudgedDuel] = (),
    proposals: Sequence[StoredProposal] = (),
    task: Task | None = None,
    start: Prompt = START,
    examples: Sequence[Example] = EXAMPLES,
) -> Snapshot:
    """A pool of the start prompt and its children; the last child stands best."""
    pool = [replace(candidate(start, "Start"), start=True)]
    pool += [candidate(p, f"B{n}", [start.id]) for n, p in enumerate(children, start=1)]
    standings = {
        member.id: Standing(1, 1, 0, 0.1 * n, 0.3, 0.2, 0.5, 0.5, 0.4, 0.6, live=True)
        for n, member in enumerate(pool)
    }
    return Snapshot(
        task=task or Task("t", "Replies", columns=(Column("message"), Column("facts"))),
        candidates=tuple(pool),
        standings=standings,
        incumbent=pool[-1],
        start=pool[0],
        examples=tuple(examples),
        duels=tuple(duels),
        proposals=tuple(proposals),
    )


def label_task(*labels: str) -> Task:
    """A task that wants one of these labels."""
    return Task("t", "Routing", answer_kind=AnswerKind.LABEL, labels=labels)


def duel(
    left: Prompt,
    right: Prompt,
    verdict: Verdict,
    *,
    number: int = 0,
    reason: str = "",
    tags: tuple[str, ...] = (),
    texts: tuple[str, str] = ("left text", "right text"),
) -> JudgedDuel:
    """A judged duel on one of the examples."""
    return JudgedDuel(
        vote_id=f"v{number}",
        duel_id=f"d{number}",
        example=EXAMPLES[number % len(EXAMPLES)],
        left_prompt=left.id,
        right_prompt=right.id,
        left_text=texts[0],
        right_text=texts[1],
        verdict=verdict,
        reason=reason,
        tags=tags,
    )


def proposal(prompt: Prompt, parent: Prompt = START, *, written: bool = False) -> Proposal:
    """A proposal of a child of one parent."""
    return Proposal(
        prompt,
        (parent.id,),
        "test",
        label="test",
        reason="test",
        wording_hash="written" if written else "",
    )


class Listening(ABC):
    """A writer that keeps what it was told, and how much it might say."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.rooms: list[int] = []

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 800,
        parameters: Parameters | None = None,
    ) -> Completion:
        """Return what it says to this."""
        self.told.append("\n".join(message.content for message in messages))
        self.rooms.append(max_tokens)
        return self.answer(self.told[-1], max_tokens)

    @abstractmethod
    def answer(self, told: str, room: int) -> Completion:
        """Return what it says to what it is told, in so many tokens."""


class Scripted(Listening):
    """A writer that gives its answers in order."""

    def __init__(self, *answers: str, finish: str = "stop") -> None:
        super().__init__()
        self._answers = list(answers)
        self._finish = finish

    def answer(self, told: str, room: int) -> Completion:
        """Return the next answer."""
        return Completion(self._answers.pop(0), self._finish, 1, 1, 0.0, 1)
