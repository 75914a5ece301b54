"""Asking one judge about one duel, in both orders."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from optimizer.board import Board
from optimizer.calling.calls import CallDesk, Reply
from optimizer.errors import ModelFault, WorldFault
from optimizer.judging.judge import Judge, Opinion, combine, judge_requests
from optimizer.records import Duel, Verdict, Vote
from optimizer.said import say

ABSTAINED = "abstained"


def consult(
    board: Board,
    desk: CallDesk,
    judge: Judge,
    duel: Duel,
    then: Callable[[Opinion | WorldFault], None],
) -> None:
    """Ask a judge about a duel; do not call this inside a transaction.

    Args:
        board: What is known; it has the texts.
        desk: Gets or makes the judge's two answers.
        judge: Who is asked.
        duel: Two outputs on one example.
        then: Told once: the opinion as the duel shows its sides, or the fault.
    """
    texts = board.texts.fetch((duel.left_output, duel.right_output))
    requests = judge_requests(
        judge,
        board.task,
        board.examples[duel.example_id],
        texts[duel.left_output],
        texts[duel.right_output],
    )
    answers: dict[int, str] = {}
    failed: list[WorldFault] = []

    def arrived(order: int, reply: Reply) -> None:
        if failed:
            return
        if reply.completion is None:
            failed.append(reply.fault or ModelFault(say("The judge did not answer.")))
            then(failed[0])
            return
        answers[order] = reply.completion.text
        if len(answers) == len(requests):
            then(combine(answers[0], answers[1]))

    for order, request in enumerate(requests):
        if not failed:
            desk.obtain(request, partial(arrived, order))


def vote_of(opinion: Opinion, judge: Judge, duel: Duel, vote_id: str, cast_at: str) -> Vote:
    """Return a judge's opinion as a vote; an abstention is one that carries no evidence.

    Args:
        opinion: What it said.
        judge: Who.
        duel: On which two outputs.
        vote_id: The vote's id.
        cast_at: When, as UTC ISO 8601.
    """
    return Vote(
        id=vote_id,
        duel_id=duel.id,
        rater_id=judge.rater.id,
        verdict=Verdict.SKIP if opinion.abstains else opinion.verdict,
        strength=opinion.strength,
        tags=(ABSTAINED,) if opinion.abstains else (),
        reason=opinion.reason,
        cast_at=cast_at,
    )
