"""Racing: who does worse than the leader on the same rows, beyond chance, leaves the race."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import ClassVar

from optimizer.records import Snapshot
from optimizer.selecting.table import contestants, is_whole, mean_on, row_order

_STAKES = (0.1, 0.25, 0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Racing:
    """Drops candidates block by block by a paired one-sided test that may be looked at any time.

    The test is a bet. Who stakes a share of their wealth, row by row, on "the leader scores
    higher", cannot expect to win if the candidate is as good as any other; so wealth of 1 / `error`
    is reached with a chance of at most `error`, however often one looks (Ville's inequality;
    Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting"). The
    leader of a block is chosen on the rows before it, which is why the number of rivals needs no
    correction. Racing itself: Maron and Moore 1994, "Hoeffding races"; blocks and paired
    comparison as in Zehle et al. 2025, "CAPO: Cost-Aware Prompt Optimization".

    Attributes:
        error: The chance that a candidate is dropped which is as good as the best, in the whole
            race.
        block: Rows between two looks.
        keep: So many always stay, the best first.
        most: More than so many do not stay after their first block, whatever the test says; 0 for
            no such limit. The stated chance of error holds without it.
        generation: How many new prompts enter together.
    """

    name: ClassVar[str] = "racing"

    error: float = 0.2
    block: int = 10
    keep: int = 2
    most: int = 0
    generation: int = 4

    def retired(self, snapshot: Snapshot) -> Mapping[str, str]:
        """Return who lost the race; see `Selector`."""
        rows = row_order(snapshot)
        blocks = [rows[k : k + self.block] for k in range(0, len(rows), self.block)]
        running = [c.id for c in contestants(snapshot)]
        reach = {prompt: _reach(snapshot, prompt, blocks) for prompt in running}
        leaders = self._leaders(snapshot, blocks, running, reach)
        found = {}
        for prompt in running:
            wealth = 1.0
            stakes = [1.0] * len(_STAKES)
            for k in range(reach[prompt]):
                leader = leaders[k]
                if leader in (None, prompt):
                    continue
                stakes = _bet(snapshot, stakes, str(leader), prompt, blocks[k])
                wealth = sum(stakes) / len(stakes)
                if wealth * self.error >= 1.0:
                    seen = len([row for block in blocks[: k + 1] for row in block])
                    name = snapshot.candidate(str(leader)).handle
                    found[prompt] = f"worse than {name} on {seen} rows"
                    break
        return self._spared(snapshot, found | self._crowd(snapshot, blocks, running, found))

    def _leaders(
        self,
        snapshot: Snapshot,
        blocks: Sequence[Sequence[str]],
        running: Sequence[str],
        reach: Mapping[str, int],
    ) -> list[str | None]:
        """Return who led before each block: the start prompt before the first one."""
        start = snapshot.start.id
        leaders: list[str | None] = [start if reach.get(start) else None]
        before: list[str] = []
        for k in range(len(blocks) - 1):
            before += blocks[k]
            there = [p for p in running if reach[p] > k]
            # A leader must have met the next block, or there is nothing to compare on.
            able = [p for p in there if reach[p] > k + 1]
            leaders.append(
                max(able, key=lambda p: mean_on(snapshot.scores[p], before)) if able else None
            )
        return leaders

    def _crowd(
        self,
        snapshot: Snapshot,
        blocks: Sequence[Sequence[str]],
        running: Sequence[str],
        out: Mapping[str, str],
    ) -> dict[str, str]:
        if not self.most or not blocks:
            return {}
        rest = [p for p in running if p not in out and is_whole(snapshot, p, blocks[0])]
        ranked = sorted(rest, key=lambda p: -_merit(snapshot, p))
        return dict.fromkeys(ranked[self.most :], f"not among the best {self.most}")

    def _spared(self, snapshot: Snapshot, out: Mapping[str, str]) -> dict[str, str]:
        """Return who leaves, but for the best ones where too few would be left."""
        pool = contestants(snapshot)
        staying = [c.id for c in pool if c.id not in out]
        ranked = sorted(out, key=lambda p: -_merit(snapshot, p))
        spared = ranked[: max(0, self.keep - len(staying))]
        return {p: reason for p, reason in out.items() if p not in spared}


def _reach(snapshot: Snapshot, prompt: str, blocks: Sequence[Sequence[str]]) -> int:
    """Return how many blocks, from the first on, a prompt has met whole."""
    for k, block in enumerate(blocks):
        if not is_whole(snapshot, prompt, block):
            return k
    return len(blocks)


def _bet(
    snapshot: Snapshot, stakes: list[float], leader: str, prompt: str, block: Sequence[str]
) -> list[float]:
    """Return the wealth of each bettor after one more block."""
    ours, theirs = snapshot.scores[prompt], snapshot.scores[leader]
    for row in block:
        if row in ours and row in theirs:
            gap = theirs[row] - ours[row]
            stakes = [w * (1.0 + stake * gap) for w, stake in zip(stakes, _STAKES, strict=True)]
    return stakes


def _merit(snapshot: Snapshot, prompt: str) -> float:
    """Return the mean score, drawn to a half as if four rows more had been met."""
    scores = snapshot.scores[prompt]
    return (fsum(scores.values()) + 2.0) / (len(scores) + 4.0)
