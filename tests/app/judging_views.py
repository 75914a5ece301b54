"""Frozen views of raters and confirmations, for the tests of the cards that show them."""

from __future__ import annotations

from dataclasses import replace

from optimizer.records import RaterKind
from optimizer.views import AgreementView, ConfirmationView, OrderView, RaterView

SELF = AgreementView(n=9, share=0.88, low=0.62, high=0.98, kappa=0.7)
JUDGE = RaterView(
    name="Judge: gpt-4o",
    kind=RaterKind.JUDGE,
    votes=106,
    abstentions=14,
    taste=0.71,
    agreement=AgreementView(n=38, share=0.71, low=0.57, high=0.83, kappa=0.45),
    dropped=False,
    note="Same family as the answer model: it may favour its style.",
)
METRIC = RaterView("Contains the expected answer", RaterKind.METRIC, 46, 0, 0.6, None, False)
CIRCLE = OrderView(0.01, False, ("B3: shorter", "B1", "Start"), (("B3: shorter", 1.0),))


def confirmation_view(**changes: object) -> ConfirmationView:
    """Return a confirmation that B3 won."""
    view = ConfirmationView(
        prompt_id="p3",
        name="B3: with an example",
        wanted=20,
        judged=19,
        wins=12,
        losses=4,
        ties=3,
        share=0.75,
        low=0.52,
        high=0.9,
        p_value=0.08,
        active=False,
    )
    return replace(view, **changes)
