"""Laplace's approximation of the posterior under one normal prior, in two equivalent forms.

State: the K utilities and, as the last coordinate, the side offset beta, of variance
`davidson.BETA_VARIANCE` beforehand. nu is either given or found with the mode (its MAP value, so it
does not depend on the path of past fits).
`vote_space` costs n^3 for n cells, `prompt_space` K^3; both give the same posterior.

The likelihood is skewed: the mode lies nearer to "all alike" than the mean does. The mean is the
mode moved by the next term of the expansion, half the third derivative times the variance (L.
Tierney, J. Kadane, "Accurate approximations for posterior moments and marginal densities", 1986).
The covariance is that of the curvature at this mean: at the mode the likelihood is most curved, and
intervals from there are 2 to 5 % too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.ballots import Cells
from optimizer.preference.davidson import BETA_VARIANCE
from optimizer.preference.gaussian import Gaussian
from optimizer.preference.newton import Fitting, Laplace, Peak, with_beta
from optimizer.preference.prompt_space import prompt_peak, prompt_space
from optimizer.preference.vote_space import vote_space

# An error of this size in the mode moves the evidence by next to nothing.
PEAK_TOLERANCE = 3e-2


def laplace(
    cells: Cells, prior: Gaussian, how: Fitting, near: Peak | Laplace | None = None
) -> Laplace:
    """Fit under one prior, by whichever form is cheaper.

    Args:
        cells: summed votes (kept apart by example where these have effects).
        prior: prior of the K utilities.
        how: what does not depend on the prior. Only the form in vote space can carry effects of
            examples.
        near: a fit whose mode is near; it saves steps where there are many votes.

    Returns:
        The normal approximation.
    """
    if len(cells) == 0:
        return _unmoved(prior, how.nu_centre if how.nu is None else how.nu, how.nu_centre)
    if _few(cells, prior, how):
        return vote_space(cells, prior, how)
    return prompt_space(cells, prior, how, near)


def fits(
    cells: Cells, priors: Sequence[Gaussian], how: Fitting, near: Sequence[Peak | Laplace] = ()
) -> list[Laplace]:
    """Fit under every prior of a grid.

    Args:
        cells: summed votes.
        priors: the grid, neighbours side by side.
        how: what is the same for all.
        near: modes of almost the same votes under the same priors, where there are any.
    """
    found: list[Laplace] = []
    for place, prior in enumerate(priors):
        start = near[place] if near else found[-1] if found else None
        found.append(laplace(cells, prior, how, start))
    return found


def peak(
    cells: Cells, prior: Gaussian, how: Fitting, near: Peak | Laplace | None = None
) -> Peak | Laplace:
    """Find the mode under one prior, as well as weighing it against others needs.

    Args:
        cells: the votes.
        prior: what is believed of the utilities before them.
        how: what all fits of a grid have in common.
        near: the mode under a similar prior, from which the search begins.
    """
    if _few(cells, prior, how):
        return laplace(cells, prior, how)
    roughly = replace(how, tolerance=max(how.tolerance, PEAK_TOLERANCE))
    return prompt_peak(cells, prior, roughly, near)


def peaks(cells: Cells, priors: Sequence[Gaussian], how: Fitting) -> list[Peak | Laplace]:
    """Find the mode under every prior of a grid; arguments as for `peak`."""
    found: list[Peak | Laplace] = []
    for prior in priors:
        found.append(peak(cells, prior, how, found[-1] if found else None))
    return found


def _few(cells: Cells, prior: Gaussian, how: Fitting) -> bool:
    """Return whether the form in vote space is called for."""
    return how.effect_variance > 0.0 or len(cells) <= len(prior.mean)


def _unmoved(prior: Gaussian, nu: float, nu_centre: float) -> Laplace:
    """Return the prior itself, for no votes."""
    covariance = with_beta(prior.covariance, BETA_VARIANCE)
    known = davidson.log_prior_nu(nu, nu_centre)
    centre = np.append(prior.mean, 0.0)
    return Laplace(centre, centre, covariance, nu, known)
