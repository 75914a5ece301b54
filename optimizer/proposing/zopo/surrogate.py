"""A Gaussian process whose kernel is a network's neural tangent kernel, with its gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.proposing.moves.vectors import Vectors

Values = NDArray[np.float64]

_ALMOST_ONE = 1.0 - 1e-6
"""The kernel's slope has no limit where two texts are the same."""


def kernel(one: Vectors, other: Vectors) -> Vectors:
    """Return the neural tangent kernel of a network with one hidden layer of rectifiers.

    For unit vectors at cosine u it is u k0(u) + k1(u), with the arc-cosine kernels of Y. Cho and
    L. Saul, "Kernel Methods for Deep Learning" (2009), scaled so that k(x, x) = 1; A. Jacot et
    al., "Neural Tangent Kernel" (2018).

    Args:
        one: Unit vectors, shape (n, d).
        other: Unit vectors, shape (m, d).

    Returns:
        An array of shape (n, m).
    """
    cosine = np.clip(one @ other.T, -1.0, 1.0)
    angle = np.pi - np.arccos(cosine)
    height = np.sqrt(1.0 - cosine**2)
    result: Vectors = (2.0 * cosine * angle + height) / (2.0 * np.pi)
    return result


def slope(one: Vectors, other: Vectors) -> Vectors:
    """Return the derivative of the kernel with respect to the cosine; arguments as for it."""
    cosine = np.clip(one @ other.T, -_ALMOST_ONE, _ALMOST_ONE)
    angle = np.pi - np.arccos(cosine)
    result: Vectors = (2.0 * angle + cosine / np.sqrt(1.0 - cosine**2)) / (2.0 * np.pi)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Surrogate:
    """The posterior of a Gaussian process over texts.

    Attributes:
        points: The texts that were measured, shape (n, d).
        weights: The kernel's inverse times what they were worth, shape (n,).
        inverse: The inverse of the kernel with noise, shape (n, n).
        centre: What an unknown text is worth.
    """

    points: Vectors
    weights: Values
    inverse: Vectors
    centre: float

    def mean(self, texts: Vectors) -> Values:
        """Return what texts should be worth, shape (m,)."""
        result: Values = self.centre + kernel(texts, self.points) @ self.weights
        return result

    def deviation(self, texts: Vectors) -> Values:
        """Return how unsure that is, from 0 to 1, shape (m,)."""
        across = kernel(texts, self.points)
        variance = 1.0 - ((across @ self.inverse) * across).sum(axis=1)
        result: Values = np.sqrt(np.maximum(variance, 0.0))
        return result

    def gradient(self, text: Vectors) -> Values:
        """Return the direction in which the mean rises at one text, along the sphere, shape (d,).

        Args:
            text: A unit vector, shape (d,).
        """
        rise = (slope(text[None, :], self.points)[0] * self.weights) @ self.points
        result: Values = rise - (rise @ text) * text
        return result


def fit(points: Vectors, worth: Values, noise: Values) -> Surrogate:
    """Return the Gaussian process given what was measured.

    Args:
        points: Unit vectors, shape (n, d), one at least.
        worth: What they were worth, in standard deviations, shape (n,).
        noise: The variance of each measurement in the same unit, shape (n,).
    """
    centre = float(np.mean(worth))
    covariance = kernel(points, points) + np.diag(noise + 1e-6)
    inverse = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    return Surrogate(points, inverse @ (worth - centre), inverse, centre)
