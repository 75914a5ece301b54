"""Making one instruction of two by their phrases."""

from __future__ import annotations

from random import Random

from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.library import contradicts_none
from optimizer.proposing.moves.phrases import Phrase, join_phrases, split_phrases
from optimizer.proposing.moves.verbalizers import in_words_of
from optimizer.records import Prompt, Task


def crossed(task: Task, one: Prompt, other: Prompt, rng: Random) -> Prompt:
    """Return the first prompt with an instruction of the phrases of both.

    What both say stays; what one alone says stays by even chance. Placeholders, labels and locks of
    the first always stay, and no component comes that contradicts one that is there. The labels are
    called as the first calls them.

    Args:
        task: Its labels and locks.
        one: The prompt whose layout, order and all else the child keeps.
        other: The second parent.
        rng: The source of chance.
    """
    other = in_words_of(other, one, task.labels)
    first, second = split_phrases(editable_text(one)), split_phrases(editable_text(other))
    theirs = {phrase.text for phrase in second}
    kept = list(first)
    for phrase in first:
        if phrase.text in theirs or rng.random() < 0.5:
            continue
        fewer = [p for p in kept if p is not phrase]
        if fewer and keeps_all(task, one, with_text(one, join_phrases(fewer))):
            kept = fewer
    for phrase in second:
        known = {p.text for p in kept}
        if (
            phrase.text not in known
            and "{{" not in phrase.text  # placeholders come with the first prompt alone
            and contradicts_none(phrase.text, [p.text for p in kept])
            and rng.random() < 0.5
        ):
            kept = [*kept[:-1], Phrase(kept[-1].text, kept[-1].gap or "\n"), Phrase(phrase.text)]
    child = with_text(one, join_phrases(kept))
    return child if keeps_all(task, one, child) else one
