"""Replay votes of real people: learn from some questions, predict the verdicts on others.

    python -m tests.benchmarks.preference_replay --data votes.jsonl [--outputs outputs.jsonl]

Votes are JSON lines with question, category, left, right, verdict (left, right or tie) and rater;
raters whose name starts with the given prefix are the judge. The figure is the log-loss of the
three-way verdict on unseen questions; chance is 1.099.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from optimizer.preference import (
    Ballot,
    Ballots,
    Pool,
    Posterior,
    fit,
    fit_with_raters,
    judge_evidence,
)

COUNTS = (0, 10, 20, 50, 100, 200)
HELD_OUT = 20
OUTCOME = {"left": 1, "tie": 0, "right": -1}


class Replay:
    """Real votes as ballots over candidates."""

    def __init__(self, votes: Path, outputs: Path | None, judge: str) -> None:
        rows = [json.loads(line) for line in votes.read_text().splitlines() if line.strip()]
        self.names = sorted({row[side] for row in rows for side in ("left", "right")})
        self.questions = sorted({int(row["question"]) for row in rows})
        index = {name: k for k, name in enumerate(self.names)}
        raters = {name: k for k, name in enumerate(sorted({row["rater"] for row in rows}))}
        ballots = [
            Ballot(
                index[row["left"]],
                index[row["right"]],
                OUTCOME[row["verdict"]],
                example=int(row["question"]),
                rater=raters[row["rater"]],
            )
            for row in rows
        ]
        by_judge = [row["rater"].startswith(judge) for row in rows]
        self.people = [b for b, judged in zip(ballots, by_judge, strict=True) if not judged]
        self.judge = [b for b, judged in zip(ballots, by_judge, strict=True) if judged]
        self.length = None if outputs is None else self._lengths(outputs, index)

    def _lengths(self, path: Path, index: dict[str, int]) -> np.ndarray:
        total: dict[int, list[float]] = defaultdict(list)
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if row["candidate"] in index:
                total[index[row["candidate"]]].append(float(np.log1p(len(row["output"]))))
        return np.array([[np.mean(total[k])] for k in range(len(index))])

    def split(self, seed: int) -> tuple[list[Ballot], list[Ballot], list[Ballot]]:
        """Return shuffled learning votes, the judge's on the same questions, and test votes."""
        rng = np.random.default_rng(seed)
        held = set(rng.permutation(self.questions)[:HELD_OUT].tolist())
        learn = [vote for vote in self.people if vote.example not in held]
        learn = [learn[k] for k in rng.permutation(len(learn))]
        judged = [vote for vote in self.judge if vote.example not in held]
        return learn, judged, [vote for vote in self.people if vote.example in held]


def log_loss(posterior: Posterior, votes: list[Ballot]) -> float:
    """Return the mean negative log-probability of the verdicts."""
    chances: dict[tuple[int, int], tuple[float, float, float]] = {}
    losses = []
    for vote in votes:
        pair = (vote.left, vote.right)
        if pair not in chances:
            chances[pair] = posterior.verdict_probabilities(*pair)
        losses.append(-np.log(max(chances[pair][1 - vote.outcome], 1e-12)))
    return float(np.mean(losses))


def replay(data: Replay, splits: int) -> None:
    """Print the log-loss with and without the judge at several numbers of votes."""
    pool = Pool.flat(len(data.names))
    alone, beside = defaultdict(list), defaultdict(list)
    for seed in range(splits):
        learn, judged, test = data.split(seed)
        judge = judge_evidence(Ballots.of(judged), len(pool), data.length)
        for count in COUNTS:
            ballots = Ballots.of(learn[:count])
            alone[count].append(log_loss(fit(pool, ballots), test))
            beside[count].append(log_loss(fit_with_raters(pool, ballots, [judge]).posterior, test))
    print("| votes | people alone | with the judge | difference (se) |")
    print("|---|---|---|---|")
    for count in COUNTS:
        one, two = np.array(alone[count]), np.array(beside[count])
        error = (two - one).std() / np.sqrt(splits)
        print(
            f"| {count} | {one.mean():.3f} | {two.mean():.3f} "
            f"| {(two - one).mean():+.3f} ({error:.3f}) |"
        )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--judge", default="gpt4", help="how the judge's rater names start")
    parser.add_argument("--splits", type=int, default=100)
    chosen = parser.parse_args()
    replay(Replay(chosen.data, chosen.outputs, chosen.judge), chosen.splits)


if __name__ == "__main__":
    main()
