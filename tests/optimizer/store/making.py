"""Small projects for the tests of the store."""

from __future__ import annotations

from pathlib import Path

from optimizer.identity import content_hash
from optimizer.records import (
    Call,
    CallRole,
    Candidate,
    Column,
    ColumnRole,
    Duel,
    Example,
    ModelSpec,
    Output,
    Prompt,
    Purpose,
    Split,
    Task,
    Verdict,
    Vote,
)
from optimizer.store import ProjectRow, Store

SETTING = "setting-1"
TASK = Task(
    "task-1",
    "Tickets",
    criteria="short",
    columns=(Column("ticket"), Column("team", ColumnRole.REFERENCE)),
)
PROJECT = ProjectRow(
    id="project-1",
    name="Tickets",
    seed=7,
    models={CallRole.ANSWER: ModelSpec(), CallRole.WRITE: None},
)
_START = Prompt("Answer.")
PROMPTS = (
    Candidate(_START, "Start"),
    Candidate(Prompt("Answer shortly."), "B1", "shorter", (_START.id,), "shorten"),
    Candidate(Prompt("Hi."), "B2"),
)
EXAMPLES = tuple(
    Example(content_hash(text), {"ticket": text}, "sales", split)
    for text, split in (
        ("My bill is wrong", Split.TUNING),
        ("It does not start", Split.TUNING),
        ("Where is my order?", Split.HELD_OUT),
    )
)


def create(path: Path) -> Store:
    """Make a project without examples, prompts or outputs."""
    return Store.create(path, PROJECT, TASK)


def fill(store: Store) -> Store:
    """Add the examples, the prompts and an output for each of their pairs."""
    store.add_examples(EXAMPLES)
    for candidate in PROMPTS:
        store.add_candidate(candidate)
    store.update_project(start_prompt=PROMPTS[0].id)
    with store.atomic():
        for prompt in range(len(PROMPTS)):
            for example in range(len(EXAMPLES)):
                store.put_output(output(prompt, example))
    return store


def output(prompt: int, example: int, text: str | None = None, sample: int = 0) -> Output:
    """Return the output of a numbered prompt on a numbered example."""
    key = content_hash([PROMPTS[prompt].id, EXAMPLES[example].id, SETTING, sample])
    return Output(
        id=key,
        prompt_id=PROMPTS[prompt].id,
        example_id=EXAMPLES[example].id,
        setting_id=SETTING,
        sample=sample,
        text=f"{PROMPTS[prompt].handle} on {example}" if text is None else text,
        finish="stop",
    )


def call(call_id: str, **changes: object) -> Call:
    """Return a successful call with some fields changed."""
    fields: dict[str, object] = {
        "role": CallRole.ANSWER,
        "model": "m",
        "request_hash": "request-1",
        "run_id": None,
        "tokens_in": 10,
        "tokens_out": 5,
        "cost_usd": 0.25,
        "latency_ms": 120,
        "finish": "stop",
        "error": None,
        "made_at": "2026-01-02T03:04:05.000Z",
    }
    return Call(id=call_id, **{**fields, **changes})


def duel(
    duel_id: str,
    left: int = 0,
    right: int = 1,
    example: int = 0,
    *,
    purpose: Purpose = Purpose.TUNE,
    shown_at: str | None = "2026-01-02T03:04:05.000Z",
    looked_at: int = 1,
) -> Duel:
    """Return a duel of two numbered prompts on a numbered example."""
    return Duel(
        id=duel_id,
        purpose=purpose,
        example_id=EXAMPLES[example].id,
        left_output=output(left, example).id,
        right_output=output(right, example).id,
        left_prompt=PROMPTS[left].id,
        right_prompt=PROMPTS[right].id,
        picker="eubo",
        setting_id=SETTING,
        shown_at=shown_at,
        looked_at=looked_at,
    )


def vote(
    vote_id: str,
    duel_id: str,
    verdict: Verdict = Verdict.LEFT,
    *,
    rater_id: str = "person",
    reason: str = "",
    tags: tuple[str, ...] = (),
) -> Vote:
    """Return a vote of the person's."""
    return Vote(
        id=vote_id,
        duel_id=duel_id,
        rater_id=rater_id,
        verdict=verdict,
        reason=reason,
        tags=tags,
        took_ms=900,
        cast_at="2026-01-02T03:04:06.000Z",
    )
