"""One prompt in each of the export formats."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any, Literal, get_args

from optimizer.export.module import as_module
from optimizer.export.provenance import Provenance
from optimizer.records import Candidate, Message, Prompt
from optimizer.template import prompt_text, render, used_columns

PromptFormat = Literal["text", "markdown", "json", "yaml", "python"]
PROMPT_FORMATS: tuple[PromptFormat, ...] = get_args(PromptFormat)
FOOTER = "\n\n-- \n"  # between a prompt as plain text and its origin, as in a mail


def export_prompt(chosen: Candidate | Prompt, fmt: PromptFormat, provenance: Provenance) -> str:
    """Return a prompt as the text of a file.

    JSON and YAML hold the whole prompt and can be read back without loss; so does the Python
    module, whose `messages` gives what `template.render` gives. Text and Markdown are for reading
    and pasting: the messages stand in them byte for byte, with `{{placeholders}}`.

    Args:
        chosen: The prompt.
        fmt: Which format.
        provenance: Where it comes from.
    """
    prompt = chosen.prompt if isinstance(chosen, Candidate) else chosen
    if fmt == "text":
        return f"{prompt_text(prompt)}{FOOTER}{provenance.sentence()}\n"
    if fmt == "markdown":
        return _as_markdown(prompt, provenance)
    if fmt == "python":
        return as_module(prompt, provenance)
    document = _document(prompt, provenance)
    if fmt == "json":
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _as_yaml(document)


def messages_with_placeholders(prompt: Prompt) -> tuple[Message, ...]:
    """Return the messages of a prompt with `{{column}}` where a row's values go."""
    return render(prompt, {name: f"{{{{{name}}}}}" for name in used_columns(prompt)})


def _document(prompt: Prompt, provenance: Provenance) -> dict[str, Any]:
    """Return plain values: the messages for other programs, and the whole prompt for this one."""
    return {
        "pairtune": "prompt",
        "id": prompt.id,
        "messages": [asdict(message) for message in messages_with_placeholders(prompt)],
        "parameters": _parameters(prompt),
        # Through JSON once, so that tuples become lists in every format.
        "prompt": json.loads(json.dumps(prompt.canonical())),
        "provenance": asdict(provenance),
    }


def _parameters(prompt: Prompt) -> dict[str, object]:
    given = {name: value for name, value in asdict(prompt.parameters).items() if value is not None}
    layout = prompt.layout
    choices = {"choices": list(layout.choices)} if layout.choices else {}
    weights = {"choice_weights": list(layout.choice_weights)} if layout.choice_weights else {}
    return {**given, "max_tokens": layout.answer_tokens, **choices, **weights}


def _as_yaml(document: dict[str, Any]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts of several lines as blocks."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = None
        if not value.replace("\n", "").isprintable():
            style = '"'  # PyYAML loses some line separators in its other styles
        elif "\n" in value and value == value.strip() and " \n" not in value:
            style = "|"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    Dumper.add_multi_representer(str, text)  # texts that can be said in another language
    return str(yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100))


def _as_markdown(prompt: Prompt, provenance: Provenance) -> str:
    (_, title), *origin = provenance.lines()
    parts = [f"# {title}", "\n".join(f"- {name}: {value}" for name, value in origin)]
    for message in messages_with_placeholders(prompt):
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", message.content)), default=0))
        parts.append(f"## {message.role.title()} message")
        parts.append(f"{fence}text\n{message.content}\n{fence}")
    parts.append("## Settings")
    parts.append("\n".join(f"- {name}: {value}" for name, value in _parameters(prompt).items()))
    if prompt.labels:
        parts.append("## Labels")
        parts.append("\n".join(f"- {label}: {word}" for label, word in prompt.labels))
    return "\n\n".join(parts) + "\n"
