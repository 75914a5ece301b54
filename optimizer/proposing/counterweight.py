"""Weigh against the label that a prompt gives too often; needs no writer.

A small model repeats the label that its worked examples show most, or last: T. Zhao et al.,
"Calibrate Before Use: Improving Few-Shot Performance of Language Models" (2021). They shift the
probabilities; here the examples are chosen so that nothing need be shifted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.metrics.labels import word_for
from optimizer.metrics.metrics import extract_label
from optimizer.proposing.moves.demonstrations import new_demonstrations
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.moves.label_orders import order_of, tried_orders
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Demonstration, Prompt, Proposal, Snapshot

_ROWS = 4  # answers without which nothing is known of the labels that a prompt gives
_SKEW = 0.2  # so much more often than it is expected, as a share of all answers
_ATTEMPTS = 6
_PATIENCE = 0.05  # in score: each try that went before lets a parent stand so much lower


@dataclass(frozen=True, slots=True)
class Skew:
    """The label that a prompt gives most too often, the one it lacks most, and by how much."""

    over: str
    under: str
    size: float


@dataclass(frozen=True, slots=True)
class Counterweight:
    """A prompt that leans to one label, with more examples of the other.

    Attributes:
        most: The largest set of worked examples.
    """

    name: ClassVar[str] = "counterweight"
    needs_writer: ClassVar[bool] = False
    needs_labels: ClassVar[bool] = True

    most: int = 6

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Change the set of the best prompt whose answers lean to one label; see `Proposer`."""
        worth = fitness(snapshot)
        orders = tried_orders(snapshot, worth)
        leaning = [
            (candidate, skew)
            for candidate in snapshot.candidates
            if candidate.id in snapshot.standings
            and not candidate.archived
            and (skew := skew_of(snapshot, candidate)) is not None
        ]
        tried = Counter(
            parent
            for proposal in snapshot.proposals
            if proposal.proposer == self.name
            for parent in proposal.parents
        )
        # The best first; where examples are shown there is something to weigh; then what is fresh.
        leaning.sort(
            key=lambda pair: (
                _PATIENCE * tried[pair[0].id] - worth[pair[0].id],
                not pair[0].prompt.demonstrations,
                pair[1].size,
            )
        )
        for parent, skew in leaning:
            for _ in range(_ATTEMPTS):
                shown, told = self._weighed(snapshot, parent.prompt, skew, rng)
                child = replace(parent.prompt, demonstrations=shown)
                known = orders.get(order_of(child, snapshot.task.labels))
                if known and not known.served:
                    continue  # where the labels stand as they do, others did not serve
                if told and untried(snapshot, [child]):
                    return [self._proposal(child, parent, skew, told)]
        return []

    def _weighed(
        self, snapshot: Snapshot, prompt: Prompt, skew: Skew, rng: Random
    ) -> tuple[tuple[Demonstration, ...], str]:
        """Return another set and what was done to it; an empty text when nothing can be done.

        Where the new example stands is left to chance: at the end it weighs most, often too much.
        """
        own = list(prompt.demonstrations)
        over, under = word_for(prompt, skew.over), word_for(prompt, skew.under)
        offered = [item for item in new_demonstrations(snapshot, prompt) if item.answer == under]
        if not offered:
            return prompt.demonstrations, ""
        spare = [place for place, item in enumerate(own) if item.answer == over]
        full = len(own) >= self.most
        if full and not spare:
            return prompt.demonstrations, ""
        told = f"one more example of {under}"
        if full or (len(own) > 1 and spare and rng.random() < 0.5):
            del own[rng.choice(spare)]
            told = f"one example of {under} instead of one of {over}"
        own.insert(rng.randint(0, len(own)), rng.choice(offered))
        return tuple(own), told

    def _proposal(self, child: Prompt, parent: Candidate, skew: Skew, told: str) -> Proposal:
        return Proposal(
            prompt=child,
            parents=(parent.id,),
            proposer=self.name,
            label=f"examples against “{skew.over}”",
            reason=f"its answers lean to {skew.over} by {skew.size:.0%}; {told}",
            hypothesis="a model repeats the label that its examples show most, or last",
            edit={"action": "weigh", "over": skew.over, "under": skew.under},
        )


def skew_of(snapshot: Snapshot, candidate: Candidate) -> Skew | None:
    """Return to which label a prompt's answers lean; None when they do not, or too few are known.

    Args:
        snapshot: The answers, and the labels that were expected of the same rows.
        candidate: The prompt.
    """
    if len(snapshot.task.labels) < 2:
        return None
    answers = snapshot.answers.get(candidate.id, {})
    rows = [row for row in snapshot.examples if row.id in answers and row.reference]
    if len(rows) < _ROWS:
        return None
    words = {word_for(candidate.prompt, label): label for label in snapshot.task.labels}
    lean = Counter(words.get(extract_label(answers[row.id], tuple(words)) or "") for row in rows)
    lean.subtract(Counter(row.reference for row in rows))
    shares = {label: lean[label] / len(rows) for label in snapshot.task.labels}
    over = max(shares, key=lambda label: shares[label])
    under = min(shares, key=lambda label: shares[label])
    return Skew(over, under, shares[over]) if shares[over] >= _SKEW else None
