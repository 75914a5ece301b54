"""A normal distribution over utilities, and the safe ways to factor a covariance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.preference.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """A normal prior with its precision at hand.

    Attributes:
        mean: shape (K,).
        covariance: shape (K, K).
        precision: the covariance's inverse, shape (K, K).
        log_determinant: of the covariance.
    """

    mean: FloatArray
    covariance: FloatArray
    precision: FloatArray
    log_determinant: float

    @classmethod
    def of(cls, mean: FloatArray, covariance: FloatArray) -> Gaussian:
        """Build a prior from mean and covariance (positive definite)."""
        factor = cholesky(covariance)
        return cls(mean, covariance, inverse(factor), 2.0 * float(np.log(np.diag(factor)).sum()))

    def scaled(self, variance: float, mean: FloatArray) -> Gaussian:
        """Return this prior with its covariance multiplied by `variance` and another mean."""
        return Gaussian(
            mean,
            variance * self.covariance,
            self.precision / variance,
            self.log_determinant + len(mean) * float(np.log(variance)),
        )


def cholesky(matrix: FloatArray) -> FloatArray:
    """Return the lower Cholesky factor, with the least jitter that rounding makes necessary.

    Args:
        matrix: symmetric, shape (K, K).

    Raises:
        LinAlgError: it is not positive definite, by more than rounding explains.
    """
    jitter = 0.0
    scale = float(np.mean(np.diag(matrix))) if len(matrix) else 1.0
    for power in range(-13, -3):
        try:
            return np.asarray(np.linalg.cholesky(matrix + jitter * np.eye(len(matrix))))
        except np.linalg.LinAlgError:
            jitter = scale * 10.0**power
    raise np.linalg.LinAlgError("the covariance is not positive definite")


def inverse(factor: FloatArray) -> FloatArray:
    """Return the inverse of the matrix whose lower Cholesky factor is given.

    Args:
        factor: lower triangular with zeros above the diagonal, shape (K, K).

    Raises:
        LinAlgError: the factor is singular.
    """
    from scipy.linalg import lapack

    if len(factor) == 0:
        return factor
    result, info = lapack.dpotri(factor, lower=1)
    if info != 0:
        raise np.linalg.LinAlgError("the factor is singular")
    whole = result + result.T  # above the diagonal the factor holds zeros, and so does its inverse
    np.fill_diagonal(whole, result.diagonal())
    return np.asarray(whole)


def solve(factor: FloatArray, right: FloatArray) -> FloatArray:
    """Solve M x = right for the matrix M whose lower Cholesky factor is given.

    Args:
        factor: lower triangular, shape (K, K).
        right: shape (K,) or (K, n).
    """
    from scipy.linalg import cho_solve

    return np.asarray(cho_solve((factor, True), right, check_finite=False))


def forward(factor: FloatArray, right: FloatArray) -> FloatArray:
    """Solve L x = right for a lower triangular L."""
    from scipy.linalg import solve_triangular

    return np.asarray(solve_triangular(factor, right, lower=True, check_finite=False))
