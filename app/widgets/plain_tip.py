"""Tool tips of text that is not ours: never taken for HTML."""

from __future__ import annotations

from html import escape

from app.widgets.plain_text import visible

MOST = 1200  # characters


def plain_tip(text: str) -> str:
    """Return a tool tip that shows a text as it is, shortened where it is very long."""
    if not text:
        return ""
    shown = visible(text if len(text) <= MOST else f"{text[:MOST]}…")
    return f'<p style="white-space: pre-wrap">{escape(shown)}</p>'
