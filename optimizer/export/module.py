"""A prompt as a Python module that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from optimizer.export.provenance import Provenance
from optimizer.records import Layout, Prompt
from optimizer.template import compose, used_columns
from optimizer.template.pieces import Pieces, Slot

_HEAD = '''"""A prompt tuned with PairTune; see PROVENANCE.

    messages(**fields)  the chat messages for one row
    PARAMETERS          what to send with them
    CHOICES             if there: the answer is held to one of these, by a grammar or a schema
    CHOICE_WEIGHTS      if there: added to the log-probability of each choice's first token
    FIELDS              the names of the fields that `messages` needs

A field whose name is no Python name is given as in messages(**{"the name": "value"}).
"""
'''


def as_module(prompt: Prompt, provenance: Provenance) -> str:
    """Return the source of a module whose `messages(**fields)` is what `template.render` gives.

    Args:
        prompt: The prompt.
        provenance: Where it comes from.
    """
    parameters = {
        key: value for key, value in asdict(prompt.parameters).items() if value is not None
    }
    parameters["max_tokens"] = prompt.layout.answer_tokens
    return "\n".join(
        [
            _HEAD,
            f"PROMPT_ID = {prompt.id!r}",
            *_mapping("PROVENANCE", asdict(provenance)),
            *_mapping("PARAMETERS", parameters),
            *_held(prompt.layout),
            f"FIELDS = {list(used_columns(prompt))!r}",
            *(_mapping("LABELS", dict(prompt.labels)) if prompt.labels else ()),
            "",
            "",
            "def messages(**fields: str) -> list[dict[str, str]]:",
            '    """Return the chat messages for the values of one row."""',
            "    return [",
            *(line for role, pieces in compose(prompt) for line in _message(role, pieces)),
            "    ]",
            "",
        ]
    )


def _held(layout: Layout) -> Iterator[str]:
    if layout.choices:
        yield f"CHOICES = {list(layout.choices)!r}"
    if layout.choice_weights:
        yield f"CHOICE_WEIGHTS = {list(layout.choice_weights)!r}"


def _mapping(name: str, values: dict[str, object] | dict[str, str]) -> Iterator[str]:
    yield f"{name} = {{"
    for key, value in values.items():
        yield f"    {key!r}: {value!r},"
    yield "}"


def _message(role: str, pieces: Pieces) -> Iterator[str]:
    yield f'        {{"role": {role!r}, "content": "".join(['
    for piece in pieces:
        if isinstance(piece, Slot):
            yield f"            fields[{piece.column!r}],"
            continue
        for line in piece.splitlines(keepends=True):
            yield f"            {line!r},"
    yield "        ])},"
