"""Replay votes of real people: learn from some questions, predict the verdicts on others.

    python -m tests.benchmarks.preference_replay --data votes.jsonl [--outputs outputs.jsonl]
        [--splits 100] [--drawn-only] [--out FOLDER]

The figure is the log-loss of the three-way verdict on unseen questions; chance is 1.099. Formats
are those of `real_votes`. With --out the tables are written to FOLDER/replay.md, between its marks
where it has them.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from optimizer.pairing import History, Informative
from optimizer.preference import (
    Ballot,
    Ballots,
    Pool,
    Posterior,
    fit,
    fit_with_raters,
    judge_evidence,
    prior_grid,
)
from optimizer.preference.davidson import START_NU
from optimizer.preference.verdict_model import fit_verdicts
from tests.benchmarks.preference_summary import insert
from tests.benchmarks.real_votes import RealVotes, Split

COUNTS = (0, 10, 20, 50, 100, 200, 1000)
ACTIVE_COUNTS = (10, 20, 30, 50, 75, 100, 150)

ALONE, COVARIATES = "people alone", "people, covariates"
ALIKE = "people alone, candidates alike by the look of their outputs"
ALIKE_COVARIATES = "the same, covariates"
JUDGE, JUDGE_ALIKE = "with the judge", "with the judge, candidates alike"
JUDGE_COVARIATES = "with the judge, covariates, candidates alike"
SAID = "the same, and the judge's verdict on the duel"
ROWS = (
    ALONE,
    ALIKE,
    COVARIATES,
    ALIKE_COVARIATES,
    JUDGE,
    JUDGE_ALIKE,
    JUDGE_COVARIATES,
    SAID,
)
OPENING, CLOSING = "<!-- written by preference_replay -->", "<!-- end of what it wrote -->"

Losses = dict[tuple[str, int], list[float]]


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


def passive(data: RealVotes, split: Split, losses: Losses) -> None:
    """Learn from the first votes of a random order, with and without the judge."""
    pool, test = Pool.flat(len(data.names)), Ballots.of(split.test)
    # By the outputs of the questions that are learned from, not of those to be predicted.
    alike = Pool.flat(len(pool), looks=data.looks(split.learn))
    rows = np.arange(len(test))
    judge = judge_evidence(Ballots.of(split.judged), len(pool))
    known = {said: data.columns(split.learn, said=said) for said in (False, True)}
    asked = {said: data.columns(split.test, said=said) for said in (False, True)}
    for count in COUNTS:
        votes = Ballots.of(split.learn[:count])
        fusion = fit_with_raters(alike, votes, [judge])
        unlike = fit_with_raters(pool, votes, [judge])
        losses[ALONE, count].append(log_loss(fit(pool, votes), split.test))
        losses[ALIKE, count].append(log_loss(fit(alike, votes), split.test))
        losses[JUDGE, count].append(log_loss(unlike.posterior, split.test))
        losses[JUDGE_ALIKE, count].append(log_loss(fusion.posterior, split.test))
        for name, points, nu_centre, said in (
            (COVARIATES, prior_grid(pool), START_NU, False),
            (ALIKE_COVARIATES, prior_grid(alike), START_NU, False),
            (JUDGE_COVARIATES, fusion.points, fusion.nu_centre, False),
            (SAID, fusion.points, fusion.nu_centre, True),
        ):
            model = fit_verdicts(
                points,
                votes,
                known[said].take(slice(0, count)),
                expected=data.expected(asked[said], said=said),
                nu_centre=nu_centre,
            )
            chances = model.predict(test, asked[said])[rows, 1 - test.outcome]
            losses[name, count].append(float(-np.log(chances).mean()))


def active(data: RealVotes, split: Split, losses: Losses, seed: int) -> None:
    """Let the engine ask for the pairs it wants among the votes that exist."""
    rng = np.random.default_rng([seed, 5])
    pool = Pool.flat(len(data.names), looks=data.looks(split.learn))
    picker = Informative()
    waiting: dict[tuple[int, int], list[Ballot]] = defaultdict(list)
    for vote in split.learn:
        waiting[min(vote.left, vote.right), max(vote.left, vote.right)].append(vote)
    left = np.zeros((len(pool), len(pool)), dtype=np.int64)
    for (low, high), votes in waiting.items():
        left[low, high] = left[high, low] = len(votes)
    met: dict[int, int] = defaultdict(int)
    asked: list[Ballot] = []
    posterior = fit(pool, Ballots.empty())
    while len(asked) < ACTIVE_COUNTS[-1]:
        history = History(ballots=Ballots.of(asked), examples_left=left)
        pair = picker.rank(posterior, np.ones(len(pool), dtype=bool), history, rng)[0]
        votes = waiting[pair]
        # The question that was asked least: what is to be predicted are other questions.
        _, at = min((met[vote.example], k) for k, vote in enumerate(votes))
        vote = votes.pop(at)
        met[vote.example] += 1
        left[pair] = left[pair[::-1]] = len(votes)
        asked.append(vote)
        posterior = fit(pool, Ballots.of(asked))
        if len(asked) in ACTIVE_COUNTS:
            losses["asked", len(asked)].append(log_loss(posterior, split.test))
            drawn = fit(pool, Ballots.of(split.learn[: len(asked)]))
            losses["drawn", len(asked)].append(log_loss(drawn, split.test))


def report(losses: Losses, splits: int, as_listed: bool) -> str:
    """Return the tables as Markdown."""
    sides = "as the file lists them" if as_listed else "drawn at random"
    lines = [
        f"Log-loss of three-way verdicts on unseen questions (chance 1.099), mean of {splits} "
        f"random splits; sides {sides}. In brackets the standard error of the difference to the "
        "first row, over splits (splits share votes, so it is a lower bound).",
        "",
        "| votes of people | " + " | ".join(str(c) if c < 1000 else "all" for c in COUNTS) + " |",
        "|---" * (len(COUNTS) + 1) + "|",
    ]
    for name in ROWS:
        cells = []
        for count in COUNTS:
            figure = np.array(losses[name, count])
            error = (figure - np.array(losses[ALONE, count])).std() / np.sqrt(splits)
            cells.append(f"{figure.mean():.3f}" + ("" if name == ALONE else f" ({error:.3f})"))
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    if not any(kind == "asked" for kind, _ in losses):
        return "\n".join([*lines, ""])
    lines += [
        "",
        "Active replay, people alone, candidates alike: the engine asks for pairs among the votes "
        "that exist.",
        "",
        "| votes of people | " + " | ".join(str(c) for c in ACTIVE_COUNTS) + " |",
        "|---" * (len(ACTIVE_COUNTS) + 1) + "|",
    ]
    drawn, asked = (
        {c: np.array(losses[kind, c]) for c in ACTIVE_COUNTS} for kind in ("drawn", "asked")
    )
    cells = [f"{drawn[c].mean():.3f}" for c in ACTIVE_COUNTS]
    lines.append("| drawn at random | " + " | ".join(cells) + " |")
    errors = {c: (asked[c] - drawn[c]).std() / np.sqrt(splits) for c in ACTIVE_COUNTS}
    cells = [f"{asked[c].mean():.3f} ({errors[c]:.3f})" for c in ACTIVE_COUNTS]
    lines.append("| asked by the engine | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--judge", default="gpt4", help="how the judge's rater names start")
    parser.add_argument("--splits", type=int, default=100)
    parser.add_argument("--as-listed", action="store_true", help="keep the sides of the file")
    parser.add_argument("--drawn-only", action="store_true", help="no active replay")
    parser.add_argument("--out", type=Path, help="folder for replay.md")
    chosen = parser.parse_args()
    data = RealVotes(chosen.data, chosen.outputs, chosen.judge, chosen.as_listed)
    losses: Losses = defaultdict(list)
    for seed in range(chosen.splits):
        split = data.split(seed)
        passive(data, split, losses)
        if not chosen.drawn_only:
            active(data, split, losses, seed)
    text = report(losses, chosen.splits, chosen.as_listed)
    print(text)
    if chosen.out is not None:
        chosen.out.mkdir(parents=True, exist_ok=True)
        file = chosen.out / "replay.md"
        if not file.exists():
            file.write_text(f"# Real people's votes\n\n{OPENING}\n{CLOSING}\n")
        insert(text, file, OPENING, CLOSING)


if __name__ == "__main__":
    main()
