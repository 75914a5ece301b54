"""Read back what was exported: prompts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from optimizer.errors import DataFault
from optimizer.export.document import FOOTER, PromptFormat
from optimizer.records import (
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Parameters,
    Prompt,
)
from optimizer.said import say
from optimizer.template import start_prompt

_FENCED = re.compile(
    r"^## (System|User|Assistant) message\n\n(`{3,})text\n(.*?)\n\2$", re.DOTALL | re.MULTILINE
)
_TURN = re.compile(r"(?:\A|\n\n)\[(system|user|assistant)\]\n")
_REMEDY = say("Choose a file that PairTune exported, or a text with {{placeholders}}.")


def import_prompt(text: str, fmt: PromptFormat) -> Prompt:
    """Return the prompt in an exported file.

    JSON and YAML give the very prompt that was exported. Text and Markdown, also of other origin,
    give a prompt that renders the same messages; their settings are not read.

    Args:
        text: What the file holds.
        fmt: Its format; a Python module is not read back.

    Raises:
        DataFault: There is no prompt in it.
    """
    if fmt == "text":
        exported = re.search(rf"{FOOTER}PairTune [^\n]*\n?\Z", text)
        # An editor's last line break is no part of the prompt.
        return _from_text(text[: exported.start()] if exported else text.rstrip("\r\n"))
    if fmt == "markdown":
        found = [(role.lower(), content) for role, _, content in _FENCED.findall(text)]
        return _from_turns(found) if found else start_prompt(text.rstrip("\r\n"))
    if fmt == "python":
        raise DataFault(
            say("A Python module is not read back."), say("Import the JSON or YAML export.")
        )
    return _from_document(_parsed(text, fmt), fmt)


def _from_text(text: str) -> Prompt:
    pieces = _TURN.split(text)
    if len(pieces) > 1 and not pieces[0]:
        return _from_turns(list(zip(pieces[1::2], pieces[2::2], strict=True)))
    return start_prompt(text)


def _from_turns(turns: list[tuple[str, str]]) -> Prompt:
    roles = [role for role, _ in turns]
    if roles == ["user"]:
        return start_prompt(turns[0][1])
    if roles == ["system", "user"]:
        return start_prompt(turns[1][1], system=turns[0][1])
    raise DataFault(
        say("The file holds several turns, which cannot be told from the text alone."),
        say("Import the JSON or YAML export of the same prompt."),
    )


def _parsed(text: str, fmt: PromptFormat) -> object:
    import yaml

    try:
        return json.loads(text) if fmt == "json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as wrong:
        said = " ".join(str(wrong).split())
        raise DataFault(
            say("The file is not valid {upper}: {said}", upper=fmt.upper(), said=said), _REMEDY
        ) from wrong


def _from_document(value: object, fmt: PromptFormat) -> Prompt:
    try:
        if isinstance(value, dict) and "prompt" in value:
            return _prompt(value["prompt"])
        messages = value["messages"] if isinstance(value, dict) else value
        if not isinstance(messages, list):
            raise TypeError("there are no messages")
        return _from_turns([(_text(item["role"]), _text(item["content"])) for item in messages])
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        said = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
        raise DataFault(
            say("The {upper} file holds no prompt: {said}.", upper=fmt.upper(), said=said), _REMEDY
        ) from wrong


def _prompt(value: Mapping[str, Any]) -> Prompt:
    layout, parameters = value["layout"], value["parameters"]
    return Prompt(
        instruction=_text(value["instruction"]),
        system=_text(value["system"]),
        fields=tuple(
            InputField(_text(item["column"]), _text(item["label"])) for item in value["fields"]
        ),
        demonstrations=tuple(
            Demonstration(_pairs(item["fields"]), _text(item["answer"]))
            for item in value["demonstrations"]
        ),
        layout=Layout(
            instruction_role=InstructionRole(layout["instruction_role"]),
            instruction_position=InstructionPosition(layout["instruction_position"]),
            field_style=FieldStyle(layout["field_style"]),
            separator=_text(layout["separator"]),
            field_separator=_text(layout["field_separator"]),
            demonstrations=DemonstrationStyle(layout["demonstrations"]),
            cue=_text(layout["cue"]),
            answer_tokens=_count(layout["answer_tokens"]),
            choices=tuple(_text(choice) for choice in layout.get("choices", ())),
            choice_weights=_weights(layout),
        ),
        parameters=Parameters(_number(parameters["temperature"]), _number(parameters["top_p"])),
        labels=_pairs(value["labels"]),
    )


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(first), _text(second)) for first, second in value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _weights(layout: Mapping[str, Any]) -> tuple[float, ...]:
    given = [_number(each) for each in layout.get("choice_weights", ())]
    weights = tuple(float(weight) for weight in given if weight is not None)
    if len(weights) != len(given):
        raise ValueError("a weight is missing")
    if weights and len(weights) != len(layout.get("choices", ())):
        raise ValueError("each choice needs one weight")
    if not all(map(isfinite, weights)):
        raise ValueError("a weight is not finite")
    return weights


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TypeError(f"{value!r} is not a number of tokens")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a number")
    return value
