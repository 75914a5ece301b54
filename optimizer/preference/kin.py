"""Prompts outside the core of a large pool: each stands where its kin in the core stands, and
a step of its own away.

    f_k = weights_k . f_core[anchors_k] + offset_k + e_k,    e_k ~ N(0, noise_k) independent.

For a prompt without votes this is the lineage prior itself, given its nearest ancestors in the
core. Every member of the core is its own anchor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.preference.arrays import FloatArray, IntArray

MOST_ANCHORS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Kin:
    """How all K prompts hang on the m of the core.

    Attributes:
        core: index in the pool of every prompt of the core, shape (m,).
        anchors: places in the core, shape (K, R).
        weights: how much of each anchor, shape (K, R); rows add up to 1, or to 0 for new roots.
        offset: mean of the step of its own, in logits, shape (K,).
        noise: variance of that step, shape (K,); 0 in the core.
    """

    core: IntArray
    anchors: IntArray
    weights: FloatArray
    offset: FloatArray
    noise: FloatArray

    def __len__(self) -> int:
        return len(self.offset)

    def mean(self, core: FloatArray) -> FloatArray:
        """Return the means of all prompts from those of the core, shape (K,)."""
        return np.asarray(np.sum(self.weights * core[self.anchors], axis=1) + self.offset)

    def between(self, covariance: FloatArray, left: IntArray, right: IntArray) -> FloatArray:
        """Return the covariances of pairs of different prompts, shape (n,)."""
        total = np.zeros(len(left))
        for one in range(self.anchors.shape[1]):
            for two in range(self.anchors.shape[1]):
                share = self.weights[left, one] * self.weights[right, two]
                total += share * covariance[self.anchors[left, one], self.anchors[right, two]]
        return total

    def variance(self, covariance: FloatArray) -> FloatArray:
        """Return the variances of all prompts from the core's covariance, shape (K,)."""
        everybody = np.arange(len(self))
        return self.between(covariance, everybody, everybody) + self.noise

    def along(self, covariance: FloatArray, k: int) -> FloatArray:
        """Return the covariances of all prompts with prompt k, shape (K,)."""
        row = self.weights[k] @ covariance[self.anchors[k]]
        along = np.sum(self.weights * row[self.anchors], axis=1)
        along[k] += self.noise[k]
        return np.asarray(along)

    def shares(self, index: IntArray, size: int) -> FloatArray:
        """Return the rows of some prompts as a dense matrix over the core, shape (n, size)."""
        rows = np.zeros((len(index), size))
        for one in range(self.anchors.shape[1]):
            np.add.at(
                rows, (np.arange(len(index)), self.anchors[index, one]), self.weights[index, one]
            )
        return rows

    def with_member(self, place: int) -> Kin:
        """Append a prompt that stands at a place of the core itself."""
        anchors = np.zeros((1, self.anchors.shape[1]), dtype=np.int64)
        weights = np.zeros((1, self.anchors.shape[1]))
        anchors[0, 0], weights[0, 0] = place, 1.0
        return Kin(
            core=np.append(self.core, len(self)),
            anchors=np.concatenate([self.anchors, anchors]),
            weights=np.concatenate([self.weights, weights]),
            offset=np.append(self.offset, 0.0),
            noise=np.append(self.noise, 0.0),
        )

    def nudged(self, k: int, gain: float, shrink: float) -> Kin:
        """Return the same after a vote told of the step of prompt k.

        Args:
            k: the prompt.
            gain: by how much the step moves per unit of its variance.
            shrink: by how much its variance falls per unit of its square.
        """
        own = float(self.noise[k])
        if own == 0.0:
            return self
        offset, noise = self.offset.copy(), self.noise.copy()
        offset[k] += own * gain
        noise[k] = max(own - own**2 * shrink, 0.0)
        return replace(self, offset=offset, noise=noise)
