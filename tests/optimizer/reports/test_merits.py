"""What each prompt that was judged is worth and takes."""

from __future__ import annotations

import numpy as np

from optimizer.reports.merits import Merit, Merits
from optimizer.store import AnswerCost


def test_what_is_known_of_costs_is_told_of_those_who_were_judged() -> None:
    costs = {
        "cheap": AnswerCost(3, 20.0, 0.001, 900.0),
        "free": AnswerCost(2, 20.0, None, 400.0),
        "gone": AnswerCost(2, 20.0, 0.5, 100.0),
    }
    merits = Merits.of(
        ["cheap", "free", "unasked", "gone", "new"],
        archived=np.array([False, False, False, True, False]),
        words=np.array([10, 20, 30, 40, 50]),
        costs=costs,
        quality=(np.array([True, True, True, True, False]), np.array([0.5, 0.2, 0.1, 0.9, 0.0])),
    )
    assert [merits.at(place) for place in range(5)] == [
        Merit(0.5, 10, 0.001, 900.0),
        Merit(0.2, 20, None, 400.0),
        Merit(0.1, 30, None, None),
        None,
        None,
    ]
    assert merits.pareto()[0]
    assert not merits.pareto()[3:].any()
