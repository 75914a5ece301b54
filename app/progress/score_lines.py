"""The scored prompts in their order; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from app.pool_rows import figures_of
from optimizer.scoring import ScoreRow
from optimizer.views import CandidateView, PoolView


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A prompt with its scores."""

    candidate: CandidateView
    score: ScoreRow


def score_lines(pool: PoolView | None) -> tuple[ScoreLine, ...]:
    """Return a line for every scored prompt, the best first."""
    rows = pool.candidates if pool else ()
    scores = enumerate(figures_of(rows, "score"))
    lines = [ScoreLine(rows[at], score) for at, score in scores if score is not None]
    lines.sort(key=lambda line: -(line.score.shrunken or 0.0))
    return tuple(lines)
