"""Playing a proposer on a made-up task: every child is worth what a function says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import fmean
from zlib import crc32

from optimizer.components import load_components, suits
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.phrases import split_phrases
from optimizer.protocols import Model, Proposer
from optimizer.records import (
    Candidate,
    Example,
    Prompt,
    Proposal,
    Snapshot,
    Standing,
    StoredProposal,
    Task,
)
from tests.optimizer.proposing.pools import EXAMPLES, START, candidate, snapshot

Worth = Callable[[Prompt], float]


def pool(
    members: Sequence[Candidate],
    worth: Mapping[str, float],
    proposals: Sequence[StoredProposal] = (),
    *,
    task: Task | None = None,
    examples: Sequence[Example] = EXAMPLES,
    scores: Mapping[str, Mapping[str, float]] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> Snapshot:
    """A pool of these members; those with a worth were voted on."""
    standings = {
        member.id: Standing(
            *((2, 1, 0) if member.id in worth else (0, 0, 0)),
            mean=worth.get(member.id, 0.0),
            sd=0.2,
            p_best=0.1,
            p_beats_start=0.5,
            win_rate=0.5,
            win_rate_low=0.4,
            win_rate_high=0.6,
            live=not member.archived,
        )
        for member in members
    }
    best = max(members, key=lambda member: worth.get(member.id, -9.0))
    return replace(
        snapshot(start=members[0].prompt, examples=examples, task=task),
        candidates=tuple(members),
        standings=standings,
        incumbent=best,
        start=members[0],
        proposals=tuple(proposals),
        scores=scores or {},
        answers=answers or {},
    )


def family(*prompts: Prompt) -> list[Candidate]:
    """The start prompt and its children, as members."""
    first = replace(candidate(prompts[0], "Start"), start=True)
    rest = [candidate(p, f"B{n}", [first.id]) for n, p in enumerate(prompts[1:], start=1)]
    return [first, *rest]


def stored(proposal: Proposal, number: int = 0) -> StoredProposal:
    """A proposal as the record holds it once it was admitted."""
    return StoredProposal(
        id=f"p{number}",
        proposer=proposal.proposer,
        parents=proposal.parents,
        label=proposal.label,
        reason=proposal.reason,
        hypothesis=proposal.hypothesis,
        edit=dict(proposal.edit),
        refusal=None,
        prompt_id=proposal.prompt.id,
        made_at="",
    )


@dataclass
class Play:
    """A proposer at work: the pool grows by its children, and each is measured at once."""

    proposer: Proposer
    worth: Worth
    start: Prompt = START
    task: Task | None = None
    examples: Sequence[Example] = EXAMPLES
    writer: Model | None = None

    def __post_init__(self) -> None:
        self.members = family(self.start)
        self.values = {self.start.id: self.worth(self.start)}
        self.proposals: list[StoredProposal] = []

    @property
    def snapshot(self) -> Snapshot:
        """What the proposer sees now."""
        return pool(
            self.members, self.values, self.proposals, task=self.task, examples=self.examples
        )

    @property
    def best(self) -> float:
        """The worth of the best prompt so far."""
        return max(self.values.values())

    def step(self, rng: Random) -> list[Proposal]:
        """Let it propose once, and measure its children."""
        made = self.proposer.propose(self.snapshot, self.writer, rng)
        for proposal in made:
            assert proposal.prompt.id not in self.values, "a prompt of the pool was proposed again"
            member = candidate(proposal.prompt, f"B{len(self.members)}", proposal.parents)
            self.members.append(replace(member, proposer=proposal.proposer))
            self.values[member.id] = self.worth(proposal.prompt)
            self.proposals.append(stored(proposal, len(self.proposals)))
        return made

    def run(self, children: int, seed: int) -> Play:
        """Go on until so many children were measured, or nothing is proposed five times."""
        idle, step = 0, 0
        while len(self.proposals) < children and idle < 5:
            idle = 0 if self.step(Random(f"{seed}/{step}")) else idle + 1
            step += 1
        return self


def phrase_worth(seed: int) -> Worth:
    """A task on which each phrase has its own worth, and a long prompt loses by its length."""

    def worth(prompt: Prompt) -> float:
        phrases = [p.text for p in split_phrases(f"{prompt.system}\n{editable_text(prompt)}")]
        value = sum(_weight(seed, text) for text in phrases if text)
        return value - 0.05 * len(phrases) ** 2

    return worth


def _weight(seed: int, text: str) -> float:
    # Like Gaussian noise, but fixed for each phrase.
    return Random(crc32(f"{seed}/{text}".encode())).gauss(0.0, 1.0)


def random_search(worth: Worth, children: int, seed: int, *, system: bool = False) -> float:
    """The best of so many start prompts with one to six random components behind them."""
    rng, task = Random(f"random/{seed}"), snapshot().task
    library = [component for component in load_components() if suits(component, task)]
    best = worth(START)
    for _ in range(children):
        chosen = rng.sample(library, rng.randint(1, 6))
        texts = [component.text for component in chosen]
        if system:
            child = replace(START, system="\n".join(texts))
        else:
            kept = [p.text for p in split_phrases(START.instruction) if rng.random() < 0.8]
            child = replace(START, instruction="\n".join([*kept, *texts]))
        best = max(best, worth(child))
    return best


def lead(make: Callable[[], Proposer], children: int, seeds: int, *, system: bool = False) -> float:
    """The mean lead of a proposer over random search with as many children."""
    leads = []
    for seed in range(seeds):
        worth = phrase_worth(seed)
        played = Play(make(), worth).run(children, seed)
        leads.append(played.best - random_search(worth, children, seed, system=system))
    return fmean(leads)
