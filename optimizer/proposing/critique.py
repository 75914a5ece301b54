"""Read why a prompt lost, say what is wrong with it, and rewrite it.

The idea of a textual gradient: R. Pryzant et al., "Automatic Prompt Optimization with 'Gradient
Descent' and Beam Search" (2023); here the losses are a person's votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import ask, ask_for_prompt, criteria_text, wording_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.losses import lost_duels, reasons, sample_losses, tell_losses
from optimizer.protocols import Model
from optimizer.records import Candidate, JudgedDuel, Proposal, Snapshot


@dataclass(frozen=True, slots=True)
class Critique:
    """Lost duels and reasons, a criticism of them, a rewrite."""

    name: ClassVar[str] = "critique"
    needs_writer: ClassVar[bool] = True

    losses: int = 4

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Rewrite the best candidate that lost a duel; see `Proposer`."""
        parent = _best_loser(snapshot)
        if parent is None or writer is None:
            return []
        losses = sample_losses(snapshot, parent.id, rng, self.losses)
        text = editable_text(parent.prompt)
        criticise, rewrite = (
            wording_of(snapshot, "critique"),
            wording_of(snapshot, "critique_rewrite"),
        )
        told = {"prompt": text, "criteria": criteria_text(snapshot)}
        losses_told = {"duels": tell_losses(losses, parent.id)}
        criticism = ask(writer, criticise, told | losses_told).strip()
        if not criticism:
            return []
        rewritten = ask_for_prompt(writer, rewrite, told | {"criticism": criticism})
        if rewritten is None or rewritten == text:
            return []
        return [
            Proposal(
                prompt=with_text(parent.prompt, rewritten),
                parents=(parent.id,),
                proposer=self.name,
                label="critique",
                reason=_summary(criticism),
                hypothesis=_hypothesis(losses),
                edit={"action": "rewrite", "criticism": criticism},
                wording_hash=rewrite.hash,
                evidence=tuple(duel.duel_id for duel in losses),
            )
        ]


def _best_loser(snapshot: Snapshot) -> Candidate | None:
    live = [c for c in snapshot.candidates if snapshot.standings[c.id].live]
    live.sort(key=lambda c: -snapshot.standings[c.id].mean)
    return next((c for c in live if lost_duels(snapshot, c.id)), None)


def _summary(criticism: str) -> str:
    lines = [
        line.lstrip(" -*#0123456789.)").rstrip() for line in criticism.splitlines() if line.strip()
    ]
    first = next((line for line in lines if len(line.split()) > 3), "rewritten after its losses")
    return first if len(first) <= 200 else first[:199].rstrip() + "…"


def _hypothesis(losses: list[JudgedDuel]) -> str:
    counted = reasons(losses)
    if not counted:
        return f"should win duels like the {len(losses)} it lost"
    told = ", ".join(f"{tag} ({count})" for tag, count in counted)
    return f"should fix: {told}"
