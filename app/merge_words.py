"""What a merge came to, in words; Qt-free."""

from __future__ import annotations

from pathlib import Path

from app.figures import count
from app.language import tr
from optimizer.views import MergeView


def merge_words(view: MergeView) -> str:
    """Return what another copy brought, and how many disagreements there are."""
    brought = [
        count(number, word)
        for number, word in (
            (view.votes, "vote"),
            (view.prompts, "prompt"),
            (view.examples, "example"),
            (view.outputs, "answer"),
        )
        if number
    ]
    news = f"{', '.join(brought)} new" if brought else tr("nothing new")
    words = f"Merged {view.name}: {news}."
    if view.conflicts:
        words += f" The copies disagree on {count(len(view.conflicts), 'thing')}."
    return f"{words} Before it, the project was saved as {Path(view.safety_copy).name}."
