"""Everything that the choice of a duel depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.outputs import OutputTable
from optimizer.pairing import Pair
from optimizer.preference import Ballots, Posterior
from optimizer.preference.arrays import BoolArray, IntArray
from optimizer.records import Duel
from optimizer.votes.shown import Meetings, Shown


@dataclass(frozen=True, slots=True)
class Arena:
    """Everything that the choice of a duel depends on.

    Attributes:
        prompts: Prompt ids by the posterior's index.
        posterior: What is believed of them.
        live: Which may be shown, shape (K,).
        order: The tuning examples in the project's order.
        places: The place of each of them in it.
        table: The outputs that exist.
        met: Who met whom on which examples.
        past: Earlier duels of the setting.
        ballots: The votes in force.
        difference: (prompt, prompt, example) to how far the outputs differ; None when they are
            the same to a reader.
        setting_id: The setting that new duels belong to.
        barred: Per prompt the examples that it must not be judged on, if any.
    """

    prompts: tuple[str, ...]
    posterior: Posterior
    live: BoolArray
    order: tuple[str, ...]
    places: Mapping[str, int]
    table: OutputTable
    met: Meetings
    past: Shown
    ballots: Ballots
    difference: Callable[[str, str, str], float | None]
    setting_id: str
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def judgeable(self, prompt_id: str) -> set[str]:
        """Return the tuning examples on which a prompt's output exists and may be judged."""
        answered = {e for e in self.table.answered(prompt_id) if e in self.places}
        return answered - self.barred.get(prompt_id, frozenset())

    def unmet(self, first: str, second: str, waiting: Sequence[Duel]) -> set[str]:
        """Return the examples that both prompts may be judged on and have not met on."""
        couple = {first, second}
        met = set(self.met.examples(first, second))
        met |= {d.example_id for d in waiting if couple == {d.left_prompt, d.right_prompt}}
        return (self.judgeable(first) & self.judgeable(second)) - met

    def examples_left(self, waiting: Sequence[Duel], index: Mapping[str, int]) -> IntArray:
        """Count per pair the examples that both may be judged on and the pair has not met."""
        answered = np.zeros((len(self.prompts), len(self.order)), dtype=np.float32)
        live = {self.prompts[k]: k for k in np.flatnonzero(self.live).tolist()}
        for prompt, k in live.items():
            answered[k, [self.places[e] for e in self.judgeable(prompt)]] = 1.0
        left = (answered @ answered.T).astype(np.int64)
        for one, first in live.items():
            for two in self.met.opponents(one):
                if two in live:
                    left[first, live[two]] -= len(self.met.examples(one, two))
        for duel in waiting:
            if known(duel, index):
                i, j = pair_of(duel, index)
                left[i, j] -= 1
                left[j, i] -= 1
        return left


def known(duel: Duel, index: Mapping[str, int]) -> bool:
    """Return whether both prompts of a duel are in the pool.

    Args:
        duel: The duel.
        index: Prompt id to the posterior's index.
    """
    return duel.left_prompt in index and duel.right_prompt in index


def pair_of(duel: Duel, index: Mapping[str, int]) -> Pair:
    """Return the two prompts of a duel by index, the left one first.

    Args:
        duel: The duel; both prompts must be known.
        index: Prompt id to the posterior's index.
    """
    return index[duel.left_prompt], index[duel.right_prompt]
