"""One modification of the best prompt, found by looking at three of its outputs.

J. Xiang et al., "Self-Supervised Prompt Optimization" (2025): no labels; every child is one of the
best so far, which gives way only to a strict majority of its judgements.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_prompt, read_tagged
from optimizer.proposing.moves.asking import consult, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import answered, tell_cases
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import own_proposals
from optimizer.proposing.moves.ranking import live_by_merit, merits, seen
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot, Verdict
from optimizer.selecting.strict_majority import replaces


@dataclass(frozen=True, slots=True)
class Spo:
    """A child of the best by analysis and one modification in a sentence."""

    name: ClassVar[str] = "spo"
    needs_writer: ClassVar[bool] = True

    rows: int = 3

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Modify the best prompt once; see `Proposer`."""
        best = champion(snapshot, self.name)
        shown = answered(snapshot, best.id, self.rows)
        if writer is None or not shown:
            return []
        wording = wording_of(snapshot, "spo_optimize")
        text = editable_text(best.prompt)
        told = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "outputs": tell_cases(shown),
        }
        answer = consult(writer, wording, told, room_for(text, 2))
        named = read_tagged(answer.text, "modification", cut=answer.truncated)
        # Without the tag the answer is read as one text, which would take the analysis in.
        tagged = "<prompt>" in answer.text.lower()
        return child(
            best,
            read_prompt(answer.text, cut=answer.truncated) if tagged or not named else None,
            proposer=self.name,
            label="one modification",
            reason=named[0] if named else "one modification after its outputs",
            edit={"action": "modify the best", "modification": named[0] if named else ""},
            wording=wording,
            hoped=f"should win a strict majority against {best.name}",
        )


def champion(snapshot: Snapshot, proposer: str) -> Candidate:
    """Return the best by strict majority: each child replaces it only if it won its duels with it.

    Args:
        snapshot: The pool and its evidence.
        proposer: Whose children challenge, one after the other.

    Returns:
        It begins with the best of all others. The person's and the judges' verdicts on the two
        count alike; where nobody has compared a child with it, the posterior decides.
    """
    children = [p.prompt_id for p in own_proposals(snapshot, proposer) if p.prompt_id]
    live, worth = live_by_merit(snapshot), merits(snapshot)
    best = next((c for c in live if c.id not in children), snapshot.start)
    for challenger in (c for key in children for c in live if c.id == key):
        duels = [
            duel
            for duel in (*snapshot.duels, *snapshot.judge_duels)
            if {duel.left_prompt, duel.right_prompt} == {best.id, challenger.id}
        ]
        wins = sum(duel.winner == challenger.id for duel in duels)
        losses = sum(duel.winner == best.id for duel in duels)
        abstained = sum(duel.verdict is Verdict.SKIP for duel in duels)
        better = worth[challenger.id] > worth[best.id]
        if len(duels) > abstained:
            won = replaces(wins, losses, len(duels) - wins - losses - abstained, abstained)
        else:
            won = seen(snapshot, challenger.id) and better
        best = challenger if won else best
    return best
