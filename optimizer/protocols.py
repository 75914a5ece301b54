"""The small protocols by which the parts of the engine are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from optimizer.records import (
    Blank,
    BroodSize,
    Choice,
    Completion,
    Message,
    Parameters,
    Proposal,
    Refusal,
    SetJudging,
    Snapshot,
)


class Model(Protocol):
    """A blocking handle on a model, with its role and its budget behind it."""

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 800,
        parameters: Parameters | None = None,
    ) -> Completion:
        """Return the model's answer.

        Args:
            messages: The chat so far.
            max_tokens: The cap on the answer.
            parameters: Sampling parameters; None for the role's own.

        Returns:
            The completion, already stored.

        Raises:
            WorldFault: The call failed for good, a cap was met, or the person stopped it.
        """
        ...


class Likelihood(Protocol):
    """Tells how likely a model finds an answer; blocks."""

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Return the mean negative log-probability of an answer's tokens, in nats.

        Args:
            messages: The chat so far.
            target: The answer; not empty.

        Raises:
            WorldFault: The model does not tell.
        """
        ...

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Return how likely each answer is as against the others: one pass of the model.

        Args:
            messages: The chat so far.
            answers: Different texts that `tells_apart`.

        Returns:
            Log-probabilities of their first tokens, in nats, if one of these is to come.

        Raises:
            WorldFault: The model does not tell.
        """
        ...

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """Return whether the first token alone says which of some answers it is.

        Args:
            answers: Different texts, none empty.

        Raises:
            WorldFault: The model does not tell.
        """
        ...


@runtime_checkable
class LikelihoodProposer(Protocol):
    """A proposer that goes by likelihoods of answers instead of answers."""

    def propose_by_likelihood(
        self, snapshot: Snapshot, writer: Model | None, likelihood: Likelihood, rng: Random
    ) -> list[Proposal]:
        """Return new prompts as `Proposer.propose` does.

        Args:
            snapshot: The pool and its evidence.
            writer: The model that writes, if there is one.
            likelihood: Tells how likely the answer model finds an answer.
            rng: The source of all chance.
        """
        ...


@runtime_checkable
class BroodProposer(Protocol):
    """A proposer that writes several new prompts in one turn."""

    @property
    def a_turn(self) -> BroodSize:
        """How many it writes at most, and whether one request of the writer brings them all."""
        ...


@runtime_checkable
class JudgedProposer(Protocol):
    """A proposer that has sets of outputs judged, where a judge model is at hand."""

    @property
    def sets(self) -> SetJudging:
        """How many calls of a judge one new prompt takes, and on how many rows."""
        ...

    def propose_with_judge(
        self, snapshot: Snapshot, writer: Model | None, judge: Model, rng: Random
    ) -> list[Proposal]:
        """Return new prompts as `Proposer.propose` does.

        Args:
            snapshot: The pool and its evidence.
            writer: The model that writes, if there is one.
            judge: The judge model; the same question has the same answer at every step.
            rng: The source of all chance.
        """
        ...


@runtime_checkable
class Choosing(Protocol):
    """A proposer whose method takes its best prompt by a rule of its own."""

    def chosen(self, snapshot: Snapshot) -> Choice | None:
        """Return the prompt that the method takes; None while its rule names none.

        Args:
            snapshot: The pool and its evidence.
        """
        ...


class Embedder(Protocol):
    """Makes vectors of texts by the embedding model that the person named; blocks."""

    def vectors(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return vectors of length one by text; those that could not be made are left out.

        Args:
            texts: Different texts, none empty.

        Raises:
            WorldFault: The person stopped it.
        """
        ...


@runtime_checkable
class EmbeddingProposer(Protocol):
    """A proposer that holds texts that are in no pool yet against those that are."""

    @property
    def embeds(self) -> int:
        """How many texts of its own are embedded for one new prompt at most."""
        ...

    def propose_by_meaning(
        self, snapshot: Snapshot, writer: Model | None, embedder: Embedder, rng: Random
    ) -> list[Proposal]:
        """Return new prompts as `Proposer.propose` does.

        Args:
            snapshot: The pool and its evidence.
            writer: The model that writes, if there is one.
            embedder: The named embedding model.
            rng: The source of all chance.
        """
        ...


class Proposer(Protocol):
    """Writes new prompts from what is known so far; keeps nothing between calls.

    A frozen dataclass: its fields are its settings, each with a default. What its method must
    remember, it reads out of the lineage and of `snapshot.proposals` (their `edit`).
    """

    name: ClassVar[str]
    needs_writer: ClassVar[bool]

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Return new prompts, best first; an empty list when there is nothing to try.

        Args:
            snapshot: The pool and its evidence.
            writer: The model that writes; None only when `needs_writer` is false.
            rng: The source of all chance.
        """
        ...


class Gate(Protocol):
    """A check that a proposal must pass before it may use a vote or money.

    A frozen dataclass like a proposer; its fields are its settings.
    """

    name: ClassVar[str]

    def check(self, proposal: Proposal, snapshot: Snapshot) -> Refusal | None:
        """Return why the proposal may not pass, or None."""
        ...


@runtime_checkable
class Weighing(Protocol):
    """A gate that also counts something against prompts which it lets pass."""

    def weighed(self, snapshot: Snapshot) -> Snapshot:
        """Return the pool as proposers are to see it.

        Args:
            snapshot: The pool and its evidence.
        """
        ...


class Evaluator(Protocol):
    """Chooses which cells are filled without the person, from the snapshot alone.

    A frozen dataclass like a proposer; its fields are its settings.
    """

    name: ClassVar[str]

    def cells(self, snapshot: Snapshot, limit: int, rng: Random) -> list[Blank]:
        """Return empty cells of live candidates, the most wanted first; none when all is known.

        Args:
            snapshot: The pool, its answers and its scores.
            limit: How many cells at most.
            rng: The source of all chance.
        """
        ...


@runtime_checkable
class Pacing(Protocol):
    """An evaluator that says itself when new prompts may enter."""

    def grows(self, snapshot: Snapshot, left: int, limit: int) -> bool:
        """Return whether a new generation may enter now.

        Args:
            snapshot: The pool without prompts that were not measured yet.
            left: How many answers are left.
            limit: How many there may be in all.
        """
        ...


class Selector(Protocol):
    """Decides who stays in play, from the snapshot alone.

    A frozen dataclass like a proposer; its fields are its settings.
    """

    name: ClassVar[str]

    @property
    def generation(self) -> int:
        """How many new prompts enter together before they are measured."""
        ...

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return who leaves the field: prompt id to the reason, in words for people.

        Nothing is deleted by it: votes and scores stay, only calls and duels end. Whoever is in it
        now may be out of it later.
        """
        ...
