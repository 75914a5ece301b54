"""Cross two prompts, instruction and demonstrations, and change the child a little.

T. Zehle et al., "CAPO: Cost-Aware Prompt Optimization" (2025), whose crossover, mutation and
length penalty these are; dropping prompts early (its racing) is a selector's part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.crossing import crossed
from optimizer.proposing.moves.demonstrations import new_demonstrations
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.mutating import mutate
from optimizer.proposing.moves.tried import untried
from optimizer.proposing.moves.verbalizers import in_words_of
from optimizer.protocols import Model
from optimizer.records import BroodSize, Candidate, Demonstration, Prompt, Proposal, Snapshot
from optimizer.word_count import split_words

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Capo:
    """Crossovers of two members of the population, each with one mutation.

    Attributes:
        population: How many of the best candidates may become parents.
        crossovers: How many children a step makes.
        most_demonstrations: How many demonstrations a child holds at most.
        length_weight: What a prompt loses for each time it is as long as the start prompt.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "capo"
    needs_writer: ClassVar[bool] = False

    population: int = 10
    crossovers: int = 4
    most_demonstrations: int = 5
    length_weight: float = 0.05
    writes: bool = True

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.crossovers)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Cross parents drawn evenly from the population; see `Proposer`."""
        writer = writer if self.writes else None
        members = population(snapshot, self.population, self.length_weight)
        found: dict[str, Proposal] = {}
        for _ in range(self.crossovers * _ATTEMPTS):
            if len(found) >= self.crossovers:
                break
            one, other = rng.choice(members), rng.choice(members)
            for child in self._child(snapshot, one, other, writer, rng):
                found.setdefault(child.prompt.id, child)
        return list(found.values())

    def _child(
        self,
        snapshot: Snapshot,
        one: Candidate,
        other: Candidate,
        writer: Model | None,
        rng: Random,
    ) -> list[Proposal]:
        second = in_words_of(other.prompt, one.prompt, snapshot.task.labels)
        prompt, wording = self._merged(snapshot, one.prompt, second, writer, rng)
        shown = shared_demonstrations(one.prompt, second, rng)
        prompt = replace(prompt, demonstrations=shown[: self.most_demonstrations])
        prompt, told, changed_by = self._mutated(snapshot, replace(one, prompt=prompt), writer, rng)
        if not untried(snapshot, [prompt]) or not keeps_all(snapshot.task, one.prompt, prompt):
            return []
        parents = tuple(dict.fromkeys((one.id, other.id)))
        crossing = f"{one.handle} × {other.handle}" if len(parents) > 1 else one.handle
        return [
            Proposal(
                prompt=prompt,
                parents=parents,
                proposer=self.name,
                label=f"{crossing}, {told}",
                reason=f"instruction and demonstrations of {crossing}, then {told}",
                hypothesis="should unite what both parents do well",
                edit={
                    "action": "crossover",
                    "mutation": told,
                    "demonstrations": len(prompt.demonstrations),
                },
                wording_hash=changed_by or wording,
            )
        ]

    def _merged(
        self, snapshot: Snapshot, one: Prompt, other: Prompt, writer: Model | None, rng: Random
    ) -> tuple[Prompt, str]:
        """Return the first prompt with a merged instruction, and the hash of the wording."""
        first, second = editable_text(one), editable_text(other)
        if writer is None or first == second:
            return crossed(snapshot.task, one, other, rng), ""
        wording = wording_of(snapshot, "merge")
        told = {"first": first, "second": second, "criteria": criteria_text(snapshot)}
        room = room_for(max(first, second, key=len), 1.2)
        text = ask_for_prompt(writer, wording, told, room)
        if text is None or not keeps_all(snapshot.task, one, with_text(one, text)):
            return crossed(snapshot.task, one, other, rng), ""
        return with_text(one, text), wording.hash

    def _mutated(
        self, snapshot: Snapshot, child: Candidate, writer: Model | None, rng: Random
    ) -> tuple[Prompt, str, str]:
        """Return the child after one mutation, what it was, and the hash of its wording."""
        prompt, told = self._reshown(snapshot, child.prompt, rng)
        if told and rng.random() < 0.5:
            return prompt, told, ""
        mutation = mutate(snapshot, child, writer, rng, self.name)
        if mutation is None:
            return prompt, told or "unchanged", ""
        return mutation.prompt, mutation.edit.label, mutation.wording_hash

    def _reshown(self, snapshot: Snapshot, prompt: Prompt, rng: Random) -> tuple[Prompt, str]:
        """Return the prompt with one demonstration more or less, or another order of them."""
        own = prompt.demonstrations
        new = new_demonstrations(snapshot, prompt) if len(own) < self.most_demonstrations else []
        choices: list[tuple[tuple[Demonstration, ...], str]] = []
        if new:
            place = rng.randrange(len(own) + 1)
            more = (*own[:place], rng.choice(new), *own[place:])
            choices.append((more, "one example more"))
        if own:
            place = rng.randrange(len(own))
            choices.append(((*own[:place], *own[place + 1 :]), "one example less"))
        if len(own) > 1:
            choices.append((tuple(rng.sample(own, len(own))), "examples reordered"))
        if not choices:
            return prompt, ""
        shown, told = rng.choice(choices)
        return replace(prompt, demonstrations=shown), told


def population(snapshot: Snapshot, most: int, length_weight: float = 0.0) -> list[Candidate]:
    """Return the best candidates, a long prompt counting for less.

    Args:
        snapshot: The pool.
        most: How many.
        length_weight: What a prompt loses for each time it is as long as the start prompt.
    """
    worth = fitness(snapshot)
    usual = max(1, _words(snapshot.start.prompt))
    members = ranked(snapshot, worth)
    members.sort(key=lambda c: length_weight * _words(c.prompt) / usual - worth[c.id])
    return members[:most]


def shared_demonstrations(one: Prompt, other: Prompt, rng: Random) -> tuple[Demonstration, ...]:
    """Return a sample of the demonstrations of both, as many as a parent has on average."""
    union = list(dict.fromkeys((*one.demonstrations, *other.demonstrations)))
    count = (len(one.demonstrations) + len(other.demonstrations)) // 2
    return tuple(rng.sample(union, min(count, len(union))))


def _words(prompt: Prompt) -> int:
    shown = [
        text
        for demonstration in prompt.demonstrations
        for text in (*(value for _, value in demonstration.fields), demonstration.answer)
    ]
    return sum(len(split_words(text)) for text in (prompt.system, prompt.instruction, *shown))
