"""Writes the big project of the benchmarks: 200 prompts, 10,000 outputs, 5,000 votes.

A judge is on, so that the optimizer is at work all the time: its calls never end.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from optimizer.breeding.naming import START_HANDLE, new_handle
from optimizer.identity import UlidFactory, content_hash
from optimizer.options import write_options
from optimizer.pairing.examples import LOOKED_AT, chance_picks
from optimizer.records import (
    Call,
    CallRole,
    Candidate,
    Caps,
    Column,
    Duel,
    Example,
    ModelSpec,
    Options,
    Output,
    Proposal,
    Purpose,
    Request,
    Setting,
    Split,
    Strength,
    Task,
    Verdict,
    Vote,
)
from optimizer.store import ProjectRow, Store, utc_now
from optimizer.template import render, start_prompt

PROMPTS, ROWS, HELD_OUT, ANSWERED, VOTES = 200, 100, 30, 50, 5_000
CHOOSY = 1.0
WORDS = 150
MODEL = ModelSpec("openai/somebody-elses-model", "http://127.0.0.1:9/v1")
TASK = Task(
    "task",
    "Replies to customers",
    criteria="Friendly, names the next step, no empty phrases.",
    columns=(Column("message"),),
)
PROPOSERS = ("critique", "rephrase", "shorten", "components", "layout", "exemplars")
_TAGS = ("too long", "wrong", "tone", "format", "incomplete", "made up")
_TEXT = (
    "order parcel refund invoice account delivery replacement receipt warranty address courier "
    "we you will can please thank check send reply find open confirm arrange follow within before "
    "today tomorrow Monday Friday soon again already still the a your our this that any with and "
    "but so because while directly kindly clearly number link form step detail colleague question "
    "problem answer reason sorry glad happy sure exact short new next last two three working days"
)
VOCABULARY = _TEXT.split()


def make(path: Path) -> None:
    """Write the project.

    Args:
        path: Where; nothing may be there yet.
    """
    rng, new_id = Random(7), UlidFactory(clock_ms=itertools.count(1_750_000_000_000, 40).__next__)
    setting = Setting(MODEL.identity, TASK.criteria).id
    examples = [make_example(k, rng) for k in range(ROWS)]
    tuning = [example for example in examples if example.split is Split.TUNING]
    candidates, quality = _pool(rng)
    row = ProjectRow(
        id=new_id(),
        name="Replies to customers",
        seed=7,
        models={CallRole.ANSWER: MODEL, CallRole.WRITE: MODEL, CallRole.JUDGE: MODEL},
        caps=Caps(),
        method="auto",
        settings=write_options(Options(judge=True, judge_votes=1_000_000)),
        start_prompt=candidates[0].id,
        created_at=utc_now(),
    )
    store = Store.create(path, row, TASK)
    with store, store.atomic():
        store.add_examples(examples)
        run = store.start_run("auto", {}, 7)
        for candidate in candidates:
            store.add_candidate(candidate)
            if candidate.parents:
                store.put_proposal(proposal_of(candidate), run, None, candidate.id)
        answers = {candidate.id: rng.sample(tuning, ANSWERED) for candidate in candidates}
        for candidate, example in _cells(candidates, answers):
            store_output(store, candidate, example, setting, run, new_id, rng)
        _store_votes(store, candidates, quality, answers, setting, new_id, rng)
        store.stop_run(run, "closed")


def output_text(rng: Random) -> str:
    """Return an answer of about 150 words in a few paragraphs."""
    paragraphs = []
    left = rng.randint(WORDS - 50, WORDS + 50)
    while left > 0:
        size = min(left, rng.randint(30, 60))
        left -= size
        words = rng.choices(VOCABULARY, k=size)
        sentences = [" ".join(words[at : at + 12]).capitalize() for at in range(0, size, 12)]
        paragraphs.append(". ".join(sentences) + ".")
    return "\n\n".join(paragraphs)


def make_example(number: int, rng: Random) -> Example:
    """Return a row of about 40 words."""
    message = f"Ticket {number}: " + " ".join(rng.choices(VOCABULARY, k=40))
    split = Split.HELD_OUT if number < HELD_OUT else Split.TUNING
    return Example(content_hash(message), {"message": message}, split=split)


def _pool(rng: Random) -> tuple[list[Candidate], dict[str, float]]:
    candidates: list[Candidate] = []
    quality: dict[str, float] = {}
    for k in range(PROMPTS):
        advice = " ".join(rng.choices(VOCABULARY, k=30 if k else 5))
        prompt = start_prompt(f"Reply to the customer. {advice}\n\nMessage: {{{{message}}}}")
        near = max(0, k - 1 - int(rng.expovariate(0.1))) if k else 0
        parents: tuple[str, ...] = (candidates[near].id,) if k else ()
        candidates.append(
            Candidate(
                prompt=prompt,
                handle=new_handle(parents, candidates) if k else START_HANDLE,
                label="plainer words" if k else "",
                parents=parents,
                proposer=rng.choice(PROPOSERS) if k else "",
                reason="The person prefers plain words.",
                start=not k,
                added_at=f"2026-02-{1 + k // 10:02}T{k % 10 + 8:02}:00:00.000Z",
            )
        )
        quality[prompt.id] = quality[parents[0]] + rng.gauss(0.02, 0.4) if k else 0.0
    return candidates, quality


def proposal_of(candidate: Candidate) -> Proposal:
    """Return the proposal that a candidate came from."""
    return Proposal(
        candidate.prompt,
        candidate.parents,
        candidate.proposer,
        candidate.label,
        candidate.reason,
        edit={"component": candidate.handle},
    )


def _cells(
    candidates: list[Candidate], answers: dict[str, list[Example]]
) -> Iterator[tuple[Candidate, Example]]:
    for candidate in candidates:
        for example in answers[candidate.id]:
            yield candidate, example


def store_output(
    store: Store,
    candidate: Candidate,
    example: Example,
    setting: str,
    run: str,
    new_id: Callable[[], str],
    rng: Random,
) -> None:
    """Store an answer with the call that made it."""
    prompt, text = candidate.prompt, output_text(rng)
    messages = render(prompt, example.fields)
    request = Request(CallRole.ANSWER, MODEL, messages, prompt.parameters, 256)
    call = Call(
        id=new_id(),
        role=CallRole.ANSWER,
        model=MODEL.title,
        request_hash=request.hash,
        run_id=run,
        tokens_in=120,
        tokens_out=200,
        cost_usd=0.0001,
        latency_ms=900,
        finish="stop",
        error=None,
        made_at=utc_now(),
    )
    store.put_call(call, text, prompt.parameters)
    store.put_output(
        Output(
            output_id(candidate.id, example.id, setting),
            candidate.id,
            example.id,
            setting,
            0,
            text,
            "stop",
            call.id,
        )
    )


def _store_votes(
    store: Store,
    candidates: list[Candidate],
    quality: dict[str, float],
    answers: dict[str, list[Example]],
    setting: str,
    new_id: Callable[[], str],
    rng: Random,
) -> None:
    """Vote as a person would: better prompts are seen more often, new ones as they come."""
    ids = [candidate.id for candidate in candidates]
    examples = {prompt: {example.id for example in answers[prompt]} for prompt in ids}
    chances = [math.exp(CHOOSY * quality[prompt]) for prompt in ids]
    seen: set[tuple[frozenset[str], str]] = set()
    while len(seen) < VOTES + 1:
        pool = 4 + (len(ids) - 4) * len(seen) // VOTES
        left, right = rng.choices(ids[:pool], chances[:pool], k=2)
        shared = sorted(examples[left] & examples[right])
        if left == right or not shared:
            continue
        example = rng.choice(shared)
        key = (frozenset((left, right)), example)
        if key in seen:
            continue
        seen.add(key)
        duel = Duel(
            id=new_id(),
            purpose=Purpose.TUNE,
            example_id=example,
            left_output=output_id(left, example, setting),
            right_output=output_id(right, example, setting),
            left_prompt=left,
            right_prompt=right,
            picker="eubo",
            setting_id=setting,
            shown_at=utc_now(),
            looked_at=looked_at(len(seen)),
        )
        store.append_event("show", {"duel": duel.id})
        if len(seen) > VOTES:
            store.put_duel(duel)  # the pair that was on the screen when the project was closed
        else:
            vote = cast(duel, quality[left] - quality[right], new_id, rng)
            store.cast_vote(vote, duel)
            store.append_event("vote", {"vote": vote.id})


def looked_at(number: int) -> int:
    """Return of how many examples a duel's own is the most telling: every fifth came by chance."""
    return 1 if chance_picks(number) else LOOKED_AT


def cast(duel: Duel, gap: float, new_id: Callable[[], str], rng: Random) -> Vote:
    """Return a vote as a person casts it whose taste is `gap` logits for the left side."""
    fate = rng.random()
    if fate < 0.02:
        verdict = Verdict.SKIP
    elif fate < 0.15:
        verdict = rng.choice((Verdict.TIE, Verdict.TIE, Verdict.BOTH_BAD))
    else:
        left_wins = rng.random() < 1.0 / (1.0 + math.exp(-gap))
        verdict = Verdict.LEFT if left_wins else Verdict.RIGHT
    explained = rng.random() < 0.1
    return Vote(
        id=new_id(),
        duel_id=duel.id,
        rater_id="person",
        verdict=verdict,
        strength=Strength.SLIGHTLY if rng.random() < 0.2 else Strength.CLEARLY,
        tags=(rng.choice(_TAGS),) if explained else (),
        reason="It says nothing that helps." if explained else "",
        took_ms=rng.randint(2_000, 20_000),
        cast_at=utc_now(),
    )


def output_id(prompt: str, example: str, setting: str) -> str:
    """Return the id of an output."""
    return content_hash([prompt, example, setting, 0])
