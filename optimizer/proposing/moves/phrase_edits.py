"""Edits of an instruction by whole phrases: delete, swap, add back, add, exchange, paraphrase."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from optimizer.components import load_components
from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.library import addable, components_in, exchangeable
from optimizer.proposing.moves.phrases import Phrase, appended, join_phrases, split_phrases
from optimizer.proposing.moves.verbalizers import in_words_of
from optimizer.protocols import Model
from optimizer.records import Candidate, Prompt, Snapshot

DELETE, SWAP, ADD_BACK, ADD, EXCHANGE, PARAPHRASE = (
    "delete",
    "swap",
    "add back",
    "add",
    "exchange",
    "paraphrase",
)
_MOST_SWAPS = 800
"""So many pairs are all swapped; of more, those that stand nearest to each other."""
_WEIGHTS = {DELETE: 2.0, SWAP: 1.0, ADD_BACK: 1.5, ADD: 3.0, EXCHANGE: 1.5, PARAPHRASE: 2.0}


@dataclass(frozen=True, slots=True)
class PhraseEdit:
    """One edit: the phrases it took away or moved, and the one it put in."""

    action: str
    gone: tuple[str, ...] = ()
    new: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return it as a proposal's edit holds it."""
        return {"action": self.action, "gone": list(self.gone), "new": self.new}

    @property
    def label(self) -> str:
        """What it does, in a few words."""
        known = {component.text: component.label for component in load_components()}
        if self.new:
            return known.get(self.new) or clipped(self.new, 32)
        if self.action == SWAP:
            return "phrases swapped"
        return f"without “{clipped(' '.join(self.gone), 24)}”"

    @property
    def reason(self) -> str:
        """What it did, with the words."""
        gone = " and ".join(f"“{clipped(text, 80)}”" for text in self.gone)
        if self.action == SWAP:
            return f"exchanged the places of {gone}"
        if self.new and self.gone:
            return f"“{clipped(self.new, 80)}” instead of {gone}"
        if self.new:
            back = " back" if self.action == ADD_BACK else ""
            return f"added{back}: “{clipped(self.new, 80)}”"
        return f"left out {gone}"


def clipped(text: str, most: int) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def phrase_edits(
    snapshot: Snapshot, parent: Candidate, within: Collection[str] | None = None
) -> list[tuple[PhraseEdit, Prompt]]:
    """Return every edit of a prompt by one phrase that needs no writer, with its child.

    In a prompt of more than forty phrases only those that stand near each other are swapped.

    Args:
        snapshot: The pool: its task says which components suit, its lineage what was lost.
        parent: Whose instruction is edited.
        within: The only phrases that may be taken away, moved or exchanged; None for all.

    Returns:
        Edits whose children keep placeholders, labels and locks, and are not in the pool.
    """
    phrases = split_phrases(editable_text(parent.prompt))
    edits = [*_deletions(phrases), *_swaps(phrases)]
    edits += _additions(snapshot, parent, phrases)
    edits += _exchanges(snapshot, parent.prompt, phrases)
    # Comparing texts spares the hash of most children, which is what costs time here.
    texts = {editable_text(candidate.prompt) for candidate in snapshot.candidates}
    known = {candidate.id for candidate in snapshot.candidates}
    found: list[tuple[PhraseEdit, Prompt]] = []
    for edit, changed in edits:
        if within is not None and not set(edit.gone) <= set(within):
            continue
        text = join_phrases(changed)
        child = with_text(parent.prompt, text)
        if text in texts and child.id in known:
            continue
        # What only adds a sentence without a placeholder loses nothing: most edits do.
        harmless = not edit.gone and "{{" not in edit.new and bool(text)
        if harmless or keeps_all(snapshot.task, parent.prompt, child):
            found.append((edit, child))
    return found


def draw_edit(
    edits: Sequence[tuple[PhraseEdit, Prompt]], rng: Random
) -> tuple[PhraseEdit, Prompt] | None:
    """Return one of the edits: first what is done, then to which phrase; None without any.

    Args:
        edits: What may be done.
        rng: The source of chance.
    """
    actions = sorted({edit.action for edit, _ in edits})
    if not actions:
        return None
    action = rng.choices(actions, [_WEIGHTS[a] for a in actions])[0]
    return rng.choice([pair for pair in edits if pair[0].action == action])


def paraphrased(
    snapshot: Snapshot,
    parent: Candidate,
    writer: Model,
    rng: Random,
    within: Collection[str] | None = None,
) -> tuple[PhraseEdit, Prompt, str] | None:
    """Return an edit that says one phrase in other words, its child and the wording's hash.

    Args:
        snapshot: The pool.
        parent: Whose instruction is edited.
        writer: The model that writes.
        rng: The source of chance.
        within: The only phrases that may be changed; None for all.

    Raises:
        WorldFault: The model did not answer.
    """
    phrases = split_phrases(editable_text(parent.prompt))
    open_to = [k for k, p in enumerate(phrases) if within is None or p.text in within]
    if not open_to:
        return None
    place = rng.choice(open_to)
    wording = wording_of(snapshot, "rephrase")
    told = {"prompt": phrases[place].text, "criteria": criteria_text(snapshot)}
    answer = ask_for_prompt(writer, wording, told, room_for(phrases[place].text, 1.5))
    if answer is None or answer == phrases[place].text:
        return None
    changed = (*phrases[:place], Phrase(answer, phrases[place].gap), *phrases[place + 1 :])
    child = with_text(parent.prompt, join_phrases(changed))
    if not keeps_all(snapshot.task, parent.prompt, child):
        return None
    return PhraseEdit(PARAPHRASE, (phrases[place].text,), answer), child, wording.hash


def lost_phrases(snapshot: Snapshot, parent: Candidate) -> list[str]:
    """Return the phrases that stood in an ancestor and no longer stand in a prompt.

    Args:
        snapshot: The pool with its lineage.
        parent: The prompt.
    """
    members = {candidate.id: candidate for candidate in snapshot.candidates}
    own = editable_text(parent.prompt)
    lost: dict[str, None] = {}
    seen, waiting = {parent.id}, list(parent.parents)
    while waiting:
        ancestor = members.get(waiting.pop())
        if ancestor is None or ancestor.id in seen:
            continue
        seen.add(ancestor.id)
        waiting += ancestor.parents
        said = in_words_of(ancestor.prompt, parent.prompt, snapshot.task.labels)
        for phrase in split_phrases(editable_text(said)):
            if phrase.text not in own:
                lost.setdefault(phrase.text)
    return sorted(lost)


_Changed = tuple[PhraseEdit, Sequence[Phrase]]


def _deletions(phrases: Sequence[Phrase]) -> list[_Changed]:
    if len(phrases) < 2:
        return []
    return [
        (PhraseEdit(DELETE, (phrase.text,)), (*phrases[:k], *phrases[k + 1 :]))
        for k, phrase in enumerate(phrases)
    ]


def _swaps(phrases: Sequence[Phrase]) -> list[_Changed]:
    found: list[_Changed] = []
    count = len(phrases)
    # Hundreds of phrases have tens of thousands of pairs, and each costs a whole text.
    all_fit = count * (count - 1) // 2 <= _MOST_SWAPS
    reach = count if all_fit else max(1, _MOST_SWAPS // count)
    for i, one in enumerate(phrases):
        for j in range(i + 1, min(count, i + 1 + reach)):
            other = phrases[j]
            changed = list(phrases)
            changed[i], changed[j] = Phrase(other.text, one.gap), Phrase(one.text, other.gap)
            found.append((PhraseEdit(SWAP, (one.text, other.text)), changed))
    return found


def _additions(snapshot: Snapshot, parent: Candidate, phrases: Sequence[Phrase]) -> list[_Changed]:
    present = components_in(parent.prompt, load_components())
    allowed = [component.text for component in addable(snapshot.task, present)]
    library = {component.text for component in load_components()}
    back = [t for t in lost_phrases(snapshot, parent) if t not in library or t in allowed]
    found = [(PhraseEdit(ADD_BACK, new=text), appended(phrases, text)) for text in back]
    found += [
        (PhraseEdit(ADD, new=text), appended(phrases, text)) for text in allowed if text not in back
    ]
    return list(found)


def _exchanges(snapshot: Snapshot, prompt: Prompt, phrases: Sequence[Phrase]) -> list[_Changed]:
    present = components_in(prompt, load_components())
    texts: Mapping[str, int] = {phrase.text: k for k, phrase in enumerate(phrases)}
    found: list[_Changed] = []
    for gone in present:
        place = texts.get(gone.text)
        if place is None:
            continue
        for other in exchangeable(snapshot.task, present, gone):
            changed = list(phrases)
            changed[place] = Phrase(other.text, phrases[place].gap)
            found.append((PhraseEdit(EXCHANGE, (gone.text,), other.text), changed))
    return found
