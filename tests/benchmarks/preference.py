"""How good is the recommended prompt after so many votes? The engine against its rivals.

    python -m tests.benchmarks.preference run --suite flat --seeds 60 --out FOLDER --jobs 2
    python -m tests.benchmarks.preference report --out FOLDER
    python -m tests.benchmarks.preference speed
    python -m tests.benchmarks.preference signs --seeds 200

Results are appended to FOLDER/preference.jsonl, one line per world, rule and seed; what is there
already is not played again, so a run can be cut and resumed, and seeds can be added later.
"""

from __future__ import annotations

import os

# Several threads per small matrix make everything slower; must be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.preference import RaterEvidence, judge_evidence
from tests.benchmarks.play import Rule, play_flat, play_growing
from tests.benchmarks.worlds import GrowingWorld, flat_world, judge_of

LEADING = (
    Rule("eubo"),
    Rule("eubo", example="different"),
    Rule("apohf"),
    Rule("uniform"),
)
RIVALS = (
    Rule("top_two"),
    Rule("thompson"),
    Rule("knowledge_gradient"),
    Rule("double_thompson", "copeland"),
    Rule("glickbest", "glicko"),
    Rule("elo_adjacent", "elo"),
    Rule("uniform", "elo"),
    Rule("active_ranking", "borda"),
    Rule("rucb", "copeland"),
    Rule("uniform", "bradley_terry"),
    Rule("uniform", "trueskill"),
    Rule("king", "king"),
)
GROWING = (
    Rule("eubo"),
    Rule("eubo", example="different"),
    Rule("uniform"),
    Rule("uniform", "elo"),
    Rule("elo_adjacent", "elo"),
    Rule("eubo", prior="white"),
    Rule("uniform", "bradley_terry"),
    Rule("king", "king"),
)
RESULTS = "preference.jsonl"
SUITES = ("bars", "flat", "growing", "judge", "all")
BARS = ((0.65, 1.0, True), (0.0, 1.0, False))
# Judging the same answers as the person, a taste of this correlation comes to the person's verdict
# on 65 % of the duels that both decide (the person itself, asked again, on 69 %).
ALIKE = 0.83
SHARES = (0.5, 0.0, 0.9)
AGREEMENTS = (0.65, 0.0, 0.5, 0.75)
# All cells get so many seeds before any gets more: a run that is cut says something of each.
ROUNDS = (8, 20, 60, 200)


@dataclass(frozen=True)
class Cell:
    """One world with one rule, and how many seeds of it are wanted."""

    world: dict[str, Any]
    rule: Rule
    seeds: int

    def task(self, seed: int) -> dict[str, Any]:
        """Return what to play for one seed."""
        rule = [self.rule.picker, self.rule.judged_by, self.rule.example, self.rule.prior]
        return {**self.world, "rule": rule, "seed": seed}


def cells(suite: str, seeds: int, rival_seeds: int) -> list[Cell]:
    """List the cells of a suite, those that the bars speak of first.

    Args:
        suite: "flat", "growing", "judge", "all", or "bars": what is asked of the engine alone.
        seeds: seeds of the leading rules.
        rival_seeds: seeds of the others, of growing pools and of judges.
    """
    middle: dict[str, Any] = {"suite": "flat", "size": 30, "p": 0.75, "share": 0.5}
    if suite == "bars":
        return _bars(middle, seeds)
    parts: dict[str, list[Cell]] = {
        "flat": [Cell(middle, rule, seeds) for rule in LEADING],
        "judge": [
            Cell(world, Rule("eubo"), seeds if bar else rival_seeds)
            for world, bar in _judge_worlds()
        ],
        "growing": [],
    }
    flat = [
        {**middle, "size": size, "p": p, "share": share}
        for size in (10, 30, 100, 200)
        for share in SHARES
        for p in (0.75, 0.62)
    ]
    # The middle column of the table before its edges.
    flat.sort(key=lambda world: (world["share"] != 0.5, world["size"] > 30))
    parts["flat"] += [
        Cell(world, rule, seeds) for world in flat if world != middle for rule in LEADING
    ]
    parts["flat"] += [Cell(middle, Rule("eubo", example="measured"), seeds)]
    parts["flat"] += [Cell(middle, rule, rival_seeds) for rule in RIVALS]
    for every in (10, 5, 20):
        for drift in (0.1, -0.3):
            world = {"suite": "growing", "drift": drift, "every": every}
            parts["growing"] += [Cell(world, rule, rival_seeds) for rule in GROWING]
    chosen = ("flat", "judge", "growing") if suite == "all" else (suite,)
    return [cell for part in chosen for cell in parts[part]]


def _bars(middle: dict[str, Any], seeds: int) -> list[Cell]:
    """List what the engine is measured by: its own rule in the worlds that matter most."""
    engine, measured = LEADING[0], Rule("eubo", example="measured")
    found = [Cell(middle, rule, seeds) for rule in (*LEADING, measured)]
    for other in ({"size": 10}, {"p": 0.62}):
        found.append(Cell({**middle, **other}, engine, seeds))
    found += [Cell(world, engine, seeds) for world, bar in _judge_worlds() if bar]
    for every in (5, 10):
        for drift in (0.1, -0.3):
            world = {"suite": "growing", "drift": drift, "every": every}
            found.append(Cell(world, engine, seeds))
    return found


def _judge_worlds() -> Iterator[tuple[dict[str, Any], bool]]:
    """Return the worlds with a judge, and whether a bar speaks of them."""
    yield {"suite": "judge", "agreement": None}, True
    alike = {"suite": "judge", "agreement": ALIKE, "bias": 1.0, "length": True}
    yield {**alike, "same_answers": True}, False
    for agreement in AGREEMENTS:
        for bias in (1.0, 0.0, 2.0):
            for known in (True, False):
                world = {"suite": "judge", "agreement": agreement, "bias": bias, "length": known}
                yield world, (agreement, bias, known) in BARS


def tasks(suite: str, seeds: int, rival_seeds: int) -> Iterator[dict[str, Any]]:
    """Yield everything a suite plays, a few seeds of every cell before more of any."""
    listed = cells(suite, seeds, rival_seeds)
    start = 0
    for end in (*ROUNDS, max(seeds, rival_seeds)):
        for cell in listed:
            for seed in range(start, min(end, cell.seeds)):
                yield cell.task(seed)
        start = max(start, end)


def play(task: dict[str, Any]) -> dict[str, Any]:
    """Play one task and return it with its result."""
    rule, seed = Rule(*task["rule"]), task["seed"]
    if task["suite"] == "growing":
        growing = GrowingWorld(task["drift"], seed)
        return {**task, "result": play_growing(growing, rule, 200, task["every"], seed)}
    if task["suite"] == "flat":
        world = flat_world(task["size"], task["p"], task["share"], seed)
        return {**task, "result": play_flat(world, rule, 200, seed)}
    world = flat_world(30, 0.75, 0.5, seed)
    raters: tuple[RaterEvidence, ...] = ()
    if task["agreement"] is not None:
        same = task.get("same_answers", False)
        judge = judge_of(world, task["agreement"], task["bias"], seed, same_answers=same)
        length = judge.length if task["length"] else None
        raters = (judge_evidence(judge.ballots, 30, length),)
    return {**task, "result": play_flat(world, rule, 60, seed, raters)}


def key(task: dict[str, Any]) -> str:
    """Return what makes a task that task."""
    return json.dumps({k: v for k, v in task.items() if k != "result"}, sort_keys=True)


def run(suite: str, seeds: int, rival_seeds: int, folder: Path, jobs: int) -> None:
    """Play what is not in the folder's results yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / RESULTS
    done = {key(row) for row in load(path)}
    todo = [task for task in tasks(suite, seeds, rival_seeds) if key(task) not in done]
    print(f"{len(done)} results are there, {len(todo)} to play")
    with path.open("a") as file, ProcessPoolExecutor(jobs) as pool:
        running = [pool.submit(play, task) for task in todo]
        for count, finished in enumerate(as_completed(running), 1):
            file.write(json.dumps(finished.result()) + "\n")
            file.flush()
            if count % 50 == 0 or count == len(running):
                print(f"{count} of {len(running)}", flush=True)


def load(path: Path) -> list[dict[str, Any]]:
    """Read results; a last line that was cut by a kill is left out."""
    rows = []
    if path.exists():
        for line in path.read_text().splitlines():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError:
                continue
    return rows


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    play_it = commands.add_parser("run", help="play worlds")
    play_it.add_argument("--suite", choices=SUITES, default="all")
    play_it.add_argument("--seeds", type=int, default=200)
    play_it.add_argument("--rival-seeds", type=int, default=60)
    play_it.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    tell = commands.add_parser("report", help="write the table and the plots")
    for command in (play_it, tell):
        command.add_argument("--out", type=Path, required=True)
    commands.add_parser("speed", help="measure updates and refits")
    signs = commands.add_parser("signs", help="weigh votes by their strength or time")
    signs.add_argument("--seeds", type=int, default=200)
    chosen = parser.parse_args()
    if chosen.command == "run":
        run(chosen.suite, chosen.seeds, chosen.rival_seeds, chosen.out, chosen.jobs)
    elif chosen.command == "report":
        from tests.benchmarks.preference_report import write_report

        write_report(load(chosen.out / RESULTS), chosen.out)
    elif chosen.command == "signs":
        from tests.benchmarks import preference_signs

        preference_signs.measure(chosen.seeds)
    else:
        from tests.benchmarks import preference_speed

        preference_speed.measure()


if __name__ == "__main__":
    main()
