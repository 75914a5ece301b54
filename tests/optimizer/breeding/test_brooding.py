"""A proposer gets the models that it knows to use, and its brood tells what they took."""

from __future__ import annotations

import threading
from random import Random

import pytest

from optimizer.breeding.brooding import Helpers, brood
from optimizer.calling.embedder import EmbedderHandle
from optimizer.calling.writer import WriterCall, WriterHandle
from optimizer.records import CallRole, Completion, ModelSpec, Parameters, SetJudging, Spent
from tests.optimizer.proposing.pools import START, proposal, snapshot


class Able:
    """Knows to use whatever it is told to."""

    name = "able"
    needs_writer = False

    def propose(self, pool, writer, rng):
        return [proposal(START)]


class Judged(Able):
    sets = SetJudging(2, 3)

    def propose_with_judge(self, pool, writer, judge, rng):
        judge.complete([])
        return [proposal(START)] * 2


class Embedding(Able):
    embeds = 1

    def propose_by_meaning(self, pool, writer, embedder, rng):
        embedder.vectors(["text"])
        return [proposal(START)] * 3


class Likely(Able):
    def propose_by_likelihood(self, pool, writer, likelihood, rng):
        return [proposal(START)] * 4


def answer(call: WriterCall) -> None:
    call.answer.set_result(Completion("[1.0]", "stop", 1, 1, 0.25, 1))


def handle(role: CallRole) -> WriterHandle:
    return WriterHandle(ModelSpec("m"), role, 0, answer, threading.Event(), Parameters())


def helpers() -> Helpers:
    embedder = EmbedderHandle(ModelSpec("m"), answer, threading.Event())
    return Helpers(handle(CallRole.WRITE), handle(CallRole.JUDGE), embedder, object())


@pytest.mark.parametrize(
    ("proposer", "count", "calls"),
    [(Able(), 1, 0.0), (Judged(), 2, 1.0), (Embedding(), 3, 1.0), (Likely(), 4, 0.0)],
)
def test_each_is_asked_in_the_way_it_knows(proposer, count, calls):
    made = brood("able", proposer, snapshot(), helpers(), Random(0), "run")
    assert (made.proposer, made.run_id, len(made.proposals)) == ("able", "run", count)
    assert made.spent == Spent(calls, 0.25 * calls)


@pytest.mark.parametrize("proposer", [Able(), Judged(), Embedding(), Likely()])
def test_without_helpers_everybody_goes_by_the_pool(proposer):
    made = brood("able", proposer, snapshot(), Helpers(), Random(0), None)
    assert len(made.proposals) == 1
    assert made.spent == Spent()
