"""What each child was written to do better, and whether later votes say that it does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference import Posterior
from optimizer.preference.arrays import IntArray
from optimizer.proposing.moves.vectors import distance
from optimizer.proposing.moves.whys import SAME_REASON
from optimizer.records import Candidate, Verdict
from optimizer.said import say
from optimizer.views import HypothesisState, HypothesisView
from optimizer.votes.evidence import Judgement
from optimizer.votes.judgements import Judgements

VOTES_NEEDED = 4
SURE = 0.9
_FIX = "should fix: "
_COUNTED = re.compile(r"(?P<name>.+?) \((?P<count>\d+)\)(?:, |$)")
_DRAWS = 4_000
_BEFORE = 200  # votes of all, where a complaint was never made of a parent


@dataclass(frozen=True, slots=True)
class _Complaints:
    """In how many of its duels an answer of a prompt was found wanting for a reason."""

    given: int
    duels: int

    def told(self) -> str:
        return say("{given} of {duels}", given=self.given, duels=self.duels)


def hypotheses(
    candidates: Sequence[Candidate],
    posterior: Posterior,
    judgements: Sequence[Judgement],
) -> tuple[HypothesisView, ...]:
    """Return every hypothesis with what the votes say of it, those of the newest child first.

    A child that is to fix a complaint is held to that complaint: its share of the child's votes is
    compared with its share of the parents' votes. Where it was said of relatives and never of a
    parent, the last votes before the child was first shown take their place. Any other hypothesis
    is held to the child's strength against its parents.

    Args:
        candidates: The pool, in the posterior's order.
        posterior: What is believed of it.
        judgements: The votes that teach.
    """
    guessed = [each for each in candidates[: len(posterior)] if each.hypothesis]
    if not guessed:
        return ()
    places = {candidate.id: place for place, candidate in enumerate(candidates)}
    votes = _ByPrompt(judgements)
    found: list[HypothesisView] = []
    for candidate in reversed(guessed):
        parents = [parent for parent in candidate.parents if parent in places]
        if not parents:
            continue
        complaints = complaints_in(candidate.hypothesis)
        if complaints:
            found += _held_to(candidate, complaints, parents, votes)
        else:
            own, rest = places[candidate.id], [places[parent] for parent in parents]
            better = _p_better(posterior, own, rest)
            enough = votes.count(candidate.id) >= VOTES_NEEDED
            state = _state(better) if enough else HypothesisState.OPEN
            found.append(
                HypothesisView(candidate.id, candidate.name, candidate.hypothesis, "", "", state)
            )
    return tuple(found)


class _ByPrompt:
    """The votes on every prompt, found at once: there may be a hundred thousand.

    Args:
        judgements: The votes.
    """

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self._votes = Judgements.of(judgements)
        left, right = self._votes.left, self._votes.right
        other = np.flatnonzero(left != right)  # a vote on a prompt and itself is one of it
        sides = np.concatenate([left, right[other]])
        self._order = np.argsort(sides, kind="stable")
        self._sides = sides[self._order]
        self._vote = np.concatenate([np.arange(len(left)), other])

    def count(self, prompt_id: str) -> int:
        """Return how many votes there are on a prompt."""
        return len(self._places(prompt_id))

    def on(self, prompts: Sequence[str]) -> list[Judgement]:
        """Return the votes on any of these prompts, in the order cast."""
        places = {place for each in prompts for place in self._places(each).tolist()}
        return [self._votes[place] for place in sorted(places)]

    def before(self, prompt_id: str) -> list[Judgement]:
        """Return the last votes from before a prompt was first judged, some hundreds at most."""
        own = self._places(prompt_id)
        end = int(own.min()) if len(own) else len(self._votes)
        return list(self._votes[max(0, end - _BEFORE) : end])

    def _places(self, prompt_id: str) -> IntArray:
        code = self._votes.columns.prompts.known.get(prompt_id, -1)
        first, last = np.searchsorted(self._sides, [code, code + 1])
        return np.asarray(self._vote[self._order[first:last]])


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
    candidate: Candidate, complaints: Mapping[str, int], parents: Sequence[str], votes: _ByPrompt
) -> list[HypothesisView]:
    mine, theirs = votes.on((candidate.id,)), votes.on(parents)
    found = []
    for name, count in complaints.items():
        after = _complaints(name, mine, (candidate.id,))
        before = _complaints(name, theirs, parents)
        if not before.given:
            before = _complaints(name, votes.before(candidate.id))
        state = HypothesisState.OPEN
        if after.duels >= VOTES_NEEDED and before.duels >= VOTES_NEEDED:
            state = _state(_p_fewer(after, before))
        text = f"should fix: {name} ({count})"
        told = (before.told(), after.told())
        found.append(HypothesisView(candidate.id, candidate.name, text, *told, state))
    return found


def _complaints(
    name: str, judgements: Sequence[Judgement], prompts: Sequence[str] | None = None
) -> _Complaints:
    """Return how often something was said against some prompts; None for whichever lost."""
    given = sum(1 for entry in judgements if _blamed(entry, prompts) and _says(entry, name))
    return _Complaints(given, len(judgements))


def _blamed(entry: Judgement, prompts: Sequence[str] | None) -> bool:
    """Whether one of these prompts gave an answer that was not good enough."""
    loser = {
        Verdict.LEFT: (entry.duel.right_prompt,),
        Verdict.RIGHT: (entry.duel.left_prompt,),
        Verdict.BOTH_BAD: (entry.duel.left_prompt, entry.duel.right_prompt),
    }.get(entry.vote.verdict, ())
    return bool(loser) if prompts is None else any(prompt in loser for prompt in prompts)


def _says(entry: Judgement, name: str) -> bool:
    if name in entry.vote.tags:
        return True
    said = entry.vote.reason.strip()
    if not said:
        return False
    return name.casefold() in said.casefold() or distance(said, name) < SAME_REASON


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
