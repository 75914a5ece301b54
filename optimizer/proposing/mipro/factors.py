"""The values that the factors can take: instructions, sets of demonstrations, and layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from zlib import crc32

from optimizer.components import load_components
from optimizer.proposing.moves.choosing_shown import diverse
from optimizer.proposing.moves.demonstrations import new_demonstrations, showable
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.layouts import drawn_layouts
from optimizer.proposing.moves.library import addable, components_in
from optimizer.proposing.moves.verbalizers import in_words_of
from optimizer.records import Demonstration, Layout, Prompt, Snapshot

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Factors:
    """What can be combined: texts (system, instruction), sets of demonstrations, and layouts."""

    texts: tuple[Texts, ...]
    sets: tuple[tuple[Demonstration, ...], ...]
    layouts: tuple[Layout, ...]

    def prompt(self, frame: Prompt, text: int, shown: int, layout: int) -> Prompt:
        """Return the combination of values in a frame.

        Args:
            frame: Whose fields, labels and parameters it has.
            text: The number of the instruction.
            shown: The number of the set.
            layout: The number of the layout.
        """
        system, instruction = self.texts[text]
        return replace(
            frame,
            system=system,
            instruction=instruction,
            demonstrations=self.sets[shown],
            layout=self.layouts[layout],
        )

    def place(self, frame: Prompt, prompt: Prompt) -> tuple[int, int, int] | None:
        """Return which combination a prompt is, or None when it is none of this frame."""
        key, shown, layout = texts_of(prompt), prompt.demonstrations, prompt.layout
        if key not in self.texts or shown not in self.sets or layout not in self.layouts:
            return None
        place = self.texts.index(key), self.sets.index(shown), self.layouts.index(layout)
        return place if self.prompt(frame, *place) == prompt else None


def texts_of(prompt: Prompt) -> Texts:
    """Return the words of a prompt."""
    return prompt.system, prompt.instruction


def factors(
    snapshot: Snapshot, instructions: int, sets: int, shown: int, layouts: int = 1
) -> Factors:
    """Return the values of the factors: first what the pool holds, then new ones.

    New instructions are the start prompt with one component of the library; new sets are diverse;
    new layouts are one change away from the start prompt's. They are drawn with the task's name as
    seed, so that they are the same at every call. The labels are called as in the start prompt.

    Args:
        snapshot: The pool.
        instructions: How many instructions there are at least, if the library has as many.
        sets: How many sets there are at least, if there are as many good answers; one is empty.
        shown: How many demonstrations a new set holds.
        layouts: How many layouts there are at least; 1 is the start prompt's alone.
    """
    rng = Random(crc32(snapshot.task.id.encode()))
    start = snapshot.start.prompt
    live = [
        in_words_of(candidate.prompt, start, snapshot.task.labels)
        for candidate in snapshot.candidates
        if not candidate.archived
    ]
    texts = dict.fromkeys(map(texts_of, live))
    present = components_in(start, load_components())
    offered = addable(snapshot.task, present)
    for component in rng.sample(offered, len(offered)):
        if len(texts) >= instructions:
            break
        longer = with_text(start, f"{editable_text(start)}\n{component.text}")
        texts.setdefault(texts_of(longer))
    chosen = dict.fromkeys([(), *(prompt.demonstrations for prompt in live)])
    answers = new_demonstrations(snapshot, replace(start, demonstrations=()))
    for _ in range(4 * sets):
        if len(chosen) >= sets or not answers:
            break
        chosen.setdefault(tuple(diverse(answers, min(shown, showable(snapshot)), rng)))
    return Factors(tuple(texts), tuple(chosen), _layouts(snapshot, live, layouts, rng))


def _layouts(
    snapshot: Snapshot, live: Sequence[Prompt], wanted: int, rng: Random
) -> tuple[Layout, ...]:
    start, task = snapshot.start.prompt, snapshot.task
    if wanted < 2:
        return (start.layout,)
    # Label weights were read for one prompt as a whole; as a factor they would go to others.
    known = (replace(prompt.layout, choice_weights=()) for prompt in live)
    found = dict.fromkeys([start.layout, *known])
    for layout in drawn_layouts(start, task.answer_kind, task.labels, rng):
        if len(found) >= wanted:
            break
        found.setdefault(layout)
    return tuple(found)
