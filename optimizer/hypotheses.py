"""What each child was written to do better, and whether later votes say that it does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.evidence import Judgement
from optimizer.preference import Posterior
from optimizer.proposing.moves.vectors import distance
from optimizer.proposing.moves.whys import SAME_REASON
from optimizer.records import Candidate, Verdict
from optimizer.views import HypothesisState, HypothesisView

VOTES_NEEDED = 4
SURE = 0.9
_FIX = "should fix: "
_COUNTED = re.compile(r"(?P<name>.+?) \((?P<count>\d+)\)(?:, |$)")
_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class _Complaints:
    """In how many of its duels an answer of a prompt was found wanting for a reason."""

    given: int
    duels: int

    def told(self) -> str:
        return f"{self.given} of {self.duels}"


def hypotheses(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    judgements: Sequence[Judgement],
) -> tuple[HypothesisView, ...]:
    """Return every hypothesis with what the votes say of it, those of the newest child first.

    A child that is to fix a complaint is held to that complaint: its share of the child's votes is
    compared with its share of the parents' votes. Any other hypothesis is held to the child's
    strength against its parents.

    Args:
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        judgements: The votes that teach.
    """
    known = {candidate.id: candidate for candidate in candidates}
    places = {candidate.id: place for place, candidate in enumerate(candidates)}
    found: list[HypothesisView] = []
    for candidate in reversed(candidates[: len(posterior)]):
        parents = [parent for parent in candidate.parents if parent in known]
        if not candidate.hypothesis or not parents:
            continue
        complaints = complaints_in(candidate.hypothesis)
        if complaints:
            mine = [entry for entry in judgements if _plays(entry, candidate.id)]
            theirs = [e for e in judgements if any(_plays(e, parent) for parent in parents)]
            found += [
                _held_to(candidate, name, count, mine, theirs, parents)
                for name, count in complaints.items()
            ]
        else:
            played = sum(1 for entry in judgements if _plays(entry, candidate.id))
            own, rest = places[candidate.id], [places[parent] for parent in parents]
            better = _p_better(posterior, own, rest)
            state = _state(better) if played >= VOTES_NEEDED else HypothesisState.OPEN
            found.append(
                HypothesisView(candidate.id, candidate.name, candidate.hypothesis, "", "", state)
            )
    return tuple(found)


def complaints_in(hypothesis: str) -> Mapping[str, int]:
    """Return the complaints that a hypothesis says will be fixed, with their counts.

    Args:
        hypothesis: Such as `should fix: too long (7), rude (2)`; any other holds none.
    """
    if not hypothesis.startswith(_FIX):
        return {}
    told = _COUNTED.finditer(hypothesis.removeprefix(_FIX))
    return {match["name"]: int(match["count"]) for match in told}


def _held_to(
    candidate: Candidate,
    name: str,
    count: int,
    mine: Sequence[Judgement],
    theirs: Sequence[Judgement],
    parents: Sequence[str],
) -> HypothesisView:
    after = _complaints(name, mine, (candidate.id,))
    before = _complaints(name, theirs, parents)
    state = HypothesisState.OPEN
    if after.duels >= VOTES_NEEDED and before.duels >= VOTES_NEEDED:
        state = _state(_p_fewer(after, before))
    text = f"should fix: {name} ({count})"
    return HypothesisView(candidate.id, candidate.name, text, before.told(), after.told(), state)


def _complaints(name: str, judgements: Sequence[Judgement], prompts: Sequence[str]) -> _Complaints:
    given = sum(1 for entry in judgements if _blamed(entry, prompts) and _says(entry, name))
    return _Complaints(given, len(judgements))


def _blamed(entry: Judgement, prompts: Sequence[str]) -> bool:
    """Whether one of these prompts gave an answer that was not good enough."""
    loser = {
        Verdict.LEFT: (entry.duel.right_prompt,),
        Verdict.RIGHT: (entry.duel.left_prompt,),
        Verdict.BOTH_BAD: (entry.duel.left_prompt, entry.duel.right_prompt),
    }.get(entry.vote.verdict, ())
    return any(prompt in loser for prompt in prompts)


def _says(entry: Judgement, name: str) -> bool:
    if name in entry.vote.tags:
        return True
    said = entry.vote.reason.strip()
    if not said:
        return False
    return name.casefold() in said.casefold() or distance(said, name) < SAME_REASON


def _plays(entry: Judgement, prompt_id: str) -> bool:
    return prompt_id in (entry.duel.left_prompt, entry.duel.right_prompt)


def _p_fewer(after: _Complaints, before: _Complaints) -> float:
    """Return how likely a complaint has become rarer: two shares, each even beforehand."""
    rng = np.random.default_rng(0)
    now = rng.beta(1 + after.given, 1 + after.duels - after.given, _DRAWS)
    then = rng.beta(1 + before.given, 1 + before.duels - before.given, _DRAWS)
    return float(np.mean(now < then))


def _p_better(posterior: Posterior, own: int, parents: Sequence[int]) -> float:
    from math import erf, sqrt

    shares = [-1.0 / len(parents)] * len(parents)
    gain, variance = posterior.contrast((own, *parents), (1.0, *shares))
    return 0.5 * (1.0 + erf(gain / sqrt(max(variance, 1e-12)) / sqrt(2.0)))


def _state(p_true: float) -> HypothesisState:
    if p_true >= SURE:
        return HypothesisState.CONFIRMED
    return HypothesisState.REFUTED if p_true <= 1.0 - SURE else HypothesisState.OPEN
