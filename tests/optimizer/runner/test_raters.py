"""Raters beside the person, and the confirmation that nobody learns from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from optimizer.commands import SetOptions, StartConfirmation
from optimizer.events import FaultRaised
from optimizer.records import (
    CallRole,
    ModelSpec,
    Options,
    Purpose,
    RaterKind,
    Request,
    Split,
    Verdict,
)
from optimizer.store import Store
from tests.fake_service import FakeService
from tests.optimizer.runner.driving import driven, stored
from tests.small_project import Hand, babble, small_draft


def test_a_confirmation_asks_on_held_out_examples_and_teaches_nothing(path: Path) -> None:
    draft = small_draft(rows=18)
    with driven(Hand.create(path, draft, FakeService(babble, threaded=True))) as hand:
        hand.until(lambda: hand.pool is not None and len(hand.pool.candidates) >= 2)
        assert hand.pool is not None
        child = next(v.candidate for v in hand.pool.candidates if not v.candidate.start)
        hand.post(StartConfirmation(child.id, duels=3))
        judged = 0
        while judged < 3:
            pair = hand.vote(Verdict.LEFT)
            told = stored(hand)
            if pair.purpose is Purpose.CONFIRM:
                judged += 1
                assert pair.example.split is Split.HELD_OUT
                assert {told.reveal.left_prompt, told.reveal.right_prompt} == {
                    child.id,
                    draft.start.id,
                }
        hand.until(
            lambda: bool(hand.pool and [c for c in hand.pool.confirmations if c.judged == 3])
        )
        assert hand.pool is not None
        result = hand.pool.confirmations[0]
        assert result.wins + result.losses == 3
        assert not result.active
        assert result.low <= result.share <= result.high
        hand.post(StartConfirmation(child.id, duels=3))
        fault = hand.wait(lambda e: e.fault if isinstance(e, FaultRaised) else None)
        assert "judged already" in fault.message

    with Store.open(path) as store:
        taught = [duel.example.split for duel in store.judged_duels()]
    assert Split.HELD_OUT not in taught


def test_a_judge_votes_beside_the_person_and_is_never_counted_as_one(path: Path) -> None:
    def answer(request: Request) -> str:
        if request.role is CallRole.JUDGE:
            text = request.messages[-1].content
            if "<answer_1>" not in text:
                return "DEMAND: none\n\nVERDICT: FINE"  # a new prompt was to be checked
            first = text.split("<answer_1>")[1].split("</answer_1>")[0].count("warm")
            second = text.split("<answer_2>")[1].split("</answer_2>")[0].count("warm")
            verdict = "TIE" if first == second else "1" if first > second else "2"
            return f"Compared by warmth.\n\nVERDICT: {verdict}"
        return babble(request)

    judge = ModelSpec(model="openai/judge")
    draft = small_draft(rows=30, models={CallRole.JUDGE: judge})
    service = FakeService(answer, threaded=True)
    with driven(Hand.create(path, draft, service)) as hand:
        hand.post(SetOptions(Options(judge=True, judge_votes=12)))
        for _ in range(4):
            hand.vote()
            stored(hand)
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 6))
        assert hand.pool is not None
        assert hand.status is not None
        assert hand.status.votes == 4
        rater = hand.pool.raters[0]
        assert rater.taste is None or 0.0 <= rater.taste <= 1.0

    asked = [request for request in service.requests if request.role is CallRole.JUDGE]
    assert len(asked) <= 24
    with Store.open(path) as store:
        assert len([v for v in store.votes() if v.rater_id == "person"]) == 4
        assert len(store.judged_duels()) == 4


def test_what_the_judge_said_of_a_pair_is_told_once_it_is_judged(path: Path) -> None:
    def answer(request: Request) -> str:
        if request.role is CallRole.JUDGE:
            text = request.messages[-1].content
            if "<answer_1>" not in text:
                return "DEMAND: none\n\nVERDICT: FINE"  # a new prompt was to be checked
            first = text.split("<answer_1>")[1].split("</answer_1>")[0]
            second = text.split("<answer_2>")[1].split("</answer_2>")[0]
            return f"VERDICT: {'1' if first > second else '2'}"
        return babble(request)

    draft = small_draft(models={CallRole.JUDGE: ModelSpec(model="openai/judge")})
    with driven(Hand.create(path, draft, FakeService(answer, threaded=True))) as hand:
        hand.vote()
        assert stored(hand).reveal.judge is None
        hand.pair()
        hand.post(SetOptions(Options(judge=True, judge_votes=8)))
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 4))
        pair = hand.vote()
        left = pair.left.text > pair.right.text
        assert stored(hand).reveal.judge is (Verdict.LEFT if left else Verdict.RIGHT)


def test_a_judge_that_flips_abstains(path: Path) -> None:
    def answer(request: Request) -> str:
        return "VERDICT: 1" if request.role is CallRole.JUDGE else babble(request)

    draft = small_draft(models={CallRole.JUDGE: ModelSpec(model="openai/judge")})
    with driven(Hand.create(path, draft, FakeService(answer, threaded=True))) as hand:
        hand.post(SetOptions(Options(judge=True, judge_votes=4)))
        hand.until(
            lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].abstentions >= 3)
        )
        assert hand.pool is not None
        assert hand.pool.raters[0].votes == 0


def test_a_metric_is_one_more_rater(path: Path) -> None:
    draft = small_draft()
    labelled = tuple(replace(e, reference="warm") for e in draft.examples)
    service = FakeService(babble, threaded=True)
    with driven(Hand.create(path, replace(draft, examples=labelled), service)) as hand:
        hand.post(SetOptions(Options(metric="contains")))
        hand.until(lambda: bool(hand.pool and hand.pool.raters and hand.pool.raters[0].votes >= 6))
        assert hand.pool is not None
        assert hand.pool.raters[0].kind is RaterKind.METRIC

    with Store.open(path) as store:
        scores = store.scores("contains")
        texts = store.output_texts(list(scores))
    assert scores
    assert all(score == float("warm" in texts[output]) for output, score in scores.items())
