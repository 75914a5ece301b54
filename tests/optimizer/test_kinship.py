"""Imported prompts are alike by their words, or by the vectors of a model that was named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from optimizer.kinship import MOST_BY_WORDS, Likeness
from optimizer.preference import Pool
from optimizer.preference.arrays import FloatArray
from optimizer.records import Candidate, Prompt, Verdict
from tests.optimizer import sessions

TEXTS = ("Answer kindly and in short.", "Answer kindly, and keep it short.", "Sing as a pirate.")


def candidates(*texts: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(Prompt(text), f"B{k}") for k, text in enumerate(texts))


def likeness(pool: Pool) -> np.ndarray:
    assert pool.features is not None
    return pool.features @ pool.features.T


def test_words_tell_who_is_alike() -> None:
    alike = likeness(Likeness().of(Pool.flat(3), candidates(*TEXTS), {}))
    assert alike[0, 1] > alike[0, 2] + 0.2


def test_two_prompts_have_no_likeness_and_descendants_have_none_of_their_own() -> None:
    assert Likeness().of(Pool.flat(2), candidates(*TEXTS[:2]), {}).features is None
    grown = Likeness().of(Pool(parents=((), (), (), (0,))), candidates(*TEXTS, "Child."), {})
    assert grown.features is not None
    assert not grown.features[3].any()


def test_vectors_come_before_words_once_all_are_known() -> None:
    vectors = {text: np.eye(3, dtype=np.float32)[k] for k, text in enumerate(TEXTS)}
    some = dict(list(vectors.items())[:2])
    by_words = Likeness().of(Pool.flat(3), candidates(*TEXTS), some)
    assert np.array_equal(
        likeness(by_words), likeness(Likeness().of(Pool.flat(3), candidates(*TEXTS), {}))
    )
    assert np.array_equal(
        likeness(Likeness().of(Pool.flat(3), candidates(*TEXTS), vectors)), np.eye(3)
    )


def test_a_very_large_import_is_taken_as_it_comes() -> None:
    many = candidates(*(f"Way {k}." for k in range(MOST_BY_WORDS + 1)))
    assert Likeness().of(Pool.flat(len(many)), many, {}).features is None


def test_a_vote_on_one_imported_prompt_speaks_for_those_like_it(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "replies.pairtune")
    fields = session.board.roster[session.board.roster.start_id].prompt.fields
    ids = [session.growing.add_own(Prompt(t, fields=fields), [], t).id for t in TEXTS]
    for _ in range(12):
        sessions.answer_all(session)
        duel = sessions.offer(session)
        assert duel is not None
        sides = (duel.left_prompt, duel.right_prompt)
        sessions.vote(session, Verdict.RIGHT if sides[0] == ids[2] else Verdict.LEFT)
    sessions.settle(session)
    places = [session.board.roster.index[prompt] for prompt in ids]
    covariance = session.board.posterior.covariance
    assert covariance[places[0], places[1]] > covariance[places[0], places[2]]
    session.close()


def test_looks_belong_to_prompts_without_lineage_where_there_are_a_few() -> None:
    def looks(roots: Sequence[int]) -> FloatArray | None:
        asked.append(list(roots))
        return np.array([[float(k)] for k in roots])

    asked: list[list[int]] = []
    grown = Pool(parents=((), (0,), (), ()))
    assert Likeness().looking(grown, looks).looks is None
    told = Likeness().of(grown, candidates(*TEXTS, "Child."), {})
    seen = Likeness().looking(told, looks).looks
    assert asked == [[0, 2, 3]]
    assert seen is not None
    assert seen[[0, 2, 3], 0].tolist() == [0.0, 2.0, 3.0]
    assert np.isnan(seen[1])
    assert Likeness().looking(told, lambda roots: None) is told
