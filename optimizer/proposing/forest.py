"""Several trees from different seeds, and scouts that tell the others what worked.

J. Light et al., "Scattered Forest Search: Smarter Code Space Exploration with LLMs" (2024):
scattering (different directions), foresting (several seeds) and scouting (shared insights).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log, sqrt
from random import Random
from typing import ClassVar
from zlib import crc32

from optimizer.components import load_components
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.fitness import Fitness, fitness
from optimizer.proposing.moves.history import admitted, number
from optimizer.proposing.moves.library import addable, components_in
from optimizer.proposing.moves.mutating import Mutation, mutate
from optimizer.proposing.moves.phrase_edits import ADD, phrase_edits
from optimizer.protocols import Model
from optimizer.records import Candidate, Proposal, Snapshot, StoredProposal


@dataclass(frozen=True, slots=True)
class Forest:
    """A child in one of several trees; each tree began in a direction of its own.

    A tree's first prompt is the start prompt with a component of a kind that no other tree began
    with. A node is chosen by UCT. What gained in another tree is tried before edits by lot.

    Attributes:
        trees: How many trees there are.
        width: How many children a node has before the search goes below it.
        curiosity: How much a node that was seldom tried counts against a good one.
        turns: How often the smallest tree grows, and not the one with the best prompt.
        sharing: How often an edit that gained in another tree is tried.
        writes: Whether the writer model helps where there is one.
    """

    name: ClassVar[str] = "forest"
    needs_writer: ClassVar[bool] = False

    trees: int = 4
    width: int = 3
    curiosity: float = 1.0
    turns: float = 0.5
    sharing: float = 0.5
    writes: bool = True

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Plant the next tree, or let one grow; see `Proposer`."""
        writer = writer if self.writes else None
        own = admitted(snapshot, self.name)
        planted = [p for p in own if p.edit.get("action") == "plant"]
        if len(planted) < self.trees:
            seed = self._seed(snapshot, planted, rng)
            if seed is not None:
                return [seed]
        if not planted:
            return []
        worth = fitness(snapshot)
        for tree in self._order(planted, own, worth, rng):
            node = self._node(snapshot, planted[tree], own, worth)
            gains = insights(own, worth, tree)
            grown = self._grown(snapshot, node, tree, gains, writer, rng)
            if grown is not None:
                return [grown]
        return []

    def _seed(
        self, snapshot: Snapshot, planted: Sequence[StoredProposal], rng: Random
    ) -> Proposal | None:
        """Return the first prompt of a tree in a direction that no tree has."""
        taken = {p.edit.get("direction") for p in planted}
        kinds = {component.text: component.kind for component in load_components()}
        present = components_in(snapshot.start.prompt, load_components())
        offered = {component.text for component in addable(snapshot.task, present)}
        fresh = [
            (edit, child)
            for edit, child in phrase_edits(snapshot, snapshot.start)
            if edit.action == ADD and edit.new in offered and kinds[edit.new] not in taken
        ]
        if not fresh:
            return None
        directions = sorted({kinds[edit.new] for edit, _ in fresh})
        Random(crc32(snapshot.task.id.encode())).shuffle(directions)
        edit, child = rng.choice([pair for pair in fresh if kinds[pair[0].new] == directions[0]])
        remember = {"action": "plant", "tree": len(planted), "direction": directions[0]}
        told = f"the seed of a tree of its own: {directions[0]}"
        return Mutation(edit, child).proposal(self.name, snapshot.start, remember, told)

    def _order(
        self,
        planted: Sequence[StoredProposal],
        own: Sequence[StoredProposal],
        worth: Fitness,
        rng: Random,
    ) -> list[int]:
        """Return the numbers of the trees, the smallest or the one with the best prompt first."""
        sizes = Counter(_tree(p) for p in own)
        best = {
            tree: max((worth[str(p.prompt_id)] for p in own if _tree(p) == tree), default=-inf)
            for tree in range(len(planted))
        }
        drawn = rng.sample(range(len(planted)), len(planted))
        if rng.random() < self.turns:
            return sorted(drawn, key=lambda tree: sizes[tree])
        return sorted(drawn, key=lambda tree: -best[tree])

    def _node(
        self,
        snapshot: Snapshot,
        seed: StoredProposal,
        own: Sequence[StoredProposal],
        worth: Fitness,
    ) -> Candidate:
        """Return the node of one tree that is to have a child, from the seed down by UCT."""
        children: dict[str, list[str]] = {}
        for proposal in own:
            if _tree(proposal) == _tree(seed) and proposal is not seed and proposal.parents:
                children.setdefault(proposal.parents[0], []).append(str(proposal.prompt_id))
        scale = worth.spread()

        def below(key: str) -> list[str]:
            return [key, *(k for child in children.get(key, ()) for k in below(child))]

        here = str(seed.prompt_id)
        while len(children.get(here, ())) >= self.width:
            visits = len(below(here))

            def bound(key: str, visits: int = visits) -> float:
                if not worth.measured(key):
                    return -inf
                reach = below(key)
                mean = sum(worth[k] for k in reach) / len(reach)
                return mean / scale + self.curiosity * sqrt(log(visits) / len(reach))

            best = max(children[here], key=bound)
            if not worth.measured(best):
                break
            here = best
        return snapshot.candidate(here)

    def _grown(
        self,
        snapshot: Snapshot,
        node: Candidate,
        tree: int,
        gains: Sequence[tuple[str, float]],
        writer: Model | None,
        rng: Random,
    ) -> Proposal | None:
        """Return a child of a node: what worked elsewhere, or an edit by lot."""
        remember: dict[str, object] = {"step": "grow", "tree": tree}
        if gains and rng.random() < self.sharing:
            edits = {e.new: (e, c) for e, c in phrase_edits(snapshot, node) if e.new and not e.gone}
            for text, gain in gains:
                if text in edits and text not in editable_text(node.prompt):
                    told = f"worked in another tree ({gain:+.2f})"
                    shared = {**remember, "scouted": True}
                    return Mutation(*edits[text]).proposal(self.name, node, shared, told)
        mutation = mutate(snapshot, node, writer, rng, self.name)
        if mutation is None:
            return None
        return mutation.proposal(self.name, node, {**remember, "scouted": False})


def insights(own: Sequence[StoredProposal], worth: Fitness, tree: int) -> list[tuple[str, float]]:
    """Return the phrases that gained in other trees, with their mean gain, the best first.

    Args:
        own: The forest's proposals.
        worth: The pool's fitness.
        tree: The tree that is told.
    """
    found: dict[str, list[float]] = {}
    for proposal in own:
        text, child = proposal.edit.get("new"), str(proposal.prompt_id)
        known = worth.measured(child) and bool(proposal.parents)
        if _tree(proposal) == tree or not isinstance(text, str) or not text or not known:
            continue
        if proposal.parents[0] in worth.values and not proposal.edit.get("gone"):
            found.setdefault(text, []).append(worth.gain(child, proposal.parents[0]))
    means = {text: sum(gains) / len(gains) for text, gains in found.items()}
    good = [(text, mean) for text, mean in means.items() if mean > 0]
    return sorted(good, key=lambda pair: (-pair[1], pair[0]))


def _tree(proposal: StoredProposal) -> int:
    return int(number(proposal.edit.get("tree")))
