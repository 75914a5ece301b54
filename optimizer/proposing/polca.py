"""Write out of a priority queue, with the lessons of random past trials, into a net.

X. Ren et al., "POLCA: Stochastic Generative Optimization with LLM" (2026). A candidate's priority
rests on all of its evaluations, each new vote or score among them: that is what the posterior is.
What comes closer to an earlier prompt than the net's mesh is refused by the gate `novelty net`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import ClassVar

from optimizer.proposing.gates.novelty_net import KEY
from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompts,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import failures, tell_cases
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.ranking import by_metric_alone, known_by_merit, merits, points, seen
from optimizer.proposing.moves.whys import tell_whys, whys
from optimizer.protocols import Model
from optimizer.records import BroodSize, Candidate, Proposal, Snapshot

_READ = 20


@dataclass(frozen=True, slots=True)
class Polca:
    """Children of the first in the queue, told by the lessons of past trials.

    The queue goes by the posterior mean plus `optimism` standard deviations; with 0 by the mean
    alone. `eps` is the mesh of the net, as a cosine distance.
    """

    name: ClassVar[str] = "polca"
    needs_writer: ClassVar[bool] = True

    optimism: float = 1.0
    eps: float = 0.1
    children: int = 2
    cases: int = 4
    trials: int = 6

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.children, at_once=True)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Take the first of the queue, sum up past trials, write; see `Proposer`."""
        if writer is None:
            return []
        parent = queue(snapshot, self.optimism)[0]
        criteria = criteria_text(snapshot)
        past = {"criteria": criteria, "trials": self._trials(snapshot, rng)}
        lessons = ask(writer, wording_of(snapshot, "polca_lessons"), past).strip()
        if not lessons:
            return []
        cases = failures(snapshot, parent.id, rng, self.cases)
        wording = wording_of(snapshot, "polca_write")
        text = editable_text(parent.prompt)
        values = {
            "prompt": text,
            "criteria": criteria,
            "duels": tell_cases(cases),
            "lessons": lessons,
            "count": str(self.children),
        }
        room = room_for(text, 1.7 * self.children)
        priority = round(_priority(snapshot, parent, self.optimism), 3)
        return [
            proposal
            for written in ask_for_prompts(writer, wording, values, self.children, room)
            for proposal in child(
                parent,
                written,
                proposer=self.name,
                label="out of the queue",
                reason=first_sentence(lessons),
                edit={
                    "action": "write from the queue",
                    "lessons": lessons,
                    "priority": priority,
                    KEY: self.eps,
                },
                wording=wording,
                cases=cases,
            )
        ]

    def _trials(self, snapshot: Snapshot, rng: Random) -> str:
        """Return random prompts that were judged, with their scores and what was said."""
        judged = [c for c in snapshot.candidates if seen(snapshot, c.id)] or [snapshot.start]
        drawn = rng.sample(judged, min(self.trials, len(judged)))
        blocks = []
        for candidate in drawn:
            standing = snapshot.standings[candidate.id]
            low, high = round(100 * standing.win_rate_low), round(100 * standing.win_rate_high)
            said = tell_whys(whys(failures(snapshot, candidate.id, rng, _READ)))
            blocks.append(
                f"Prompt:\n{editable_text(candidate.prompt)}\n"
                f"Score: {points(snapshot, candidate.id)} ({low} to {high})\nSaid of it:\n{said}"
            )
        return "\n\n".join(blocks)


def queue(snapshot: Snapshot, optimism: float) -> list[Candidate]:
    """Return the live candidates that were evaluated by priority, the first to be taken first.

    Args:
        snapshot: The pool and its posterior over all evaluations.
        optimism: How many standard deviations are added to the mean; a score of 0 or 1 has at most
            0.5 of them over the root of the rows.
    """
    return sorted(known_by_merit(snapshot), key=lambda c: -_priority(snapshot, c, optimism))


def _priority(snapshot: Snapshot, candidate: Candidate, optimism: float) -> float:
    if by_metric_alone(snapshot):
        rows = len(snapshot.scores.get(candidate.id, {}))
        return merits(snapshot)[candidate.id] + optimism * 0.5 / sqrt(rows + 1)
    standing = snapshot.standings[candidate.id]
    return standing.mean + optimism * standing.sd
