"""Evolve prompts by a weighted sum of the metrics that a writer chose for the task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.asking import (
    ask,
    ask_for_prompt,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.fitness import fitness, ranked
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.tried import untried
from optimizer.proposing.tapo.metrics import QUALITY, combined, default_weights, measures, table
from optimizer.proposing.tapo.perplexity import LOSSES, losses
from optimizer.protocols import Likelihood, Model
from optimizer.records import Candidate, Proposal, Snapshot

_LINE = re.compile(r"^[\s*#\d.)-]*([a-z]+)[\s*`]*[:=]\s*(\d+(?:\.\d+)?)", re.I | re.M)
_WEAK, _STRONG = -0.3, 0.3
_QUALITY_TOLD = "how people or the labels judge the answers"


@dataclass(frozen=True, slots=True)
class Tapo:
    """A rewrite of a tournament's winner, told where its answers are weak and where strong.

    W. Luo et al., "TAPO: Task-Referenced Adaptation for Prompt Optimization" (2025). The weights
    are chosen once and read again from the record. Perplexity is among the metrics where the
    answering model tells its token probabilities.

    Attributes:
        population: How many of the best candidates meet in tournaments.
        tournament: How many of them meet in one.
        least_quality: The smallest share of the quality among the weights, whatever was chosen.
        looked_at: Of how many answers of a prompt the perplexity is measured; 0 leaves it out.
    """

    name: ClassVar[str] = "tapo"
    needs_writer: ClassVar[bool] = True

    population: int = 10
    tournament: int = 3
    least_quality: float = 0.4
    looked_at: int = 2

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Choose the weights if need be, and rewrite one prompt; see `Proposer`."""
        return self._propose(snapshot, writer, None, rng)

    def propose_by_likelihood(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood, rng: Random
    ) -> list[Proposal]:
        """Do so with perplexity among the metrics; see `LikelihoodProposer`."""
        return self._propose(snapshot, writer, likelihood if self.looked_at else None, rng)

    def _propose(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood | None, rng: Random
    ) -> list[Proposal]:
        if writer is None:
            return []
        worth = fitness(snapshot)
        members = ranked(snapshot, worth)
        told = None
        if likelihood is not None:
            best = members[: self.population]
            told = losses(snapshot, best, likelihood, self.name, self.looked_at)
        weights = known_weights(snapshot, self.name) or self._choose(snapshot, writer, told)
        values = table(snapshot, worth, members, told)
        score = {member.id: combined(values, weights, member.id) for member in members}
        members.sort(key=lambda member: -score[member.id])
        met = members[: self.population]
        met = rng.sample(met, min(max(1, self.tournament), len(met)))
        parent = max(met, key=lambda member: score[member.id])
        return self._evolved(snapshot, parent, weights, values, writer, told)

    def _choose(
        self, snapshot: Snapshot, writer: Model, losses_of: Mapping[str, float] | None
    ) -> dict[str, float]:
        """Return the writer's weights, or those for the kind of answer if it gave none."""
        told = [f"- {QUALITY}: {_QUALITY_TOLD}"]
        told += [f"- {measure.name}: {measure.told}" for measure in measures(losses_of)]
        answer = ask(
            writer,
            wording_of(snapshot, "tapo_metrics"),
            {
                "criteria": criteria_text(snapshot),
                "prompt": editable_text(snapshot.start.prompt),
                "metrics": "\n".join(told),
            },
            max_tokens=120,
        )
        chosen = read_weights(answer)
        if not chosen:
            return default_weights(snapshot.task.answer_kind)
        return with_quality(chosen, self.least_quality)

    def _evolved(
        self,
        snapshot: Snapshot,
        parent: Candidate,
        weights: Mapping[str, float],
        values: Mapping[str, Mapping[str, float]],
        writer: Model,
        losses_of: Mapping[str, float] | None,
    ) -> list[Proposal]:
        wording = wording_of(snapshot, "tapo_evolve")
        measured = _told(weights, values, parent.id)
        old = editable_text(parent.prompt)
        told = {"prompt": old, "criteria": criteria_text(snapshot), "measured": measured}
        text = ask_for_prompt(writer, wording, told, room_for(old, 2))
        if text is None:
            return []
        child = with_text(parent.prompt, text)
        if not untried(snapshot, [child]) or not keeps_all(snapshot.task, parent.prompt, child):
            return []
        most = sorted(weights, key=lambda name: -weights[name])[:3]
        return [
            Proposal(
                prompt=child,
                parents=(parent.id,),
                proposer=self.name,
                label=f"evolved for {most[0]}",
                reason=f"rewritten to do better by {', '.join(most)}",
                hypothesis=measured.replace("\n", "; "),
                edit={"action": "evolve", "weights": dict(weights), LOSSES: dict(losses_of or {})},
                wording_hash=wording.hash,
            )
        ]


def read_weights(answer: str) -> dict[str, float]:
    """Return the weights in a writer's answer, summing to 1; empty when it names no metric.

    Args:
        answer: Lines such as `brevity: 2`; other lines and unknown names are passed over.
    """
    known = {QUALITY, *(measure.name for measure in measures({}))}
    found = {name.casefold(): float(value) for name, value in _LINE.findall(answer)}
    chosen = {name: value for name, value in found.items() if name in known and value > 0}
    total = sum(chosen.values())
    return {name: value / total for name, value in chosen.items()}


def with_quality(weights: Mapping[str, float], least: float) -> dict[str, float]:
    """Return weights in which the quality has its share, so that no side metric takes over.

    Args:
        weights: Summing to 1.
        least: The smallest share of the quality.
    """
    share = max(weights.get(QUALITY, 0.0), least)
    others = {name: value for name, value in weights.items() if name != QUALITY}
    rest = sum(others.values())
    scale = (1.0 - share) / rest if rest else 0.0
    return {QUALITY: share if rest else 1.0} | {n: value * scale for n, value in others.items()}


def known_weights(snapshot: Snapshot, proposer: str) -> dict[str, float]:
    """Return the weights that were chosen before, read from the record; empty without any."""
    for proposal in reversed(snapshot.proposals):
        weights = proposal.edit.get("weights")
        if proposal.proposer == proposer and isinstance(weights, Mapping):
            chosen = {str(k): float(v) for k, v in weights.items() if isinstance(v, int | float)}
            if sum(chosen.values()) > 0:
                return chosen
    return {}


def _told(weights: Mapping[str, float], values: Mapping[str, Mapping[str, float]], key: str) -> str:
    """Return the metrics with their weights and how a prompt does, for a writer."""
    told = {measure.name: measure.told for measure in measures({})} | {QUALITY: _QUALITY_TOLD}
    lines = []
    for name in sorted(weights, key=lambda metric: -weights[metric]):
        value = values.get(name, {}).get(key, 0.0)
        state = "weak" if value < _WEAK else "strong" if value > _STRONG else "average"
        lines.append(f"{name} ({told.get(name, '')}; weight {weights[name]:.0%}): {state}")
    return "\n".join(lines)
