from __future__ import annotations

from optimizer.records import Prompt, Proposal, Refusal
from optimizer.store import Store
from tests.optimizer.store import making


def _proposal(label: str) -> Proposal:
    return Proposal(
        prompt=Prompt("Other"),
        parents=(making.PROMPTS[0].id,),
        proposer="components",
        label=label,
        reason="because",
        hypothesis="it wins",
        edit={"add": ["tone.kind"], "step": 2},
        evidence=("duel-1",),
    )


def test_proposals_come_back_with_their_fate(store: Store) -> None:
    run = store.start_run("auto", {}, seed=1)
    refusal = Refusal("length", "longer than 400 words")

    kept = store.put_proposal(_proposal("kinder"), run, None, making.PROMPTS[1].id)
    refused = store.put_proposal(_proposal("longer"), run, refusal, None)

    first, second = store.proposals()
    assert (first.id, second.id) == (kept, refused)
    assert (first.refusal, first.prompt_id) == (None, making.PROMPTS[1].id)
    assert (second.refusal, second.prompt_id) == (refusal, None)
    assert first.edit == {"add": ["tone.kind"], "step": 2}
    assert (first.parents, first.label, first.hypothesis) == (
        (making.PROMPTS[0].id,),
        "kinder",
        "it wins",
    )
    assert first.made_at


def test_a_proposal_may_belong_to_no_run(store: Store) -> None:
    store.put_proposal(_proposal("by hand"), None, None, None)

    assert len(store.proposals()) == 1


def test_the_last_run_tells_how_it_ended(store: Store) -> None:
    assert store.last_run() is None
    store.stop_run(store.start_run("auto", {}, seed=1), "closed")
    second = store.start_run("best of", {"width": 3}, seed=2)

    running = store.last_run()
    assert running is not None
    assert (running.id, running.method, running.settings, running.seed) == (
        second,
        "best of",
        {"width": 3},
        2,
    )
    assert (running.stopped_at, running.stop_reason) == (None, "")

    store.stop_run(second, "cap on votes")
    ended = store.last_run()
    assert ended is not None
    assert ended.stop_reason == "cap on votes"
    assert ended.stopped_at is not None
