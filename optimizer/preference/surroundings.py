"""Everybody outside the core of a large pool, placed by lineage and by votes of their own.

A prompt without votes stands where the lineage prior puts it, given its nearest kin in the core:
its ancestors, or, between two of the core, both ends of the line. The others are found by the
joint mode of all votes that touch them, with the core held where its own fit put it: Newton's
method with a sparse matrix, solved by conjugate gradients. How far each may be off follows from
its own votes and from how sure its parents are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.preference import davidson
from optimizer.preference.arrays import BoolArray, FloatArray, IntArray
from optimizer.preference.ballots import Ballots, Cells, tally
from optimizer.preference.core import Core
from optimizer.preference.core_posterior import CorePosterior
from optimizer.preference.kin import MOST_ANCHORS, Kin
from optimizer.preference.pool import Pool
from optimizer.preference.posterior import Posterior

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOLERANCE = 1e-2
MAX_STEPS = 8
ACCURACY = 1e-3
MAX_TURNS = 200
LEAST_SHARE = 0.2


def with_surroundings(fitted: Posterior, core: Core, pool: Pool, ballots: Ballots) -> CorePosterior:
    """Extend the posterior of a core to the whole pool.

    Args:
        fitted: of the core's prompts.
        core: which they are.
        pool: all prompts.
        ballots: all votes.

    Returns:
        The posterior over the whole pool; that of the core is untouched.
    """
    kin = _by_lineage(fitted, core, pool)
    outside = np.ones(len(pool), dtype=bool)
    outside[core.kept] = False
    touching = outside[ballots.left] | outside[ballots.right]
    if touching.any():
        cells = tally(ballots.take(touching), discrimination=fitted.discrimination)
        kin = _by_votes(kin, fitted, pool, cells, outside)
    return CorePosterior(
        layers=fitted.layers,
        state_mean=np.append(kin.mean(fitted.state_mean[:-1]), fitted.beta),
        state_covariance=fitted.state_covariance,
        nu=fitted.nu,
        votes=len(ballots),
        hypers=fitted.hypers,
        weights=fitted.weights,
        effect_variance=fitted.effect_variance,
        sampling_share=fitted.sampling_share,
        manners=fitted.manners,
        discrimination=fitted.discrimination,
        kin=kin,
    )


def _by_lineage(fitted: Posterior, core: Core, pool: Pool) -> Kin:
    """Hang every prompt on its nearest ancestors in the core."""
    size = len(pool)
    place = np.full(size, -1, dtype=np.int64)
    place[core.kept] = np.arange(len(core.kept))
    anchors = np.zeros((size, MOST_ANCHORS), dtype=np.int64)
    weights = np.zeros((size, MOST_ANCHORS))
    offset, noise = np.zeros(size), np.zeros(size)
    between = _bridges(pool, place)
    drift, step = fitted.drift, fitted.step_variance
    for k, parents in enumerate(pool.parents):
        if place[k] >= 0:
            anchors[k, 0], weights[k, 0] = place[k], 1.0
        elif k in between:
            below, steps, whole = between[k]
            above = _top(pool, place, k)
            anchors[k, :2] = place[above], place[below]
            weights[k, :2] = 1.0 - steps / whole, steps / whole
            noise[k] = step * steps * (whole - steps) / whole
        elif len(parents) == 1:
            anchors[k], weights[k] = anchors[parents[0]], weights[parents[0]]
            offset[k] = offset[parents[0]] + drift
            noise[k] = noise[parents[0]] + step
        elif parents:
            line = list(parents)
            anchors[k], weights[k] = _merged(anchors[line], weights[line])
            offset[k] = float(np.mean(offset[line])) + drift
            noise[k] = float(np.sum(noise[line])) / len(line) ** 2 + step
        else:
            noise[k] = fitted.root_variance
    return Kin(core.kept, anchors, weights, offset, noise)


def _bridges(pool: Pool, place: IntArray) -> dict[int, tuple[int, int, int]]:
    """Return who stands on a line between two of the core.

    Args:
        pool: all prompts.
        place: place in the core, -1 outside.

    Returns:
        By prompt the lower end, its steps from the upper end, and the steps of the whole line.
    """
    found: dict[int, tuple[int, int, int]] = {}
    for end in np.flatnonzero(place >= 0).tolist():
        line = []
        k = end
        while len(pool.parents[k]) == 1 and place[pool.parents[k][0]] < 0:
            k = pool.parents[k][0]
            line.append(k)
        if line and len(pool.parents[k]) == 1:
            whole = len(line) + 1
            found |= {each: (end, whole - 1 - at, whole) for at, each in enumerate(line)}
    return found


def _top(pool: Pool, place: IntArray, k: int) -> int:
    """Return the first of the core above a prompt of a line."""
    while place[k] < 0:
        k = pool.parents[k][0]
    return k


def _merged(anchors: IntArray, weights: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the strongest anchors of several parents, their weights adding up to what they did."""
    shares: dict[int, float] = {}
    for at, share in zip(anchors.ravel().tolist(), weights.ravel().tolist(), strict=True):
        if share > 0.0:
            shares[at] = shares.get(at, 0.0) + share / len(anchors)
    strongest = sorted(shares, key=lambda at: -shares[at])[:MOST_ANCHORS]
    kept = sum(shares[at] for at in strongest)
    places, rows = np.zeros(MOST_ANCHORS, dtype=np.int64), np.zeros(MOST_ANCHORS)
    for n, at in enumerate(strongest):
        places[n], rows[n] = at, shares[at] * sum(shares.values()) / kept
    return places, rows


def _by_votes(kin: Kin, fitted: Posterior, pool: Pool, cells: Cells, outside: BoolArray) -> Kin:
    """Move those outside to the joint mode of their votes, the core held fixed."""
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import cg

    moving = np.flatnonzero(outside)
    at = np.full(len(pool), -1, dtype=np.int64)
    at[moving] = np.arange(len(moving))
    lineage = kin.mean(fitted.state_mean[:-1])
    tree, rest = _tree(pool, lineage, at, fitted.drift)
    tie = tree / fitted.step_variance
    ground = tree.T @ tie
    design = diags_array(cells.gain) @ _design(at[cells.left], at[cells.right], len(moving))
    level = cells.gain * (lineage[cells.left] - lineage[cells.right]) + fitted.beta

    def height(away: FloatArray) -> float:
        bent = tree @ away + rest
        value = davidson.value(cells, level + design @ away, fitted.nu)
        return value - 0.5 * float(bent @ bent) / fitted.step_variance

    away = np.zeros(len(moving))
    for _ in range(MAX_STEPS):
        shape = davidson.curve(cells, level + design @ away, fitted.nu)
        bend = (ground + design.T @ diags_array(shape.curvature) @ design).tocsr()
        slope = design.T @ shape.slope - tie.T @ (tree @ away + rest)
        scale = diags_array(1.0 / bend.diagonal())
        step, _ = cg(bend, slope, rtol=ACCURACY, maxiter=MAX_TURNS, M=scale)
        part, before = 1.0, height(away)
        while part > 1e-2 and height(away + part * step) < before - 1e-9:
            part /= 2.0
        away = away + part * step
        if float(np.max(np.abs(step), initial=0.0)) * part < TOLERANCE:
            break
    offset = kin.offset.copy()
    offset[moving] += away
    shape = davidson.curve(cells, level + design @ away, fitted.nu)
    told = _told(cells, shape.curvature * cells.gain**2, kin.noise)
    return replace(kin, offset=offset, noise=_noise(kin, pool, outside, told))


def _tree(
    pool: Pool, lineage: FloatArray, at: IntArray, drift: float
) -> tuple[csr_array, FloatArray]:
    """Return T and r: the steps of descent that touch somebody outside are T away + r."""
    from scipy.sparse import csr_array

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    rest: list[float] = []
    place, line = at.tolist(), lineage.tolist()
    for k, parents in enumerate(pool.parents):
        own = place[k] >= 0
        if not own and not any(place[parent] >= 0 for parent in parents):
            continue
        row = len(rest)
        if own:
            rows.append(row)
            columns.append(place[k])
            values.append(1.0)
        above = sum(line[parent] for parent in parents) / len(parents) + drift if parents else 0.0
        rest.append(line[k] - above)
        for parent in parents:
            if place[parent] >= 0:
                rows.append(row)
                columns.append(place[parent])
                values.append(-1.0 / len(parents))
    shape = (len(rest), int(at.max()) + 1)
    return csr_array((values, (rows, columns)), shape=shape), np.array(rest)


def _design(left: IntArray, right: IntArray, size: int) -> csr_array:
    """Return which way each cell pulls whom outside."""
    from scipy.sparse import csr_array

    rows = np.arange(len(left))
    one, two = left >= 0, right >= 0
    signs = np.concatenate([np.ones(int(one.sum())), -np.ones(int(two.sum()))])
    places = (np.concatenate([rows[one], rows[two]]), np.concatenate([left[one], right[two]]))
    return csr_array((signs, places), shape=(len(left), size))


def _told(cells: Cells, curvature: FloatArray, noise: FloatArray) -> FloatArray:
    """Return how much every prompt's votes tell of it, its opponents being unsure themselves."""
    left, right = cells.left, cells.right
    told = np.bincount(left, curvature / (1.0 + curvature * noise[right]), len(noise))
    told += np.bincount(right, curvature / (1.0 + curvature * noise[left]), len(noise))
    return np.asarray(told)


def _noise(kin: Kin, pool: Pool, outside: BoolArray, told: FloatArray) -> FloatArray:
    """Return how far each may be off from its kin: by descent, less what votes tell."""
    noise, by_descent, by_votes = [0.0] * len(pool), kin.noise.tolist(), told.tolist()
    for k in np.flatnonzero(outside).tolist():
        parents = pool.parents[k]
        gained = sum(by_descent[parent] - noise[parent] for parent in parents)
        surer = gained / max(len(parents), 1) ** 2
        before = max(by_descent[k] - surer, LEAST_SHARE * by_descent[k])
        noise[k] = 1.0 / (1.0 / before + by_votes[k])
    return np.array(noise)
