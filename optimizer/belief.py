"""The posterior of a session: votes learned one by one, refits made elsewhere and swapped in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.preference import Ballot, Ballots, Pool, Posterior, fit, refit_due


@dataclass(frozen=True, slots=True)
class RefitJob:
    """A pure computation for another thread, stamped with what it saw.

    Attributes:
        epoch: Rises whenever a vote was taken out or put back.
        ballots: All votes in force.
        pool: All candidates.
    """

    epoch: int
    ballots: Ballots
    pool: Pool

    def run(self) -> Posterior:
        """Fit the whole averaged posterior."""
        return fit(self.pool, self.ballots)


class Belief:
    """What is believed now, and whether a refit is due.

    Args:
        pool: The candidates' lineage.
        ballots: All votes in force; they are learned by the first refit.
    """

    def __init__(self, pool: Pool, ballots: Ballots) -> None:
        self.posterior = fit(pool, Ballots.empty())
        self._pool = pool
        self._ballots = ballots
        self._epoch = 0
        self._fitted_votes = 0
        self._fitted_size = len(pool)
        self._stale = len(ballots) > 0
        self._running = False

    @property
    def settled(self) -> bool:
        """Whether the posterior has learned every vote in force."""
        return not self._stale

    @property
    def ballots(self) -> Ballots:
        """All votes in force."""
        return self._ballots

    def learn(self, vote: Ballot, ballots: Ballots) -> None:
        """Learn one more vote at once, provisionally.

        Args:
            vote: The new vote.
            ballots: All votes in force, this one last.
        """
        self._ballots = ballots
        self.posterior = self.posterior.update(vote)

    def revise(self, ballots: Ballots) -> None:
        """Take in that earlier votes changed; only a refit can learn that.

        Args:
            ballots: All votes in force now.
        """
        self._ballots = ballots
        self._epoch += 1
        self._stale = True

    def enlarge(self, pool: Pool, parents: Sequence[int]) -> None:
        """Take in a new candidate, which stands at its parents' mean plus the expected drift.

        Args:
            pool: All candidates, the new one last.
            parents: Its parents by index.
        """
        self._pool = pool
        self.posterior = self.posterior.with_child(tuple(parents))

    def refit_job(self) -> RefitJob | None:
        """Return the refit that is due, or None when none is due or one is running."""
        due = refit_due(
            self._fitted_votes,
            len(self._ballots),
            len(self._pool) != self._fitted_size,
            self._stale,
        )
        if self._running or not due:
            return None
        self._running = True
        return RefitJob(epoch=self._epoch, ballots=self._ballots, pool=self._pool)

    def accept(self, job: RefitJob, posterior: Posterior) -> bool:
        """Swap a finished refit in, and replay what came after it.

        Args:
            job: What was computed.
            posterior: Its result.

        Returns:
            False when a vote was taken out meanwhile, which makes the result worthless.
        """
        self._running = False
        if job.epoch != self._epoch:
            return False
        for k in range(len(job.pool), len(self._pool)):
            posterior = posterior.with_child(self._pool.parents[k])
        for n in range(len(job.ballots), len(self._ballots)):
            posterior = posterior.update(self._ballots[n])
        self.posterior = posterior
        self._fitted_votes = len(job.ballots)
        self._fitted_size = len(job.pool)
        self._stale = False
        return True

    def abandon(self) -> None:
        """Give a refit up that failed: the same evidence would only fail again."""
        self._running = False
        self._fitted_votes = len(self._ballots)
        self._fitted_size = len(self._pool)
        self._stale = False
