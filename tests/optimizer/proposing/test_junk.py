"""Whatever the pool, the record or the writer holds, no proposer of the second half breaks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing import PROPOSERS
from optimizer.records import (
    Completion,
    Demonstration,
    Example,
    Prompt,
    Snapshot,
    Verdict,
)
from tests.optimizer.proposing.playing import family, pool, stored
from tests.optimizer.proposing.pools import (
    EXAMPLES,
    START,
    Listening,
    duel,
    label_task,
    proposal,
)

NAMES = (
    "bbt_rgb",
    "capo",
    "claps",
    "eccentric",
    "exemplar_selection",
    "forest",
    "layout",
    "map_elites",
    "mipro",
    "mipro_instructions",
    "plum_annealing",
    "plum_genetic",
    "plum_genetic_crossover",
    "plum_harmony",
    "plum_hill_climbing",
    "plum_tabu",
    "pmpo",
    "promptquine",
    "scope",
    "sprig",
    "tapo",
    "zopo",
)
ODD = Demonstration((("message", ""), ("facts", "🦉\u2028\x00")), "")
STRANGE = Prompt("…\n\n\t{{message}}{{message}}  ,,, ;; 🦉", system="\n", demonstrations=(ODD, ODD))
NOTHING = Prompt("", fields=START.fields)


class Babbler(Listening):
    """A writer that answers anything and everything."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self._answer = answer

    def answer(self, told: str, room: int) -> Completion:
        """Return the same as always."""
        return Completion(self._answer, "length", 1, 1, None, 1)


def pools() -> dict[str, Snapshot]:
    """Pools that hold what no one expects."""
    child = replace(START, instruction="Answer.")
    odd = replace(stored(proposal(child)), edit={"new": 3, "gone": {"a": []}, "action": None})
    record = [replace(odd, id=f"p{k}", proposer=name) for k, name in enumerate(NAMES)]
    unnamed = [replace(item, parents=(), edit={"tree": "x", "weights": "y"}) for item in record]
    labelled = label_task("", "spam", "not spam", "spam.*(")
    rows = [replace(example, reference="spam") for example in EXAMPLES]
    lone = Example("lone", {}, reference="")
    retired = family(START, child)
    retired = [retired[0], replace(retired[1], archived=True)]
    return {
        "strange words": pool(family(STRANGE, START), {STRANGE.id: -1e9}),
        "no words": pool(family(NOTHING), {}, task=labelled, examples=rows),
        "no rows": pool(family(START, child), {START.id: 0.0}, examples=()),
        "a row of nothing": pool(family(START), {}, task=labelled, examples=[lone]),
        "odd record": pool(family(START, child), {child.id: 1.0}, record),
        "odder record": pool(family(START, child), {child.id: 1.0}, unnamed),
        "retired": pool(retired, {START.id: 0.0, child.id: 2.0}, record),
        "foreign scores": pool(
            family(START), {}, scores={"x": {"e0": 1.0}, START.id: {"gone": 0.0}}, answers={"x": {}}
        ),
        "votes": replace(
            pool(family(START, child), {START.id: 0.0, child.id: 0.0}),
            duels=(duel(START, child, Verdict.BOTH_BAD), duel(child, Prompt("?"), Verdict.LEFT)),
        ),
    }


@pytest.mark.parametrize("kind", pools())
@pytest.mark.parametrize("name", NAMES)
def test_odd_pools_end_in_proposals_that_are_new_or_in_none(name: str, kind: str) -> None:
    snap, proposer = pools()[kind], PROPOSERS.build(name)
    known = {candidate.id for candidate in snap.candidates}
    writers = [Babbler(a) for a in ("", "<prompt>", "{{x}} <prompt>{{message}} ok</prompt>")]
    for writer in (*writers, *([] if proposer.needs_writer else [None])):
        made = proposer.propose(snap, writer, Random(1))
        assert made == proposer.propose(snap, writer, Random(1)), "the same again"
        for child in made:
            assert child.prompt.id not in known
            assert child.proposer == name
            assert child.parents
            assert set(child.parents) <= known
            assert child.label
            assert child.reason
            assert all(isinstance(key, str) for key in child.edit)
