"""Labels of a classification: which values look like them, and whether a prompt names them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from optimizer.records import AnswerKind
from optimizer.word_count import whole_word

MOST_LABELS = 20
_ROWS_PER_LABEL = 2
_LABEL_WORDS = 4
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def labels_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a column as labels, most frequent first, when they look like some.

    Args:
        values: What the column holds; empty values are passed over.

    Returns:
        The different values when they are few, short and come again; otherwise nothing.
    """
    counts = Counter(value.strip() for value in values if value.strip())
    again = counts.total() >= _ROWS_PER_LABEL * len(counts)
    if len(counts) < 2 or not again or not few_and_short(counts):
        return ()
    return tuple(value for value, _ in counts.most_common())


def few_and_short(values: Iterable[str]) -> bool:
    """Return whether values may be labels: few different ones, of a few words each."""
    distinct = set(values)
    short = all(len(value.split()) <= _LABEL_WORDS for value in distinct)
    return len(distinct) <= MOST_LABELS and short


def unnamed(labels: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the labels that a text does not name.

    Args:
        labels: The labels.
        text: A prompt with its criteria; what stands in `{{placeholders}}` does not count.
    """
    said = _PLACEHOLDER.sub(" ", text)
    return tuple(label for label in labels if not _names(said, label))


def answer_kind(labels: Sequence[str], text: str, *, chosen: bool) -> AnswerKind:
    """Return whether answers are labels: the one rule of the window and the terminal.

    A column that looks like labels is no proof that labels are what the prompt asks for. It is
    one if the prompt names them all, or if the person chose the column as the expected answer.

    Args:
        labels: What the column of expected answers seems to hold; nothing without such a column.
        text: The prompt with its criteria.
        chosen: Whether the person chose the column.
    """
    if labels and (chosen or not unnamed(labels, text)):
        return AnswerKind.LABEL
    return AnswerKind.FREE


def _names(text: str, label: str) -> bool:
    # A single letter is a word of many texts in its other case.
    flags = re.IGNORECASE if len(label) > 1 else 0
    return re.search(whole_word(label), text, flags) is not None
