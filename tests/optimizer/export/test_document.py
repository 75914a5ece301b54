from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.export import PROMPT_FORMATS, PromptFormat, export_prompt
from optimizer.importing import import_prompt
from optimizer.records import Candidate, Demonstration, Message, ModelSpec, Prompt
from optimizer.said import say
from optimizer.template import prompt_text, render, start_prompt, used_columns
from tests.optimizer.export.prompts import ORIGIN, PROMPTS, ROWS

PLAIN = start_prompt("Is it good?\n\nText: {{text}}\nAnswer:", system="You judge for {{by}}.")


def run(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(compile(source, "exported", "exec"), namespace)
    return namespace


@settings(deadline=None)
@given(prompt=PROMPTS, fmt=st.sampled_from(["json", "yaml"]))
def test_export_then_import_is_the_identity(prompt: Prompt, fmt: PromptFormat) -> None:
    back = import_prompt(export_prompt(prompt, fmt, ORIGIN), fmt)
    assert back == prompt
    assert back.id == prompt.id


@pytest.mark.parametrize("fmt", ["json", "yaml"])
def test_a_weight_of_minus_nothing_keeps_its_sign(fmt: PromptFormat) -> None:
    # Its sign is in the text that the prompt's id is made of.
    layout = replace(PLAIN.layout, choices=("good", "bad"), choice_weights=(-0.0, 0.5))
    prompt = replace(PLAIN, layout=layout)
    assert import_prompt(export_prompt(prompt, fmt, ORIGIN), fmt).id == prompt.id


@settings(deadline=None)
@given(prompt=PROMPTS, row=ROWS)
def test_the_module_renders_what_was_scored(prompt: Prompt, row: Mapping[str, str]) -> None:
    module = run(export_prompt(prompt, "python", ORIGIN))
    made = tuple(Message(**message) for message in module["messages"](**row))
    assert made == render(prompt, row)
    assert module["PROMPT_ID"] == prompt.id


@given(template=st.text(alphabet="ab `\n:{}#-[", max_size=30), system=st.sampled_from(["", "S\n"]))
@pytest.mark.parametrize("fmt", ["text", "markdown"])
def test_readable_formats_give_the_same_messages_back(
    fmt: PromptFormat, template: str, system: str
) -> None:
    prompt = start_prompt(template + "{{text}}", system=system)
    back = import_prompt(export_prompt(prompt, fmt, ORIGIN), fmt)
    row = dict.fromkeys(used_columns(prompt), "x")
    assert prompt_text(back) == prompt_text(prompt)
    assert render(back, row) == render(prompt, row)


def test_text_is_the_prompt_with_its_origin_below() -> None:
    body, footer = export_prompt(PLAIN, "text", ORIGIN).split("\n\n-- \n")
    assert body == prompt_text(PLAIN)
    assert "31" in footer
    assert "97.1 %" in footer
    assert "SmolLM2" in footer
    assert footer.count("\n") == 1


def test_markdown_holds_the_messages_byte_for_byte() -> None:
    fenced = replace(PLAIN, instruction="Keep ```this``` as it is.")
    exported = export_prompt(fenced, "markdown", ORIGIN)
    assert exported.startswith("# B3: shorter\n")
    assert "````text\nKeep ```this``` as it is.\n\nText: {{text}}\nAnswer:\n````" in exported
    assert "```text\nYou judge for {{by}}.\n```" in exported
    assert "- max_tokens: 256" in exported


@pytest.mark.parametrize("fmt", ["json", "yaml"])
def test_documents_hold_messages_parameters_and_origin(fmt: PromptFormat) -> None:
    exported = export_prompt(PLAIN, fmt, ORIGIN)
    document = json.loads(exported) if fmt == "json" else yaml.safe_load(exported)
    assert document["messages"] == [
        {"role": "system", "content": "You judge for {{by}}."},
        {"role": "user", "content": "Is it good?\n\nText: {{text}}\nAnswer:"},
    ]
    assert document["parameters"] == {"temperature": 0.0, "max_tokens": 256}
    assert document["provenance"] == asdict(ORIGIN)
    assert document["id"] == PLAIN.id


def test_weights_of_choices_are_told_in_every_format_for_programs() -> None:
    layout = replace(PLAIN.layout, choices=("good", "bad"), choice_weights=(1.25, -1.25))
    weighed = replace(PLAIN, layout=layout)
    for fmt in ("json", "yaml"):
        exported = export_prompt(weighed, fmt, ORIGIN)
        document = json.loads(exported) if fmt == "json" else yaml.safe_load(exported)
        assert document["parameters"]["choice_weights"] == [1.25, -1.25]
    assert run(export_prompt(weighed, "python", ORIGIN))["CHOICE_WEIGHTS"] == [1.25, -1.25]
    assert "- choice_weights: [1.25, -1.25]" in export_prompt(weighed, "markdown", ORIGIN)
    assert "choice_weights" not in export_prompt(PLAIN, "json", ORIGIN)


def test_yaml_shows_lines_as_lines() -> None:
    assert "    Text: {{text}}\n    Answer:\n" in export_prompt(PLAIN, "yaml", ORIGIN)


@pytest.mark.parametrize("fmt", PROMPT_FORMATS)
def test_texts_that_can_be_said_again_are_written_as_texts(fmt: PromptFormat) -> None:
    said = replace(ORIGIN, confirmed=say("{name} won", name="B3"), model=ModelSpec().title)
    plain = replace(ORIGIN, confirmed="B3 won", model=str(ModelSpec().title))
    assert export_prompt(PLAIN, fmt, said) == export_prompt(PLAIN, fmt, plain)


def test_the_module_is_readable() -> None:
    module = run(source := export_prompt(PLAIN, "python", ORIGIN))
    assert "fields['text']" in source
    assert module["FIELDS"] == ["by", "text"]
    assert module["PARAMETERS"] == {"temperature": 0.0, "max_tokens": 256}
    assert module["PROVENANCE"] == asdict(ORIGIN)


@pytest.mark.parametrize("fmt", PROMPT_FORMATS)
def test_a_candidate_is_exported_as_its_prompt(fmt: PromptFormat) -> None:
    candidate = Candidate(PLAIN, "B3", "shorter")
    assert export_prompt(candidate, fmt, ORIGIN) == export_prompt(PLAIN, fmt, ORIGIN)


@pytest.mark.parametrize("fmt", PROMPT_FORMATS)
def test_an_origin_may_be_unknown(fmt: PromptFormat) -> None:
    origin = replace(ORIGIN, p_beats_start=None, win_rate=None, low=None, high=None)
    assert export_prompt(PLAIN, fmt, origin)


@pytest.mark.parametrize("fmt", PROMPT_FORMATS)
def test_demonstrations_are_exported_in_every_format(fmt: PromptFormat) -> None:
    shot = Demonstration((("text", "good film"), ("by", "Ann")), "certainly")
    assert "certainly" in export_prompt(replace(PLAIN, demonstrations=(shot,)), fmt, ORIGIN)
