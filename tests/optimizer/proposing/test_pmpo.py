"""PMPO: each segment is masked, the worst is changed, the version of the lowest loss is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing.moves.phrases import split_phrases
from optimizer.proposing.pmpo.rewrite import Pmpo
from optimizer.proposing.pmpo.targets import loss, targets
from optimizer.protocols import LikelihoodProposer
from optimizer.records import Message, Prompt, Snapshot, Verdict
from tests.optimizer.proposing.playing import family, pool, stored
from tests.optimizer.proposing.pools import EXAMPLES, START, Scripted, duel, label_task

RICH = replace(START, instruction="Route the message. Be chatty. Say delivery or payment.")
ROWS = [replace(example, reference="delivery") for example in EXAMPLES]
TASK = label_task("delivery", "payment")


class Likes:
    """Finds answers likely by what the prompt says; keeps what it was asked."""

    def __init__(self, **weights: float) -> None:
        self._weights = weights
        self.asked: list[tuple[str, str]] = []

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Add what each word in the prompt costs."""
        text = " ".join(message.content for message in messages)
        self.asked.append((text, target))
        return 2.0 + sum(cost for word, cost in self._weights.items() if word in text)

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Not asked for."""
        raise AssertionError(answers)

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """Not asked for."""
        raise AssertionError(answers)


def snap(*prompts: Prompt) -> Snapshot:
    return pool(family(*(prompts or (RICH,))), {}, task=TASK, examples=ROWS)


def test_the_segment_that_hurts_most_is_the_one_that_changes() -> None:
    likes = Likes(chatty=1.0)
    for seed in range(6):
        made = Pmpo().propose_by_likelihood(snap(), None, likes, Random(seed))
        assert len(made) == 1
        assert made[0].edit["segment"] == "Be chatty."
        assert "Be chatty." not in made[0].prompt.instruction
        assert made[0].edit["loss"] == pytest.approx(2.0)
        assert made[0].edit["loss_before"] == pytest.approx(3.0)
        kept = {"Route the message.", "Say delivery or payment."}
        assert kept <= {p.text for p in split_phrases(made[0].prompt.instruction)}


def test_every_segment_is_masked_on_the_same_rows() -> None:
    likes = Likes()
    Pmpo(rows=3).propose_by_likelihood(snap(), None, likes, Random(0))
    masked = [text for text, _ in likes.asked[3 : 3 + 3 * 3]]
    for k, phrase in enumerate(split_phrases(RICH.instruction)):
        assert not any(phrase.text in text for text in masked[3 * k : 3 * k + 3])
    assert {target for _, target in likes.asked} == {"delivery"}


def test_of_several_versions_the_one_with_the_lowest_loss_is_kept() -> None:
    likes = Likes(chatty=1.0)
    writer = Scripted(*["Be brief.", "Be chatty and brief.", "Be short."] * 9)
    made = Pmpo(versions=4).propose_by_likelihood(snap(), writer, likes, Random(2))[0]
    assert 2 <= int(str(made.edit["versions"])) <= 4
    assert "chatty" not in made.prompt.instruction
    assert Pmpo(writes=False).propose_by_likelihood(snap(), Scripted(), likes, Random(2))


def test_without_a_lower_loss_nothing_is_proposed() -> None:
    assert Pmpo().propose_by_likelihood(snap(), None, Likes(), Random(0)) == []


def test_labels_count_in_the_prompts_own_words() -> None:
    likes = Likes()
    worded = replace(RICH, labels=(("delivery", "parcel"),))
    rows = targets(snap(worded), worded, 2, 4, Random(0))
    loss(likes, worded, rows)
    assert {target for _, target in likes.asked} == {"parcel"}


def test_without_labels_preferred_answers_are_weighed_against_the_others() -> None:
    duels = (
        duel(START, RICH, Verdict.LEFT, number=0, texts=("On Monday.", "No idea.")),
        duel(START, RICH, Verdict.RIGHT, number=1, texts=("Long " * 20, "On Monday.")),
        duel(START, RICH, Verdict.TIE, number=2),
    )
    pairs = replace(pool(family(RICH), {}), duels=duels)
    found = targets(pairs, RICH, 9, 4, Random(0))
    assert [(t.chosen, t.rejected) for t in found] == [("On Monday.", "No idea.")]
    assert loss(Likes(), RICH, found) == 0.0


def test_it_needs_a_likelihood_and_rows_with_short_answers() -> None:
    assert isinstance(Pmpo(), LikelihoodProposer)
    assert Pmpo().propose(snap(), None, Random(0)) == []
    unlabelled = pool(family(RICH), {})
    assert Pmpo().propose_by_likelihood(unlabelled, None, Likes(), Random(0)) == []


def test_candidates_have_their_turn_and_the_same_record_gives_the_same_child() -> None:
    other = replace(RICH, instruction="Please be chatty. Say delivery or payment.")
    both, likes = snap(RICH, other), Likes(chatty=1.0)
    first = Pmpo().propose_by_likelihood(both, None, likes, Random(1))
    assert first == Pmpo().propose_by_likelihood(both, None, likes, Random(1))
    later = replace(both, proposals=(stored(first[0]),))
    second = Pmpo().propose_by_likelihood(later, None, likes, Random(1))
    assert {*first[0].parents, *second[0].parents} == {RICH.id, other.id}
