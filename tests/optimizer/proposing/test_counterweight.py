"""A prompt that leans to one label is shown more of the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from optimizer.proposing.counterweight import Counterweight, Skew, skew_of
from optimizer.proposing.moves.verbalizers import with_words
from optimizer.records import Demonstration, Example, Prompt, Snapshot
from tests.optimizer.proposing.playing import family, pool
from tests.optimizer.proposing.pools import START, label_task

LABELS = ("payment", "delivery")
TASK = label_task(*LABELS)
ROWS = [Example(f"r{n}", {"message": f"Text {n}"}, reference=LABELS[n % 2]) for n in range(12)]
ROUTING = Prompt("payment or delivery?\n{{message}}")


def item(number: int) -> Demonstration:
    return Demonstration((("message", f"Text {number}"),), ROWS[number].reference or "")


def answered(prompt: Prompt, *texts: str, others: tuple[Prompt, ...] = ()) -> Snapshot:
    """A pool in which a prompt gave these answers to the first rows."""
    answers = {row.id: text for row, text in zip(ROWS, texts, strict=False)}
    scores = {row: float(text == LABELS[int(row[1:]) % 2]) for row, text in answers.items()}
    members = family(START, prompt, *others)
    return pool(
        members, {}, task=TASK, examples=ROWS, scores={prompt.id: scores},
        answers={prompt.id: answers},
    )  # fmt: skip


def test_a_lean_is_what_is_said_more_often_than_expected() -> None:
    snap = answered(ROUTING, *["payment"] * 6)
    assert skew_of(snap, snap.candidates[1]) == Skew("payment", "delivery", 0.5)
    assert skew_of(snap, snap.candidates[0]) is None, "nothing is known of it"
    fair = answered(ROUTING, "delivery", "payment", "payment", "delivery")
    assert skew_of(fair, fair.candidates[1]) is None, "wrong answers that lean nowhere"


def test_a_lean_is_seen_through_the_prompts_own_words() -> None:
    renamed = with_words(ROUTING, LABELS, {"payment": "billing"})
    snap = answered(renamed, *["It is billing."] * 4)
    assert skew_of(snap, snap.candidates[1]) == Skew("payment", "delivery", 0.5)


def test_the_child_shows_more_of_what_is_missing() -> None:
    shown = replace(ROUTING, demonstrations=(item(0), item(1), item(2)))
    snap = answered(shown, *["payment"] * 6)
    for seed in range(30):
        [made] = Counterweight().propose(snap, None, Random(seed))
        assert made.parents == (shown.id,)
        before = Counter(each.answer for each in shown.demonstrations)
        after = Counter(each.answer for each in made.prompt.demonstrations)
        assert after["delivery"] == before["delivery"] + 1
        assert after["payment"] in (before["payment"], before["payment"] - 1)
        assert made.prompt == replace(shown, demonstrations=made.prompt.demonstrations)


def test_a_full_set_is_exchanged_and_one_without_anything_to_exchange_is_left() -> None:
    full = replace(ROUTING, demonstrations=(item(0), item(2)))
    [made] = Counterweight(most=2).propose(answered(full, *["payment"] * 6), None, Random(1))
    assert sorted(each.answer for each in made.prompt.demonstrations) == ["delivery", "payment"]
    rest = replace(ROUTING, demonstrations=(item(1), item(3)))
    assert not Counterweight(most=2).propose(answered(rest, *["payment"] * 6), None, Random(1))


def test_nothing_is_done_where_nothing_leans() -> None:
    assert not Counterweight().propose(answered(ROUTING, *LABELS * 3), None, Random(1))


def test_a_task_without_labels_has_nothing_to_lean_to() -> None:
    snap = answered(ROUTING, *["payment"] * 6)
    free = replace(snap, task=replace(TASK, labels=()))
    assert skew_of(free, free.candidates[1]) is None
    assert not Counterweight().propose(free, None, Random(1))
