"""A criticism of a prompt: the causes in it for what its answers lack."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from optimizer.proposing.moves.asking import ask, criteria_text, wording_of
from optimizer.proposing.moves.cases import Case, failures, tell_cases
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.related import said_of_relatives
from optimizer.proposing.moves.whys import tell_whys, whys
from optimizer.protocols import Model
from optimizer.records import Candidate, Snapshot

_COUNTED = 200


def criticise(
    snapshot: Snapshot,
    writer: Model,
    prompt: Candidate,
    cases: Sequence[Case],
    rng: Random,
    *,
    related: bool = False,
) -> str:
    """Return why a prompt leads to bad answers, as a numbered list; empty when nothing was said.

    The writer reads a few cases, each with the answer that was preferred, and the reasons of all
    cases with their counts, so that it knows what is frequent.

    Args:
        snapshot: The pool and its evidence.
        writer: The model that writes.
        prompt: What is criticised.
        cases: The failures that it reads whole.
        rng: The source of chance.
        related: Whether it also reads what was said against related prompts.

    Raises:
        WorldFault: The model did not answer.
    """
    every = failures(snapshot, prompt.id, rng, _COUNTED)
    values = {
        "prompt": editable_text(prompt.prompt),
        "criteria": criteria_text(snapshot),
        "duels": tell_cases(cases),
        "reasons": tell_whys(whys(every), of=len(every)),
    }
    said = said_of_relatives(snapshot, prompt.id) if related else []
    if not said:
        return ask(writer, wording_of(snapshot, "critique"), values).strip()
    values["related"] = tell_whys(whys(said), of=len(said))
    return ask(writer, wording_of(snapshot, "critique_related"), values).strip()
