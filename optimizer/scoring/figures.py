"""Means of scores with honest intervals, and what is left of the best one of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

_Z90 = 1.6448536269514722
_DRAWS = 1000
_MOST_LABELS = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 90 % interval, and the number of rows it rests on."""

    rows: int
    mean: float
    low: float
    high: float


def figure(values: Sequence[float]) -> Figure | None:
    """Return the mean score with its interval; None without any score.

    Scores of 0 and 1 get Wilson's interval (Wilson 1927, "Probable inference, the law of
    succession, and statistical inference"); graded ones the percentile interval of the bootstrap,
    widened to that of Wilson when nothing varies.

    Args:
        values: Scores from 0 to 1, one per row.
    """
    if not values:
        return None
    mean = sum(values) / len(values)
    low, high = _wilson(mean, len(values))
    if any(value not in (0.0, 1.0) for value in values) and len(set(values)) > 1:
        low, high = _bootstrap(values)
    return Figure(len(values), mean, low, high)


def difference(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Figure | None:
    """Return how much better one prompt scores on the rows that both answered.

    Args:
        ours: Scores by example id.
        theirs: The other prompt's.

    Returns:
        The mean paired difference with its bootstrap interval; None without shared rows.
    """
    gaps = [ours[row] - theirs[row] for row in sorted(ours.keys() & theirs.keys())]
    if not gaps:
        return None
    low, high = _bootstrap(gaps) if len(gaps) > 1 else (-1.0, 1.0)
    return Figure(len(gaps), sum(gaps) / len(gaps), low, high)


def shrunken(scores: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return each prompt's mean score drawn towards the mean of the pool.

    The best of many is chosen partly for its luck. How much of the spread is luck follows from the
    rows: empirical Bayes with the moments of DerSimonian and Laird 1986, "Meta-analysis in clinical
    trials".

    Args:
        scores: Scores by prompt; prompts without any are left out.
    """
    known = {prompt: values for prompt, values in scores.items() if len(values) > 0}
    if not known:
        return {}
    import numpy as np

    means = np.array([float(np.mean(values)) for values in known.values()])
    counts = np.array([len(values) for values in known.values()], dtype=np.float64)
    overall = float(counts @ means / counts.sum())
    # One spread for all rows: that of a single prompt with few rows may be 0 by chance.
    single = max(overall * (1.0 - overall), 0.01)
    error = single / counts
    weight = 1.0 / error
    centre = float(weight @ means / weight.sum())
    spread = float(weight @ (means - centre) ** 2) - (len(means) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(spread / scale, 0.0) if scale > 0 else 0.0
    kept = between / (between + error) if between > 0 else np.zeros(len(means))
    drawn = centre + kept * (means - centre)
    return {prompt: float(value) for prompt, value in zip(known, drawn, strict=True)}


def floor(references: Sequence[str]) -> tuple[float, str]:
    """Return what always giving the commonest expected answer would score, and that answer.

    Args:
        references: The expected answers.

    Returns:
        0 and an empty text where the answers are no labels.
    """
    counts = Counter(text.strip() for text in references if text.strip())
    if not counts or len(counts) > _MOST_LABELS or 2 * len(counts) > counts.total():
        return 0.0, ""
    label, times = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return times / counts.total(), label


def _wilson(mean: float, rows: int) -> tuple[float, float]:
    centre = (mean + _Z90**2 / (2 * rows)) / (1 + _Z90**2 / rows)
    half = _Z90 * sqrt(mean * (1 - mean) / rows + _Z90**2 / (4 * rows**2)) / (1 + _Z90**2 / rows)
    return max(0.0, min(mean, centre - half)), min(1.0, max(mean, centre + half))


def _bootstrap(values: Sequence[float]) -> tuple[float, float]:
    import numpy as np

    drawn = np.random.default_rng(0).choice(np.asarray(values), size=(_DRAWS, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), [0.05, 0.95])
    return float(low), float(high)
