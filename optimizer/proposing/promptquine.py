"""Prune words out of demonstrations, and let the best half of each generation go on.

J. Wang et al., "Evolving Prompts In-Context: An Open-ended, Self-replicating Perspective" (2025),
known as PromptQuine: demonstrations pruned to seeming gibberish may work better. The successive
halving: K. Jamieson and A. Talwalkar, "Non-stochastic Best Arm Identification" (2016). Its prompts
are unreadable by design.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.choosing_shown import diverse
from optimizer.proposing.moves.demonstrations import counted, new_demonstrations, showable
from optimizer.proposing.moves.fitness import Fitness, fitness, ranked
from optimizer.proposing.moves.history import admitted, number
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Demonstration, Prompt, Proposal, Snapshot
from optimizer.word_count import UNSPACED

_PIECE = re.compile(rf"(?:[{UNSPACED}]|[^\s{UNSPACED}]+)\s*")
_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class PromptQuine:
    """A survivor whose demonstrations have a few words less.

    Where no candidate holds a demonstration, the best is given some first: they are what is pruned.

    Attributes:
        brood: How many children a generation has.
        prunes: How many words a child loses at most.
        shown: How many demonstrations a prompt without any is given.
        answers: Whether words of the answers may go as well.
    """

    name: ClassVar[str] = "promptquine"
    needs_writer: ClassVar[bool] = False

    brood: int = 8
    prunes: int = 4
    shown: int = 4
    answers: bool = False

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Prune one survivor of the last generation; see `Proposer`."""
        worth = fitness(snapshot)
        generation, survivors = self._survivors(snapshot, worth)
        if not survivors:
            return self._planted(snapshot, worth, rng)
        for _ in range(_ATTEMPTS):
            parent = rng.choice(survivors)
            child, gone = pruned(parent.prompt, rng.randint(1, self.prunes), rng, self.answers)
            if gone and untried(snapshot, [child]):
                return [
                    Proposal(
                        prompt=child,
                        parents=(parent.id,),
                        proposer=self.name,
                        label=f"{len(gone)} word{'s'[: len(gone) > 1]} pruned",
                        reason=f"without the words {', '.join(gone)} in its examples",
                        hypothesis="unreadable by design: what the model needs is left",
                        edit={"action": "prune", "generation": generation, "words": list(gone)},
                    )
                ]
        return []

    def _survivors(self, snapshot: Snapshot, worth: Fitness) -> tuple[int, list[Candidate]]:
        """Return the generation that grows now, and the candidates that it is made of.

        A generation is full when as many children as the brood were measured; the better half of
        them, with what they came from, brings forth the next.
        """
        members: dict[int, list[str]] = {}
        for proposal in admitted(snapshot, self.name):
            child = proposal.prompt_id
            if child and proposal.edit.get("action") == "prune" and worth.measured(child):
                at = int(number(proposal.edit.get("generation"), 1.0))
                members.setdefault(at, []).append(child)
        generation = 1
        survivors = [c for c in ranked(snapshot, worth) if c.prompt.demonstrations]
        survivors = [c for c in survivors if not any(c.id in m for m in members.values())]
        survivors = survivors[: max(1, self.brood // 2)]
        while len(members.get(generation, ())) >= self.brood:
            pool = {c.id: c for c in snapshot.candidates if not c.archived}
            alive = {c.id for c in survivors} | set(members[generation])
            rivals = sorted((k for k in alive if k in pool), key=lambda key: (-worth[key], key))
            survivors = [pool[key] for key in rivals[: max(1, len(rivals) // 2)]]
            generation += 1
        return generation, survivors

    def _planted(self, snapshot: Snapshot, worth: Fitness, rng: Random) -> list[Proposal]:
        """Return the best candidate with its first demonstrations."""
        parent = ranked(snapshot, worth)[0]
        most = min(self.shown, showable(snapshot))
        shown = diverse(new_demonstrations(snapshot, parent.prompt), most, rng)
        child = replace(parent.prompt, demonstrations=tuple(shown))
        if not shown or not untried(snapshot, [child]):
            return []
        return [
            Proposal(
                prompt=child,
                parents=(parent.id,),
                proposer=self.name,
                label=f"{counted(len(shown))} to prune",
                reason="examples out of good answers, whose words will be pruned",
                edit={"action": "plant", "demonstrations": len(shown)},
            )
        ]


def pruned(
    prompt: Prompt, count: int, rng: Random, answers: bool = False
) -> tuple[Prompt, tuple[str, ...]]:
    """Return a prompt whose demonstrations have a few words less, and these words.

    Args:
        prompt: The parent.
        count: How many words go.
        rng: The source of chance.
        answers: Whether words of the answers may go; the last word of a text always stays.
    """
    texts = [_texts(item, answers) for item in prompt.demonstrations]
    pieces = [[_PIECE.findall(text) for text in item] for item in texts]
    places = [
        (i, j, k)
        for i, item in enumerate(pieces)
        for j, words in enumerate(item)
        for k in range(len(words))
    ]
    gone: list[str] = []
    for i, j, k in rng.sample(places, len(places)):
        if len(gone) >= count:
            break
        if sum(word != "" for word in pieces[i][j]) > 1:
            gone.append(pieces[i][j][k].strip())
            pieces[i][j][k] = ""
    rebuilt = tuple(
        _rebuilt(item, ["".join(words).strip() for words in pieces[i]])
        for i, item in enumerate(prompt.demonstrations)
    )
    return replace(prompt, demonstrations=rebuilt), tuple(gone)


def _texts(item: Demonstration, answers: bool) -> list[str]:
    return [*(value for _, value in item.fields), *([item.answer] if answers else [])]


def _rebuilt(item: Demonstration, texts: list[str]) -> Demonstration:
    names = [name for name, _ in item.fields]
    fields = tuple(zip(names, texts, strict=False))
    return Demonstration(fields, texts[len(names)] if len(texts) > len(names) else item.answer)
