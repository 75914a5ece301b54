"""The check of a writer before a run: does it answer with a new prompt, and with nothing else?"""

from __future__ import annotations

import queue
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from optimizer.calling.calls import Service
from optimizer.errors import WorldFault
from optimizer.proposing.moves.answers import read_prompt
from optimizer.proposing.moves.asking import ask
from optimizer.protocols import Model
from optimizer.records import (
    CallRole,
    Completion,
    Message,
    Method,
    ModelSpec,
    Need,
    Parameters,
    Request,
)
from optimizer.said import say
from optimizer.template import placeholders
from optimizer.wordings import load_wording

_WORDING = "rephrase"
_PROMPTS = ("writer_check_1", "writer_check_2")
_ANSWER_TOKENS = 800  # as in a run: models that think first need room for it
_MOST_GROWTH = 3.0
_NAMED = 6
_WRITING = Parameters(temperature=0.7)


class WriterVerdict(StrEnum):
    """How well a model writes prompts in the form that is asked for."""

    GOOD = "good"
    USABLE = "usable"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class WriterReport:
    """What the check found; `sentence` is for the person, `answers` are the model's own."""

    verdict: WriterVerdict
    sentence: str
    answers: tuple[str, ...]


class DirectModel:
    """A blocking handle on a model without a project behind it.

    Args:
        service: Makes the calls.
        spec: The model.
    """

    def __init__(self, service: Service, spec: ModelSpec) -> None:
        self._service = service
        self._spec = spec

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = _ANSWER_TOKENS,
        parameters: Parameters | None = None,
    ) -> Completion:
        """Return the model's answer; see `optimizer.protocols.Model`."""
        asked = Request(
            CallRole.TEST, self._spec, tuple(messages), parameters or _WRITING, max_tokens
        )
        outcomes: queue.SimpleQueue[Completion | WorldFault] = queue.SimpleQueue()
        self._service.submit(asked, lambda _, outcome: outcomes.put(outcome))
        outcome = outcomes.get()
        if isinstance(outcome, WorldFault):
            raise outcome
        return outcome


def check_writer(writer: Model) -> WriterReport:
    """Let a model rephrase two small prompts, and judge the form of its answers; blocks.

    Args:
        writer: The model.

    Raises:
        WorldFault: The model did not answer.
    """
    wording = load_wording(_WORDING)
    answers, flaws, tidy = [], [], True
    for name in _PROMPTS:
        prompt = (files("resources") / "models" / f"{name}.txt").read_text("utf-8").strip()
        values = {"prompt": prompt, "criteria": "(none given)"}
        answer = ask(writer, wording, values, _ANSWER_TOKENS)
        answers.append(answer)
        flaws += [flaw] if (flaw := _flaw(prompt, answer)) else []
        tidy = tidy and _is_tidy(answer)
    if len(flaws) == len(_PROMPTS):
        return WriterReport(WriterVerdict.WEAK, _too_weak(flaws[0]), tuple(answers))
    if flaws:
        sentence = say(
            "This model writes prompts, but not always: once it {flaws}. What cannot be "
            "used is left out; the call is paid for all the same.",
            flaws=flaws[0],
        )
        return WriterReport(WriterVerdict.USABLE, sentence, tuple(answers))
    if not tidy:
        sentence = say("This model writes prompts with words around them, which are taken off.")
        return WriterReport(WriterVerdict.USABLE, sentence, tuple(answers))
    sentence = say("This model answers with the new prompt and with nothing else.")
    return WriterReport(WriterVerdict.GOOD, sentence, tuple(answers))


def _flaw(prompt: str, answer: str) -> str:
    """Return why an answer is no new prompt, as the end of a sentence; empty when it is one."""
    written = read_prompt(answer)
    if written is None:
        return say("gave no prompt")
    if set(placeholders(written)) != set(placeholders(prompt)):
        return say("lost the field in double braces")
    if len(written) > _MOST_GROWTH * len(prompt):
        return say("wrote far more than the prompt")
    if written.split() == prompt.split():
        return say("gave the prompt back unchanged")
    return ""


def _is_tidy(answer: str) -> bool:
    text = answer.strip().casefold()
    return text.startswith("<prompt>") and text.endswith("</prompt>")


def _too_weak(flaw: str) -> str:
    return say(
        "This model is too weak to write prompts: it {flaw}. Choose a stronger one for "
        "writing, or a method that needs no writer: {without_writer}.",
        flaw=flaw,
        without_writer=_without_writer(),
    )


def _without_writer() -> str:
    """Name the methods that work by votes alone, as many as a person reads."""
    from optimizer.methods import DEFAULT, load_catalogue

    titles = [
        method.title
        for method in load_catalogue().methods.values()
        if method.name != DEFAULT and _by_votes_alone(method)
    ]
    more = len(titles) - _NAMED
    named = ", ".join(titles[:_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _by_votes_alone(method: Method) -> bool:
    return all(Need.WRITER not in either and Need.PERSON in either for either in method.needs)
