"""A refit of the posterior: what it is computed from, on another thread, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.bench import Hearing
from optimizer.preference import Ballots, Expectation, Pool, Posterior, fit
from optimizer.preference.core import WHOLE, core_of
from optimizer.preference.fusion import RaterReport, fit_with_raters
from optimizer.preference.surroundings import with_surroundings


@dataclass(frozen=True, slots=True)
class Learned:
    """What a refit gave.

    Attributes:
        posterior: What is believed.
        reports: What was learned of each rater, by its id.
        alone: What would be believed from the person's votes only; None when they are all there is,
            or when somebody else decides.
    """

    posterior: Posterior
    reports: Mapping[str, RaterReport] = field(default_factory=dict)
    alone: Posterior | None = None


@dataclass(frozen=True, slots=True)
class RefitJob:
    """A pure computation for another thread, stamped with what it saw.

    Attributes:
        epoch: Renewed whenever a vote was taken out or put back; no two beliefs share one.
        ballots: All votes in force.
        pool: All candidates.
        n_examples: Size of the tuning set.
        hearing: What raters beside the person said, if any.
        expected: What the person expected of some prompts before voting.
        interest: Who matters most in a large pool, by index.
    """

    epoch: object
    ballots: Ballots
    pool: Pool
    n_examples: int
    hearing: Hearing | None = None
    expected: tuple[Expectation, ...] = ()
    interest: tuple[int, ...] = ()

    def run(self) -> Learned:
        """Fit the whole averaged posterior, with whoever is heard beside the person."""
        examples, expected = self.n_examples, self.expected
        if self.hearing is None:
            pool, votes = self.pool, self.ballots
            interest = self.interest
            return Learned(
                fit(pool, votes, n_examples=examples, beliefs=expected, interest=interest)
            )
        pool = self._related(self.hearing)
        if len(pool) <= WHOLE:
            heard = self.hearing.evidence()
            fusion = fit_with_raters(
                pool, self.ballots, heard, n_examples=examples, beliefs=expected
            )
            posterior, alone = fusion.posterior, fusion.alone
        else:
            core = core_of(pool, self.ballots, self.interest, self.expected)
            heard = self.hearing.among(core.kept.tolist()).evidence()
            fusion = fit_with_raters(
                core.pool, core.ballots, heard, n_examples=examples, beliefs=core.beliefs
            )
            posterior, alone = (
                with_surroundings(each, core, pool, self.ballots)
                for each in (fusion.posterior, fusion.alone)
            )
        raters = (seat.rater.id for seat in self.hearing.seats)
        reports = dict(zip(raters, fusion.reports, strict=True))
        decided = any(seat.trusted for seat in self.hearing.seats)
        return Learned(posterior, reports, None if decided else alone)

    def _related(self, hearing: Hearing) -> Pool:
        """Return the pool as far as kinship counts.

        Where a metric decides alone every prompt stands for itself. Most changes of a small model's
        prompt end at the floor, and the few good ones are bred from most: kinship would hand a
        parent's merit to every newborn, and take from the parent what its children lack.
        """
        alone = not len(self.ballots) and all(seat.trusted for seat in hearing.seats)
        return Pool.flat(len(self.pool), self.pool.features) if alone else self.pool
