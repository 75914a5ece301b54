"""Add, drop or swap one instruction out of a library; needs no writer.

Editing a prompt as a list of components: L. Zhang et al., "SPRIG: Improving Large Language Model
Performance by System Prompt Optimization" (2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from optimizer.components import Component, compatible, load_components, suits
from optimizer.proposing.moves.editing import editable_text, with_text
from optimizer.proposing.moves.library import components_in
from optimizer.proposing.moves.parents import choose_parent
from optimizer.proposing.moves.tried import refused_edits
from optimizer.protocols import Model
from optimizer.records import Candidate, Prompt, Proposal, Snapshot

MOST_COMPONENTS = 6
_ADD, _SWAP, _DROP = "add", "swap", "drop"


@dataclass(frozen=True, slots=True)
class _Edit:
    action: str
    gone: Component | None
    new: Component | None

    def as_dict(self) -> dict[str, object]:
        return {
            "action": self.action,
            "gone": self.gone.id if self.gone else None,
            "new": self.new.id if self.new else None,
        }


@dataclass(frozen=True, slots=True)
class Components:
    """One edit of a prompt's components, of a kind that has earned least attention so far."""

    name: ClassVar[str] = "components"
    needs_writer: ClassVar[bool] = False
    stands_in: ClassVar[bool] = True

    most: int = MOST_COMPONENTS

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit the incumbent or another good candidate; see `Proposer`."""
        parent = choose_parent(snapshot, rng)
        edits = self._edits(snapshot, parent, load_components())
        if not edits:
            return []
        edit = _draw(edits, snapshot, rng)
        child = _edited(parent.prompt, edit)
        return [
            Proposal(
                prompt=child,
                parents=(parent.id,),
                proposer=self.name,
                label=_label(edit),
                reason=_reason(edit),
                edit=edit.as_dict(),
            )
        ]

    def _edits(
        self, snapshot: Snapshot, parent: Candidate, library: Sequence[Component]
    ) -> list[_Edit]:
        """Return every edit of the parent that was not tried yet."""
        present = components_in(parent.prompt, library)
        absent = [c for c in library if c not in present and suits(c, snapshot.task)]
        edits = [_Edit(_DROP, gone, None) for gone in present]
        if len(present) < self.most:
            edits += [_Edit(_ADD, None, new) for new in absent if compatible(new, present)]
        for gone in present:
            rest = [component for component in present if component != gone]
            edits += [
                _Edit(_SWAP, gone, new)
                for new in absent
                if new.kind == gone.kind and compatible(new, rest)
            ]
        known = {candidate.id for candidate in snapshot.candidates}
        refused = refused_edits(snapshot, self.name, parent.id)
        return [
            edit
            for edit in edits
            if edit.as_dict() not in refused
            and (child := _edited(parent.prompt, edit)).id not in known
            and editable_text(child).strip()
        ]


def _draw(edits: Sequence[_Edit], snapshot: Snapshot, rng: Random) -> _Edit:
    """Draw an action, then a kind that was tried seldom, then one edit of it."""
    actions = sorted({edit.action for edit in edits})
    weights = {_ADD: 4.0, _SWAP: 2.0, _DROP: 1.0}
    action = rng.choices(actions, [weights[a] for a in actions])[0]
    mine = [edit for edit in edits if edit.action == action]
    tried = _tried_kinds(snapshot)
    fewest = min(tried.get(_kind(edit), 0) for edit in mine)
    return rng.choice([edit for edit in mine if tried.get(_kind(edit), 0) == fewest])


def _tried_kinds(snapshot: Snapshot) -> dict[str, int]:
    kinds = {component.id: component.kind for component in load_components()}
    counts: dict[str, int] = {}
    for proposal in snapshot.proposals:
        changed = proposal.edit.get("new") or proposal.edit.get("gone")
        if proposal.proposer == Components.name and str(changed) in kinds:
            kind = kinds[str(changed)]
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def _kind(edit: _Edit) -> str:
    changed = edit.new or edit.gone
    return changed.kind if changed else ""


def _edited(prompt: Prompt, edit: _Edit) -> Prompt:
    lines = editable_text(prompt).splitlines()
    if edit.gone is not None:
        place = next(k for k, line in enumerate(lines) if line.strip() == edit.gone.text)
        lines[place : place + 1] = [edit.new.text] if edit.new else []
    elif edit.new is not None:
        lines.append(edit.new.text)
    return with_text(prompt, "\n".join(lines).strip("\n"))


def _label(edit: _Edit) -> str:
    if edit.new is not None:
        return edit.new.label
    return f"without {edit.gone.label}" if edit.gone else "components"


def _reason(edit: _Edit) -> str:
    if edit.new is not None and edit.gone is not None:
        return f"“{edit.new.text}” instead of “{edit.gone.text}”"
    if edit.new is not None:
        return f"added: “{edit.new.text}”"
    return f"dropped: “{edit.gone.text}”" if edit.gone else ""
