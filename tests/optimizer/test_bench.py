"""Raters beside the person: what may please a judge, and which of its votes are heard."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.bench import Look, covariates, look_of
from optimizer.judging.judge import Judge
from optimizer.jury import Jury
from optimizer.records import Duel, ModelSpec, Purpose, Rater, Verdict, Vote
from optimizer.votes.evidence import Judgement

PROMPTS = ("a", "b", "c")


def test_a_look_is_length_and_markdown() -> None:
    plain, marked = look_of("one two three"), look_of("- one\n- **two**\n- three")
    assert plain[0] == pytest.approx(np.log(4))
    assert plain[1] == 0
    assert marked[1] > 1


def test_looks_are_compared_within_an_example() -> None:
    # Example y has long answers by whomever; only b answers longer than the others there.
    looks = [
        Look("a", "x", 1.0, 0.0),
        Look("b", "x", 1.5, 0.0),
        Look("b", "y", 5.5, 0.0),
        Look("c", "y", 5.0, 0.0),
    ]
    found = covariates(PROMPTS, looks)[:, 0]
    assert found[1] > found[0] == pytest.approx(found[2])


def test_a_prompt_that_was_never_judged_looks_like_the_others() -> None:
    found = covariates(PROMPTS, [Look("a", "x", 1.0, 0.2), Look("b", "x", 2.0, 0.0)])
    assert found[2] == pytest.approx(found[:2].mean(axis=0))
    assert not covariates(PROMPTS, []).any()


class _Raters:
    """A file with nothing in it but raters."""

    def __init__(self, *raters: Rater) -> None:
        self._raters = raters

    def raters(self) -> tuple[Rater, ...]:
        return self._raters


def _jury(*judges: Judge, said: int) -> Jury:
    """Every judge has said `said` things, each on the same duels."""
    duels = {
        f"d{n}": Duel(
            f"d{n}", Purpose.TUNE, "x", f"l{n}", f"r{n}", "a", "b", "eubo", setting_id="s"
        )
        for n in range(said)
    }
    votes = [
        Vote(f"{judge.rater.id} {duel}", duel, judge.rater.id, Verdict.LEFT)
        for judge in judges
        for duel in duels
    ]
    judgements = [Judgement(vote, duels[vote.duel_id]) for vote in votes]
    return Jury(_Raters(*(judge.rater for judge in judges)), judgements)  # type: ignore[arg-type]


MODEL = ModelSpec("openai/gpt-4o")
OLD, NEW, OTHER = Judge(MODEL), Judge(MODEL, "Short."), Judge(ModelSpec("openai/o3"))


def heard(jury: Jury, *sitting: Judge) -> set[str]:
    seats = jury.seats("s", "", "", judge=True, sitting={judge.rater.id for judge in sitting})
    return {seat.rater.id for seat in seats}


def test_one_model_is_one_witness_whatever_its_criteria_were() -> None:
    jury = _jury(OLD, NEW, OTHER, said=3)
    assert heard(jury, NEW, OTHER) == {NEW.rater.id, OTHER.rater.id}
    assert heard(jury, OLD) == {OLD.rater.id, OTHER.rater.id}
    assert heard(_jury(OLD, said=3), NEW) == {OLD.rater.id}
    assert not jury.seats("s", "", "", judge=False)
    assert not jury.seats("elsewhere", "", "", judge=True)


def test_a_verdict_is_told_as_the_duel_shows_its_sides() -> None:
    jury = _jury(OLD, said=1)
    duel = Duel("other", Purpose.TUNE, "x", "r0", "l0", "b", "a", "eubo", setting_id="s")
    assert jury.verdict_of(OLD.rater.id, duel) is Verdict.RIGHT
    assert jury.verdict_of(NEW.rater.id, duel) is None


def test_a_seat_counts_what_says_something() -> None:
    (seat,) = _jury(OLD, said=2).seats("s", "", "", judge=True)
    assert seat.votes == 2
    assert all(isinstance(entry, Judgement) for entry in seat.heard)
