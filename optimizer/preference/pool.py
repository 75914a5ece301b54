"""The prompts as the preference model sees them: lineage and optional features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Prompts by index, parents always before their children.

    Attributes:
        parents: per prompt the indices of its parents (none for a root, two for a merge).
        features: optional embedding of every prompt, shape (K, D); used for the roots.
        looks: optionally how every prompt's outputs look (see `looks.typical`), shape (K, C);
            not-a-number where unknown; used for the roots.
        proposer: optional index of the proposer that wrote each prompt (-1: none), shape (K,).
        covariates: optional standardised covariates of the prompts' outputs such as log mean
            length, shape (K, C); used to correct the bias of judges, never of people.
        drifts: by how many steps of drift a prompt is away from its parents, shape (K,); None
            for one step each.
        strides: how many steps' variance lies between a prompt and its parents, shape (K,); None
            for one step each.
    """

    parents: tuple[tuple[int, ...], ...]
    features: FloatArray | None = None
    proposer: IntArray | None = None
    covariates: FloatArray | None = None
    drifts: FloatArray | None = None
    strides: FloatArray | None = None
    looks: FloatArray | None = None

    def __post_init__(self) -> None:
        for child, parents in enumerate(self.parents):
            if any(not 0 <= parent < child for parent in parents):
                raise ValueError(f"parents of prompt {child} must come before it: {parents}")
        for name, array in (
            ("features", self.features),
            ("proposer", self.proposer),
            ("covariates", self.covariates),
            ("drifts", self.drifts),
            ("strides", self.strides),
            ("looks", self.looks),
        ):
            if array is not None and len(array) != len(self.parents):
                raise ValueError(f"{name} needs one row per prompt")

    @classmethod
    def flat(
        cls, size: int, features: FloatArray | None = None, looks: FloatArray | None = None
    ) -> Pool:
        """Return a pool of `size` prompts without lineage."""
        return cls(parents=((),) * size, features=features, looks=looks)

    def __len__(self) -> int:
        return len(self.parents)

    @property
    def grows(self) -> bool:
        """Whether any prompt descends from another one."""
        return any(self.parents)

    def part(self, roots: IntArray) -> Pool:
        """Return some prompts without their lineage, with what makes them alike."""
        features = None if self.features is None else self.features[roots]
        return Pool.flat(len(roots), features, None if self.looks is None else self.looks[roots])

    def parent_weights(self) -> FloatArray:
        """Return P, shape (K, K): row k holds 1 / (number of parents) at k's parents."""
        weights = np.zeros((len(self), len(self)))
        for child, parents in enumerate(self.parents):
            for parent in parents:
                weights[child, parent] += 1.0 / len(parents)
        return weights

    def ancestry(self) -> FloatArray:
        """Return B, shape (K, K): the share of prompt a in prompt k; 1 on the diagonal.

        Every path through a merge of two parents carries half.
        """
        shares = np.eye(len(self))
        for child, parents in enumerate(self.parents):
            for parent in parents:
                shares[child] += shares[parent] / len(parents)
        return shares

    def depth(self) -> FloatArray:
        """Return each prompt's number of steps from a root (merge: mean of the parents + 1)."""
        depth = np.zeros(len(self))
        for child, parents in enumerate(self.parents):
            if parents:
                step = 1.0 if self.drifts is None else self.drifts[child]
                depth[child] = np.mean(depth[list(parents)]) + step
        return depth
