"""The posterior of a session: votes learned one by one, refits made elsewhere and swapped in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from optimizer.bench import Hearing
from optimizer.preference import Ballot, Ballots, Expectation, Pool, Posterior, fit, refit_due
from optimizer.preference.fusion import RaterReport, asked_by
from optimizer.refit import Learned, RefitJob

_Heard = tuple[tuple[tuple[str, bool], int], ...]

NEWS = 5
"""After so many new votes of a rater beside the person a refit is worth its time."""

OUTPUTS_NEWS = 10
"""After so many new outputs, or half as many again, it is worth looking at them."""


class Belief:
    """What is believed now, and whether a refit is due.

    Args:
        pool: The candidates' lineage.
        ballots: All votes in force; they are learned by the first refit.
        n_examples: Size of the tuning set.
        expected: What the person expects of some prompts before voting.
        renewed: Gives the same candidates with how their outputs look now; asked for each refit.
    """

    def __init__(
        self,
        pool: Pool,
        ballots: Ballots,
        n_examples: int,
        expected: tuple[Expectation, ...] = (),
        renewed: Callable[[], Pool] | None = None,
    ) -> None:
        self._renewed = renewed
        self._outputs = self._fitted_outputs = 0
        self.posterior = fit(pool, Ballots.empty(), n_examples=n_examples, beliefs=expected)
        self._alone: Posterior | None = None
        self._expected = expected
        self.reports: Mapping[str, RaterReport] = {}
        self._n_examples = n_examples
        self._fitted_heard: _Heard = ()
        self._pool = pool
        self._ballots = ballots
        self._epoch = object()
        self._fitted_votes = 0
        self._fitted_size = len(pool)
        self._stale = len(ballots) > 0
        self._running = False

    @property
    def settled(self) -> bool:
        """Whether the posterior has learned every vote in force."""
        return not self._stale

    @property
    def asking(self) -> Posterior:
        """What the next duel is chosen by (see `asked_by`)."""
        return asked_by(self.posterior, self._alone)

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
        self._update(vote)

    def revise(self, ballots: Ballots) -> None:
        """Take in that earlier votes changed; only a refit can learn that.

        Args:
            ballots: All votes in force now.
        """
        self._ballots = ballots
        self._epoch = object()
        self._stale = True

    def rearrange(self, ballots: Ballots, n_examples: int) -> None:
        """Take in that examples were added, which moved the places of those that ballots name.

        Args:
            ballots: All votes in force, by the new places.
            n_examples: Size of the tuning set now.
        """
        self._n_examples = n_examples
        self.revise(ballots)

    def expect(self, expected: tuple[Expectation, ...]) -> None:
        """Take in that the person expects something else; only a refit can learn that.

        Args:
            expected: All that is expected now.
        """
        self._expected = expected
        self._epoch = object()
        self._stale = True

    def regard(self, pool: Pool) -> None:
        """Take in how alike the candidates are; only a refit can learn that it is otherwise now.

        Args:
            pool: The same candidates.
        """
        known, told = self._pool.features, pool.features
        if known is told or (
            known is not None and told is not None and np.array_equal(known, told)
        ):
            return
        self._pool = pool
        self._epoch = object()
        self._stale = True

    def note_output(self) -> None:
        """Take in that a candidate without lineage answered; see `OUTPUTS_NEWS`."""
        self._outputs += 1

    def enlarge(self, pool: Pool, parents: Sequence[int]) -> None:
        """Take in a new candidate, which stands at its parents' mean plus the expected drift.

        Args:
            pool: All candidates, the new one last.
            parents: Its parents by index.
        """
        self._pool = pool
        self._bear(tuple(parents))

    def up_to_date(self, hearing: Hearing | None) -> bool:
        """Return whether the posterior rests on all that there is.

        Args:
            hearing: What raters beside the person say now; None when nobody is heard.
        """
        learned = self._fitted_votes == len(self._ballots)
        whole = learned and self._fitted_size == len(self._pool)
        return whole and not self._stale and self._fitted_heard == _heard(hearing)

    def refit_job(
        self,
        hearing: Hearing | None = None,
        *,
        every: bool = False,
        interest: Callable[[], tuple[int, ...]] = tuple,
    ) -> RefitJob | None:
        """Return the refit that is due, or None when none is due or one is running.

        Args:
            hearing: What raters beside the person say now; None when nobody is heard.
            every: Whether a refit is due for the least news.
            interest: Tells who matters most in a large pool; asked when a refit is due.
        """
        due = refit_due(
            self._fitted_votes,
            len(self._ballots),
            len(self._pool) != self._fitted_size,
            self._stale,
        )
        due = due or (every and not self.up_to_date(hearing))
        if self._running or not (due or self._news_of(hearing) or self._outputs_came()):
            return None
        self._running = True
        self._fitted_outputs = self._outputs
        return RefitJob(
            self._epoch,
            self._ballots,
            self._pool if self._renewed is None else self._renewed(),
            self._n_examples,
            hearing,
            self._expected,
            interest(),
        )

    def accept(self, job: RefitJob, learned: Learned) -> bool:
        """Swap a finished refit in, and replay what came after it.

        Args:
            job: What was computed.
            learned: Its result.

        Returns:
            False when a vote was taken out meanwhile, which makes the result worthless.
        """
        self._running = False
        if job.epoch is not self._epoch:
            return False
        self.posterior, self._alone = learned.posterior, learned.alone
        for parents in self._pool.parents[len(job.pool) :]:
            self._bear(parents)
        for n in range(len(job.ballots), len(self._ballots)):
            self._update(self._ballots[n])
        self.reports = learned.reports
        self._fitted_heard = _heard(job.hearing)
        self._fitted_votes = len(job.ballots)
        self._fitted_size = len(job.pool)
        self._stale = False
        return True

    def abandon(self, job: RefitJob) -> None:
        """Give a refit up that failed: the same evidence would only fail again.

        Args:
            job: What failed.
        """
        self._running = False
        self._fitted_heard = _heard(job.hearing)
        self._fitted_votes = len(self._ballots)
        self._fitted_size = len(self._pool)
        self._stale = False

    def _update(self, vote: Ballot) -> None:
        self.posterior = self.posterior.update(vote)
        if self._alone is not None:
            self._alone = self._alone.update(vote)

    def _bear(self, parents: tuple[int, ...]) -> None:
        self.posterior = self.posterior.with_child(parents)
        if self._alone is not None:
            self._alone = self._alone.with_child(parents)

    def _outputs_came(self) -> bool:
        """Whether there are enough new outputs to look at, where likeness counts."""
        news = self._outputs - self._fitted_outputs
        return self._pool.features is not None and news >= max(
            OUTPUTS_NEWS, self._fitted_outputs // 2
        )

    def _news_of(self, hearing: Hearing | None) -> bool:
        """Whether raters came, went, or said enough more to be worth a refit."""
        before, now = dict(self._fitted_heard), dict(_heard(hearing))
        if before.keys() != now.keys():
            return True
        return any(now[rater] - before[rater] >= max(NEWS, before[rater] // 10) for rater in now)


def _heard(hearing: Hearing | None) -> _Heard:
    """Return how much each rater said, and whether it decides alone."""
    if hearing is None:
        return ()
    return tuple(((seat.rater.id, seat.trusted), seat.votes) for seat in hearing.seats)
