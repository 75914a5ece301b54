"""Search the tree of prompts: choose a leaf by UCT, expand it by feedback on its errors.

X. Wang et al., "PromptAgent: Strategic Planning with Language Models Enables Expert-level Prompt
Optimization" (2024). The tree is the lineage; a reward is the posterior win rate against the start
prompt, so that no node has to be judged fifty times by a person. At the end the method takes the
best node of the path that is best on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import ClassVar

from optimizer.proposing.moves.asking import (
    ask_for_prompt,
    criteria_text,
    room_for,
    wording_of,
)
from optimizer.proposing.moves.cases import failures, has_failures
from optimizer.proposing.moves.children import child, first_sentence
from optimizer.proposing.moves.criticising import criticise
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import rounds_done
from optimizer.proposing.moves.ranking import tell_ranked
from optimizer.proposing.moves.tree import Node, best_path, path_to, tree, uct
from optimizer.protocols import Model
from optimizer.records import BroodSize, Candidate, Choice, Proposal, Snapshot
from optimizer.said import say


@dataclass(frozen=True, slots=True)
class PromptAgent:
    """The children of one leaf, each by the feedback on its own batch of errors.

    `weight` is that of curiosity in UCT, `width` the children of a node, `depth` the longest path,
    `errors` the cases of a feedback, `iterations` the expansions of a run.
    """

    name: ClassVar[str] = "promptagent"
    needs_writer: ClassVar[bool] = True

    weight: float = 2.5
    width: int = 3
    depth: int = 8
    errors: int = 5
    iterations: int = 12

    @property
    def a_turn(self) -> BroodSize:
        """As many as are asked for; see `BroodProposer`."""
        return BroodSize(self.width)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Expand the leaf that UCT chooses; see `Proposer`."""
        done = rounds_done(snapshot, self.name)
        root = tree(snapshot, self.name)
        leaf = self._leaf(snapshot, root)
        if writer is None or leaf is None or done >= self.iterations:
            return []
        path = path_to(root, leaf.candidate.id)
        children: dict[str, Proposal] = {}
        for _ in range(self.width - leaf.tries):
            written = self._expand(snapshot, writer, path, done + 1, rng)
            children |= {new.prompt.id: new for new in written if new.prompt.id not in children}
        return list(children.values())

    def chosen(self, snapshot: Snapshot) -> Choice | None:
        """Take the best node of the best path, by the tree's rewards; see `Choosing`."""
        path = best_path(tree(snapshot, self.name))
        if len(path) == 1:
            return None
        best = max(path, key=lambda node: node.reward)
        why = say(
            "the best node ({best:.2f}) of its best path ({mean:.2f} on average)",
            best=best.reward,
            mean=fmean(node.reward for node in path),
        )
        return Choice(best.candidate.id, why)

    def _leaf(self, snapshot: Snapshot, node: Node) -> Node | None:
        """Return the node to expand: down along the largest bounds, back where it is a dead end."""
        open_ = node.tries < self.width and node.depth < self.depth
        if open_ and has_failures(snapshot, node.candidate.id):
            return node
        order = sorted(node.children, key=lambda below: -uct(below, node, self.weight))
        found = (self._leaf(snapshot, below) for below in order)
        return next((leaf for leaf in found if leaf is not None), None)

    def _expand(
        self,
        snapshot: Snapshot,
        writer: Model,
        path: list[Candidate],
        round_number: int,
        rng: Random,
    ) -> list[Proposal]:
        """Return one child of the last prompt of a path."""
        parent = path[-1]
        cases = failures(snapshot, parent.id, rng, self.errors)
        text, criteria = editable_text(parent.prompt), criteria_text(snapshot)
        told = {"prompt": text, "criteria": criteria}
        feedback = criticise(snapshot, writer, parent, cases, rng)
        if not feedback:
            return []
        wording = wording_of(snapshot, "promptagent_transit")
        written = ask_for_prompt(
            writer,
            wording,
            told | {"criticism": feedback, "path": tell_ranked(snapshot, path)},
            room_for(text, 2),
        )
        return child(
            parent,
            written,
            proposer=self.name,
            label="tree search",
            reason=first_sentence(feedback),
            edit={
                "action": "expand",
                "round": round_number,
                "path": [node.id for node in path],
                "feedback": feedback,
            },
            wording=wording,
            cases=cases,
        )
