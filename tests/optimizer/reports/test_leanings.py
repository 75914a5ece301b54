"""What a person's votes go by beside the prompts is told apart from what the prompts are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from optimizer.preference import Ballot, Ballots
from optimizer.records import Duel, Verdict
from optimizer.reports.leanings import ENOUGH_VOTES, NEWS, VotedGaps, VotedLooks
from optimizer.session import Session
from optimizer.views import LeaningView, Trait
from tests.optimizer import sessions

PROMPTS = 5


def voted(count: int, seed: int, *, by_words: float, markdown: float = 0.0) -> VotedGaps:
    """Votes of somebody who goes by the prompts' worth and by the log of words."""
    rng = np.random.default_rng(seed)
    worth = rng.normal(scale=0.5, size=PROMPTS)
    gaps = np.column_stack(
        [rng.normal(scale=0.7, size=count), markdown * rng.normal(scale=0.3, size=count)]
    )
    ballots = []
    for gap in gaps[:, 0]:
        left, right = (int(k) for k in rng.choice(PROMPTS, 2, replace=False))
        wins = 1 / (1 + np.exp(-(worth[left] - worth[right] + by_words * gap)))
        ballots.append(Ballot(left, right, 1 if rng.random() < wins else -1))
    return VotedGaps(Ballots.of(ballots), PROMPTS, gaps)


def by_trait(gaps: VotedGaps) -> dict[Trait, LeaningView]:
    return {found.trait: found for found in gaps.leanings()}


@pytest.mark.parametrize("weight", [-1.5, 1.5])
def test_a_liking_of_length_is_found_with_its_sign_and_its_size(weight: float) -> None:
    found = by_trait(voted(300, 1, by_words=weight))[Trait.LENGTH]
    true = 1 / (1 + 2.0**-weight)  # twice the words are log 2 more
    assert found.low < true < found.high
    assert (found.high < 0.5) == (weight < 0)
    assert (found.low > 0.5) == (weight > 0)


def test_who_goes_by_the_prompts_alone_is_not_said_to_lean() -> None:
    intervals = [by_trait(voted(120, seed, by_words=0.0))[Trait.LENGTH] for seed in range(10)]
    assert sum(found.low < 0.5 < found.high for found in intervals) >= 8


def test_sides_do_not_matter() -> None:
    gaps = voted(80, 3, by_words=1.0, markdown=1.0)
    mirrored = VotedGaps(gaps.ballots.swapped(), gaps.prompts, -gaps.gaps)
    for one, two in zip(gaps.leanings(), mirrored.leanings(), strict=True):
        assert (one.win_rate, one.low, one.high) == pytest.approx(
            (two.win_rate, two.low, two.high), abs=1e-6
        )


def test_a_trait_in_which_outputs_never_differ_is_not_told() -> None:
    assert set(by_trait(voted(60, 4, by_words=0.5))) == {Trait.LENGTH}
    assert set(by_trait(voted(60, 4, by_words=0.5, markdown=1.0))) == set(Trait)


def test_few_votes_tell_nothing() -> None:
    assert voted(ENOUGH_VOTES - 1, 5, by_words=2.0).leanings() == ()


class Texts:
    """Returns texts by output id and counts how often each was asked for."""

    def __init__(self, session: Session) -> None:
        self._read = session.board.store.output_texts
        self.asked: list[str] = []

    def __call__(self, outputs: Iterable[str]) -> Mapping[str, str]:
        wanted = list(outputs)
        self.asked += wanted
        return self._read(wanted)


def words(session: Session, output_id: str) -> int:
    return len(session.board.store.output_texts([output_id])[output_id].split())


def shorter(session: Session, duel: Duel) -> Verdict:
    left, right = words(session, duel.left_output), words(session, duel.right_output)
    return Verdict.LEFT if left < right else Verdict.RIGHT if right < left else Verdict.TIE


def vote_for_shorter(session: Session, count: int) -> None:
    for _ in range(count):
        sessions.answer_all(session, lambda cell: "word " * (3 + sum(map(ord, str(cell))) % 40))
        duel = sessions.offer(session)
        assert duel is not None
        sessions.vote(session, shorter(session, duel))


@pytest.fixture
def session(tmp_path: Path) -> Iterable[Session]:
    made = sessions.create(tmp_path / "replies.pairtune")
    sessions.add_children(made, 8)
    yield made
    made.close()


def test_a_person_who_takes_the_shorter_one_is_told_so(session: Session) -> None:
    vote_for_shorter(session, ENOUGH_VOTES - 1)
    assert session.pool_picture().run().leanings == ()
    vote_for_shorter(session, 11)
    (found,) = session.pool_picture().run().leanings
    assert found.trait is Trait.LENGTH
    assert found.high < 0.5


def test_each_text_is_read_once_and_news_are_waited_for(session: Session) -> None:
    texts, board = Texts(session), session.board
    looks = VotedLooks(texts)
    vote_for_shorter(session, ENOUGH_VOTES)
    first = looks.gaps(board.judgements(), board.me.id, board.setting_id)
    assert first is not None
    assert len(first.ballots) == ENOUGH_VOTES
    vote_for_shorter(session, NEWS - 1)
    assert looks.gaps(board.judgements(), board.me.id, board.setting_id) is first
    vote_for_shorter(session, 1)
    second = looks.gaps(board.judgements(), board.me.id, board.setting_id)
    assert second is not None
    assert len(second.ballots) == ENOUGH_VOTES + NEWS
    assert len(texts.asked) == len(set(texts.asked))
    assert looks.gaps(board.judgements(), "somebody else", board.setting_id) is None
