"""What a metric's scores come to: figures with intervals, and what a choice trades away."""

from optimizer.scoring.card import Scorecard, ScoreRow, Unclear, score_card
from optimizer.scoring.figures import Figure, difference, figure, floor, shrunken
from optimizer.scoring.pareto import Merit, pareto_set, trade_off
from optimizer.scoring.verdict import score_verdict

__all__ = [
    "Figure",
    "Merit",
    "ScoreRow",
    "Scorecard",
    "Unclear",
    "difference",
    "figure",
    "floor",
    "pareto_set",
    "score_card",
    "score_verdict",
    "shrunken",
    "trade_off",
]
