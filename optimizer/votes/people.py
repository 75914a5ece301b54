"""Several people on one project: whose votes are whose, and how far people agree."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.preference import Ballots
from optimizer.preference.ballots import Manner
from optimizer.preference.consistency import Agreement, agreement, shared_verdicts
from optimizer.records import Rater, RaterKind
from optimizer.store import PERSON
from optimizer.views import AgreementView, CompanyView, RaterView


def named_person(name: str) -> Rater:
    """Return the rater of a person's name; without a name the one that every project has.

    Two copies of a project know a person by the same id if they bear the same name.

    Args:
        name: As it was written; case and blanks make no other person.
    """
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy or tidy.casefold() == PERSON.name.casefold():
        return PERSON
    return Rater(f"{PERSON.id} {tidy.casefold()}", RaterKind.PERSON, tidy)


def rater_key(rater_id: str) -> int:
    """Return a rater as the number that ballots carry; 0 for the one that every project has."""
    return 0 if rater_id == PERSON.id else zlib.crc32(rater_id.encode()) + 1


def votes_of(ballots: Ballots, rater_id: str) -> Ballots:
    """Return one person's votes.

    Args:
        ballots: Votes of several people.
        rater_id: The person.
    """
    return ballots.take(np.flatnonzero(ballots.rater == rater_key(rater_id)))


def other_people(
    ballots: Ballots, me: str, people: Sequence[Rater], manners: Mapping[int, Manner]
) -> tuple[RaterView, ...]:
    """Return everyone else who voted, with how far they agree with one person.

    Args:
        ballots: All votes that teach.
        me: The id of the person who is compared with.
        people: Everyone whom the project knows.
        manners: How people vote beside each other, by the number that ballots carry.
    """
    mine = votes_of(ballots, me)
    views = []
    for person in people:
        theirs = votes_of(ballots, person.id)
        if person.id != me and len(theirs):
            views.append(
                RaterView(
                    name=person.name,
                    kind=RaterKind.PERSON,
                    votes=len(theirs),
                    abstentions=0,
                    taste=None,
                    agreement=agreement_view(agreement(*shared_verdicts(mine, theirs))),
                    dropped=False,
                    company=company(ballots, person.id, manners),
                )
            )
    return tuple(views)


def company(ballots: Ballots, rater_id: str, manners: Mapping[int, Manner]) -> CompanyView | None:
    """Return how one person votes beside all others; None when nobody else voted.

    Args:
        ballots: All votes that teach.
        rater_id: The person.
        manners: How people vote beside each other, by the number that ballots carry.
    """
    key = rater_key(rater_id)
    theirs = ballots.take(ballots.rater == key)
    others = [int(who) for who in np.unique(ballots.rater) if who != key]
    if not others or not len(theirs):
        return None
    pairs = [shared_verdicts(theirs, ballots.take(ballots.rater == who)) for who in others]
    shared = agreement(
        [verdict for own, _ in pairs for verdict in own],
        [verdict for _, their in pairs for verdict in their],
    )
    manner = manners.get(key)
    return CompanyView(agreement_view(shared), manner.gain if manner else None)


def agreement_view(found: Agreement) -> AgreementView | None:
    """Return an agreement as it is shown; None where nothing was judged twice."""
    if not found.n:
        return None
    return AgreementView(found.n, found.share, found.low, found.high, found.kappa)
