"""Write the small project that is kept for every version of the tables.

Run once per version, before its release, from the root of the project:
`python -m tests.assets.make_project`. A file that is kept is never made again.
"""

from __future__ import annotations

from pathlib import Path

from optimizer import schema
from optimizer.records import Parameters, Proposal, Rater, RaterKind, Span, Verdict
from tests.optimizer.store import making


def make(path: Path) -> None:
    """Write a project that has a row in every table in use."""
    with making.fill(making.create(path)) as store:
        run = store.start_run("auto", {}, seed=7)
        store.put_call(making.call("call-1", run_id=run), "Start on 0", Parameters())
        child = making.PROMPTS[1]
        store.put_proposal(
            Proposal(child.prompt, (making.PROMPTS[0].id,), "shorten", "shorter", "too long"),
            run,
            None,
            child.id,
        )
        store.add_rater(Rater("judge", RaterKind.JUDGE, "a model"))
        for number, verdict in enumerate((Verdict.LEFT, Verdict.TIE, Verdict.RIGHT), start=1):
            duel = making.duel(f"duel-{number}", example=number % 2)
            store.cast_vote(making.vote(f"vote-{number}", duel.id, verdict), duel)
            store.append_event("vote", {"vote": f"vote-{number}"})
        store.void_vote("vote-2")
        store.append_event("void", {"vote": "vote-2"})
        span = Span(making.output(0, 1).id, 0, 5, True)
        store.annotate_vote("vote-3", "kinder", ("tone",), [span])
        store.put_score(making.output(0, 0).id, "exact", 1.0)
        store.stop_run(run, "closed")


if __name__ == "__main__":
    make(Path(__file__).with_name(f"project-v{len(schema.known())}.pairtune"))
