from __future__ import annotations

from optimizer.records import Example, JudgedDuel, Purpose, Rater, RaterKind, Strength, Verdict
from optimizer.store import Store
from optimizer.views import HistoryRow
from tests.optimizer.store.making import EXAMPLES, PROMPTS, SETTING, duel, output, vote


def test_history_tells_all_of_a_vote(store: Store) -> None:
    store.cast_vote(
        vote("v1", "d1", Verdict.RIGHT, reason="kind", tags=("tone",)), duel("d1", looked_at=8)
    )

    assert store.history() == (
        HistoryRow(
            vote_id="v1",
            duel_id="d1",
            number=1,
            cast_at="2026-01-02T03:04:06.000Z",
            example_id=EXAMPLES[0].id,
            example_title="My bill is wrong",
            verdict=Verdict.RIGHT,
            strength=Strength.CLEARLY,
            tags=("tone",),
            reason="kind",
            left_name="Start",
            right_name="B1: shorter",
            left_prompt=PROMPTS[0].id,
            right_prompt=PROMPTS[1].id,
            took_ms=900,
            rater="You",
            purpose=Purpose.TUNE,
            voided=False,
            looked_at=8,
        ),
    )


def test_numbers_count_voided_votes_too(store: Store) -> None:
    for number in range(1, 5):
        store.cast_vote(vote(f"v{number}", f"d{number}"), duel(f"d{number}"))
    store.void_vote("v2")

    assert [(row.number, row.voided) for row in store.history()] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert [row.number for row in store.history(["v4", "v2"])] == [2, 4]
    assert store.history([]) == ()


def test_a_title_is_one_short_line(store: Store) -> None:
    store.add_examples([Example("long", {"empty": " \n", "text": "a b\n\nc " * 100})])
    sides = []
    for candidate in PROMPTS[:2]:
        made = output(0, 0)
        made = type(made)(candidate.id, candidate.id, "long", SETTING, 0, "text", "stop")
        store.put_output(made)
        sides.append(made.id)
    shown = duel("d1")
    shown = type(shown)(
        "d1", Purpose.TUNE, "long", *sides, PROMPTS[0].id, PROMPTS[1].id, "eubo", SETTING
    )
    store.cast_vote(vote("v1", "d1"), shown)

    (row,) = store.history()
    assert row.example_title.startswith("a b c a b c")
    assert row.example_title.endswith("…")
    assert len(row.example_title) == 80


def test_judged_duels_hold_what_a_proposer_may_read(store: Store) -> None:
    store.cast_vote(vote("v1", "d1", Verdict.RIGHT, reason="kind", tags=("tone",)), duel("d1"))

    assert store.judged_duels() == (
        JudgedDuel(
            vote_id="v1",
            duel_id="d1",
            example=EXAMPLES[0],
            left_prompt=PROMPTS[0].id,
            right_prompt=PROMPTS[1].id,
            left_text="Start on 0",
            right_text="B1 on 0",
            verdict=Verdict.RIGHT,
            tags=("tone",),
            reason="kind",
        ),
    )


def test_judged_duels_are_the_persons_counting_votes_newest_last(store: Store) -> None:
    store.add_rater(Rater("judge", RaterKind.JUDGE, "a model"))
    for number in range(4):
        store.cast_vote(vote(f"v{number}", f"d{number}"), duel(f"d{number}"))
    store.cast_vote(vote("by judge", "d1", rater_id="judge"))
    store.void_vote("v2")

    assert [judged.vote_id for judged in store.judged_duels()] == ["v0", "v1", "v3"]
    assert [judged.vote_id for judged in store.judged_duels(limit=2)] == ["v1", "v3"]
    by_judge = store.judged_duels(kind=RaterKind.JUDGE)
    assert [judged.vote_id for judged in by_judge] == ["by judge"]


def test_judged_duels_keep_the_proof_from_the_proposers(store: Store) -> None:
    for purpose in Purpose:
        store.cast_vote(vote(f"v {purpose}", purpose), duel(purpose, purpose=purpose))

    assert [judged.duel_id for judged in store.judged_duels()] == ["tune", "probe", "head to head"]
    assert [judged.duel_id for judged in store.judged_duels(purposes=[Purpose.CONFIRM])] == [
        "confirm"
    ]
