"""The prompts table as it was after an earlier vote."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizer.preference import fit
from optimizer.records import Candidate
from optimizer.reports.readout import PoolPicture
from optimizer.views import PoolView
from optimizer.votes.evidence import expectations, preference_pool
from optimizer.votes.judgements import Judgements
from optimizer.votes.tallies import tallies


@dataclass(frozen=True, slots=True, eq=False)
class ReplayPicture:
    """What an earlier state is computed from.

    Attributes:
        now: The present state.
        judgements: The votes that teach up to the vote looked back to, in the order cast.
    """

    now: PoolPicture
    judgements: Judgements

    def run(self) -> PoolView:
        """Return the prompts that were judged by then, from a fit of these votes alone.

        What other raters and confirmations said is left out: it bears no number of a vote.
        """
        evidence = self.now.evidence
        pool = self._known()
        ids = {candidate.id: k for k, candidate in enumerate(pool)}
        known = self.judgements.ballots(ids, evidence.examples)
        past = replace(
            evidence,
            candidates=pool,
            posterior=fit(
                preference_pool(pool),
                known,
                n_examples=len(evidence.examples),
                beliefs=expectations(evidence.hunches, ids),
            ),
            ballots=known,
            counts=tallies(self.judgements),
            seats=(),
            reports={},
            notes={},
            members=None,
        )
        proposals = tuple(p for p in self.now.proposals if p.prompt_id in ids)
        then = replace(self.now, evidence=past, proposals=proposals)
        return replace(then, confirmations=(), head_to_head=()).run()

    def _known(self) -> tuple[Candidate, ...]:
        """Return the start prompt, what was judged, and the ancestors of both."""
        evidence = self.now.evidence
        parents = {candidate.id: candidate.parents for candidate in evidence.candidates}
        waiting = [evidence.start_id]
        names = self.judgements.columns.prompts.names
        judged = {*self.judgements.left.tolist(), *self.judgements.right.tolist()}
        waiting += [names[place] for place in judged]
        found: set[str] = set()
        while waiting:
            prompt_id = waiting.pop()
            if prompt_id not in found and prompt_id in parents:
                found.add(prompt_id)
                waiting.extend(parents[prompt_id])
        return tuple(candidate for candidate in evidence.candidates if candidate.id in found)
