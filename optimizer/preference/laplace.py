"""Laplace's approximation of the posterior under one normal prior, in two equivalent forms.

State: the K utilities and, as the last coordinate, the side offset beta ~ N(0, 0.25). nu is either
given or found with the mode (its MAP value, so it does not depend on the path of past fits).
`vote_space` costs n^3 for n cells, `prompt_space` K^3; both give the same posterior.

The likelihood is skewed: the mode lies nearer to "all alike" than the mean does. The mean is the
mode moved by the next term of the expansion, half the third derivative times the variance (L.
Tierney, J. Kadane, "Accurate approximations for posterior moments and marginal densities", 1986).
The covariance is that of the curvature at this mean: at the mode the likelihood is most curved, and
intervals from there are 2 to 5 % too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE, START_NU
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.newton import PATH_TOLERANCE, Laplace, Peak, with_beta
from optimizer.preference.prompt_space import prompt_peak, prompt_space
from optimizer.preference.vote_space import vote_space

# An error of this size in the mode moves the evidence by next to nothing.
PEAK_TOLERANCE = 3e-2


@dataclass(frozen=True, slots=True)
class Fitter:
    """How votes are fitted, whatever the prior; see `laplace`.

    Attributes:
        nu: weight of ties, or None to find it.
        nu_centre: where the weight of ties is expected before any vote.
        tolerance: largest last step of Newton's method, in logits.
        effect_variance: variance of the effect of a prompt on one example; 0 for none.
    """

    nu: float | None = None
    nu_centre: float = START_NU
    tolerance: float = PATH_TOLERANCE
    effect_variance: float = 0.0

    def fit(self, cells: Cells, prior: Gaussian, near: Peak | Laplace | None = None) -> Laplace:
        """Fit under one prior."""
        return laplace(
            cells,
            prior,
            nu=self.nu,
            nu_centre=self.nu_centre,
            tolerance=self.tolerance,
            effect_variance=self.effect_variance,
            near=near,
        )

    def fits(
        self, cells: Cells, priors: Sequence[Gaussian], near: Sequence[Peak | Laplace] = ()
    ) -> list[Laplace]:
        """Fit under every prior of a grid.

        Args:
            cells: summed votes.
            priors: the grid, neighbours side by side.
            near: modes of almost the same votes under the same priors, where there are any.
        """
        found: list[Laplace] = []
        for place, prior in enumerate(priors):
            start = near[place] if near else found[-1] if found else None
            found.append(self.fit(cells, prior, start))
        return found

    def peaks(self, cells: Cells, priors: Sequence[Gaussian]) -> list[Peak | Laplace]:
        """Find the mode under every prior of a grid."""
        found: list[Peak | Laplace] = []
        for prior in priors:
            found.append(self.peak(cells, prior, found[-1] if found else None))
        return found

    def peak(
        self, cells: Cells, prior: Gaussian, near: Peak | Laplace | None = None
    ) -> Peak | Laplace:
        """Find the mode under one prior, as well as weighing it against others needs."""
        if _few(cells, prior, self.effect_variance):
            return self.fit(cells, prior)
        return prompt_peak(
            cells,
            prior,
            nu=self.nu,
            nu_centre=self.nu_centre,
            tolerance=max(self.tolerance, PEAK_TOLERANCE),
            near=near,
        )


def laplace(
    cells: Cells,
    prior: Gaussian,
    *,
    nu: float | None = None,
    nu_centre: float = START_NU,
    tolerance: float = PATH_TOLERANCE,
    effect_variance: float = 0.0,
    near: Peak | Laplace | None = None,
) -> Laplace:
    """Fit by whichever form is cheaper.

    Args:
        cells: summed votes (kept apart by example when `effect_variance` is positive).
        prior: prior of the K utilities.
        nu: weight of ties, or None to find it.
        nu_centre: where the weight of ties is expected before any vote.
        tolerance: largest last step of Newton's method, in logits.
        effect_variance: variance of the effect of a prompt on one example; 0 for none. Only the
            form in vote space can carry it.
        near: a fit whose mode is near; it saves steps where there are many votes.

    Returns:
        The normal approximation.
    """
    if len(cells) == 0:
        return _unmoved(prior, nu_centre if nu is None else nu, nu_centre)
    if _few(cells, prior, effect_variance):
        return vote_space(
            cells,
            prior,
            nu=nu,
            nu_centre=nu_centre,
            tolerance=tolerance,
            effect_variance=effect_variance,
        )
    return prompt_space(cells, prior, nu=nu, nu_centre=nu_centre, tolerance=tolerance, near=near)


def _few(cells: Cells, prior: Gaussian, effect_variance: float) -> bool:
    """Return whether the form in vote space is called for."""
    return effect_variance > 0.0 or len(cells) <= len(prior.mean)


def _unmoved(prior: Gaussian, nu: float, nu_centre: float) -> Laplace:
    """Return the prior itself, for no votes."""
    covariance = with_beta(prior.covariance, BETA_VARIANCE)
    known = davidson.log_prior_nu(nu, nu_centre)
    centre = np.append(prior.mean, 0.0)
    return Laplace(centre, centre, covariance, nu, known)
