"""TAPO: metrics are chosen and weighed for the task, all count, and prompts evolve by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from optimizer.methods import find_method
from optimizer.needs import done_without
from optimizer.proposing.moves.fitness import fitness
from optimizer.proposing.tapo.evolve import Tapo, read_weights, with_quality
from optimizer.proposing.tapo.metrics import QUALITY, combined, default_weights, measures, table
from optimizer.proposing.tapo.perplexity import LOSSES
from optimizer.protocols import LikelihoodProposer
from optimizer.records import AnswerKind, Message, Need, Prompt, Snapshot
from tests.optimizer.proposing.playing import family, pool, stored
from tests.optimizer.proposing.pools import EXAMPLES, START, Scripted

CHATTY = replace(START, instruction="Reply to the customer at length, as if to an old friend.")
ROWS = [replace(example, reference="It comes on Monday.") for example in EXAMPLES]
ANSWERS = {
    START.id: {"e0": "It comes on Monday.", "e1": "It comes on Monday. Bye."},
    CHATTY.id: {"e0": "Well, that is a long story about parcels", "e1": "Once upon a time " * 9},
}
CHILD = "<prompt>Reply to the customer in one line.</prompt>"


def snap(worth: dict[str, float] | None = None) -> Snapshot:
    return pool(family(START, CHATTY), worth or {}, examples=ROWS, answers=ANSWERS)


def test_every_metric_of_the_table_tells_good_answers_from_poor_ones() -> None:
    found = snap()
    values = table(found, fitness(found), list(found.candidates))
    for name in ("similarity", "brevity", "simplicity", "economy"):
        assert values[name][START.id] > values[name][CHATTY.id]
    assert values["diversity"][CHATTY.id] > values["diversity"][START.id]
    assert set(values) == {QUALITY, *(measure.name for measure in measures())}


class Likes:
    """Finds short answers likely, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def loss(self, messages: Sequence[Message], target: str) -> float:
        self.asked.append(target)
        return 0.1 * len(target.split())


def test_perplexity_is_a_metric_where_token_probabilities_are_told() -> None:
    found, likes = snap(), Likes()
    assert isinstance(Tapo(), LikelihoodProposer)
    writer = Scripted("quality: 6\nperplexity: 4", CHILD)
    (child,) = Tapo(looked_at=2).propose_by_likelihood(found, writer, likes, Random(0))
    assert "- perplexity:" in writer.told[0]
    assert child.edit["weights"]["perplexity"] == pytest.approx(0.4)  # type: ignore[index]
    kept = child.edit[LOSSES]
    assert kept[START.id] < kept[CHATTY.id]  # type: ignore[index]
    assert len(likes.asked) == 4
    assert max(len(text.split()) for text in likes.asked) <= 16
    values = table(found, fitness(found), list(found.candidates), kept)  # type: ignore[arg-type]
    assert values["perplexity"][START.id] > values["perplexity"][CHATTY.id]
    # What was measured once is read from the record: every token is a request.
    after = replace(found, proposals=(stored(child),))
    again = Likes()
    Tapo().propose_by_likelihood(after, Scripted(CHILD), again, Random(0))
    assert again.asked == []


def test_without_token_probabilities_perplexity_is_no_metric() -> None:
    for propose in (
        lambda writer: Tapo().propose(snap(), writer, Random(0)),
        lambda writer: Tapo(looked_at=0).propose_by_likelihood(snap(), writer, Likes(), Random(0)),
    ):
        writer = Scripted("quality: 6", CHILD)
        (child,) = propose(writer)
        assert "perplexity" not in writer.told[0]
        assert child.edit[LOSSES] == {}
    method = find_method("tapo")
    (said,) = done_without(method, {Need.WRITER, Need.METRIC})
    assert "perplexity" in said
    assert done_without(method, {Need.LOGPROBS}) == ()


def test_the_sum_is_over_all_metrics() -> None:
    values = {"quality": {"p": 1.0}, "brevity": {"p": -2.0}, "economy": {"p": 0.5}}
    weights = {"quality": 0.5, "brevity": 0.3, "economy": 0.2, "diversity": 9.0}
    assert combined(values, weights, "p") == pytest.approx(0.5 - 0.6 + 0.1)
    assert combined(values, weights, "unknown") == 0.0


@pytest.mark.parametrize(
    ("answer", "weights"),
    [
        ("quality: 6\nbrevity: 2", {"quality": 0.75, "brevity": 0.25}),
        ("1. **Quality**: 3\n- brevity = 1.0\ncharm: 9", {"quality": 0.75, "brevity": 0.25}),
        ("I would measure quality.", {}),
        ("brevity: 0", {}),
        ("", {}),
    ],
)
def test_weights_are_read_from_any_list(answer: str, weights: dict[str, float]) -> None:
    assert read_weights(answer) == pytest.approx(weights)


def test_the_quality_always_has_its_share() -> None:
    assert with_quality({"brevity": 1.0}, 0.4) == pytest.approx({"quality": 0.4, "brevity": 0.6})
    assert with_quality({"quality": 1.0}, 0.4) == {"quality": 1.0}
    for kind in AnswerKind:
        assert sum(default_weights(kind).values()) == pytest.approx(1.0)


def test_the_weights_are_chosen_once_and_decide_who_is_parent() -> None:
    writer = Scripted("quality: 1\nbrevity: 9", CHILD)
    best_by_votes = {START.id: 0.0, CHATTY.id: 0.2}
    made = Tapo(tournament=9, least_quality=0.1).propose(snap(best_by_votes), writer, Random(0))[0]
    assert made.parents == (START.id,), "nine tenths of the weight lie on brevity"
    assert made.edit["weights"] == pytest.approx({"quality": 0.1, "brevity": 0.9})
    assert "brevity (answers are short; weight 90%): strong" in writer.told[1]

    again = Scripted("<prompt>Reply to people.</prompt>")
    later = replace(snap(best_by_votes), proposals=(stored(made),))
    second = Tapo(tournament=9, least_quality=0.1).propose(later, again, Random(0))[0]
    assert len(again.told) == 1
    assert second.edit["weights"] == made.edit["weights"]


def test_a_choice_that_cannot_be_read_falls_back_to_the_kind_of_answer() -> None:
    made = Tapo().propose(snap(), Scripted("no idea", CHILD), Random(0))[0]
    assert made.edit["weights"] == default_weights(AnswerKind.FREE)


def test_junk_makes_no_child() -> None:
    for answer in ("", "<prompt></prompt>", "<prompt>Reply to {{nobody}}.</prompt>"):
        assert Tapo().propose(snap(), Scripted("quality: 1", answer), Random(0)) == []
    assert Tapo().propose(snap(), None, Random(0)) == []
    odd = replace(
        stored(Tapo().propose(snap(), Scripted("", CHILD), Random(0))[0]), edit={"weights": 3}
    )
    later = replace(snap(), proposals=(odd,))
    assert Tapo().propose(later, Scripted("", CHILD), Random(0))
    bare = pool(family(Prompt("Hi")), {})
    assert Tapo().propose(bare, Scripted("", "<prompt>Hello</prompt>"), Random(0))


def test_the_same_snapshot_and_answers_give_the_same_child() -> None:
    one, two = (Tapo().propose(snap(), Scripted("", CHILD), Random(1)) for _ in range(2))
    assert one == two
