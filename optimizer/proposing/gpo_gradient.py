"""Small steps: related prompts as momentum, and a budget of changed words that decays.

X. Tang et al., "Unleashing the Potential of Large Language Models as Prompt Optimizers: Analogical
Analysis with Gradient-based Model Optimizers" (2024): the trajectory by relevance is the momentum,
the number of words that may change is the learning rate, with a cosine decay. A child that changes
more is refused by the gate `changed words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi
from random import Random
from typing import ClassVar

import numpy as np

from optimizer.proposing.gates.word_budget import KEY
from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import NOTHING, failures, tell_cases
from optimizer.proposing.moves.changes import changed_words
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import rounds_done
from optimizer.proposing.moves.ranking import by_merit, distinct, leader, merits, tell_ranked
from optimizer.proposing.moves.space import space
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class GpoGradient:
    """A child of the incumbent within a budget of changed words.

    The budget falls from `most` to `least` words over `rounds` rounds. The `momentum` most related
    prompts are shown with their scores, and `cases` failures.
    """

    name: ClassVar[str] = "gpo_gradient"
    needs_writer: ClassVar[bool] = True

    most: int = 50
    least: int = 10
    rounds: int = 12
    momentum: int = 5
    cases: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Take one step from the incumbent; see `Proposer`."""
        if writer is None:
            return []
        parent = leader(snapshot)
        done = rounds_done(snapshot, self.name)
        budget = word_budget(done, self.most, self.least, self.rounds)
        cases = failures(snapshot, parent.id, rng, self.cases)
        related = self._related(snapshot, parent)
        text = editable_text(parent.prompt)
        wording = wording_of(snapshot, "gpo_gradient")
        values = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "momentum": tell_ranked(snapshot, related) or NOTHING,
            "duels": tell_cases(cases),
            "budget": str(budget),
        }
        written = ask_for_prompt(writer, wording, values, room_for(text, 1.5))
        changed = changed_words(text, written or "")
        return child(
            parent,
            written,
            proposer=self.name,
            label="small step",
            reason=f"changes {changed} words; {budget} were allowed",
            edit={"action": "step", "round": done + 1, KEY: budget},
            wording=wording,
            cases=cases,
        )

    def _related(self, snapshot: Snapshot, parent: Candidate) -> list[Candidate]:
        """Return the prompts nearest to the parent, in ascending order of score.

        Nearness is in meaning where an embedding model is named, else in words.
        """
        others = [c for c in distinct(by_merit(snapshot, parent)) if c.id != parent.id]
        if not others:
            return []
        prompts = [parent.prompt, *(candidate.prompt for candidate in others)]
        points = space(snapshot.vectors, prompts, editable_text).points(prompts)
        near = np.argsort(-(points[1:] @ points[0]), kind="stable")[: self.momentum]
        worth = merits(snapshot)
        return sorted((others[place] for place in near), key=lambda c: worth[c.id])


def word_budget(done: int, most: int, least: int, rounds: int) -> int:
    """Return how many words may change in the next round, by a cosine from `most` to `least`.

    Args:
        done: Rounds that are behind.
        most: The budget of the first round.
        least: The budget of the last round and of all after it.
        rounds: How many rounds the decay takes.
    """
    share = min(done / (rounds - 1), 1.0) if rounds > 1 else 1.0
    return round(least + (most - least) * (1 + cos(pi * share)) / 2)
