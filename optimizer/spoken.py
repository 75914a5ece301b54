"""What a model says, without what it thinks aloud."""

from __future__ import annotations

import re

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
# Some servers swallow the opening tag, and an answer may be cut while the model still thinks.
_THOUGHT = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_STILL_THINKING = re.compile(r"<(?:think|thinking|reasoning)>.*\Z", re.DOTALL | re.IGNORECASE)


def spoken(answer: str) -> str:
    """Return an answer without what the model thought aloud.

    Args:
        answer: The whole answer; empty is returned where the model only thought.
    """
    return _STILL_THINKING.sub("", _THOUGHT.sub("", _THINKING.sub("", answer)))
