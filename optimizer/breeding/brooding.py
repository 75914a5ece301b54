"""One proposer at work: with which models, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from random import Random

from optimizer.calling.embedder import EmbedderHandle
from optimizer.calling.writer import WriterHandle
from optimizer.proposing.moves.calibrating import without_stale_weights
from optimizer.protocols import (
    EmbeddingProposer,
    JudgedProposer,
    Likelihood,
    LikelihoodProposer,
    Proposer,
)
from optimizer.records import Proposal, Snapshot, Spent


@dataclass(frozen=True, slots=True)
class Brood:
    """What a proposer returned, whose it is, in which run, and what it took."""

    proposer: str
    proposals: tuple[Proposal, ...]
    run_id: str | None
    spent: Spent


@dataclass(frozen=True, slots=True)
class Helpers:
    """The models that a proposer may use; None where there is none.

    Attributes:
        writer: Writes; some write without one and better with it.
        judge: Compares sets of outputs.
        embedder: Makes vectors of texts.
        likelihood: Tells the answer model's token probabilities.
    """

    writer: WriterHandle | None = None
    judge: WriterHandle | None = None
    embedder: EmbedderHandle | None = None
    likelihood: Likelihood | None = None

    @property
    def spent(self) -> Spent:
        """What their calls took so far."""
        handles = (self.writer, self.judge, self.embedder)
        return reduce(Spent.plus, (each.spent for each in handles if each is not None), Spent())


def brood(
    name: str,
    proposer: Proposer,
    snapshot: Snapshot,
    helpers: Helpers,
    rng: Random,
    run_id: str | None,
) -> Brood:
    """Let a proposer write, with what it knows to use; blocks.

    Args:
        name: What it is called here.
        proposer: The proposer.
        snapshot: The pool and its evidence.
        helpers: The models that are at hand.
        rng: The source of all chance.
        run_id: The run it works in.

    Raises:
        WorldFault: A model did not answer, a cap was met, or the person stopped it.
    """
    writer = helpers.writer
    if helpers.likelihood is not None and isinstance(proposer, LikelihoodProposer):
        found = proposer.propose_by_likelihood(snapshot, writer, helpers.likelihood, rng)
    elif helpers.judge is not None and isinstance(proposer, JudgedProposer):
        found = proposer.propose_with_judge(snapshot, writer, helpers.judge, rng)
    elif helpers.embedder is not None and isinstance(proposer, EmbeddingProposer):
        found = proposer.propose_by_meaning(snapshot, writer, helpers.embedder, rng)
    else:
        found = proposer.propose(snapshot, writer, rng)
    fresh = tuple(without_stale_weights(proposal, snapshot) for proposal in found)
    return Brood(name, fresh, run_id, helpers.spent)
