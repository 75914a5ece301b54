"""The lineage as a search tree: who came of whom, how often a branch was tried, what it is worth.

Nothing is stored for it: a node is a candidate, its visits are its own trial and those of all that
came of it, its value is their mean reward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log, sqrt
from statistics import fmean

from optimizer.proposing.moves.ranking import rate
from optimizer.records import Candidate, Snapshot


@dataclass(frozen=True, slots=True)
class Node:
    """A candidate in the tree.

    Attributes:
        candidate: The prompt.
        depth: Steps from the root.
        children: The nodes that came of it.
        refused: How many of its children the gates did not let in.
        visits: Its own trial, those below it, and the refused ones.
        value: The mean reward over itself and all below it.
        total: The sum of these rewards.
        reward: Its own.
        size: How many there are.
    """

    candidate: Candidate
    depth: int
    children: tuple[Node, ...]
    refused: int
    visits: int
    value: float
    total: float
    reward: float
    size: int

    @property
    def tries(self) -> int:
        """How often a child of it was written."""
        return len(self.children) + self.refused


def tree(snapshot: Snapshot, proposer: str) -> Node:
    """Return the tree below the start prompt.

    Args:
        snapshot: The pool; archived prompts and what came of them are left out.
        proposer: Whose refused proposals count as tries.
    """
    below: dict[str, list[Candidate]] = {}
    for candidate in snapshot.candidates:
        if candidate.parents and not candidate.archived and not candidate.start:
            below.setdefault(candidate.parents[0], []).append(candidate)
    refused: dict[str, int] = {}
    for proposal in snapshot.proposals:
        if proposal.proposer == proposer and proposal.refusal and proposal.parents:
            refused[proposal.parents[0]] = refused.get(proposal.parents[0], 0) + 1

    def grow(candidate: Candidate, depth: int) -> Node:
        children = tuple(grow(child, depth + 1) for child in below.get(candidate.id, ()))
        lost = refused.get(candidate.id, 0)
        reward = rate(snapshot, candidate.id)
        total = reward + sum(child.total for child in children)
        size = 1 + sum(child.size for child in children)
        visits = 1 + lost + sum(child.visits for child in children)
        return Node(candidate, depth, children, lost, visits, total / size, total, reward, size)

    return grow(snapshot.start, 0)


def uct(node: Node, parent: Node, weight: float) -> float:
    """Return the upper confidence bound of a node among its brothers.

    L. Kocsis and C. Szepesvári, "Bandit based Monte-Carlo Planning" (2006).

    Args:
        node: The child.
        parent: Its parent.
        weight: How much curiosity counts.
    """
    return node.value + weight * sqrt(log(parent.visits) / node.visits)


def best_path(root: Node) -> list[Node]:
    """Return the path from the root to a leaf whose nodes have the best mean reward of their own.

    Args:
        root: The tree.
    """

    def paths(node: Node) -> Iterator[list[Node]]:
        if not node.children:
            yield [node]
        for child in node.children:
            for rest in paths(child):
                yield [node, *rest]

    return max(paths(root), key=lambda path: fmean(node.reward for node in path))


def path_to(root: Node, prompt_id: str) -> list[Candidate]:
    """Return the candidates from the root to a prompt, both included; empty when it is not there.

    Args:
        root: The tree.
        prompt_id: Where to go.
    """
    if root.candidate.id == prompt_id:
        return [root.candidate]
    for child in root.children:
        if found := path_to(child, prompt_id):
            return [root.candidate, *found]
    return []
