from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.belief import OUTPUTS_NEWS, Belief
from optimizer.bench import Hearing, Score, Seat
from optimizer.preference import LEFT, RIGHT, TIE, Ballot, Ballots, Pool, Posterior, fit
from optimizer.records import Rater, RaterKind
from optimizer.refit import Learned, RefitJob

MANY = 20


def pool(size: int) -> Pool:
    return Pool(parents=((), *(((0,),) * (size - 1))))


def refit(belief: Belief) -> tuple[RefitJob, Learned]:
    job = belief.refit_job()
    assert job is not None
    return job, job.run()


def told(belief: Belief, *votes: Ballot) -> None:
    for vote in votes:
        belief.learn(vote, belief.ballots.with_vote(vote))


def alike(one: Posterior, other: Posterior) -> bool:
    return np.allclose(one.mean, other.mean) and np.allclose(one.covariance, other.covariance)


FOUR = tuple(Ballot(0, 1, outcome) for outcome in (LEFT, LEFT, RIGHT, TIE))


def test_votes_that_were_there_are_learned_by_the_first_refit() -> None:
    belief = Belief(pool(2), Ballots.of(FOUR), MANY)
    assert not belief.settled

    assert belief.accept(*refit(belief))
    assert belief.settled
    assert alike(belief.posterior, fit(pool(2), Ballots.of(FOUR), n_examples=MANY))


def test_one_refit_runs_at_a_time_and_none_without_news() -> None:
    belief = Belief(pool(2), Ballots.empty(), MANY)
    assert belief.refit_job() is None
    told(belief, *FOUR)
    job, learned = refit(belief)
    assert belief.refit_job() is None

    belief.accept(job, learned)
    assert belief.refit_job() is None


def test_what_came_during_a_refit_is_replayed_on_it() -> None:
    belief = Belief(pool(2), Ballots.empty(), MANY)
    told(belief, *FOUR)
    job, learned = refit(belief)
    later = Ballot(0, 1, LEFT)
    told(belief, later)
    belief.enlarge(pool(3), [1])
    told(belief, Ballot(2, 1, LEFT))

    assert belief.accept(job, learned)
    assert len(belief.posterior) == 3
    assert belief.posterior.votes == 6
    expected = learned.posterior.with_child((0,)).update(later).update(Ballot(2, 1, LEFT))
    assert alike(belief.posterior, expected)


def test_a_refit_of_votes_that_were_taken_back_is_dropped() -> None:
    belief = Belief(pool(2), Ballots.empty(), MANY)
    told(belief, *FOUR)
    job, learned = refit(belief)
    belief.revise(Ballots.of(FOUR[:3]))

    assert not belief.accept(job, learned)
    assert not belief.settled
    assert belief.accept(*refit(belief))
    assert alike(belief.posterior, fit(pool(2), Ballots.of(FOUR[:3]), n_examples=MANY))


def test_a_refit_of_another_belief_is_dropped() -> None:
    old, new = (Belief(pool(2), Ballots.of(FOUR), MANY) for _ in range(2))
    job, learned = refit(old)

    assert not new.accept(job, learned)
    assert not new.settled


def test_a_refit_that_failed_is_not_tried_again_on_the_same_votes() -> None:
    belief = Belief(pool(2), Ballots.of(FOUR), MANY)
    job = belief.refit_job()
    assert job is not None
    belief.abandon(job)

    assert belief.settled
    assert belief.refit_job() is None
    belief.revise(Ballots.of(FOUR[:2]))
    assert belief.refit_job() is not None


@given(st.lists(st.sampled_from([*FOUR, "undo", "child", "begin", "end"]), max_size=14))
@settings(max_examples=25, deadline=None)
def test_in_whatever_order_all_ends_in_the_fit_of_the_votes_in_force(
    steps: list[Ballot | str],
) -> None:
    belief, size, votes = Belief(pool(2), Ballots.empty(), MANY), 2, list[Ballot]()
    running: tuple[RefitJob, Learned] | None = None
    for step in steps:
        if isinstance(step, Ballot):
            votes.append(step)
            told(belief, step)
        elif step == "undo" and votes:
            votes.pop()
            belief.revise(Ballots.of(votes))
        elif step == "child":
            size += 1
            belief.enlarge(pool(size), [0])
        elif step == "begin" and running is None and (job := belief.refit_job()) is not None:
            running = job, job.run()
        elif step == "end" and running is not None:
            belief.accept(*running)
            running = None
        assert len(belief.posterior) == size
    if running is not None:
        belief.accept(*running)
    belief.revise(Ballots.of(votes))
    belief.accept(*refit(belief))

    assert alike(belief.posterior, fit(pool(size), Ballots.of(votes), n_examples=MANY))


def test_where_a_metric_decides_alone_every_prompt_stands_for_itself() -> None:
    rater = Rater("metric-label", RaterKind.METRIC, "Label")
    prompts = {f"p{k}": k for k in range(4)}
    # The second is good on many rows; of its child two rows are known.
    right = {"p0": (30, 60), "p1": (55, 60), "p2": (1, 2), "p3": (30, 60)}
    scores = tuple(
        Score(prompt, float(n < good))
        for prompt, (good, rows) in right.items()
        for n in range(rows)
    )
    line = Pool(parents=((), (0,), (1,), (0,)))
    hearing = Hearing((Seat(rater, scores=scores, trusted=True),), prompts, {}, np.zeros((4, 0)))
    job = RefitJob(object(), Ballots.empty(), line, MANY, hearing)
    means = job.run().posterior.mean
    assert means[1] == max(means)
    assert means[2] < (means[0] + means[1]) / 2, "nothing is inherited"

    voted = replace(job, ballots=Ballots.of([Ballot(0, 3, TIE)])).run().posterior.mean
    assert voted[2] > (voted[0] + voted[1]) / 2, "a child is taken to be like its parent"


def test_every_second_duel_is_chosen_as_if_no_judge_spoke() -> None:
    belief = Belief(pool(3), Ballots.of(FOUR), MANY)
    assert belief.asking is belief.posterior
    rater = Rater("metric-exact", RaterKind.METRIC, "exact")
    scores = tuple(Score(f"p{k}", float(k == 2)) for k in range(3) for _ in range(30))
    prompts = {f"p{k}": k for k in range(3)}
    hearing = Hearing((Seat(rater, scores=scores),), prompts, {}, np.zeros((3, 0)))

    job = belief.refit_job(hearing)
    assert job is not None
    belief.accept(job, job.run())
    assert belief.asking is belief.posterior
    told(belief, Ballot(0, 1, LEFT))
    alone = fit(pool(3), Ballots.of(FOUR), n_examples=MANY).update(Ballot(0, 1, LEFT))
    assert alike(belief.asking, alone)
    assert belief.posterior.mean[2] > belief.asking.mean[2]
    belief.enlarge(pool(4), (0,))
    assert len(belief.asking) == len(belief.posterior) == 4

    prompts["p3"] = 3
    seats = (replace(hearing.seats[0], trusted=True),)
    trusted = replace(hearing, seats=seats, covariates=np.zeros((4, 0)))
    job = belief.refit_job(trusted, every=True)
    assert job is not None
    belief.accept(job, job.run())
    assert belief.asking is belief.posterior


def test_only_another_likeness_asks_for_a_refit() -> None:
    flat = Pool.flat(3)
    by_words, by_model = np.eye(3), np.eye(3)[[1, 0, 2]]
    belief = Belief(flat, Ballots.empty(), MANY)
    for features, news in (
        (None, False),
        (by_words, True),
        (by_words.copy(), False),
        (by_model, True),
        (None, True),
    ):
        belief.regard(replace(flat, features=features))
        assert belief.settled != news
        job = belief.refit_job()
        assert (job is not None) == news
        if job is not None:
            assert belief.accept(job, job.run())


def test_outputs_ask_for_a_refit_where_they_can_tell_who_is_alike() -> None:
    looks = np.array([[1.0], [-1.0], [0.5]])
    for features, told in ((None, False), (np.eye(3), True)):
        flat = Pool.flat(3, features)
        seen = replace(flat, looks=looks)
        belief = Belief(flat, Ballots.empty(), MANY, renewed=lambda seen=seen: seen)
        jobs = []
        for count in range(1, OUTPUTS_NEWS * 4 + 1):
            belief.note_output()
            job = belief.refit_job()
            if job is not None:
                jobs.append(count)
                assert job.pool is seen
                assert belief.accept(job, job.run())
        assert jobs == ([10, 20, 30] if told else [])
