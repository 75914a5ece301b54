"""Writes the huge project of the benchmarks: 10,000 prompts, 50,000 outputs, 100,000 votes.

It is what a very long search leaves: every prompt answers the same few rows, meets the leading
prompts of its day in about twenty votes, and has children if it is among them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from optimizer.breeding.naming import START_HANDLE
from optimizer.identity import UlidFactory
from optimizer.options import write_options
from optimizer.outputs import example_order
from optimizer.records import CallRole, Candidate, Caps, Duel, Options, Purpose, Setting, Split
from optimizer.store import ProjectRow, Store, utc_now
from optimizer.template import start_prompt
from tests.benchmarks import big_project as big

PROMPTS, ROWS, HELD_OUT, ANSWERED, VOTES = 10_000, 40, 10, 5, 100_000
FIRST, LEADERS, NEWEST, KEPT = 30, 20, 40, 0.97
SEED = 7


def make(path: Path, prompts: int = PROMPTS, votes: int = VOTES) -> None:
    """Write the project.

    Args:
        path: Where; nothing may be there yet.
        prompts: How many prompts.
        votes: How many votes.
    """
    rng, new_id = Random(SEED), UlidFactory(clock_ms=itertools.count(1_750_000_000_000, 9).__next__)
    setting = Setting(big.MODEL.identity, big.TASK.criteria).id
    rows = [big.make_example(k, rng) for k in range(HELD_OUT, ROWS)]
    tuning = example_order((e for e in rows if e.split is Split.TUNING), SEED)[:ANSWERED]
    known = {example.id: example for example in rows}
    candidates, quality, field = _pool(prompts, rng)
    row = ProjectRow(
        id=new_id(),
        name="A very long search",
        seed=SEED,
        models={CallRole.ANSWER: big.MODEL, CallRole.WRITE: big.MODEL, CallRole.JUDGE: None},
        caps=Caps(),
        method="auto",
        settings=write_options(Options()),
        start_prompt=candidates[0].id,
        created_at=utc_now(),
    )
    store = Store.create(path, row, big.TASK)
    with store, store.atomic():
        store.add_examples(rows)
        run = store.start_run("auto", {}, SEED)
        for candidate in candidates:
            store.add_candidate(candidate)
            if candidate.parents:
                store.put_proposal(big.proposal_of(candidate), run, None, candidate.id)
            for example_id in tuning:
                big.store_output(store, candidate, known[example_id], setting, run, new_id, rng)
        pairs = _duels(candidates, field, tuning, votes, rng)
        for number, (left, right, example_id) in enumerate(pairs):
            duel = Duel(
                id=new_id(),
                purpose=Purpose.TUNE,
                example_id=example_id,
                left_output=big.output_id(left, example_id, setting),
                right_output=big.output_id(right, example_id, setting),
                left_prompt=left,
                right_prompt=right,
                picker="eubo",
                setting_id=setting,
                shown_at=utc_now(),
                looked_at=big.looked_at(number),
            )
            vote = big.cast(duel, quality[left] - quality[right], new_id, rng)
            store.cast_vote(vote, duel)
            store.append_event("show", {"duel": duel.id})
            store.append_event("vote", {"vote": vote.id})
        store.stop_run(run, "closed")


def _pool(
    prompts: int, rng: Random
) -> tuple[list[Candidate], dict[str, float], list[tuple[str, ...]]]:
    """Return the candidates, how good they are, and who led when each of them entered."""
    candidates: list[Candidate] = []
    quality: dict[str, float] = {}
    leaders: list[Candidate] = []
    field: list[tuple[str, ...]] = []
    for k in range(prompts):
        advice = " ".join(rng.choices(big.VOCABULARY, k=30 if k else 5))
        text = f"Reply to the customer. {advice}\n\nMessage: {{{{message}}}}"
        parents: tuple[str, ...] = (rng.choice(leaders).id,) if k else ()
        candidate = Candidate(
            prompt=start_prompt(text),
            handle=f"B{k}" if k else START_HANDLE,
            label="plainer words" if k else "",
            parents=parents,
            proposer=rng.choice(big.PROPOSERS) if k else "",
            reason="The person prefers plain words.",
            start=not k,
            added_at="2026-02-01T00:00:00.000Z",
        )
        candidates.append(candidate)
        kept = KEPT * quality[parents[0]] if k else 0.0
        quality[candidate.id] = kept + rng.gauss(0.0, 0.35)
        leaders = sorted([*leaders, candidate], key=lambda c: -quality[c.id])[:LEADERS]
        field.append(tuple(leader.id for leader in leaders))
    return candidates, quality, field


def _duels(
    candidates: list[Candidate],
    field: list[tuple[str, ...]],
    rows: Sequence[str],
    votes: int,
    rng: Random,
) -> Iterator[tuple[str, str, str]]:
    """Yield left prompt, right prompt and row: newcomers against the leaders of their day."""
    seen: set[tuple[frozenset[str], str]] = set()
    while len(seen) < votes:
        newest = FIRST + (len(candidates) - 1 - FIRST) * len(seen) // votes
        pool = [c.id for c in candidates[max(0, newest - NEWEST) : newest + 1]]
        left = rng.choice(pool)
        right = rng.choice(field[newest] if rng.random() < 0.7 else pool)
        row = rng.choice(rows)
        key = (frozenset((left, right)), row)
        if left == right or key in seen:
            continue
        seen.add(key)
        yield (left, right, row) if rng.random() < 0.5 else (right, left, row)
