"""Other words for the labels of a task, and prompts that use them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from optimizer.metrics.labels import word_for
from optimizer.records import Demonstration, Prompt, Snapshot
from optimizer.word_count import whole_word

_WORD = re.compile(r"[^\W\d_]{3,}")
_PLACEHOLDER = re.compile(r"(\{\{[^{}\r\n]+\}\})")
_TIMES_AT_LEAST = 3
_SHARE_AT_LEAST = 0.8


@cache
def load_verbalizers() -> Mapping[str, tuple[str, ...]]:
    """Return the words of the library that may stand for a label, by the label in lower case."""
    from importlib.resources import files

    import yaml

    text = files("resources").joinpath("verbalizers.yaml").read_text(encoding="utf-8")
    return {label: tuple(words) for label, words in yaml.safe_load(text).items()}


def words_for(snapshot: Snapshot, label: str, from_data: int) -> list[str]:
    """Return the words that may stand for a label, the label itself first.

    Args:
        snapshot: The pool: its task and its labelled rows.
        label: A label of the task.
        from_data: How many words that stand almost only in the rows of this label are added.
    """
    known = load_verbalizers().get(label.casefold(), ())
    cases = (label.lower(), label.capitalize(), label.upper())
    typical = _typical(snapshot, label)[:from_data]
    return list(dict.fromkeys([label, *known, *cases, *typical]))


def with_words(prompt: Prompt, labels: Sequence[str], words: Mapping[str, str]) -> Prompt:
    """Return a prompt that calls labels by other words, wherever it names them.

    Args:
        prompt: The parent.
        labels: The labels of the task.
        words: A word for each label that changes; others keep the parent's.
    """
    chosen = {label: words.get(label, word_for(prompt, label)) for label in labels}
    old = {word_for(prompt, label).casefold(): chosen[label] for label in labels}
    answers = {word_for(prompt, label): chosen[label] for label in labels}

    def said(text: str) -> str:
        return _replaced(text, old)

    def shown(item: Demonstration) -> Demonstration:
        return replace(item, answer=answers.get(item.answer, item.answer))

    return replace(
        prompt,
        system=said(prompt.system),
        instruction=said(prompt.instruction),
        demonstrations=tuple(shown(item) for item in prompt.demonstrations),
        # Weights were found for the words as they were.
        layout=replace(
            prompt.layout,
            choices=tuple(answers.get(c, c) for c in prompt.layout.choices),
            choice_weights=(),
        ),
        labels=tuple((label, word) for label, word in chosen.items() if word != label),
    )


def in_words_of(prompt: Prompt, other: Prompt, labels: Sequence[str]) -> Prompt:
    """Return a prompt that calls the labels as another one does, so that the two can be mixed.

    An example that is answered `good` teaches the wrong answer where the label is `positive`.

    Args:
        prompt: Whose parts are to stand in the other one.
        other: Whose words count.
        labels: The labels of the task.
    """
    words = {label: word_for(other, label) for label in labels}
    if all(word_for(prompt, label) == word for label, word in words.items()):
        return prompt
    return with_words(prompt, labels, words)


def distinct(words: Sequence[str]) -> bool:
    """Return whether no word is another one, or a part of it, in any case."""
    folded = [f" {word.casefold()} " for word in words]
    return not any(
        one in other for i, one in enumerate(folded) for j, other in enumerate(folded) if i != j
    )


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """Return a text with whole words exchanged, all at once, and placeholders left as they are."""
    longest_first = sorted(words, key=len, reverse=True)
    named = re.compile("|".join(map(whole_word, longest_first)), re.I)
    pieces = _PLACEHOLDER.split(text)
    return "".join(
        piece if k % 2 else named.sub(lambda match: words[match[0].casefold()], piece)
        for k, piece in enumerate(pieces)
    )


def _typical(snapshot: Snapshot, label: str) -> list[str]:
    """Return words of several rows of a label that hardly stand in others, the commonest first."""
    own: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for example in snapshot.examples:
        words = {w.casefold() for value in example.fields.values() for w in _WORD.findall(value)}
        every.update(words)
        own.update(words if example.reference == label else ())
    labels = {other.casefold() for other in snapshot.task.labels}
    return [
        word
        for word, count in sorted(own.items(), key=lambda item: (-item[1], item[0]))
        if count >= _TIMES_AT_LEAST
        and count >= _SHARE_AT_LEAST * every[word]
        and word not in labels
    ]
