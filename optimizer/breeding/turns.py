"""Whose turn it is to write: by the method's order, or by what each has earned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

from optimizer.breeding.growth import next_in_turn
from optimizer.breeding.portfolio import earnings, next_by_gain
from optimizer.breeding.readers_turn import PATIENCE, place_kept, readers_write, reasons_wait
from optimizer.breeding.stand_ins import in_the_running
from optimizer.proposing import needs_likelihood, reads_reasons
from optimizer.protocols import Proposer
from optimizer.records import Snapshot
from optimizer.session import Session


def next_in_portfolio(
    proposers: Mapping[str, Proposer],
    available: Sequence[str],
    rest: Collection[str],
    session: Session,
    snapshot: Snapshot,
    *,
    patient: bool,
) -> str | None:
    """Return who of a portfolio writes next; the same file and seed choose the same.

    Args:
        proposers: All of the method.
        available: Those whose needs are met, in their order.
        rest: Who has nothing to offer for now.
        session: The pool.
        snapshot: The same as proposers see it.
        patient: Whether a first reason may be waited for.

    Returns:
        A name; None when all rest, or a place is kept for whoever reads the first reason.
    """
    board = session.board
    readers = [name for name in available if name not in rest and reads_reasons(proposers[name])]
    step = f"{board.project.seed}/{len(snapshot.proposals)}"
    if _by_votes_alone(session) and place_kept(readers, snapshot):
        if reasons_wait(readers, snapshot):
            return next_in_turn(readers, snapshot.proposals)
        if patient and board.votes < PATIENCE:
            return None
    if readers_write(readers, snapshot, board.posterior, Random(f"{step}/reasons")):
        return next_in_turn(readers, snapshot.proposals)
    alone = session.measuring.alone
    competing = available
    if not alone:
        competing = in_the_running(available, proposers, len(snapshot.candidates), rest)
        # A first pair must not wait for who reads many rows before it writes.
        competing = sorted(competing, key=lambda name: needs_likelihood(proposers[name]))
    if reasons_wait(readers, snapshot):
        # The others won this turn; where none of them can write, a reader may.
        others = [name for name in competing if name not in readers]
        competing = others if set(others) - set(rest) else competing
    earned = earnings(
        competing,
        snapshot.proposals,
        snapshot.candidates,
        board.posterior,
        snapshot.scores if alone else None,
    )
    # One first try each where every try costs votes.
    first = {n: getattr(each, "first_tries", 1) for n, each in proposers.items()} if alone else {}
    return next_by_gain(earned, Random(f"{step}/turn"), rest, first)


def _by_votes_alone(session: Session) -> bool:
    """Return whether nobody but people say anything of the prompts: no metric and no judge."""
    board = session.board
    return not (session.measuring.on or (board.options.judge and board.judges))
