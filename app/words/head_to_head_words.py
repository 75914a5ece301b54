"""What is said of two prompts that were judged head to head; Qt-free."""

from __future__ import annotations

from collections.abc import Mapping

from app.language import tr, tr_n
from app.widgets.plain_text import visible
from optimizer.views import HeadToHeadView


def head_to_head_words(view: HeadToHeadView, names: Mapping[str, str]) -> str:
    """Return how far a comparison of two prompts is, and what came of it."""
    first, second = (visible(names.get(key, tr("a prompt"))) for key in (view.first, view.second))
    score = tr(
        "{wins} won, {losses} lost, {ties} tied",
        wins=view.wins,
        losses=view.losses,
        ties=view.ties,
    )
    state = tr_n(
        "{judged:,} of {n:,} pair", "{judged:,} of {n:,} pairs", view.wanted, judged=view.judged
    )
    if view.active:
        state = tr("{state}, under way", state=state)
    return tr(
        "{first} against {second}: {score} ({state})",
        first=first,
        second=second,
        score=score,
        state=state,
    )
