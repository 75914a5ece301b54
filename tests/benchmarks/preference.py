"""How good is the recommended prompt after so many votes? The engine against its rivals.

    python -m tests.benchmarks.preference run --suite flat --seeds 60 --out FOLDER --jobs 2
    python -m tests.benchmarks.preference report --out FOLDER
    python -m tests.benchmarks.preference speed

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
from pathlib import Path
from typing import Any

from optimizer.preference import judge_evidence
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
SUITES = ("core", "core-flat", "core-judge", "flat", "growing", "judge", "all")
# The worlds of the bars, for a short evening on a small machine.
JUDGES = ((0.65, 1.0, True), (0.0, 1.0, False), (0.9, 1.0, True))


def tasks(suite: str, seeds: int, rival_seeds: int) -> Iterator[dict[str, Any]]:
    """List everything a suite plays.

    Args:
        suite: "flat", "growing", "judge" or "all"; "core" for one world of each kind, or its
            parts "core-flat" and "core-judge".
        seeds: seeds of the leading rules.
        rival_seeds: seeds of the others, which are compared at K = 30 only.

    Yields:
        One task per world, rule and seed.
    """
    if suite in {"core", "core-flat"}:
        yield from _core_flat(seeds, rival_seeds)
    if suite in {"core", "core-judge"}:
        yield from _core_judge(rival_seeds)
    if suite in {"flat", "all"}:
        for size in (10, 30, 100, 200):
            for p in (0.75, 0.62):
                for share in (0.0, 0.5, 0.9):
                    if size in {100, 200} and share != 0.5:
                        continue
                    world = {"suite": "flat", "size": size, "p": p, "share": share}
                    yield from _each(world, LEADING, seeds if size <= 30 else rival_seeds)
                    if size == 30 and share == 0.5:
                        yield from _each(world, RIVALS, rival_seeds)
    if suite in {"growing", "all"}:
        for drift in (0.1, -0.3):
            for every in (5, 10, 20):
                world = {"suite": "growing", "drift": drift, "every": every}
                yield from _each(world, GROWING, rival_seeds)
    if suite in {"judge", "all"}:
        for agreement in (0.0, 0.5, 0.65, 0.75):
            for bias in (0.0, 1.0, 2.0):
                for known in (True, False):
                    world = {
                        "suite": "judge",
                        "agreement": agreement,
                        "bias": bias,
                        "length": known,
                    }
                    yield from _each(world, (Rule("eubo"),), rival_seeds)
        yield from _each({"suite": "judge", "agreement": None}, (Rule("eubo"),), rival_seeds)


def _core_flat(seeds: int, rival_seeds: int) -> Iterator[dict[str, Any]]:
    engine, few = LEADING[:2], rival_seeds // 3
    middle = {"suite": "flat", "size": 30, "p": 0.75, "share": 0.5}
    yield from _each(middle, LEADING, seeds)
    yield from _each({**middle, "size": 10}, engine, seeds)
    yield from _each(middle, RIVALS, rival_seeds)
    yield from _each({**middle, "p": 0.62}, engine, rival_seeds)
    for drift in (0.1, -0.3):
        growing = {"suite": "growing", "drift": drift, "every": 10}
        yield from _each(growing, (Rule("eubo"), *GROWING[-2:], GROWING[3]), rival_seeds)
    for share in (0.0, 0.9):
        yield from _each({**middle, "share": share}, engine[:1], rival_seeds)
    for size in (100, 200):
        yield from _each({**middle, "size": size}, (*engine[:1], LEADING[3]), few)


def _core_judge(rival_seeds: int) -> Iterator[dict[str, Any]]:
    for agreement, bias, known in JUDGES:
        judge = {"suite": "judge", "agreement": agreement, "bias": bias, "length": known}
        yield from _each(judge, (Rule("eubo"),), rival_seeds)
    yield from _each({"suite": "judge", "agreement": None}, (Rule("eubo"),), rival_seeds)


def _each(world: dict[str, Any], rules: tuple[Rule, ...], seeds: int) -> Iterator[dict[str, Any]]:
    for seed in range(seeds):
        for rule in rules:
            yield {**world, "rule": [rule.picker, rule.judged_by, rule.example, rule.prior]} | {
                "seed": seed
            }


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
    raters = ()
    if task["agreement"] is not None:
        judge = judge_of(world, task["agreement"], task["bias"], seed)
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
    chosen = parser.parse_args()
    if chosen.command == "run":
        run(chosen.suite, chosen.seeds, chosen.rival_seeds, chosen.out, chosen.jobs)
    elif chosen.command == "report":
        from tests.benchmarks.preference_report import write_report

        write_report(load(chosen.out / RESULTS), chosen.out)
    else:
        from tests.benchmarks.preference_speed import measure

        measure()


if __name__ == "__main__":
    main()
