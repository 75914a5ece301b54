"""A structured prompt, written by an analyst, a designer and a tester.

M. Wang et al., "LangGPT: Rethinking Structured Reusable Prompt Design Framework for LLMs from the
Programming Language" (2024): role, profile, goals, constraints, workflow, style and examples as
sections; and the authors' Minstrel, which fills and criticises them in three passes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import ask, consult, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import NOTHING, failures, tell_cases
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.losers import best_loser
from optimizer.proposing.moves.ranking import leader
from optimizer.proposing.moves.sections import PREAMBLE, names_in, sections_of, tell_sections
from optimizer.protocols import Model
from optimizer.records import Completion, Proposal, Snapshot

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class LangGpt:
    """A prompt in sections, planned, filled and tested; `locked` sections are never written.

    A locked section stays letter by letter, and one that the prompt does not have is not begun.
    `sections` and `locked` are names apart by commas; `cases` failures are shown to the tester.
    """

    name: ClassVar[str] = "langgpt"
    needs_writer: ClassVar[bool] = True

    sections: str = "role, profile, goals, constraints, workflow, style, examples"
    locked: str = ""
    cases: int = 4

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Give a good prompt a structure, or mend the one it has; see `Proposer`."""
        if writer is None:
            return []
        parent = best_loser(snapshot) or leader(snapshot)
        # A locked heading is known as a section of its own, whether or not it may be written.
        names = names_in(f"{self.sections},{self.locked}")
        text = editable_text(parent.prompt)
        own = sections_of(text, names)
        open_to = names_in(self.sections)
        locked = [n for n in names_in(self.locked) if n in own or n in open_to]
        told = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "locked": ", ".join(locked) or NOTHING,
        }
        shown = {"sections": ", ".join(open_to)}
        plan = ask(writer, wording_of(snapshot, "langgpt_analyst"), told | shown).strip()
        if not plan:
            return []
        designing = wording_of(snapshot, "langgpt_designer")
        room = room_for(text, 3)
        answer = consult(writer, designing, told | shown | {"plan": plan}, room)
        designed = _read(answer, open_to, locked)
        draft = _merged(own, designed, names)
        if sum(1 for name in draft if name != PREAMBLE) < _FEWEST:
            return []
        cases = failures(snapshot, parent.id, rng, self.cases)
        testing = wording_of(snapshot, "langgpt_tester")
        values = {key: told[key] for key in ("criteria", "locked")}
        values |= {"draft": tell_sections(draft), "duels": tell_cases(cases)}
        mended = _read(consult(writer, testing, values, room), list(draft), locked)
        final = {name: mended.get(name, body) for name, body in draft.items()}
        whole = tell_sections(final)
        if not _holds(own, sections_of(whole, names), locked):
            return []
        changed = [name for name, body in final.items() if own.get(name) != body]
        return child(
            parent,
            whole,
            proposer=self.name,
            label="structured" if len(own) < _FEWEST else "sections mended",
            reason=f"written anew: {', '.join(changed)}" if changed else "in sections",
            edit={
                "action": "structure",
                "sections": [name for name in final if name],
                "designed": list(designed),
                "mended": list(mended),
                "locked": locked,
            },
            wording=designing,
            cases=cases,
            hoped="" if cases else "should be easier to follow, part by part",
        )


def _read(answer: Completion, names: Sequence[str], locked: Sequence[str]) -> dict[str, str]:
    """Return the sections that an answer writes; unknown and locked ones are left out."""
    found = {}
    for name in names:
        if name and name not in locked:
            written = read_tagged(answer.text, name, cut=answer.truncated)
            if written:
                found[name] = written[-1]
    return found


def _holds(before: Mapping[str, str], after: Mapping[str, str], locked: Sequence[str]) -> bool:
    """Return whether locked sections are as they were: a heading inside another begins one too."""
    return all(before.get(name, "") == after.get(name, "") for name in locked)


def _merged(
    own: Mapping[str, str], designed: Mapping[str, str], names: Sequence[str]
) -> dict[str, str]:
    """Return own and designed sections in the order of the names.

    A text that had no sections is replaced by the designed ones; one that had keeps its preamble.
    """
    structured = any(name != PREAMBLE for name in own)
    kept = dict(own) if structured else {}
    draft = {PREAMBLE: kept[PREAMBLE]} if PREAMBLE in kept else {}
    for name in names:
        if body := designed.get(name, kept.get(name, "")):
            draft[name] = body
    return draft
