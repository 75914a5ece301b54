"""Choose the words that stand for the labels, in two stages; needs no writer.

Q. Sun et al., "Make Prompt-based Black-Box Tuning Colorful: Boosting Model Generalization from
Three Orthogonal Perspectives" (2023), known as BBT-RGB: a coarse derivative-free search followed by
a fine one, the choice of the verbalizer, and a good instruction to begin with. Its continuous
prompt vectors have no counterpart here: the choices are discrete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.metrics.labels import word_for
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.mutating import Bounds, mutate
from optimizer.proposing.moves.phrase_edits import ADD, EXCHANGE, PARAPHRASE
from optimizer.proposing.moves.tried import untried
from optimizer.proposing.moves.verbalizers import distinct, with_words, words_for
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot

_ATTEMPTS = 20
_STAGE = "stage"
_INSTRUCTING = Bounds(actions=(ADD, EXCHANGE, PARAPHRASE))


@dataclass(frozen=True, slots=True)
class BbtRgb:
    """The best instruction with other words for its labels.

    To begin with instructions are tried, each the start prompt with one edit. Then all words are
    drawn anew in the best; afterwards one label of the best gets another word at a time.

    Attributes:
        instructions: How many instructions are tried before the words.
        first: How many children the coarse stage has.
        from_data: How many words per label may come out of its own rows.
    """

    name: ClassVar[str] = "bbt_rgb"
    needs_writer: ClassVar[bool] = False
    needs_labels: ClassVar[bool] = True

    instructions: int = 0
    first: int = 8
    from_data: int = 2

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Try an instruction, or other words in the best that names them; see `Proposer`."""
        own = admitted(snapshot, self.name)
        tried = sum(proposal.edit.get(_STAGE) == 0 for proposal in own)
        if tried < self.instructions:
            edit = mutate(snapshot, snapshot.start, writer, rng, self.name, _INSTRUCTING)
            if edit is not None:
                return [edit.proposal(self.name, snapshot.start, {_STAGE: 0})]
        return self._words(snapshot, len(own) - tried < self.first, rng)

    def _words(self, snapshot: Snapshot, coarse: bool, rng: Random) -> list[Proposal]:
        """Return the best prompt that names its labels with other words for them."""
        labels = snapshot.task.labels
        best = ranked(snapshot, fitness(snapshot))
        parent = next((c for c in best if _speaks(c, labels)), None)
        if parent is None:
            return []
        offered = {label: words_for(snapshot, label, self.from_data) for label in labels}
        for _ in range(_ATTEMPTS):
            words = self._drawn(parent, offered, coarse, rng)
            if not distinct([words[label] for label in labels]):
                continue
            prompt = with_words(parent.prompt, labels, words)
            whole = all(
                lock in f"{prompt.system}\n{prompt.instruction}" for lock in _locks(snapshot)
            )
            if whole and untried(snapshot, [prompt]):
                told = ", ".join(f"{label} = {words[label]}" for label in labels)
                return [
                    Proposal(
                        prompt=prompt,
                        parents=(parent.id,),
                        proposer=self.name,
                        label="other label words",
                        reason=f"the labels are called: {told}",
                        hypothesis="words that come more easily to the model",
                        edit={"action": "words", _STAGE: 1 if coarse else 2, "words": words},
                    )
                ]
        return []

    def _drawn(
        self, parent: Candidate, offered: Mapping[str, Sequence[str]], coarse: bool, rng: Random
    ) -> dict[str, str]:
        """Return a word for every label: all drawn anew, or all but one kept."""
        if coarse:
            return {label: rng.choice(words) for label, words in offered.items()}
        kept = {label: word_for(parent.prompt, label) for label in offered}
        changed = rng.choice(sorted(offered))
        return {**kept, changed: rng.choice(offered[changed])}


def _speaks(candidate: Candidate, labels: Sequence[str]) -> bool:
    """Return whether a prompt tells the model the words at all, so that others can be told."""
    prompt = candidate.prompt
    text = f"{prompt.system}\n{prompt.instruction}".casefold()
    named = all(word_for(prompt, label).casefold() in text for label in labels)
    return bool(labels) and (named or bool(prompt.demonstrations))


def _locks(snapshot: Snapshot) -> Sequence[str]:
    start = snapshot.start.prompt
    return [lock for lock in snapshot.task.locks if lock in f"{start.system}\n{start.instruction}"]
