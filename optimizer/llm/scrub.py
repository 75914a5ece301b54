"""Keeps keys out of everything that a person, a file or a log may see."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HIDDEN = "[key]"
_SHORTEST = 6  # shorter "keys" are words such as `none`, which occur in honest messages
_LONGEST_DETAIL = 300

# Keys that were sent may come back shortened or starred: recognised by their form.
_KEY_FORMS = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|key|hf|AIza|AKIA)[-_*]?[\w\-*]{8,}|(?<=Bearer )[^\s\"')\[\]}]+",
    re.ASCII,
)


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Replace every key in a text.

    Args:
        text: What a provider or a library said.
        secrets: The keys that were sent.

    Returns:
        The text without those keys and without anything that has the form of a key.
    """
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, _HIDDEN)
    return _KEY_FORMS.sub(_HIDDEN, text)


def detail(text: str, secrets: Iterable[str]) -> str:
    """Return a provider's own words, scrubbed, on one line and not too long.

    Args:
        text: What the provider said.
        secrets: What must not be repeated.
    """
    line = " ".join(scrub(text, secrets).split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"
