"""The user's own text as the first prompt of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from optimizer.records import (
    FieldStyle,
    InputField,
    InstructionPosition,
    Layout,
    Parameters,
    Prompt,
)
from optimizer.template.pieces import columns_of, fill, parse
from optimizer.template.rendering import render

_NAME = r"\{\{[^{}\r\n]+\}\}"
_WORDS = r"[^\s{}:]+(?: [^\s{}:]+){0,3}"
# A field as each style writes it; a style is chosen for the whole block.
_FIELDS = {
    FieldStyle.TAGGED: rf"<[\w-]+>\n{_NAME}\n</[\w-]+>",
    FieldStyle.HEADED: rf"### [^\n{{}}]+\n{_NAME}",
    FieldStyle.LABELLED: rf"{_WORDS}: {_NAME}",
    FieldStyle.BARE: _NAME,
}
_CUE = rf"{_WORDS}(?: ?[:=>] *)|#+ {_WORDS}:?"
_LABEL = re.compile(r"^(?:<([\w-]+)>|### ([^\n]+)|([^\n{}]+): )")
_DANGLING = re.compile(rf"(?:^|\n)(?:{_WORDS}:|#+ [^\n]*|<[^\n<>]+>|[\"'`]+)\s*$")
_PROBES = ("", "one", "two\nlines", "{{x}} }} {{", "  Label: value\n")


def start_prompt(
    template_text: str,
    *,
    system: str = "",
    answer_tokens: int = 256,
    temperature: float | None = 0.0,
) -> Prompt:
    """Return the prompt that renders the user's own text, byte for byte.

    Lines such as `Text: {{text}}` before or after the instruction, and a cue such as `Answer:` at
    the end, are recognised and become part of the layout, where they can be varied. Where that
    would change a single byte, the whole text stays in the instruction.

    Args:
        template_text: The user message, with `{{placeholders}}`.
        system: The system message, or nothing.
        answer_tokens: The cap on an answer's length.
        temperature: The sampling temperature; None for the model's default.
    """
    plain = Prompt(
        instruction=template_text,
        system=system,
        layout=Layout(answer_tokens=answer_tokens),
        # A whole number would be another prompt by its hash, though not by its meaning.
        parameters=Parameters(temperature=None if temperature is None else float(temperature)),
    )
    for split in _splits(plain):
        if _renders_alike(split, plain):
            return split
    return plain


def _renders_alike(split: Prompt, plain: Prompt) -> bool:
    columns = columns_of(parse(plain.instruction) + parse(plain.system))
    for shift in range(len(_PROBES)):
        row = {name: _PROBES[(shift + at) % len(_PROBES)] for at, name in enumerate(columns)}
        expected = fill(parse(plain.instruction), row)
        if render(split, row)[-1].content != expected:
            return False
    return True


def _splits(plain: Prompt) -> Iterator[Prompt]:
    """Yield the ways to see the text as an instruction and a field block, likeliest first."""
    text = plain.instruction
    for style, unit in _FIELDS.items():
        block = rf"(?P<block>{unit}(?:\n+{unit})*)"
        cue = rf"(?:(?P<gap>\n+)(?P<cue>{_CUE}))?"
        match = re.fullmatch(rf"(?s:(?P<head>.*?[^\n])(?P<sep>\n+))?{block}{cue}", text)
        if match and not _bare_after_label(style, match["head"] or ""):
            yield from _field_block_last(plain, style, match)
        match = re.fullmatch(rf"{block}(?P<sep>\n+)(?P<tail>(?s:[^\n].*))", text)
        if match and not re.fullmatch(_CUE, match["tail"]):
            yield _field_block_first(plain, style, match)


def _bare_after_label(style: FieldStyle, head: str) -> bool:
    """Return whether the value's label or opening mark would be torn from it."""
    return style is FieldStyle.BARE and bool(_DANGLING.search(head))


def _field_block_last(plain: Prompt, style: FieldStyle, match: re.Match[str]) -> Iterator[Prompt]:
    fields, gap = _fields(match["block"], style)
    if not match["head"] and not match["cue"] and style is FieldStyle.LABELLED and len(fields) == 1:
        return  # "Summarise: {{text}}" is an instruction, not a label
    cue, between = match["cue"] or "", match["gap"] or ""
    if between:
        gap = gap or between
        # A wider gap before the cue than between the fields goes into the cue itself.
        cue = between[len(gap) :] + cue
    layout = replace(
        plain.layout,
        field_style=style,
        separator=match["sep"] or plain.layout.separator,
        field_separator=gap or plain.layout.field_separator,
        cue=cue,
    )
    yield replace(plain, instruction=match["head"] or "", fields=fields, layout=layout)


def _field_block_first(plain: Prompt, style: FieldStyle, match: re.Match[str]) -> Prompt:
    fields, gap = _fields(match["block"], style)
    layout = replace(
        plain.layout,
        instruction_position=InstructionPosition.LAST,
        field_style=style,
        separator=match["sep"],
        field_separator=gap or plain.layout.field_separator,
    )
    return replace(plain, instruction=match["tail"], fields=fields, layout=layout)


def _fields(block: str, style: FieldStyle) -> tuple[tuple[InputField, ...], str]:
    """Return the fields of a block and the line breaks between the first two."""
    fields: list[InputField] = []
    gap, end = "", 0
    for match in re.finditer(_FIELDS[style], block):
        if len(fields) == 1:
            gap = block[end : match.start()]
        end = match.end()
        (column,) = columns_of(parse(match[0])) or ("",)
        found = _LABEL.match(match[0]) if style is not FieldStyle.BARE else None
        label = next((group for group in found.groups() if group), "") if found else ""
        fields.append(InputField(column, label or column))
    return tuple(fields), gap
