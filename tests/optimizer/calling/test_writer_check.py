"""What a writer's answers say about the writer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from optimizer.calling.writer_check import DirectModel, WriterReport, WriterVerdict, check_writer
from optimizer.errors import ModelFault
from optimizer.records import ModelSpec, Request
from tests.fake_service import Answer, FakeService

GOOD = {
    "message": "Write a short, polite reply without promising money back.\n\nMessage: {{message}}",
    "review": "Is the review positive or negative? Say one word.\n\nReview: {{review}}",
}


def field(request: Request) -> str:
    return "message" if "{{message}}" in request.messages[-1].content else "review"


def checked(answer: Callable[[Request], Answer]) -> WriterReport:
    return check_writer(DirectModel(FakeService(answer, threaded=True), ModelSpec("openai/m")))


def test_a_writer_that_answers_with_the_prompt_alone_is_good() -> None:
    found = checked(lambda request: f"<prompt>\n{GOOD[field(request)]}\n</prompt>")
    assert found.verdict is WriterVerdict.GOOD
    assert len(found.answers) == 2


@pytest.mark.parametrize(
    "form",
    [
        "<think>They want it shorter.</think>\n<prompt>{}</prompt>",
        "Sure! Here is the new prompt:\n\n{}",
        "```text\n{}\n```",
        "Here you go:\n<prompt>{}</prompt>\nI made it shorter.",
    ],
)
def test_words_around_the_prompt_are_taken_off(form: str) -> None:
    found = checked(lambda request: form.replace("{}", GOOD[field(request)]))
    assert found.verdict is WriterVerdict.USABLE
    assert "taken off" in found.sentence


def prompt_of(request: Request) -> str:
    return request.messages[-1].content.partition("<prompt>")[2].partition("</prompt>")[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda request: "<think>Hm.</think>", "no prompt"),
        (lambda request: "Dear customer, thank you for your message.", "double braces"),
        (lambda request: f"<prompt>{prompt_of(request)}</prompt>", "unchanged"),
        (lambda request: GOOD[field(request)] + " More words." * 200, "far more"),
    ],
)
def test_a_writer_that_never_gives_a_prompt_is_weak_and_other_ways_are_named(
    answer: Callable[[Request], str], said: str
) -> None:
    found = checked(answer)
    assert found.verdict is WriterVerdict.WEAK
    assert said in found.sentence
    assert "needs no writer: " in found.sentence
    assert "Component library" in found.sentence


def test_a_writer_that_fails_once_is_usable() -> None:
    found = checked(
        lambda request: GOOD["message"] if field(request) == "message" else "It is positive."
    )
    assert found.verdict is WriterVerdict.USABLE
    assert "not always" in found.sentence


def test_a_writer_that_does_not_answer_raises_its_fault() -> None:
    with pytest.raises(ModelFault):
        checked(lambda request: ModelFault("It is gone."))
