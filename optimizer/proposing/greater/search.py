"""GReaTer as a proposer: places are drawn, a model with open weights finds better words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from optimizer.local.file import model_file
from optimizer.metrics.labels import expected_of, word_for
from optimizer.proposing.greater.apart import steps_apart
from optimizer.proposing.greater.words import SLOT, Word, open_words
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.exemplary import good_by_row
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.tried import untried
from optimizer.protocols import Model
from optimizer.records import Candidate, Example, Prompt, Proposal, Snapshot
from optimizer.template import render, used_columns
from optimizer.word_count import split_words

BUNDLED = "bundled"
SLACK = 2.0  # the model has to be loaded too, and a place that is begun is finished
LONGEST_ANSWER = 40  # words


@dataclass(frozen=True, slots=True)
class Greater:
    """A child in which one word is replaced, so that the wanted answers get likelier.

    S. S. S. Das et al., "GReaTer" (2024). Ours works on whole words, leaves placeholders, labels
    and locked texts alone, and takes preferred answers where none is expected. The prompt is
    measured by the named model, which need not be the one that answers.

    Attributes:
        model: A GGUF file, a folder that holds a model, or a name on the Hugging Face hub;
            `bundled` is the file of the bundled model.
        rows: On how many rows the loss is measured.
        places: In how many places another word is looked for at least, the best replacement
            counts; more are looked at while there is none.
        top: How many words the forward pass offers.
        kept: How many of them, by the gradient, are measured.
        thought: How many tokens the model may reason before it answers.
        fluency: How much a prompt that does not read well costs.
        extract: What is written after the reasoning, so that the answer follows.
        seconds: After how long no further place is begun.
        beam: Of how many of the best candidates one is changed.
    """

    name: ClassVar[str] = "greater"
    needs_writer: ClassVar[bool] = False

    model: str = BUNDLED
    rows: int = 4
    places: int = 3
    top: int = 40
    kept: int = 3
    thought: int = 48
    fluency: float = 0.2
    extract: str = ""
    seconds: int = 300
    beam: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Replace one word of a good candidate; see `Proposer`.

        Raises:
            MethodFault: The extra or the model is not there.
            ModelFault: The model failed, or the work was stopped.
        """
        parent = self._parent(snapshot)
        rows = self._rows(snapshot, parent.prompt, rng)
        words = self._words(snapshot, parent.prompt, rng)
        if not rows or not words:
            return []
        found = steps_apart(self._job(parent.prompt, words, rows), SLACK * self.seconds)
        pairs = [(step, word) for step, word in zip(found, words, strict=False) if step]
        # Losses of different places are those of the same rows, so they can be compared.
        pairs.sort(key=lambda pair: pair[0]["after"] - pair[0]["before"])
        for step, word in pairs:
            text = word.replaced(editable_text(parent.prompt), step["by"])
            child = with_text(parent.prompt, text)
            if untried(snapshot, [child]) and keeps_all(snapshot.task, parent.prompt, child):
                return [self._proposal(parent, child, step, len(rows))]
        return []

    def _parent(self, snapshot: Snapshot) -> Candidate:
        best = ranked(snapshot, fitness(snapshot))[: max(1, self.beam)]
        done = [key for p in snapshot.proposals if p.proposer == self.name for key in p.parents]
        return min(best, key=lambda candidate: done.count(candidate.id))

    def _words(self, snapshot: Snapshot, prompt: Prompt, rng: Random) -> list[Word]:
        task = snapshot.task
        kept = (*task.locks, *task.labels, *(word_for(prompt, label) for label in task.labels))
        words = open_words(editable_text(prompt), kept)
        return rng.sample(words, len(words))

    def _rows(self, snapshot: Snapshot, prompt: Prompt, rng: Random) -> list[tuple[Example, str]]:
        good, needed = good_by_row(snapshot), used_columns(prompt)
        found = [
            (row, (expected_of(prompt, row).reference or good[row.id]).strip())
            for row in snapshot.examples
            if row.id in good and all(column in row.fields for column in needed)
        ]
        short = [(row, said) for row, said in found if 0 < len(split_words(said)) <= LONGEST_ANSWER]
        return rng.sample(short, min(self.rows, len(short)))

    def _job(
        self, prompt: Prompt, words: Sequence[Word], rows: Sequence[tuple[Example, str]]
    ) -> dict[str, Any]:
        return {
            "model": str(model_file()) if self.model == BUNDLED else self.model,
            "extract": self.extract,
            "thought": self.thought,
            "fluency": self.fluency,
            "top": self.top,
            "kept": self.kept,
            "least": 0.0,
            "tried": self.places,
            "seconds": self.seconds,
            "places": [
                {
                    "word": word.text,
                    "rows": [
                        {"messages": _cut_messages(prompt, word, row), "answer": answer}
                        for row, answer in rows
                    ],
                }
                for word in words
            ],
        }

    def _proposal(
        self, parent: Candidate, child: Prompt, step: dict[str, Any], rows: int
    ) -> Proposal:
        word, by = str(step["word"]).strip(), str(step["by"]).strip()
        before, after = float(step["before"]), float(step["after"])
        return Proposal(
            prompt=child,
            parents=(parent.id,),
            proposer=self.name,
            label=f"“{by}” for “{word}”",
            reason=f"by the gradient of {self.model}: loss {after:.2f} instead of {before:.2f}",
            hypothesis="should make the wanted answers likelier after the model's own reasoning",
            edit={
                "action": "replace",
                "word": word,
                "by": by,
                "loss_before": round(before, 4),
                "loss": round(after, 4),
                "offered": step["offered"],
                "rows": rows,
                "model": self.model,
            },
        )


def _cut_messages(prompt: Prompt, word: Word, row: Example) -> list[dict[str, str]]:
    """Return the messages for a row with a mark where the word stands."""
    marked = with_text(prompt, word.replaced(editable_text(prompt), SLOT))
    return [
        {"role": message.role, "content": message.content} for message in render(marked, row.fields)
    ]
