"""The simulated person: a hidden taste, the errors of people, votes that are marked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from optimizer.commands import AddPrompt, CastVote
from optimizer.records import Example, Prompt, Purpose, RaterKind, Request, Verdict
from optimizer.simulated import SIMULATED, SimulatedPerson, Taste
from optimizer.views import OutputView, PairView
from tests.fake_service import FakeService
from tests.optimizer.sessions import reopen
from tests.small_project import Hand, babble, small_draft

ROW = Example("e", {"message": "Where is my parcel?"}, reference="On its way.")
SHORT_TASTE = Taste(words=8, brevity=1.0, grounded=1.0, plain=0.5, right=2.0)


def pair(left: str, right: str, number: int = 0) -> PairView:
    return PairView(
        "duel",
        Purpose.TUNE,
        ROW,
        OutputView(f"{number} {left}", left),
        OutputView(f"{number} {right}", right),
    )


def test_quality_is_length_words_of_the_example_form_and_the_right_answer() -> None:
    quality = SHORT_TASTE.quality
    plain = quality("Hello to you from all of us", ROW)
    assert quality("word " * 64, ROW) < plain
    assert quality("Your parcel: where it is we say", ROW) > plain
    assert quality("- Hello\n- to\n- you from all of us", ROW) < plain
    assert quality("It is on its way. From all us", ROW) > plain


def test_the_better_output_wins_mostly_and_not_always() -> None:
    person = SimulatedPerson(3)
    texts = ("word " * round(person.taste.words), "word " * round(person.taste.words * 5))
    said = Counter(person.judge(pair(*texts, number)).verdict for number in range(300))
    assert said[Verdict.LEFT] > 3 * said[Verdict.RIGHT] > 0
    assert said[Verdict.TIE] + said[Verdict.BOTH_BAD] > 0


@given(st.integers(0, 50), st.text(max_size=80), st.text(max_size=80))
def test_the_same_pair_gets_the_same_opinion(seed: int, left: str, right: str) -> None:
    first, again = (SimulatedPerson(seed).judge(pair(left, right)) for _ in range(2))
    assert first == again
    assert first.took_ms > 0
    assert first.verdict is not Verdict.SKIP


def test_its_votes_tune_a_project_and_are_marked(tmp_path: Path) -> None:
    person = SimulatedPerson(5)
    best = "word " * round(person.taste.words)

    def answers(request: Request) -> str:
        brief = "Be brief." in str(request.messages)
        return f"{best}{babble(request)[:6]}" if brief else f"{best * 6}{babble(request)}"

    path = tmp_path / "p.pairtune"
    service = FakeService(answers, threaded=True)
    hand = Hand.create(path, small_draft(rows=24), service)
    hand.until(lambda: hand.pool is not None)
    start = hand.pool.candidates[0].candidate
    hand.post(AddPrompt(Prompt("Be brief.", fields=start.prompt.fields), (start.id,)))
    for cast in range(1, 11):
        shown = hand.pair()
        opinion = person.judge(shown)
        hand.current = None
        hand.post(
            CastVote(shown.duel_id, opinion.verdict, took_ms=opinion.took_ms, rater=SIMULATED)
        )
        hand.until(lambda cast=cast: hand.status.votes == cast)
        hand.until(lambda: hand.current is not None or bool(hand.ready))
        if hand.current is None:
            hand.current, hand.ready = hand.ready[0], hand.ready[1:]
    hand.close()
    service.close()

    session = reopen(path)
    votes = session.board.judgements()
    assert {entry.vote.rater_id for entry in votes} == {SIMULATED.id}
    assert {r.name: r.kind for r in session.board.store.raters()}[SIMULATED.name] is (
        RaterKind.PERSON
    )
    assert session.voting.rows()[0].rater == SIMULATED.name
    brief = next(c for c in session.board.roster.candidates if "Be brief." in str(c.prompt))
    tally = session.board.tallies()[brief.id]
    assert tally.wins > tally.losses
    session.close()
