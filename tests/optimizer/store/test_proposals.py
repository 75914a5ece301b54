from __future__ import annotations

from optimizer.records import Prompt, Proposal, Refusal, Spent
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


def test_a_proposal_tells_its_run_its_step_and_what_it_took(store: Store) -> None:
    run = store.start_run("auto", {}, seed=1)
    store.put_proposal(_proposal("cheap"), run, None, None, Spent(1.5, 0.25))
    store.put_proposal(_proposal("unpriced"), run, None, None, Spent(2.0, None))
    store.put_proposal(_proposal("free"), None, None, None)

    cheap, unpriced, free = store.proposals()
    assert (cheap.run_id, cheap.step, cheap.calls, cheap.cost_usd) == (run, 1, 1.5, 0.25)
    assert (unpriced.step, unpriced.calls, unpriced.cost_usd) == (2, 2.0, None)
    assert (free.run_id, free.calls, free.cost_usd) == (None, 0.0, 0.0)
    assert cheap.evidence == ("duel-1",)


def test_a_run_is_taken_up_again_until_it_is_finished(store: Store) -> None:
    run = store.start_run("auto", {}, seed=1)
    store.stop_run(run, "paused by you")
    store.resume_run(run)
    (again,) = store.runs()
    assert (again.stopped_at, again.stop_reason, again.finished) == (None, "", False)

    store.stop_run(run, "20 new prompts are written", finished=True)
    (ended,) = store.runs()
    assert ended.finished
    assert ended.stop_reason == "20 new prompts are written"


def test_figures_of_prompts_come_back_by_name(store: Store) -> None:
    first, second = making.PROMPTS[0].id, making.PROMPTS[1].id
    store.put_figures(first, {"words": 12.0, "readability": 60.5})
    store.put_figures(second, {"words": 9.0})
    store.put_figures(first, {"words": 13.0})

    assert store.figures() == {
        first: {"words": 13.0, "readability": 60.5},
        second: {"words": 9.0},
    }


def test_a_changed_wording_is_current_until_it_is_reset_and_is_never_lost(store: Store) -> None:
    store.put_wording("critique", "hash-1", "first text")
    store.put_wording("critique", "hash-2", "second text")
    store.put_wording("shorten", "hash-3", "shorter")
    assert store.wordings() == {"critique": "second text", "shorten": "shorter"}

    store.put_wording("critique", "hash-1", "first text")
    store.reset_wording("shorten")
    assert store.wordings() == {"critique": "first text"}
    assert set(store.wording_bodies()) == {"hash-1", "hash-2", "hash-3"}
