"""Play one rule in one simulated world and note how it stands after some votes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.pairing import Choice, History, choose_example
from optimizer.pairing.counts import wins_against
from optimizer.pairing.elo_adjacent import SCALE, START, STEP
from optimizer.pairing.glickbest import glicko_ratings
from optimizer.preference import (
    Ballot,
    Ballots,
    Pool,
    Posterior,
    RaterEvidence,
    expected_regret,
    fit,
    fit_with_raters,
    recommended,
    refit_due,
    win_rates,
)
from optimizer.preference.fusion import asked_by
from tests.benchmarks.rivals import ALL_PICKERS, bradley_terry, king_of, trueskill
from tests.benchmarks.worlds import EXAMPLES, GrowingWorld, World

CHECKPOINTS = (0, 10, 20, 25, 30, 40, 50, 60, 75, 100, 150, 200)
BY_COUNTS = {"double_thompson", "glickbest", "elo_adjacent", "active_ranking", "rucb", "king"}


@dataclass(frozen=True)
class Rule:
    """A way to choose duels and to name the best prompt.

    Attributes:
        picker: name of the picker.
        judged_by: what names the best prompt: "posterior", "elo", "glicko", "borda", "copeland",
            "bradley_terry", "trueskill", "king".
        example: "random"; "different" (the most different of eight, every fifth random) by a sign
            whose logarithm goes with that of the true difference; or "measured": the same, by
            outputs that are measured with error.
        prior: "auto" for the pool's own, "white", or "no_drift".
    """

    picker: str
    judged_by: str = "posterior"
    example: str = "random"
    prior: str = "auto"

    @property
    def name(self) -> str:
        """Name of the rule in tables."""
        parts = [self.picker, self.judged_by, self.example, self.prior]
        return "/".join(parts)


def inherited_elo(pool: Pool, votes: list[Ballot], born: list[int]) -> np.ndarray:
    """Play all votes by Elo; a child starts with its parent's rating when it is born."""
    ratings = np.full(len(pool), START)
    alive = 0
    for count in range(len(votes) + 1):
        while alive < len(pool) and born[alive] <= count:
            if pool.parents[alive]:
                ratings[alive] = ratings[list(pool.parents[alive])].mean()
            alive += 1
        if count < len(votes):
            vote = votes[count]
            odds = 10.0 ** ((ratings[vote.right] - ratings[vote.left]) / SCALE)
            change = STEP * ((vote.outcome + 1) / 2.0 - 1.0 / (1.0 + odds))
            ratings[vote.left] += change
            ratings[vote.right] -= change
    return ratings


def best_by(rule: Rule, posterior: Posterior, ballots: Ballots) -> int:
    """Name the best prompt as the rule does; Elo needs births, see `inherited_elo`."""
    size = len(posterior)
    if rule.judged_by == "glicko":
        rating, _ = glicko_ratings(size, ballots)
        return int(np.argmax(rating))
    if rule.judged_by in {"bradley_terry", "trueskill", "king"}:
        votes = [ballots[k] for k in range(len(ballots))]
        if rule.judged_by == "king":
            return king_of(votes)
        rate = bradley_terry if rule.judged_by == "bradley_terry" else trueskill
        return int(np.argmax(rate(size, votes)))
    if rule.judged_by in {"borda", "copeland"}:
        wins = wins_against(size, History(ballots=ballots))
        games = wins + wins.T
        if rule.judged_by == "borda":
            share = (wins.sum(axis=1) + 0.5) / (games.sum(axis=1) + 1.0)
            return int(np.argmax(share))
        share = (wins + 1.0) / (games + 2.0)
        beaten = np.sum(share - 0.5 > 1e-9, axis=1) + 1e-3 * share.sum(axis=1)
        return int(np.argmax(beaten))
    return recommended(posterior)


@dataclass
class Table:
    """The state of one simulated session."""

    world: World
    rule: Rule
    rng: np.random.Generator
    raters: tuple[RaterEvidence, ...] = ()

    def __post_init__(self) -> None:
        self.votes: list[Ballot] = []
        self.born = [0] * len(self.world.pool)
        self.recent: list[tuple[int, int]] = []
        self.met: dict[tuple[int, int], set[int]] = {}
        self.seen = 0
        self.picker = ALL_PICKERS[self.rule.picker]()
        self.by_counts = self.rule.picker in BY_COUNTS and self.rule.judged_by != "posterior"
        self.alone: Posterior | None = None
        self.posterior = self.learn()

    def learn(self) -> Posterior:
        """Fit all votes."""
        pool = self.world.pool
        if self.rule.prior == "white":
            pool = Pool.flat(len(pool))
        ballots = Ballots.empty() if self.by_counts else Ballots.of(self.votes)
        self.seen = len(self.votes)
        if self.raters:
            fusion = fit_with_raters(pool, ballots, self.raters, n_examples=EXAMPLES)
            self.alone = fusion.alone
            return fusion.posterior
        return fit(pool, ballots, n_examples=EXAMPLES)

    def step(self) -> None:
        """Show one duel and learn from its verdict."""
        needs_votes = self.rule.picker in BY_COUNTS
        ballots = Ballots.of(self.votes) if needs_votes else Ballots.empty()
        history = History(ballots=ballots, recent=tuple(self.recent[-3:]))
        live = np.ones(len(self.posterior), dtype=bool)
        asking = asked_by(self.posterior, self.alone)
        for pair in self.picker.rank(asking, live, history, self.rng):
            choice = self.example_for(pair)
            if choice is not None:
                break
        else:
            raise RuntimeError("no pair has an example left")
        example = choice.example
        self.met.setdefault(pair, set()).add(example)
        self.recent.append(pair)
        left, right = pair if self.rng.random() < 0.5 else pair[::-1]
        vote = self.world.vote(left, right, example, self.rng)._replace(looked_at=choice.looked_at)
        self.votes.append(vote)
        if self.by_counts:
            return
        if refit_due(self.seen, len(self.votes), False, False):
            self.posterior = self.learn()
        else:
            self.posterior = self.posterior.update(vote)
            self.alone = None if self.alone is None else self.alone.update(vote)

    def example_for(self, pair: tuple[int, int]) -> Choice | None:
        """Choose the example of a duel as the rule does."""
        met = self.met.get(pair, set())
        if self.rule.example == "random":
            fresh = [x for x in range(EXAMPLES) if x not in met]
            return Choice(int(self.rng.choice(fresh)), 1) if fresh else None

        def apart(example: int) -> float:
            if self.rule.example == "measured":
                return self.world.measured_difference(*pair, example)
            return self.world.seen_difference(*pair, example, self.rng)

        order = list(self.rng.permutation(EXAMPLES))
        return choose_example(order, met, apart, len(self.votes), self.rng)

    def best(self) -> int:
        """Name the prompt recommended now."""
        if self.rule.judged_by == "elo":
            return int(np.argmax(inherited_elo(self.world.pool, self.votes, self.born)))
        return best_by(self.rule, self.posterior, Ballots.of(self.votes))

    def stand(self) -> dict[str, float]:
        """Measure how the rule stands: regret, coverage and predicted against real regret."""
        best, world = self.best(), self.world
        row = {"votes": float(len(self.votes)), "regret": world.regret(best)}
        if self.by_counts or self.rule.judged_by != "posterior":
            return row
        truth = 1.0 / (1.0 + np.exp(-world.marginal(world.utilities - world.utilities[best])))
        _, low, high = win_rates(self.posterior, best)
        inside = (low <= truth) & (truth <= high)
        row["covered"] = float(np.delete(inside, best).mean())
        row["predicted"] = expected_regret(self.posterior)
        row["real"] = float(world.marginal(world.utilities - world.utilities[best]).max())
        return row


def play_flat(
    world: World,
    rule: Rule,
    votes: int,
    seed: int,
    raters: tuple[RaterEvidence, ...] = (),
) -> list[dict[str, float]]:
    """Play a fixed pool and return how the rule stands at every checkpoint."""
    table = Table(world, rule, np.random.default_rng([seed, 1]), raters)
    rows = []
    for count in range(votes + 1):
        if count in CHECKPOINTS:
            rows.append(table.stand())
        if count < votes:
            table.step()
    return rows


def play_growing(
    growing: GrowingWorld, rule: Rule, votes: int, every: int, seed: int
) -> dict[str, float]:
    """Play a growing pool: two children of the recommended prompt per `every` votes.

    Returns:
        The true gain of the prompt recommended at the end, and the oracle's.
    """
    table = Table(growing.start(), rule, np.random.default_rng([seed, 2]))
    births = 0
    for count in range(1, votes + 1):
        table.step()
        if count % every == 0 and count < votes:
            parent = table.best()
            for _ in range(2):
                growing.grow(table.world, parent)
                table.born.append(count)
                births += 1
            table.posterior = table.learn()
    best = table.best()
    row = table.stand()
    return {
        "gain": float(table.world.utilities[best]),
        "oracle": growing.oracle_gain(births),
        "covered": row.get("covered", float("nan")),
        "predicted": row.get("predicted", float("nan")),
        "real": row.get("real", float("nan")),
    }
