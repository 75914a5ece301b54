"""Methods run to their stop on a project whose labels decide, with a scripted writer."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from optimizer.events import StatusChanged
from optimizer.records import (
    AnswerKind,
    CallRole,
    Column,
    ColumnRole,
    Example,
    ModelSpec,
    Options,
    Request,
    Split,
    Task,
)
from optimizer.store import Store
from optimizer.template import start_prompt
from optimizer.views import Status
from tests.fake_service import FakeService
from tests.small_project import Hand, small_draft

_TEXT = (
    "Say plainly whether the writer was pleased. Read to the end first. Name one label only. "
    "Think of praise and of blame. Ignore names and dates."
)
_WORDS = _TEXT.split()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))


def answer(request: Request) -> str:
    rng = Random(request.hash)
    if request.role is CallRole.WRITE:
        said = " ".join(rng.choices(_WORDS, k=12))
        return f"1. It is too vague.\n<prompt>Is the review good or bad? {said}</prompt>"
    return rng.choice(["good", "bad"])


def labelled(method: str, settings: dict[str, int]) -> object:
    examples = tuple(
        Example(
            id=f"row-{n}",
            fields={"message": f"Review {n}: it was {'fine' if n % 2 else 'poor'}."},
            reference="good" if n % 2 else "bad",
            split=Split.HELD_OUT if n % 3 == 2 else Split.TUNING,
        )
        for n in range(24)
    )
    task = Task(
        id="task",
        name="Reviews",
        criteria="Name the right label.",
        columns=(Column("message"), Column("label", ColumnRole.REFERENCE)),
        answer_kind=AnswerKind.LABEL,
        labels=("good", "bad"),
    )
    return small_draft(
        examples=examples,
        task=task,
        start=start_prompt("Is the review good or bad?\n\nReview: {{message}}\n\nAnswer:"),
        models={CallRole.WRITE: ModelSpec(model="openai/writer")},
        options=Options(metric="exact", unattended=True),
        method=method,
        method_settings=settings,
    )


@pytest.mark.parametrize("method", ["auto", "capo", "opro", "critique", "plum_tabu"])
def test_a_method_runs_to_its_stop_and_accounts_for_every_prompt(
    tmp_path: Path, method: str
) -> None:
    path = tmp_path / "reviews.pairtune"
    draft = labelled(method, {"prompts": 5, "rows": 8, "answers": 90})
    hand = Hand.create(path, draft, FakeService(answer, threaded=True))  # type: ignore[arg-type]
    try:
        hand.until(lambda: bool(hand.status and hand.status.run and hand.status.run.finished))
    finally:
        hand.close()
    with Store.open(path) as store:
        (run,) = store.runs()
        written = [p for p in store.proposals() if p.parents]
        figures = store.figures()
        pool = store.candidates()
    assert run.method == method
    assert run.stop_reason == "5 new prompts were written"
    assert len(written) >= 5
    for proposal in written:
        assert proposal.run_id == run.id
        assert proposal.reason
        assert proposal.cost_usd == 0.0
    assert {candidate.id for candidate in pool} == set(figures)


def test_a_judge_alone_paces_a_run_to_its_stop(tmp_path: Path) -> None:
    path = tmp_path / "replies.pairtune"
    writer, judge = ModelSpec(model="openai/writer"), ModelSpec(model="openai/judge")

    def told(request: Request) -> str:
        rng = Random(request.hash)
        if request.role is CallRole.JUDGE:
            return f"Both read well.\nVERDICT: {rng.choice(['1', '2', 'TIE'])}"
        said = " ".join(rng.choices(_WORDS, k=12))
        if request.role is CallRole.WRITE:
            return f"<prompt>Reply to the message. {said}</prompt>"
        return said

    draft = small_draft(
        rows=30,
        models={CallRole.WRITE: writer, CallRole.JUDGE: judge},
        options=Options(judge=True),
        method="spo",
        method_settings={"prompts": 5},
    )
    hand = Hand.create(path, draft, FakeService(told, threaded=True))
    try:
        hand.until(lambda: bool(hand.status and hand.status.run and hand.status.run.finished))
    finally:
        hand.close()
    with Store.open(path) as store:
        assert store.runs()[0].stop_reason.startswith("5 new prompts were written")
        assert not [vote for vote in store.votes() if vote.rater_id == "person"]


def replies_judged(path: Path, method: str, judge: str, prompts: int = 5) -> Hand:
    """Play a run that only a judge paces to its stop; it says what it says to every question."""
    models = {CallRole.WRITE: ModelSpec(model="openai/writer"), CallRole.JUDGE: ModelSpec("j/j")}

    def told(request: Request) -> str:
        rng = Random(request.hash)
        if request.role is CallRole.JUDGE:
            return judge
        said = " ".join(rng.choices(_WORDS, k=12))
        if request.role is CallRole.WRITE:
            return f"<prompt>Reply to the message. {said}</prompt>"
        return said

    draft = small_draft(
        rows=30,
        models=models,
        options=Options(judge=True),
        method=method,
        method_settings={"prompts": prompts},
    )
    hand = Hand.create(path, draft, FakeService(told, threaded=True))
    try:
        hand.until(lambda: bool(hand.status and hand.status.run and hand.status.run.finished))
    finally:
        hand.close()
    return hand


@pytest.mark.parametrize("method", ["prefpo", "spo"])
def test_a_judge_of_no_use_is_said_and_ends_no_run_in_silence(tmp_path: Path, method: str) -> None:
    path = tmp_path / "replies.pairtune"
    hand = replies_judged(path, method, "I would rather not say.")
    with Store.open(path) as store:
        assert store.runs()[0].stop_reason == "5 new prompts were written"
    notes = {note for status in statuses(hand) for note in status.notes}
    assert any(note.startswith("None of the judge's") for note in notes)
    assert any(note.endswith("standing decides") for note in notes)


@pytest.mark.parametrize("method", ["prefpo", "spo"])
def test_sets_are_judged_by_the_judge_model_within_its_budget(tmp_path: Path, method: str) -> None:
    path = tmp_path / "replies.pairtune"
    replies_judged(path, method, "<feedback>Set 1 is dull.</feedback>\nVERDICT: 1")
    with Store.open(path) as store:
        asked = [p.edit.get("judge calls", 0) for p in store.proposals()]
        assert store.runs()[0].stop_reason == "5 new prompts were written"
    assert any(asked)


def statuses(hand: Hand) -> list[Status]:
    return [event.status for event in hand.events if isinstance(event, StatusChanged)]
