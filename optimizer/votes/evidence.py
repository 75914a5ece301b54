"""From stored votes to what the preference model learns from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.preference import (
    LEFT,
    RIGHT,
    SLIGHT_WEIGHT,
    TIE,
    Ballot,
    Ballots,
    Expectation,
    Pool,
    vote_weights,
)
from optimizer.records import Candidate, Duel, Hunch, Purpose, Strength, Verdict, Vote
from optimizer.votes.people import rater_key

# Confirmation duels have the last word on held-out examples: they must stay independent evidence.
TEACHING = frozenset({Purpose.TUNE, Purpose.PROBE, Purpose.HEAD_TO_HEAD})
OUTCOMES = {
    Verdict.LEFT: LEFT,
    Verdict.RIGHT: RIGHT,
    Verdict.TIE: TIE,
    Verdict.BOTH_BAD: TIE,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A vote in force together with its duel."""

    vote: Vote
    duel: Duel

    @property
    def outputs(self) -> frozenset[str]:
        """The ids of the two outputs, whichever side they stood on."""
        return frozenset((self.duel.left_output, self.duel.right_output))

    def teaches(self, setting_id: str) -> bool:
        """Whether the posterior of this setting learns from the vote."""
        return (
            not self.vote.voided
            and self.vote.verdict is not Verdict.SKIP
            and self.duel.purpose in TEACHING
            and self.duel.setting_id == setting_id
        )


def preference_pool(candidates: Sequence[Candidate]) -> Pool:
    """Return the lineage of the candidates by index, in the order given.

    Args:
        candidates: The pool, parents before children; unknown parents are passed over.
    """
    index = {candidate.id: k for k, candidate in enumerate(candidates)}
    return Pool(
        parents=tuple(
            tuple(
                index[parent]
                for parent in candidate.parents
                if parent in index and index[parent] < k
            )
            for k, candidate in enumerate(candidates)
        )
    )


def expectations(hunches: Iterable[Hunch], prompts: Mapping[str, int]) -> tuple[Expectation, ...]:
    """Return a person's hunches as the preference model takes them.

    Args:
        hunches: What is expected of prompts by id.
        prompts: Prompt id to index; hunches about others are passed over.
    """
    return tuple(
        Expectation(better=prompts[hunch.better], worse=prompts[hunch.worse])
        for hunch in hunches
        if hunch.better in prompts and hunch.worse in prompts
    )


def ballot(judgement: Judgement, prompts: Mapping[str, int], examples: Mapping[str, int]) -> Ballot:
    """Return one vote as the sequential update takes it.

    Args:
        judgement: A vote that teaches.
        prompts: Prompt id to index.
        examples: Example id to index.
    """
    vote, duel = judgement.vote, judgement.duel
    return Ballot(
        left=prompts[duel.left_prompt],
        right=prompts[duel.right_prompt],
        outcome=OUTCOMES[vote.verdict],
        weight=SLIGHT_WEIGHT if vote.strength is Strength.SLIGHTLY else 1.0,
        example=examples.get(duel.example_id, -1),
        rater=rater_key(vote.rater_id),
        looked_at=duel.looked_at,
    )


def ballots(
    judgements: Iterable[Judgement], prompts: Mapping[str, int], examples: Mapping[str, int]
) -> Ballots:
    """Return all votes that teach, repeats of one output pair sharing their weight.

    Args:
        judgements: Votes that teach, in the order cast.
        prompts: Prompt id to index.
        examples: Example id to index.
    """
    known = list(judgements)
    weights = vote_weights(
        [(item.duel.left_output, item.duel.right_output) for item in known],
        [item.vote.rater_id for item in known],
        [item.vote.strength is Strength.SLIGHTLY for item in known],
    )
    return Ballots.of(
        [
            ballot(item, prompts, examples)._replace(weight=float(weight))
            for item, weight in zip(known, weights, strict=True)
        ]
    )
