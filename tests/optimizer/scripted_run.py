"""A project in which labels decide, and scripted models for it: a run that needs nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from optimizer.judging.hack_check import NAME as HACK_CHECK
from optimizer.methods import find_method
from optimizer.project import ProjectDraft
from optimizer.protocols import Likelihood
from optimizer.records import (
    CallRole,
    Column,
    ColumnRole,
    Example,
    Message,
    ModelSpec,
    Need,
    Options,
    Request,
    SettingValue,
    Split,
    Task,
)
from optimizer.wordings import load_wording
from tests.fake_service import FakeService
from tests.optimizer.proposing.pools import START
from tests.optimizer.proposing.worlds import NAMES, WISHES, competent
from tests.small_project import small_draft

PROMPTS = 4
_NOTE = re.compile(r"Note \d+")
_HACK_SYSTEM = load_wording(HACK_CHECK).system


class Certain:
    """Finds the shorter of two prompts the likelier to be answered rightly."""

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Return a loss that grows with the words that are said."""
        return 0.01 * sum(len(message.content.split()) for message in messages)

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Return what follows from the loss of each answer's chat, all alike."""
        return tuple(-self.loss(messages, answer) - len(answer) for answer in answers)

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """Return whether they begin otherwise."""
        return len({answer[:1] for answer in answers}) == len(answers)


class ScriptedService(FakeService):
    """The fake service with token probabilities."""

    def likelihood(self, spec: ModelSpec) -> Likelihood:  # type: ignore[override]
        """Return what tells them."""
        return Certain()


def scripted(role: CallRole, messages: Sequence[Message], seed: str) -> str:
    """Return what a model says: the writer by its rules, the judge by length, the answerer by wish.

    Args:
        role: What the call is for.
        messages: What it is told.
        seed: The same call has the same answer, whoever asks and whenever.
    """
    told = "\n".join(message.content for message in messages)
    rng = Random(seed)
    if role is CallRole.JUDGE:
        if messages[0].content == _HACK_SYSTEM:
            return "Nothing new is stricter.\nVERDICT: FINE"
        verdict = rng.choice(["1", "2", "TIE", "UNSURE"])
        return f"<feedback>Set 1 lacks a greeting.</feedback>\nVERDICT: {verdict}"
    if role is CallRole.WRITE:
        said = competent(rng.randrange(1_000)).complete(messages).text
        return _NOTE.sub(lambda _: f"Note {rng.randrange(10_000_000)}", said)
    row = re.search(r"Question (\d+)", told)
    name = NAMES[int(row[1]) % 4] if row else NAMES[0]
    held = WISHES[name][:-1].casefold() in told.casefold()
    return f"done {name}" if held or rng.random() < 0.3 else f"nothing about {name}"


def by_request(request: Request) -> str:
    """Return what a scripted model says to a request."""
    return scripted(request.role, request.messages, request.hash)


def labelled_draft(method: str, models: dict[CallRole, ModelSpec] | None = None) -> ProjectDraft:
    """Return a project of twelve rows, eight of them labelled, for a short run of a method."""
    examples = tuple(
        Example(
            id=f"r{n}",
            fields={"message": f"Question {n}?", "facts": f"Fact {n}."},
            reference=f"done {NAMES[n % 4]}" if n < 8 else None,
            split=Split.HELD_OUT if n in (3, 7) else Split.TUNING,
        )
        for n in range(12)
    )
    task = Task(
        "task",
        "Replies",
        criteria=" ".join(WISHES.values()),
        columns=(Column("message"), Column("facts"), Column("label", ColumnRole.REFERENCE)),
    )
    named = models or {
        CallRole.WRITE: ModelSpec("openai/writer"),
        CallRole.JUDGE: ModelSpec("openai/judge"),
    }
    judged = any(each == (Need.JUDGE,) for each in find_method(method).needs)
    options = Options(metric="exact", answers=100, check_answers=2, unattended=True, judge=judged)
    return small_draft(
        examples=examples,
        task=task,
        start=START,
        models=named,
        options=options,
        method=method,
        method_settings=short_settings(method),
    )


def short_settings(method: str) -> dict[str, SettingValue]:
    """Return settings of a method with which its run is short."""
    known = find_method(method)
    short = {"prompts": PROMPTS, "rows": 4, "answers": 100, "pool": 4}
    found: dict[str, SettingValue] = {}
    for name, value in short.items():
        setting = known.setting(name)
        if setting is not None:
            found[name] = int(max(value, setting.low or value))
    return found
