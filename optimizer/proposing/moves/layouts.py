"""The layouts that are one change away from a prompt's: role, order, fields, cue, answer form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from optimizer.metrics.labels import word_for
from optimizer.proposing.moves.cues import load_cues
from optimizer.records import (
    AnswerKind,
    DemonstrationStyle,
    FieldStyle,
    InstructionPosition,
    InstructionRole,
    Layout,
    Prompt,
)
from optimizer.template import compose

ANSWER_FORM = "answer form"
_STYLE_LABELS = {
    FieldStyle.LABELLED: "fields labelled",
    FieldStyle.BARE: "fields bare",
    FieldStyle.TAGGED: "fields in tags",
    FieldStyle.HEADED: "fields under headings",
}


def changed_layouts(
    prompt: Prompt, kind: AnswerKind, labels: Sequence[str] = ()
) -> Iterator[tuple[str, str, Layout]]:
    """Yield every layout that is one change away: aspect, label and layout.

    Args:
        prompt: The parent.
        kind: What kind of answer the task wants; it decides which cues make sense.
        labels: The task's labels, to which an answer can be held.
    """
    layout = prompt.layout
    # Without fields the instruction is all that the user message holds: it stays there.
    if prompt.instruction.strip() and prompt.fields:
        yield from _moved_instruction(layout)
    if prompt.fields:
        for style, label in _STYLE_LABELS.items():
            if style is not layout.field_style:
                yield "fields", label, replace(layout, field_style=style)
        if len(prompt.fields) > 1:
            wide = layout.field_separator == "\n"
            label = "fields apart" if wide else "fields close"
            separator = "\n\n" if wide else "\n"
            yield "separator", label, replace(layout, field_separator=separator)
    for cue in ("", *load_cues(kind.value)):
        if cue != layout.cue:
            label = f"cue “{cue}”" if cue else "no cue"
            yield "cue", label, replace(layout, cue=cue)
    if prompt.demonstrations:
        inline = layout.demonstrations is DemonstrationStyle.TURNS
        shown = DemonstrationStyle.INLINE if inline else DemonstrationStyle.TURNS
        label = "examples inline" if inline else "examples as turns"
        yield "demonstrations", label, replace(layout, demonstrations=shown)
    if kind is AnswerKind.LABEL:
        yield from _answer_forms(prompt, labels)


def _answer_forms(prompt: Prompt, labels: Sequence[str]) -> Iterator[tuple[str, str, Layout]]:
    words = tuple(word_for(prompt, label) for label in labels)
    if prompt.layout.choices:
        yield ANSWER_FORM, "free answer", replace(prompt.layout, choices=(), choice_weights=())
    elif len(words) > 1:
        held = replace(prompt.layout, choices=words)
        yield ANSWER_FORM, "answer held to the labels", held


def asks_otherwise(one: Prompt, other: Prompt) -> bool:
    """Return whether a model is asked for anything else at all.

    Args:
        one: A prompt.
        other: Another one; only what reaches the model counts.
    """
    ours, theirs = one.layout, other.layout
    return (
        compose(one) != compose(other)
        or ours.choices != theirs.choices
        or ours.choice_weights != theirs.choice_weights
    )


def drawn_layouts(
    prompt: Prompt, kind: AnswerKind, labels: Sequence[str], rng: Random
) -> Iterator[Layout]:
    """Yield layouts one change away that ask otherwise: an aspect after the other, then again.

    The answer form comes first, because it is the largest step.

    Args:
        prompt: Whose layout is changed.
        kind: What kind of answer the task wants.
        labels: The task's labels.
        rng: The source of chance.
    """
    aspects: dict[str, list[Layout]] = {}
    for aspect, _, layout in changed_layouts(prompt, kind, labels):
        if asks_otherwise(replace(prompt, layout=layout), prompt):
            aspects.setdefault(aspect, []).append(layout)
    queues = [rng.sample(found, len(found)) for found in aspects.values()]
    names = list(aspects)
    order = rng.sample(range(len(names)), len(names))
    order.sort(key=lambda place: names[place] != ANSWER_FORM)
    while any(queues):
        for place in order:
            if queues[place]:
                yield queues[place].pop()


def _moved_instruction(layout: Layout) -> Iterator[tuple[str, str, Layout]]:
    if layout.instruction_role is InstructionRole.USER:
        yield (
            "role",
            "instruction as system",
            replace(layout, instruction_role=InstructionRole.SYSTEM),
        )
        last = layout.instruction_position is InstructionPosition.FIRST
        position = InstructionPosition.LAST if last else InstructionPosition.FIRST
        label = "instruction last" if last else "instruction first"
        yield "position", label, replace(layout, instruction_position=position)
    else:
        yield "role", "instruction as user", replace(layout, instruction_role=InstructionRole.USER)
