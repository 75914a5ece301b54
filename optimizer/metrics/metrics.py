"""How well an answer meets the expected one: small pure functions from 0 to 1.

Answers are read as people write them: `The answer is **positive**.` holds the label `positive`,
with or without any marker around it.
"""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose, isfinite
from typing import Any

from optimizer.said import say
from optimizer.word_count import LETTER, UNSPACED, whole_word

_NUMBER = re.compile(
    r"(?<![\w.])[-+\u2212]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+|(?=\.\d))(?:\.\d+)?(?:[eE][-+]?\d+)?"
)
_LETTER = re.compile(r"(?<![^\W_])\(?([A-J])(?:[).:](?!\w)|\b)(?!['’])")
_FENCE = re.compile(r"\A\s*```[\w-]*\s*\n(.*?)\n?```\s*\Z", re.DOTALL)
_WORDS = re.compile(rf"[{UNSPACED}]|{LETTER}+(?:[.,'’]{LETTER}+)*")
_LONGEST = 100_000
_LONGEST_WORDS = 1_500


@dataclass(frozen=True, slots=True)
class Metric:
    """A named score of an answer against the expected one, from 0 (bad) to 1 (good)."""

    name: str
    title: str
    score: Callable[[str, str], float]
    needs_reference: bool = True


def metrics() -> dict[str, Metric]:
    """Return all metrics by name."""
    known = (
        Metric("exact", say("Exactly the expected answer"), exact),
        Metric("normalised", say("The expected answer, but for case and punctuation"), normalised),
        Metric("contains", say("Contains the expected answer"), contains),
        Metric("regex", say("Matches the expected pattern"), matches),
        Metric("number", say("The expected number"), number),
        Metric("choice", say("The expected letter"), choice),
        Metric("json", say("Is valid JSON"), is_json, needs_reference=False),
        Metric("json_equal", say("The expected JSON"), json_equal),
        Metric("f1", say("Shares words with the expected answer"), token_f1),
        Metric("rouge_l", say("Has the words of the expected answer in its order"), rouge_l),
    )
    return {metric.name: metric for metric in known}


def exact(answer: str, reference: str) -> float:
    """Return 1 if the texts are equal but for white space around them."""
    return float(answer.strip() == reference.strip())


def normalised(answer: str, reference: str) -> float:
    """Return 1 if the texts have the same words, whatever their case and punctuation."""
    if not words(reference):
        return exact(answer, reference)
    return float(words(answer) == words(reference))


def contains(answer: str, reference: str) -> float:
    """Return 1 if the words of the reference stand in the answer, one after the other."""
    if not words(reference):
        return float(reference.strip() in answer)
    return float(f" {' '.join(words(reference))} " in f" {' '.join(words(answer))} ")


def matches(answer: str, pattern: str) -> float:
    """Return 1 if a regular expression is found in the answer; an invalid one is never found."""
    try:
        return float(re.search(pattern, answer[:_LONGEST]) is not None)
    except (re.error, RecursionError, OverflowError):
        return 0.0


def number(answer: str, reference: str, tolerance: float = 1e-6) -> float:
    """Return 1 if the last number of the answer is that of the reference.

    Args:
        answer: Any text; thousands may be set off by commas, and what stands last is meant.
        reference: A text with the expected number.
        tolerance: The difference that does not count, relative to the larger number.
    """
    found, expected = last_number(answer), last_number(reference)
    if found is None or expected is None:
        return 0.0
    return float(isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance))


def choice(answer: str, reference: str) -> float:
    """Return 1 if the answer names the letter of the reference and no other."""
    expected = letter(reference)
    return float(expected is not None and letter(answer) == expected)


def is_json(answer: str, reference: str = "") -> float:
    """Return 1 if the answer is valid JSON, alone or in one code fence."""
    try:
        _parsed(answer)
    except (ValueError, RecursionError):
        return 0.0
    return 1.0


def json_equal(answer: str, reference: str) -> float:
    """Return 1 if both are JSON and say the same, whatever their spaces and order of keys."""
    try:
        return float(_canonical(_parsed(answer)) == _canonical(_parsed(reference)))
    except (ValueError, RecursionError):
        return 0.0


def schema_valid(answer: str, schema: Mapping[str, object] | bool) -> float:
    """Return 1 if the answer is JSON that fits a JSON schema.

    Args:
        answer: The answer, alone or in one code fence.
        schema: A valid schema.
    """
    from jsonschema.validators import validator_for

    try:
        parsed: Any = _parsed(answer)
        return float(validator_for(schema)(schema).is_valid(parsed))
    except (ValueError, RecursionError):
        return 0.0


def token_f1(answer: str, reference: str) -> float:
    """Return the harmonic mean of precision and recall of words.

    Rajpurkar et al. 2016, "SQuAD", section 6.1, without its removal of articles.
    """
    given, expected = Counter(words(answer)), Counter(words(reference))
    if not given or not expected:
        return float(given == expected)
    shared = (given & expected).total()
    return 2 * shared / (given.total() + expected.total())


def rouge_l(answer: str, reference: str) -> float:
    """Return the F-measure of the longest common subsequence of words.

    Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 3.2, with precision
    and recall weighing alike.
    """
    given, expected = words(answer)[:_LONGEST_WORDS], words(reference)[:_LONGEST_WORDS]
    if not given or not expected:
        return float(given == expected)
    best = [0] * (len(expected) + 1)
    for word in given:
        before = 0
        for place, other in enumerate(expected, start=1):
            here = best[place]
            best[place] = before + 1 if word == other else max(here, best[place - 1])
            before = here
    return 2 * best[-1] / (len(given) + len(expected))


def extract_label(answer: str, labels: Sequence[str]) -> str | None:
    """Return the label that an answer names, or None if it names none or several.

    A label counts where its words stand as whole words, in any case; a longer label hides the
    shorter ones in it (`not spam` is no `spam`). An answer that is a label is that label.

    Args:
        answer: Any text.
        labels: The words used for the labels.
    """
    labels = [label for label in labels if label.strip()]
    whole = [label for label in labels if exact(answer, label)]
    if not whole:
        whole = [label for label in labels if words(label) and normalised(answer, label)]
    if whole:
        return whole[0] if len(set(whole)) == 1 else None
    return _only(named_labels(answer, labels))


def last_number(text: str) -> float | None:
    """Return the last number in a text, or None."""
    found = None
    for match in _NUMBER.finditer(text[-_LONGEST:]):
        value = float(match[0].replace(",", "").replace("\u2212", "-"))
        found = value if isfinite(value) else found
    return found


def letter(text: str) -> str | None:
    """Return the letter of a multiple choice, such as `B` in `(B) Paris`; None if it is unclear.

    Letters from A to J count where they stand alone. A lone `A` or `I` inside a sentence may be
    a word: it counts only at the end, before `or` or `and`, or set off by a mark as in `A)`.
    """
    stripped = text.strip().strip(string.punctuation)
    if len(stripped) == 1:
        return stripped.upper() if stripped.upper() in "ABCDEFGHIJ" else None
    found = []
    for match in _LETTER.finditer(text):
        marked = match[0] != match[1]
        last = re.match(r"\W*(?:\Z|(?:or|and)\b)", text[match.end() :])
        if match[1] not in "AI" or marked or last:
            found.append(match[1])
    return _only(found)


def words(text: str) -> list[str]:
    """Return the words of a text in one case, without marks around or between them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORDS.findall(plain.replace("_", " "))


def named_labels(answer: str, labels: Sequence[str]) -> list[str]:
    """Return the labels whose words stand in an answer, in any case, the longest first.

    Args:
        answer: Any text.
        labels: The words used for the labels; a longer one hides the shorter ones in it.
    """
    text = unicodedata.normalize("NFKC", answer).casefold()
    longest_first = sorted({each for each in labels if each.strip()}, key=lambda x: (-len(x), x))
    found = []
    for label in longest_first:
        plain = unicodedata.normalize("NFKC", label).casefold().strip()
        pattern = whole_word(plain)
        if re.search(pattern, text):
            found.append(label)
            text = re.sub(pattern, "\0", text)
    return found


def _only(found: Iterable[str]) -> str | None:
    distinct = set(found)
    return distinct.pop() if len(distinct) == 1 else None


def _parsed(answer: str) -> object:
    fenced = _FENCE.match(answer)
    return json.loads(fenced[1] if fenced else answer, parse_constant=_no_constant)


def _canonical(value: object) -> str:
    # 1 and 1.0 are one number, and true is none.
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
