"""What a merge came to, in words; Qt-free."""

from __future__ import annotations

from pathlib import Path

from app.language import tr, tr_n
from optimizer.views import MergeView


def merge_words(view: MergeView) -> str:
    """Return what another copy brought, and how many disagreements there are."""
    brought = [
        words
        for number, words in (
            (view.votes, tr_n("{n:,} vote", "{n:,} votes", view.votes)),
            (view.prompts, tr_n("{n:,} prompt", "{n:,} prompts", view.prompts)),
            (view.examples, tr_n("{n:,} example", "{n:,} examples", view.examples)),
            (view.outputs, tr_n("{n:,} answer", "{n:,} answers", view.outputs)),
        )
        if number
    ]
    news = tr("{things} new", things=", ".join(brought)) if brought else tr("nothing new")
    said = [tr("Merged {name}: {news}.", name=view.name, news=news)]
    if view.conflicts:
        said.append(
            tr_n(
                "The copies disagree on {n:,} thing.",
                "The copies disagree on {n:,} things.",
                len(view.conflicts),
            )
        )
    saved = Path(view.safety_copy).name
    said.append(tr("Before it, the project was saved as {file}.", file=saved))
    return " ".join(said)
