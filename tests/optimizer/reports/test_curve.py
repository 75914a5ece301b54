from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.preference import fit
from optimizer.records import Candidate, Duel, Prompt, Purpose, Verdict, Vote
from optimizer.reports.curve import MAX_POINTS, Past, checkpoints, coarse_first, point
from optimizer.reports.drawing import CurvePicture, Drawing
from optimizer.standings import Members, electable
from optimizer.views import CurvePoint
from optimizer.votes.evidence import Judgement, ballots, preference_pool
from optimizer.votes.judgements import Judgements
from optimizer.votes.tallies import tallies


def pool(size: int) -> tuple[Candidate, ...]:
    """A start prompt and descendants of it."""
    found: list[Candidate] = []
    for k in range(size):
        parents = (found[k // 2].id,) if k else ()
        found.append(Candidate(Prompt(f"Advice {k}"), f"B{k}", parents=parents, start=not k))
    return tuple(found)


def history(candidates: tuple[Candidate, ...], votes: int) -> tuple[Judgement, ...]:
    """Votes on growing parts of the pool; some output pairs are judged again and again."""
    rng, found = Random(3), []
    for n in range(votes):
        left, right = rng.sample(candidates[: 2 + n * (len(candidates) - 2) // votes], 2)
        example = f"e{rng.randrange(2)}"
        outputs = [f"{c.id} on {example}" for c in (left, right)]
        duel = Duel(f"d{n}", Purpose.TUNE, example, *outputs, left.id, right.id, "eubo", "one")
        found.append(
            Judgement(Vote(f"v{n}", duel.id, "person", rng.choice(list(Verdict)[:3])), duel)
        )
    return tuple(found)


@pytest.mark.parametrize(
    ("votes", "count"), [(0, 0), (1, 0), (7, 0), (40, 0), (7, 5), (40, 5), (40, 30)]
)
def test_a_point_is_that_of_a_fit_of_the_whole_pool(votes: int, count: int) -> None:
    candidates = pool(9)
    examples = {f"e{k}": k for k in range(count)}
    judged, start = history(candidates, 40), candidates[0].id
    index = {candidate.id: k for k, candidate in enumerate(candidates)}
    known = judged[:votes]
    whole = point(
        candidates,
        fit(
            preference_pool(candidates),
            ballots(known, index, examples),
            n_examples=count or None,
        ),
        electable(Members.of(candidates, start), tallies(known)),
        start,
        votes=votes,
        vote_id=known[-1].vote.id if known else None,
    )
    told = Past(candidates, judged, start, examples=examples).point(votes)

    assert (told.votes, told.incumbent, told.rival, told.vote_id) == (
        whole.votes,
        whole.incumbent,
        whole.rival,
        whole.vote_id,
    )
    assert told.win_rate == pytest.approx(whole.win_rate, abs=1e-3)
    assert (told.low, told.high) == pytest.approx((whole.low, whole.high), abs=1e-3)
    assert told.p_beats_start == pytest.approx(whole.p_beats_start, abs=1e-3)


def test_while_the_start_leads_the_best_of_the_others_is_compared_with_it() -> None:
    candidates = pool(3)
    start, first, second = (candidate.id for candidate in candidates)
    index = {candidate.id: k for k, candidate in enumerate(candidates)}
    judged = [
        Judgement(Vote(f"v{n}", f"d{n}", "person", Verdict.LEFT), duel)
        for n, duel in enumerate(
            Duel(f"d{n}", Purpose.TUNE, f"e{n}", f"o{n}", f"p{n}", left, right, "eubo", "one")
            for n, (left, right) in enumerate(
                [(start, first), (start, second), (start, second), (first, second)]
            )
        )
    ]
    told = point(
        candidates,
        fit(preference_pool(candidates), ballots(judged, index, {})),
        electable(Members.of(candidates, start), tallies(judged)),
        start,
        votes=len(judged),
    )
    assert (told.incumbent, told.rival) == (start, first)
    assert 0.0 < told.low < told.win_rate < 0.5
    assert told.p_beats_start < 0.5


@pytest.mark.parametrize("votes", [0, 1, 2, 5, 60, 61, 4321])
def test_the_coarse_order_holds_every_step_once_and_begins_with_the_ends(votes: int) -> None:
    steps = checkpoints(votes)
    order = coarse_first(steps)
    assert sorted(order) == list(steps)
    assert set(order[:2]) == {0, votes}
    assert len(steps) <= MAX_POINTS + 1


def latest(votes: int) -> CurvePoint:
    return CurvePoint(votes, 0.75, 0.7, 0.8, 0.9, "prompt", "prompt", f"v{votes}")


def picture(votes: int, start_id: str | None = None) -> CurvePicture:
    candidates = pool(4)
    known = Judgements.of(history(candidates, votes))
    return CurvePicture(candidates, known, start_id or candidates[0].id, "one")


def drawn(drawing: Drawing) -> Drawing:
    while not drawing.finished:
        drawing.add(drawing.piece())
    return drawing


def test_a_drawing_is_told_piece_by_piece_and_ends_with_what_is_believed_now() -> None:
    drawing = Drawing(picture(12))
    drawing.add_latest(latest(12))
    drawing.add_latest(latest(13))
    drawn(drawing)
    assert [known.votes for known in drawing.points] == list(range(14))
    assert drawing.points[12] == latest(12)
    assert drawing.points[13] == latest(13)


def test_a_vote_taken_back_leaves_no_point_behind_and_the_rest_in_place() -> None:
    before = drawn(Drawing(picture(12)))
    before.add_latest(latest(13))
    drawing = Drawing(picture(12), before)
    assert [known.votes for known in drawing.points] == list(range(13))
    assert [known.votes for known in drawn(drawing).points] == list(range(13))


def test_points_of_another_start_prompt_or_of_fewer_examples_are_not_shown_meanwhile() -> None:
    before = drawn(Drawing(picture(5)))
    assert Drawing(picture(5, pool(4)[1].id), before).points == ()
    assert Drawing(replace(picture(5), examples={"e0": 0}), before).points == ()
