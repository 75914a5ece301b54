"""How often a metric says of two outputs what the person said of them."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.preference.consistency import agreement
from optimizer.reports.findings import Evidence
from optimizer.views import AgreementView
from optimizer.votes.people import agreement_view, votes_of


def metric_agreement(
    evidence: Evidence, scores: Mapping[str, Mapping[str, float]]
) -> AgreementView | None:
    """Compare the person's verdicts with the order of the scores on the same two outputs.

    Args:
        evidence: The person's votes.
        scores: The metric's scores by prompt id and example id.

    Returns:
        The agreement over duels whose outputs were both scored; None without any.
    """
    prompts = [candidate.id for candidate in evidence.candidates]
    examples = {place: example for example, place in evidence.examples.items()}
    person, metric = [], []
    votes = votes_of(evidence.ballots, evidence.me)
    for number in range(len(votes)):
        vote = votes[number]
        example = examples.get(vote.example, "")
        left = scores.get(prompts[vote.left], {}).get(example)
        right = scores.get(prompts[vote.right], {}).get(example)
        if left is not None and right is not None:
            person.append(vote.outcome)
            metric.append((left > right) - (left < right))
    return agreement_view(agreement(person, metric))
