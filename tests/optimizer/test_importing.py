from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import DataFault
from optimizer.export import PROMPT_FORMATS, PromptFormat, export_prompt
from optimizer.importing import import_prompt
from optimizer.records import Demonstration
from optimizer.template import start_prompt
from tests.optimizer.export.prompts import ORIGIN

PROMPT = start_prompt("Judge {{text}}.")


def broken(**changes: object) -> str:
    document = json.loads(export_prompt(PROMPT, "json", ORIGIN))
    return json.dumps({**document, "prompt": {**document["prompt"], **changes}})


def test_foreign_text_and_markdown_are_the_users_own_prompt() -> None:
    for fmt in ("text", "markdown"):
        text = "# Judge\n\nText: {{text}}"
        assert import_prompt(text, fmt) == start_prompt(text)
        assert import_prompt(text + "\n", fmt) == start_prompt(text)


@pytest.mark.parametrize("fmt", ["json", "yaml"])
def test_chat_messages_of_other_programs_are_read(fmt: PromptFormat) -> None:
    turns = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Say {{text}}"}]
    for value in (turns, {"messages": turns}):
        found = import_prompt(json.dumps(value), fmt)
        assert found == start_prompt("Say {{text}}", system="Be kind.")


@pytest.mark.parametrize("fmt", ["text", "markdown"])
def test_turns_cannot_be_told_from_text(fmt: PromptFormat) -> None:
    shot = Demonstration((("text", "x"),), "y")
    prompt = start_prompt("Judge {{text}}.")
    exported = export_prompt(type(prompt)(prompt.instruction, demonstrations=(shot,)), fmt, ORIGIN)
    with pytest.raises(DataFault, match="several turns"):
        import_prompt(exported, fmt)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("3", "holds no prompt"),
        ("{}", "'messages' is missing"),
        ('{"prompt": 3}', "holds no prompt"),
        ('{"prompt": {}}', "'layout' is missing"),
        ('{"messages": [{"role": "user"}]}', "'content' is missing"),
        ('{"messages": [3]}', "holds no prompt"),
        ("[]", "several turns"),
        (broken(instruction=3), "3 is not text"),
        (broken(fields=[3]), "holds no prompt"),
        (broken(labels=[["a"]]), "holds no prompt"),
        (broken(layout={"instruction_role": "nobody"}), "nobody"),
        (broken(parameters={"temperature": "hot", "top_p": None}), "'hot' is not a number"),
    ],
)
def test_what_holds_no_prompt_is_said(text: str, said: str) -> None:
    with pytest.raises(DataFault, match=said) as caught:
        import_prompt(text, "json")
    assert caught.value.remedy


@pytest.mark.parametrize(
    "weights",
    [[1.0], [1.0, "x"], [1.0, float("inf")], "ab", [True, False], [1.0, None]],
)
def test_weights_that_fit_no_choices_are_no_prompt(weights: object) -> None:
    layout = {**json.loads(broken())["prompt"]["layout"], "choices": ["good", "bad"]}
    text = broken(layout={**layout, "choice_weights": [0.5, -0.5]})
    assert import_prompt(text, "json").layout.choice_weights == (0.5, -0.5)
    with pytest.raises(DataFault):
        import_prompt(broken(layout={**layout, "choice_weights": weights}), "json")


def test_a_module_is_not_read_back() -> None:
    with pytest.raises(DataFault, match="not read back"):
        import_prompt(export_prompt(PROMPT, "python", ORIGIN), "python")


@given(
    text=st.one_of(st.text(), st.text(alphabet='{}[]":,\n-ab&*!|>#`', max_size=30)),
    fmt=st.sampled_from(PROMPT_FORMATS),
)
def test_any_text_ends_in_a_prompt_or_a_fault(text: str, fmt: PromptFormat) -> None:
    with suppress(DataFault):
        import_prompt(text, fmt)
