"""Making a child of what the writer wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from optimizer.proposing.moves.cases import Case, evidence_of
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.whys import hypothesis
from optimizer.records import Candidate, Prompt, Proposal
from optimizer.word_count import split_words
from optimizer.wordings import Wording

_SUMMARY_CHARACTERS = 200
_MARK = re.compile(r"^[\s*_#>]*(?:[-•]\s+|\d{1,2}[.):][\s*_]+)?[\s*_]*")


def child(
    parent: Candidate,
    text: str | None,
    *,
    proposer: str,
    label: str,
    reason: str,
    edit: Mapping[str, object],
    wording: Wording,
    cases: Sequence[Case] = (),
    hoped: str = "",
    others: Sequence[str] = (),
) -> list[Proposal]:
    """Return the proposal of one child, or nothing where there is nothing new in it.

    Args:
        parent: Whose words were changed; all but the words is taken from it.
        text: The new words, or None when the writer's answer held none.
        proposer: Who wrote it.
        label: What the child tries, in a word or two.
        reason: Why it was written, in one sentence.
        edit: What the method remembers of it.
        wording: What the writer was told.
        cases: What it rests on.
        hoped: What it should do better; by default what the cases complain of, and without cases
            that it should win against its parent.
        others: Ids of further parents.
    """
    if text is None or text.split() == editable_text(parent.prompt).split():
        return []
    return proposal_of(
        parent,
        with_text(parent.prompt, text),
        proposer=proposer,
        label=label,
        reason=reason,
        edit=edit,
        wording=wording,
        cases=cases,
        hoped=hoped,
        others=others,
    )


def proposal_of(
    parent: Candidate,
    prompt: Prompt,
    *,
    proposer: str,
    label: str,
    reason: str,
    edit: Mapping[str, object],
    wording: Wording,
    cases: Sequence[Case] = (),
    hoped: str = "",
    others: Sequence[str] = (),
) -> list[Proposal]:
    """Return the proposal of a whole prompt; nothing when it is its parent. As for `child`."""
    if prompt.id == parent.id:
        return []
    return [
        Proposal(
            prompt=prompt,
            parents=tuple(dict.fromkeys((parent.id, *others))),
            proposer=proposer,
            label=label,
            reason=first_sentence(reason) or label,
            hypothesis=hoped or hypothesis(cases) or f"should win against {parent.name}",
            edit=edit,
            wording_hash=wording.hash,
            evidence=evidence_of(cases),
        )
    ]


def first_sentence(text: str) -> str:
    """Return the first line of a text that says something, without list marks, not too long."""
    lines = [_MARK.sub("", line).strip(" *_") for line in text.splitlines() if line.strip()]
    first = next((line for line in lines if len(split_words(line)) > 3), lines[0] if lines else "")
    if len(first) <= _SUMMARY_CHARACTERS:
        return first
    return first[: _SUMMARY_CHARACTERS - 1].rstrip() + "…"
