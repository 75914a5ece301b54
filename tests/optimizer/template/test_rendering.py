from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import DataFault
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
from optimizer.template import placeholders, prompt_text, render, render_text, used_columns

EVERY_LAYOUT = [
    Layout(
        instruction_role=role,
        instruction_position=position,
        field_style=style,
        demonstrations=demonstrations,
        cue=cue,
    )
    for role, position, style, demonstrations, cue in product(
        InstructionRole, InstructionPosition, FieldStyle, DemonstrationStyle, ("", "Answer:")
    )
]
SHOTS = (
    Demonstration((("text", "good film"), ("by", "Ann")), "yes"),
    Demonstration((("text", "bad film"), ("by", "Bob")), "no"),
)
FIELDS = (InputField("text", "Text"), InputField("by", "Written by"))
ROW = {"text": "fine film", "by": "Cyd"}


def user(prompt: Prompt, **fields: str) -> str:
    (message,) = render(prompt, fields)
    assert message.role == "user"
    return message.content


def test_placeholders_are_distinct_and_in_order() -> None:
    assert placeholders("{{ b }} {{a}} {{b}} {{}} {{ }} {a} {{ two words }}") == (
        "b",
        "a",
        "two words",
    )


def test_inline_placeholders_are_filled() -> None:
    assert user(Prompt("Dear {{ name }}, {{name}}!"), name="Ann") == "Dear Ann, Ann!"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataFault, match=r"\{\{name\}\}.*none") as caught:
        render(Prompt("Dear {{name}}"), {})
    assert caught.value.remedy


def test_a_demonstration_without_a_column_is_a_fault() -> None:
    shot = Demonstration((("other", "x"),), "y")
    with pytest.raises(DataFault):
        render(Prompt("Say {{text}}", demonstrations=(shot,)), {"text": "t"})


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (FieldStyle.LABELLED, "Text: T\nWritten by: B"),
        (FieldStyle.BARE, "T\nB"),
        (FieldStyle.TAGGED, "<text>\nT\n</text>\n<written_by>\nB\n</written_by>"),
        (FieldStyle.HEADED, "### Text\nT\n### Written by\nB"),
    ],
)
def test_field_styles(style: FieldStyle, expected: str) -> None:
    prompt = Prompt("Judge it.", fields=FIELDS, layout=Layout(field_style=style, cue="Answer:"))
    assert user(prompt, text="T", by="B") == f"Judge it.\n\n{expected}\nAnswer:"


def test_instruction_last() -> None:
    layout = Layout(instruction_position=InstructionPosition.LAST, cue="Answer:")
    prompt = Prompt("Judge it.", fields=FIELDS[:1], layout=layout)
    assert user(prompt, text="T") == "Text: T\n\nJudge it.\nAnswer:"


def test_instruction_in_the_system_message() -> None:
    layout = Layout(instruction_role=InstructionRole.SYSTEM)
    prompt = Prompt("Judge {{by}}.", system="You are kind.", fields=FIELDS[:1], layout=layout)
    assert render(prompt, ROW) == (
        Message("system", "You are kind.\n\nJudge Cyd."),
        Message("user", "Text: fine film"),
    )


def test_turns_with_the_instruction_first_state_it_once() -> None:
    prompt = Prompt("Judge it.", fields=FIELDS[:1], demonstrations=SHOTS)
    assert [message.content for message in render(prompt, ROW)] == [
        "Judge it.\n\nText: good film",
        "yes",
        "Text: bad film",
        "no",
        "Text: fine film",
    ]


def test_turns_with_the_instruction_last_state_it_in_the_final_turn() -> None:
    layout = Layout(instruction_position=InstructionPosition.LAST)
    prompt = Prompt("Judge it.", fields=FIELDS[:1], demonstrations=SHOTS[:1], layout=layout)
    assert [message.content for message in render(prompt, ROW)] == [
        "Text: good film",
        "yes",
        "Text: fine film\n\nJudge it.",
    ]


def test_turns_repeat_an_instruction_with_placeholders() -> None:
    prompt = Prompt("Judge {{text}}", demonstrations=SHOTS[:1], layout=Layout(cue="Answer:"))
    assert [(message.role, message.content) for message in render(prompt, ROW)] == [
        ("user", "Judge good film\nAnswer:"),
        ("assistant", "yes"),
        ("user", "Judge fine film\nAnswer:"),
    ]


def test_turns_are_never_empty_when_there_are_no_fields() -> None:
    prompt = Prompt("Write a poem.", demonstrations=(Demonstration((), "Roses"),))
    assert [message.content for message in render(prompt, {})] == [
        "Write a poem.",
        "Roses",
        "Write a poem.",
    ]


def test_inline_demonstrations_stand_before_the_final_fields() -> None:
    layout = Layout(demonstrations=DemonstrationStyle.INLINE, cue="Answer:")
    prompt = Prompt("Judge it.", fields=FIELDS[:1], demonstrations=SHOTS, layout=layout)
    assert user(prompt, **ROW) == (
        "Judge it.\n\nText: good film\nAnswer: yes\n\nText: bad film\nAnswer: no\n\n"
        "Text: fine film\nAnswer:"
    )


def test_inline_demonstrations_without_a_cue() -> None:
    layout = Layout(demonstrations=DemonstrationStyle.INLINE)
    prompt = Prompt("Judge it.", fields=FIELDS[:1], demonstrations=SHOTS[:1], layout=layout)
    assert user(prompt, **ROW) == "Judge it.\n\nText: good film\nyes\n\nText: fine film"


def test_inline_demonstrations_of_an_instruction_with_placeholders_come_first() -> None:
    layout = Layout(demonstrations=DemonstrationStyle.INLINE, cue="Answer:")
    prompt = Prompt("Judge {{text}}", demonstrations=SHOTS[:1], layout=layout)
    assert user(prompt, **ROW) == "Judge good film\nAnswer: yes\n\nJudge fine film\nAnswer:"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (Prompt(""), ""),
        (Prompt("", layout=Layout(cue="Answer:")), "Answer:"),
        (Prompt("", fields=FIELDS[:1]), "Text: T"),
        (Prompt("Hi"), "Hi"),
        (Prompt("Hi", layout=Layout(cue="Answer:")), "Hi\nAnswer:"),
    ],
)
def test_an_empty_part_leaves_no_separator(prompt: Prompt, expected: str) -> None:
    assert user(prompt, text="T") == expected


@pytest.mark.parametrize("layout", EVERY_LAYOUT)
@pytest.mark.parametrize("shots", [(), SHOTS])
def test_every_layout_renders_and_holds_every_value(
    layout: Layout, shots: tuple[Demonstration, ...]
) -> None:
    for instruction, fields in [
        ("Judge it.", FIELDS),
        ("Judge {{text}} by {{by}}.", ()),
        ("Judge {{text}}.", FIELDS[1:]),
    ]:
        prompt = Prompt(instruction, "Be fair.", fields=fields, demonstrations=shots, layout=layout)
        messages = render(prompt, ROW)
        whole = "".join(message.content for message in messages)
        assert all(value in whole for value in ROW.values())
        assert all(shot.answer in whole for shot in shots)
        assert set(used_columns(prompt)) == {"text", "by"}
        assert messages[0].role == "system"
        assert messages[-1].role == "user"
        for message in messages:
            assert message.content == message.content.strip()
            assert "\n\n\n" not in message.content


TEXT = st.text(alphabet=st.sampled_from("ab{}\n: x"), max_size=12)


@given(
    values=st.fixed_dictionaries({"text": TEXT, "by": TEXT}), layout=st.sampled_from(EVERY_LAYOUT)
)
def test_values_are_never_read_as_templates(values: dict[str, str], layout: Layout) -> None:
    # A marked value must come out as it went in, whatever it looks like.
    marked = {name: f"⟦{{{{by}}}}{value}{{{{text}}}}⟧" for name, value in values.items()}
    shot = Demonstration(tuple(marked.items()), "⟦{{by}}⟧")
    prompt = Prompt("Judge {{by}}.", fields=FIELDS, demonstrations=(shot,), layout=layout)
    whole = "\0".join(message.content for message in render(prompt, marked))
    assert whole.count(marked["text"]) >= 2
    assert whole.count(marked["by"]) >= 2
    assert "⟦{{by}}⟧" in whole


def test_the_text_of_a_prompt_shows_placeholders() -> None:
    prompt = Prompt("Judge it by {{by}}.", fields=FIELDS[:1], layout=Layout(cue="Answer:"))
    assert prompt_text(prompt) == "Judge it by {{by}}.\n\nText: {{text}}\nAnswer:"


def test_several_messages_are_named_in_the_text() -> None:
    messages = (Message("system", "Be kind."), Message("user", "Hi"))
    assert render_text(messages) == "[system]\nBe kind.\n\n[user]\nHi"
