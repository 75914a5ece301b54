"""Who judges, as rows and in words; Qt-free."""

from __future__ import annotations

from dataclasses import dataclass

from app.language import figure, mark, tr, tr_n
from app.words.figures import UNKNOWN
from optimizer.records import RaterKind
from optimizer.reports.sentences import agreement_words, leaning_words
from optimizer.views import (
    AgreementView,
    CompanyView,
    LeaningView,
    PoolView,
    RaterView,
)

JUDGE = "Judge: "  # begins the name of a judge in the project's file
UNNAMED = "You"  # is called so there whoever gave no name
NOT_HEARD = mark("Not heard: your votes contradict it.")
NO_REPEATS = mark("No pair was repeated yet, so your own steadiness is not known.")
NONE_SHARED = mark("No pair judged by both of you yet.")


@dataclass(frozen=True, slots=True)
class RaterRow:
    """One who judges: a person, the judge or a metric.

    `agreement` is that of `me` with themselves, everybody else's with `me`; `company` is there for
    people where several vote.
    """

    name: str
    kind: RaterKind
    votes: int
    abstentions: int = 0
    agreement: AgreementView | None = None
    taste: float | None = None
    heard: bool = True
    note: str = ""
    me: bool = False
    company: CompanyView | None = None
    leanings: tuple[LeaningView, ...] = ()


def rater_rows(pool: PoolView | None, votes: int) -> tuple[RaterRow, ...]:
    """Return the person first, then every rater beside them.

    Args:
        pool: What the engine told last.
        votes: How many votes the person cast.
    """
    own = pool.self_agreement if pool else None
    views = pool.raters if pool else ()
    # Others' votes teach as well, so they are in the number that is told.
    mine = votes - sum(view.votes for view in views if view.kind is RaterKind.PERSON)
    you = RaterRow(
        tr("You"),
        RaterKind.PERSON,
        max(mine, 0),
        agreement=own,
        me=True,
        company=pool.company if pool else None,
        leanings=pool.leanings if pool else (),
    )
    return (you, *(_row(view) for view in views))


def rater_line(row: RaterRow) -> str:
    """Return what a rater did and how far it agrees, in a line or two."""
    if row.me:
        return " ".join(filter(None, (_votes(row), _steadiness(row), _company(row))))
    if row.kind is RaterKind.METRIC:
        scored = tr_n("{n:,} answer scored.", "{n:,} answers scored.", row.votes)
        return " ".join(filter(None, (scored, _taste(row))))
    parts = [_votes(row) if row.kind is RaterKind.PERSON else _verdicts(row)]
    if row.agreement is None:
        parts.append(tr(NONE_SHARED))
    else:
        found = row.agreement
        agrees = tr_n(
            "Agrees with you {share}, kappa {kappa}, on {n:,} shared pair.",
            "Agrees with you {share}, kappa {kappa}, on {n:,} shared pairs.",
            found.n,
            share=agreement_words(found),
            kappa=kappa_text(row),
        )
        parts.append(agrees)
    parts += [_company(row), _taste(row)]
    return " ".join(filter(None, parts))


def rater_note(row: RaterRow) -> str:
    """Return what the person should know of a rater; empty for nothing."""
    heard = "" if row.heard else tr(NOT_HEARD)
    return " ".join(
        filter(None, (heard, tr(row.note), *(tr(leaning_words(each)) for each in row.leanings)))
    )


def kappa_text(row: RaterRow) -> str:
    """Return the agreement beyond chance with two digits, where it is known."""
    if row.agreement is None:
        return UNKNOWN
    text = f"{row.agreement.kappa:.2f}"
    return figure("0.00" if text == "-0.00" else text.replace("-", "−"))


def taste_text(row: RaterRow) -> str:
    """Return how far its taste is the person's, from 0 to 1, where it is known."""
    return UNKNOWN if row.taste is None else figure(f"{row.taste:.1f}")


def reliability_text(row: RaterRow) -> str:
    """Return how clearly a person's votes show what the people prefer, where it is known."""
    known = row.company.reliability if row.company else None
    return UNKNOWN if known is None else figure(f"{known:.1f}")


def judge_name(name: str) -> str:
    """Return how a judge is called beside the person, by its name in the project's file."""
    model = name.removeprefix(JUDGE)
    return name if model == name else tr("Judge: {model}", model=model)


def rater_name(name: str) -> str:
    """Return how somebody is called where several judged, by the name in the project's file."""
    return tr("Unnamed") if name == UNNAMED else judge_name(name)


def _row(view: RaterView) -> RaterRow:
    metric = view.kind is RaterKind.METRIC
    return RaterRow(
        tr("Metric: {metric}", metric=tr(view.name)) if metric else rater_name(view.name),
        view.kind,
        view.votes,
        view.abstentions,
        view.agreement,
        view.taste,
        not view.dropped,
        view.note,
        company=view.company,
    )


def _votes(row: RaterRow) -> str:
    return tr_n("{n:,} vote.", "{n:,} votes.", row.votes)


def _verdicts(row: RaterRow) -> str:
    verdicts = tr_n("{n:,} verdict", "{n:,} verdicts", row.votes)
    abstained = tr_n("{n:,} abstention", "{n:,} abstentions", row.abstentions)
    return f"{verdicts}, {abstained}."


def _steadiness(row: RaterRow) -> str:
    if row.agreement is None:
        return tr(NO_REPEATS)
    found = row.agreement
    return tr_n(
        "You agree with yourself {share}, {n:,} repeat.",
        "You agree with yourself {share}, {n:,} repeats.",
        found.n,
        share=agreement_words(found),
    )


def _company(row: RaterRow) -> str:
    """Return how a person votes beside all the other people; empty where nobody else voted."""
    parts = []
    found = row.company.agreement if row.company else None
    if found is not None:
        with_all = tr_n(
            "With all others {share}, on {n:,} shared pair.",
            "With all others {share}, on {n:,} shared pairs.",
            found.n,
            share=agreement_words(found),
        )
        parts.append(with_all)
    if row.company is not None and row.company.reliability is not None:
        parts.append(tr("Reliability {reliability}.", reliability=reliability_text(row)))
    return " ".join(parts)


def _taste(row: RaterRow) -> str:
    return "" if row.taste is None else tr("Taste {taste}.", taste=taste_text(row))
