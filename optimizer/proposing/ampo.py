"""Let a prompt branch: find failure patterns, deepen a branch or add one, prune what nobody uses.

S. Yang et al., "AMPO: Automatic Multi-Branched Prompt Optimization" (2024).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_tagged
from optimizer.proposing.moves.asking import ask, consult, criteria_text, wording_of
from optimizer.proposing.moves.branches import (
    branches_of,
    deepened,
    known_branches,
    tell_branches,
    with_branch,
    without_branches,
)
from optimizer.proposing.moves.cases import Case, failures, tell_cases, tell_fields
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.losers import best_loser
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot
from optimizer.spoken import spoken
from optimizer.word_count import split_words

_FEWEST_WORDS = 4
_MOST_WORDS = 60
_ALL_USED = "pruned or all used"
"""In a child's edit: nothing was left to be pruned from its parent."""


@dataclass(frozen=True, slots=True)
class Ampo:
    """A prompt with branches for the patterns behind its failures.

    `cases` failures are read and `patterns` of the patterns in them dealt with at a time; from
    `prune_at` branches on, those that apply to none of `rows` rows are taken out first.
    """

    name: ClassVar[str] = "ampo"
    needs_writer: ClassVar[bool] = True

    cases: int = 5
    patterns: int = 2
    prune_at: int = 3
    rows: int = 12

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Prune or grow the branches of a good prompt; see `Proposer`."""
        parent = best_loser(snapshot)
        if writer is None or parent is None:
            return []
        known = known_branches(snapshot, self.name)
        branches = branches_of(editable_text(parent.prompt), known)
        many = len(branches) >= self.prune_at and bool(snapshot.examples)
        if many and not self._looked_at(snapshot, parent):
            pruned = self._prune(snapshot, writer, parent, branches)
            if pruned:
                return pruned
        return self._grow(snapshot, writer, parent, known, rng, all_used=many)

    def _looked_at(self, snapshot: Snapshot, parent: Candidate) -> bool:
        """Return whether it was said before which branches of a prompt are used.

        While it stays the best, its pruned child would else come again and again, and be refused.
        """
        return any(
            proposal.edit.get("action") == "prune" or proposal.edit.get(_ALL_USED) is True
            for proposal in snapshot.proposals
            if proposal.proposer == self.name and parent.id in proposal.parents
        )

    def _grow(
        self,
        snapshot: Snapshot,
        writer: Model,
        parent: Candidate,
        known: Collection[str],
        rng: Random,
        *,
        all_used: bool,
    ) -> list[Proposal]:
        """Return the child whose branches deal with the patterns behind the failures."""
        cases = failures(snapshot, parent.id, rng, self.cases)
        before = text = editable_text(parent.prompt)
        told = {"prompt": text, "criteria": criteria_text(snapshot)}
        answer = consult(
            writer, wording_of(snapshot, "ampo_patterns"), told | {"duels": tell_cases(cases)}
        )
        found = read_tagged(answer.text, "pattern", cut=answer.truncated)[: self.patterns]
        wording = wording_of(snapshot, "ampo_branch")
        changes: list[dict[str, str]] = []
        for pattern in found:
            branches = branches_of(text, known)
            told = told | {"prompt": text, "branches": tell_branches(branches)}
            said = consult(writer, wording, told | {"pattern": pattern})
            line = _line(read_tagged(said.text, "line", cut=said.truncated))
            if not line or line in branches:
                continue
            place = _place(read_tagged(said.text, "place"), len(branches))
            known = {*known, line}
            if place is None:
                text = with_branch(text, line, known)
                changes.append({"kind": "add", "branch": line, "pattern": pattern})
            else:
                text = deepened(text, branches[place], line)
                changes.append({"kind": "deepen", "branch": line, "pattern": pattern})
        if text == before:
            return []
        kinds = [change["kind"] for change in changes]
        return child(
            parent,
            text,
            proposer=self.name,
            label="branch deeper" if set(kinds) == {"deepen"} else "branch more",
            reason=first_sentence(found[0]),
            edit={
                "action": "grow",
                "changes": changes,
                "branches": branches_of(text, known),
                **({_ALL_USED: True} if all_used else {}),
            },
            wording=wording,
            cases=cases,
        )

    def _prune(
        self, snapshot: Snapshot, writer: Model, parent: Candidate, branches: list[str]
    ) -> list[Proposal]:
        """Return the child without the branches that apply to no row; nothing if all are used."""
        wording = wording_of(snapshot, "ampo_prune")
        rows = [Case(row, "") for row in snapshot.examples[: self.rows]]
        told = "\n\n".join(f"Input {n}\n{tell_fields(c.example)}" for n, c in enumerate(rows, 1))
        answer = ask(writer, wording, {"branches": tell_branches(branches), "rows": told})
        gone = [b for n, b in enumerate(branches, start=1) if _unused(answer, n)]
        if not gone:
            return []
        text = without_branches(editable_text(parent.prompt), gone)
        left = [branch for branch in branches if branch not in gone]
        return child(
            parent,
            text if text.strip() else None,
            proposer=self.name,
            label="pruned",
            reason=f"no row uses: {gone[0]}",
            edit={"action": "prune", "gone": gone, "branches": left},
            wording=wording,
            hoped="should answer as well with less to read",
        )


def _unused(answer: str, number: int) -> bool:
    """Return whether the answer says of a branch that it applies to no input.

    A branch of which nothing is said stays.
    """
    pattern = rf"^\W*(?:branch\s*)?{number}\W*[:\-–]\s*(.*)$"
    said = re.search(pattern, spoken(answer), re.IGNORECASE | re.MULTILINE)
    return said is not None and "none" in said[1].casefold() and re.search(r"\d", said[1]) is None


def _place(said: list[str], count: int) -> int | None:
    found = re.search(r"\d+", said[-1]) if said else None
    place = int(found[0]) - 1 if found else -1
    return place if 0 <= place < count else None


def _line(said: list[str]) -> str:
    """Return the branch as one line; empty when it is no sentence, or an essay."""
    line = " ".join(said[-1].split()) if said else ""
    return line if _FEWEST_WORDS <= len(split_words(line)) <= _MOST_WORDS else ""
