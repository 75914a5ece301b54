from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.records import FieldStyle, InputField, InstructionPosition, Message
from optimizer.template import placeholders, render, start_prompt, used_columns
from optimizer.template.pieces import fill, parse

LINES = st.sampled_from(
    [
        "Classify the text.",
        "Be brief:",
        "",
        " ",
        "Text: {{text}}",
        "By: {{ by }}",
        "{{text}}",
        "{{by}} {{text}}",
        "### Text",
        "<text>",
        "</text>",
        "Answer:",
        "Answer: ",
        "Say: who wrote {{text}}: {{by}}",
        "\r",
        "{{",
    ]
)
VALUES = st.text(alphabet="ab{}\n:#<> text", max_size=10)


@given(
    template=st.one_of(
        st.lists(LINES, max_size=7).map("\n".join), st.text(alphabet="{}tex\n: #<>/", max_size=40)
    ),
    system=st.sampled_from(["", "You are {{by}}."]),
    data=st.data(),
)
def test_the_users_text_is_rendered_byte_for_byte(
    template: str, system: str, data: st.DataObject
) -> None:
    prompt = start_prompt(template, system=system)
    names = placeholders(template + "\n" + system)
    row = {name: data.draw(VALUES) for name in names}
    expected = (Message("system", fill(parse(system), row)),) if system else ()
    assert render(prompt, row) == (*expected, Message("user", fill(parse(template), row)))
    assert set(used_columns(prompt)) == set(names)


def test_labelled_lines_and_a_cue_become_the_layout() -> None:
    prompt = start_prompt("Classify it.\n\nText: {{text}}\nWritten by: {{ by }}\nAnswer:")
    assert prompt.instruction == "Classify it."
    assert prompt.fields == (InputField("text", "Text"), InputField("by", "Written by"))
    assert (prompt.layout.field_style, prompt.layout.cue) == (FieldStyle.LABELLED, "Answer:")
    assert (prompt.layout.separator, prompt.layout.field_separator) == ("\n\n", "\n")


@pytest.mark.parametrize(
    ("block", "style", "label"),
    [
        ("{{text}}", FieldStyle.BARE, "text"),
        ("<review>\n{{text}}\n</review>", FieldStyle.TAGGED, "review"),
        ("### The review\n{{text}}", FieldStyle.HEADED, "The review"),
        ("Review: {{text}}", FieldStyle.LABELLED, "Review"),
    ],
)
def test_every_field_style_is_recognised_before_and_after(
    block: str, style: FieldStyle, label: str
) -> None:
    after = start_prompt(f"Is this a good film?\n{block}")
    before = start_prompt(f"{block}\n\nIs this a good film?")
    for prompt in (after, before):
        assert prompt.instruction == "Is this a good film?"
        assert prompt.fields == (InputField("text", label),)
        assert prompt.layout.field_style is style
    assert before.layout.instruction_position is InstructionPosition.LAST


def test_a_wider_gap_before_the_cue_is_kept() -> None:
    prompt = start_prompt("Judge.\n\nA: {{a}}\nB: {{b}}\n\nVerdict:")
    assert prompt.layout.cue == "\nVerdict:"
    assert len(prompt.fields) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Summarise: {{text}}",
        "Judge.\n\nReview:\n{{text}}",
        "Reply to {{name}} about {{topic}} in one line.",
        "Judge.\n\nA: {{a}}\n\nB: {{b}}\nC: {{c}}",
        "Judge.\r\n\r\nText: {{text}}\r\n",
        "",
    ],
)
def test_what_does_not_fit_stays_verbatim(text: str) -> None:
    prompt = start_prompt(text)
    assert prompt.instruction == text
    assert prompt.fields == ()


def test_length_and_temperature_are_kept() -> None:
    prompt = start_prompt("Hi", answer_tokens=9, temperature=0.5)
    assert (prompt.layout.answer_tokens, prompt.parameters.temperature) == (9, 0.5)
