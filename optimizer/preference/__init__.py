"""Votes to posterior: which prompt is best, and how sure that is.

    pool = Pool(parents=((), (0,), (0,)))
    posterior = fit(pool, Ballots.of([Ballot(left=1, right=0, outcome=LEFT)]))
    posterior = posterior.update(Ballot(left=2, right=1, outcome=TIE))   # between refits
    recommended(posterior)

Everything works on indices of prompts and plain arrays; nothing here knows texts or storage.
"""

from optimizer.preference.ballots import (
    LEFT,
    RIGHT,
    SLIGHT_WEIGHT,
    TIE,
    Ballot,
    Ballots,
    vote_weights,
)
from optimizer.preference.confirmation import Confirmation, confirmation, exact_interval
from optimizer.preference.consistency import (
    Agreement,
    agreement,
    over_optimized,
    self_agreement,
    shared_verdicts,
)
from optimizer.preference.cycles import CycleTest, cycle_test, margins, maximal_lottery
from optimizer.preference.expectations import Expectation
from optimizer.preference.fusion import Fusion, RaterReport, fit_with_raters
from optimizer.preference.grid import fit
from optimizer.preference.pool import Pool
from optimizer.preference.posterior import Posterior
from optimizer.preference.prior import Hyper, PriorPoint, prior_at, prior_grid
from optimizer.preference.raters import RaterEvidence, judge_evidence, metric_evidence
from optimizer.preference.reports import (
    AdviceFigures,
    Advised,
    Chances,
    Estimate,
    advice,
    expected_regret,
    p_beats,
    p_best,
    recommended,
    standing,
    win_rate,
    win_rates,
)
from optimizer.preference.schedule import refit_due

__all__ = [
    "LEFT",
    "RIGHT",
    "SLIGHT_WEIGHT",
    "TIE",
    "AdviceFigures",
    "Advised",
    "Agreement",
    "Ballot",
    "Ballots",
    "Chances",
    "Confirmation",
    "CycleTest",
    "Estimate",
    "Expectation",
    "Fusion",
    "Hyper",
    "Pool",
    "Posterior",
    "PriorPoint",
    "RaterEvidence",
    "RaterReport",
    "advice",
    "agreement",
    "confirmation",
    "cycle_test",
    "exact_interval",
    "expected_regret",
    "fit",
    "fit_with_raters",
    "judge_evidence",
    "margins",
    "maximal_lottery",
    "metric_evidence",
    "over_optimized",
    "p_beats",
    "p_best",
    "prior_at",
    "prior_grid",
    "recommended",
    "refit_due",
    "self_agreement",
    "shared_verdicts",
    "standing",
    "vote_weights",
    "win_rate",
    "win_rates",
]
