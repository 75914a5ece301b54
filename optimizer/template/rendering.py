"""From a prompt and a row to chat messages: the layout's rules, in one place.

`compose` lays a whole prompt out once, with slots where the row's values go; everything that needs
the prompt's form (rendering, previews, every export) starts from it. Which separators stand depends
on the prompt alone and never on the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from optimizer.records import (
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Message,
    Prompt,
)
from optimizer.template.pieces import Pieces, Slot, columns_of, fill, join, literal, parse

_BLANK_LINE = "\n\n"


def used_columns(prompt: Prompt) -> tuple[str, ...]:
    """Return the distinct columns whose values a prompt needs."""
    inline = columns_of(parse(prompt.instruction) + parse(prompt.system))
    return tuple(dict.fromkeys((*inline, *(field.column for field in prompt.fields))))


def render(prompt: Prompt, fields: Mapping[str, str]) -> tuple[Message, ...]:
    """Return the chat messages that a model is sent for one row.

    Args:
        prompt: The whole prompt.
        fields: The row's values by column; they are put in as they are.

    Returns:
        An optional system message, demonstrations as turns if the layout wants them so, and
        a user message at the end.

    Raises:
        DataFault: The row, or a demonstration, lacks a column that the prompt uses.
    """
    return tuple(Message(role, fill(pieces, fields)) for role, pieces in compose(prompt))


def render_text(messages: Sequence[Message]) -> str:
    """Return messages as one text for reading; a single user message stands alone."""
    if len(messages) == 1 and messages[0].role == "user":
        return messages[0].content
    return _BLANK_LINE.join(f"[{message.role}]\n{message.content}" for message in messages)


def prompt_text(prompt: Prompt) -> str:
    """Return the whole prompt as one readable text, with `{{placeholders}}` for the values."""
    return render_text(render(prompt, {name: f"{{{{{name}}}}}" for name in used_columns(prompt)}))


def compose(prompt: Prompt) -> tuple[tuple[str, Pieces], ...]:
    """Return the messages of a prompt with slots in the place of the row's values.

    Returns:
        Pairs of a role (system, user or assistant) and the pieces of that message. The last one
        is a user message, which may be empty.

    Raises:
        DataFault: A demonstration lacks a column that the prompt uses.
    """
    messages: list[tuple[str, Pieces]] = []
    system = parse(prompt.system)
    if prompt.layout.instruction_role is InstructionRole.SYSTEM:
        system = join([system, parse(prompt.instruction)], prompt.layout.separator)
    if system:
        messages.append(("system", system))
    if prompt.layout.demonstrations is DemonstrationStyle.TURNS:
        messages += _turns(prompt)
    else:
        messages.append(("user", _inline(prompt)))
    return tuple(messages)


def _turns(prompt: Prompt) -> Iterable[tuple[str, Pieces]]:
    """Yield each demonstration as a user and an assistant turn, then the row's own turn."""
    last = len(prompt.demonstrations)
    instruction = _user_instruction(prompt)
    # Without a field block a turn would be empty if the instruction stood only once.
    everywhere = bool(columns_of(instruction)) or not prompt.fields
    first = prompt.layout.instruction_position is InstructionPosition.FIRST
    once_at = 0 if first else last
    for number in range(last + 1):
        shown = instruction if everywhere or number == once_at else ()
        turn = _cued(_body(shown, _field_block(prompt), prompt.layout), prompt.layout)
        if number == last:
            yield "user", turn
        else:
            demonstration = prompt.demonstrations[number]
            yield "user", _bound(turn, demonstration)
            yield "assistant", literal(demonstration.answer)


def _inline(prompt: Prompt) -> Pieces:
    """Return the one user message that holds the demonstrations as well."""
    layout = prompt.layout
    instruction = _user_instruction(prompt)
    block = _field_block(prompt)
    if not block:
        # The instruction is all there is of an input: it comes again with every demonstration.
        answered = [_answered(instruction, item, layout) for item in prompt.demonstrations]
        return join([*answered, _cued(instruction, layout)], _BLANK_LINE)
    answered = [_answered(block, item, layout) for item in prompt.demonstrations]
    blocks = join([*answered, block], _BLANK_LINE)
    return _cued(_body(instruction, blocks, layout), layout)


def _answered(body: Pieces, demonstration: Demonstration, layout: Layout) -> Pieces:
    gap = " " if layout.cue else "\n"
    question = _bound(_cued(body, layout), demonstration)
    return join([question, literal(demonstration.answer)], gap)


def _bound(pieces: Pieces, demonstration: Demonstration) -> Pieces:
    """Return a turn with the demonstration's values in it."""
    return literal(fill(pieces, dict(demonstration.fields)))


def _user_instruction(prompt: Prompt) -> Pieces:
    if prompt.layout.instruction_role is InstructionRole.USER:
        return parse(prompt.instruction)
    return ()


def _body(instruction: Pieces, block: Pieces, layout: Layout) -> Pieces:
    first = layout.instruction_position is InstructionPosition.FIRST
    return join([instruction, block] if first else [block, instruction], layout.separator)


def _cued(body: Pieces, layout: Layout) -> Pieces:
    return join([body, literal(layout.cue)], layout.field_separator)


def _field_block(prompt: Prompt) -> Pieces:
    style = prompt.layout.field_style
    shown = (_shown(field, style) for field in prompt.fields)
    return join(shown, prompt.layout.field_separator)


def _shown(field: InputField, style: FieldStyle) -> Pieces:
    slot = Slot(field.column)
    if style is FieldStyle.BARE or not field.label:
        return (slot,)
    if style is FieldStyle.LABELLED:
        return (f"{field.label}: ", slot)
    if style is FieldStyle.HEADED:
        return (f"### {field.label}\n", slot)
    tag = _tag(field.label)
    return (f"<{tag}>\n", slot, f"\n</{tag}>")


def _tag(label: str) -> str:
    return re.sub(r"[^\w-]+", "_", label.lower()).strip("_") or "input"
