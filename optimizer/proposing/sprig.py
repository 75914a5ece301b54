"""Build the system text of components, led by what each component has earned so far.

L. Zhang et al., "SPRIG: Improving Large Language Model Performance by System Prompt Optimization"
(2024). The choice by an upper confidence bound: P. Auer et al., "Finite-time Analysis of the
Multiarmed Bandit Problem" (2002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from random import Random
from typing import ClassVar

from optimizer.components import Component, load_components
from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, wording_of
from optimizer.proposing.moves.fitness import Fitness, fitness, ranked
from optimizer.proposing.moves.history import admitted
from optimizer.proposing.moves.keeping import keeps_all
from optimizer.proposing.moves.library import addable, components_of, exchangeable
from optimizer.protocols import Model
from optimizer.records import Candidate, Prompt, Proposal, Snapshot

_ADD, _SWAP, _DROP, _PARAPHRASE = "add", "swap", "drop", "paraphrase"
_WEIGHTS = {_ADD: 4.0, _SWAP: 2.0, _DROP: 1.0, _PARAPHRASE: 1.0}


@dataclass(frozen=True, slots=True)
class Credit:
    """What one component earned: the sum of score changes it caused, and how often it was tried."""

    total: float = 0.0
    tries: int = 0

    def bound(self, tries: int, exploration: float, scale: float) -> float:
        """Return its upper confidence bound; one try without any effect is thought of in advance.

        Args:
            tries: How often any component was tried.
            exploration: How much doubt counts.
            scale: The usual size of a change.
        """
        known = self.tries + 1
        return self.total / known + exploration * scale * sqrt(log(tries + 2) / known)


@dataclass(frozen=True, slots=True)
class Sprig:
    """One edit of the components in the system text of a member of the beam.

    Attributes:
        beam: How many of the best candidates are edited in turn.
        exploration: How much the doubt about a component counts against what it has earned.
        most: How many components a system text holds at most.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "sprig"
    needs_writer: ClassVar[bool] = False

    beam: int = 10
    exploration: float = 0.5
    most: int = 8
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Edit the member of the beam that was edited least; see `Proposer`."""
        writer = writer if self.writes else None
        worth = fitness(snapshot)
        credits = component_credits(snapshot, worth)
        used = Counter(parent for p in admitted(snapshot, self.name) for parent in p.parents)
        members = ranked(snapshot, worth)[: self.beam]
        for parent in sorted(members, key=lambda member: used[member.id]):
            present = components_of(parent.prompt.system, load_components())
            actions = self._actions(snapshot, present, writer)
            while actions:
                action = rng.choices(actions, [_WEIGHTS[a] for a in actions])[0]
                actions.remove(action)
                made = (
                    self._said_otherwise(snapshot, parent, present, writer, rng)
                    if action == _PARAPHRASE
                    else self._edited(snapshot, parent, present, action, credits, worth, rng)
                )
                if made is not None:
                    return [made]
        return []

    def _actions(
        self, snapshot: Snapshot, present: Sequence[Component], writer: Model | None
    ) -> list[str]:
        actions = [_DROP, _SWAP] if present else []
        if len(present) < self.most and addable(snapshot.task, present):
            actions.append(_ADD)
        if present and writer is not None:
            actions.append(_PARAPHRASE)
        return actions

    def _edited(
        self,
        snapshot: Snapshot,
        parent: Candidate,
        present: Sequence[Component],
        action: str,
        credits: Mapping[str, Credit],
        worth: Fitness,
        rng: Random,
    ) -> Proposal | None:
        """Return the best edit of this kind by its components' bounds that is new."""
        tries, scale = sum(c.tries for c in credits.values()), worth.spread()

        def bound(component: Component) -> float:
            credit = credits.get(component.id, Credit())
            return credit.bound(tries, self.exploration, scale)

        def order(offered: Sequence[Component]) -> list[Component]:
            mixed = rng.sample(offered, len(offered))
            return sorted(mixed, key=bound, reverse=True)

        gone: list[Component | None] = [None]
        if action != _ADD:
            gone = [*reversed(order(present))]  # what has earned least goes first
        for leaving in gone:
            for new in _newcomers(snapshot, present, action, leaving, order):
                child = _rebuilt(parent.prompt, leaving, new)
                if _is_new(snapshot, parent, child):
                    return self._proposal(parent, child, action, leaving, new)
        return None

    def _said_otherwise(
        self,
        snapshot: Snapshot,
        parent: Candidate,
        present: Sequence[Component],
        writer: Model | None,
        rng: Random,
    ) -> Proposal | None:
        if writer is None:
            return None
        gone = rng.choice(present)
        wording = wording_of(snapshot, "rephrase")
        told = {"prompt": gone.text, "criteria": criteria_text(snapshot)}
        text = ask_for_prompt(writer, wording, told)
        if text is None or "\n" in text or text == gone.text:
            return None
        said = replace(gone, id="", label=f"{gone.label}, said otherwise", text=text)
        child = _rebuilt(parent.prompt, gone, said)
        if not _is_new(snapshot, parent, child):
            return None
        made = self._proposal(parent, child, _PARAPHRASE, gone, said)
        # The component is still there: a paraphrase earns it nothing and costs it nothing.
        edit = {**made.edit, "gone": None, "said": gone.id, "text": text}
        return replace(made, edit=edit, wording_hash=wording.hash)

    def _proposal(
        self,
        parent: Candidate,
        child: Prompt,
        action: str,
        gone: Component | None,
        new: Component | None,
    ) -> Proposal:
        label = new.label if new else f"without {gone.label if gone else ''}"
        said = [f"“{new.text}” in the system text"] if new else []
        said += [f"without “{gone.text}”"] if gone else []
        return Proposal(
            prompt=child,
            parents=(parent.id,),
            proposer=self.name,
            label=label,
            reason=", ".join(said),
            hypothesis="what the component earned in other prompts should hold here",
            edit={
                "action": action,
                "gone": gone.id if gone else None,
                "new": new.id or None if new else None,
            },
        )


def component_credits(snapshot: Snapshot, worth: Fitness) -> dict[str, Credit]:
    """Return what every component has earned, whoever put it in or took it out.

    The change from parent to child counts for the component that came and against the one that
    went; children that nothing is known of yet count for none.

    Args:
        snapshot: The pool and its record.
        worth: Its fitness.
    """
    known = {component.id for component in load_components()}
    earned: dict[str, Credit] = {}
    for proposal in snapshot.proposals:
        child, parents = proposal.prompt_id, proposal.parents
        if child not in worth.values or child is None or not worth.measured(child):
            continue
        if len(parents) != 1 or parents[0] not in worth.values:
            continue
        change = worth.gain(child, parents[0])
        for key, sign in (("new", 1.0), ("gone", -1.0)):
            component = proposal.edit.get(key)
            if isinstance(component, str) and component in known:
                old = earned.get(component, Credit())
                earned[component] = Credit(old.total + sign * change, old.tries + 1)
    return earned


def _newcomers(
    snapshot: Snapshot,
    present: Sequence[Component],
    action: str,
    leaving: Component | None,
    order: Callable[[Sequence[Component]], list[Component]],
) -> Sequence[Component | None]:
    if action == _DROP:
        return [None]
    if leaving is None:
        return order(addable(snapshot.task, present))
    return order(exchangeable(snapshot.task, present, leaving))


def _rebuilt(prompt: Prompt, gone: Component | None, new: Component | None) -> Prompt:
    lines = prompt.system.splitlines()
    if gone is not None:
        place = next(k for k, line in enumerate(lines) if line.strip() == gone.text)
        lines[place : place + 1] = [new.text] if new else []
    elif new is not None:
        lines.append(new.text)
    return replace(prompt, system="\n".join(lines).strip("\n"))


def _is_new(snapshot: Snapshot, parent: Candidate, child: Prompt) -> bool:
    known = {candidate.id for candidate in snapshot.candidates}
    return child.id not in known and keeps_all(snapshot.task, parent.prompt, child)
