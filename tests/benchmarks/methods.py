"""The methods against each other, in simulated worlds and with a simulated person who errs.

    python -m tests.benchmarks.methods --seeds 8 --jobs 1 --kept FILE.jsonl
    python -m tests.benchmarks.methods --worlds reasons --methods auto critique --seeds 2

Every method works with the program's own parts (`method_play.py`), a scripted writer that knows no
more than it is told (`method_writer.py`), and a person who votes by a hidden quality, with errors,
and sometimes says why (`method_worlds.py`; there the worlds are described). The pool grows as in
the program. Each run is kept as a line of FILE and is not played again, so the same command goes
on where it was stopped; `--afresh auto` plays the runs of a method again. The table is written
when all runs are there; `--table` plays nothing and writes it of what is kept. What it says, and
what was tried, is written by hand in a file beside it (`methods_tried.md`), which no run touches.

Where not all methods are played, `--field` names those that the median is taken of: drawn by lot,
not chosen. `--first` is the first seed: what was tried out on some seeds is to be judged on others.

A method that needs what these worlds do not have (a metric, a judge, token probabilities) is
listed and not played.
"""

from __future__ import annotations

import os

# Several threads per small matrix make everything slower; must be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from optimizer.methods import load_catalogue, unmet
from optimizer.records import Need
from tests.benchmarks.method_play import Stand, play
from tests.benchmarks.method_report import report
from tests.benchmarks.method_worlds import WORLDS, World

CHECKPOINTS = (20, 50, 100)
RESULTS = Path(__file__).parent / "results" / "methods.md"
WORDS = "methods_tried.md"
"""What is told by hand, in the same folder."""

_HAVE = frozenset({Need.PERSON, Need.WRITER})
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Run:
    """One method in one world with one seed."""

    world: str
    method: str
    seed: int


def comparable() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the methods that can be played here, and what the others lack."""
    known = load_catalogue().methods
    lacking = {name: unmet(method, _HAVE) for name, method in known.items()}
    played = tuple(name for name, lack in lacking.items() if not lack)
    return played, {name: lack for name, lack in lacking.items() if lack}


def play_run(run: Run, checkpoints: tuple[int, ...] = CHECKPOINTS) -> tuple[Stand, ...]:
    """Play one run in a folder of its own."""
    place = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        return play(World(run.world, run.seed), run.method, checkpoints, Path(folder))


def main(argv: Sequence[str]) -> int:
    """Play what is missing, and write the table."""
    wanted = _arguments(argv)
    runs = list(_runs(wanted))
    known = dict(_read(wanted.kept, afresh=wanted.afresh))
    if wanted.table:
        runs = [run for run in known if run.world in wanted.worlds and run.method in wanted.methods]
    missing = [run for run in runs if run not in known]
    with ProcessPoolExecutor(wanted.jobs, mp_context=get_context("spawn")) as pool:
        under_way = {pool.submit(play_run, run): run for run in missing}
        for future in as_completed(under_way):
            run = under_way.pop(future)
            known[run] = future.result()
            _keep(wanted.kept, run, known[run])
            if not any(other.seed == run.seed for other in under_way.values()):
                print(f"seed {run.seed}: done", flush=True)
    results = {(run.world, run.method, run.seed): known[run] for run in runs}
    here, lacking = comparable()
    met = {method for _, method, _ in results}
    left_out = [name for name in here if name not in met]
    words = WORDS if (wanted.out.parent / WORDS).exists() else ""
    text = report(results, CHECKPOINTS, lacking, wanted.field, left_out, words)
    wanted.out.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _runs(wanted: argparse.Namespace) -> Iterator[Run]:
    # A run that is cut short has played as many seeds as it could of everything.
    for seed in range(wanted.first, wanted.first + wanted.seeds):
        for world in wanted.worlds:
            for method in wanted.methods:
                yield Run(world, method, seed)


def _read(path: Path, afresh: Sequence[str] = ()) -> Iterator[tuple[Run, tuple[Stand, ...]]]:
    """Yield what is kept; lines of methods that are to be played afresh are taken out."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["run"]["method"] not in afresh]
    if len(rows) < len(lines):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for row in rows:
        yield Run(**row["run"]), tuple(Stand(**stand) for stand in row["stands"])


def _keep(path: Path, run: Run, stands: Sequence[Stand]) -> None:
    row = {"run": asdict(run), "stands": [asdict(stand) for stand in stands]}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    played, _ = comparable()
    parser.add_argument("--worlds", nargs="+", choices=list(WORLDS), default=list(WORLDS))
    parser.add_argument("--methods", nargs="+", choices=played, default=played, metavar="METHOD")
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--afresh", nargs="*", default=(), metavar="METHOD")
    parser.add_argument(
        "--kept", type=Path, default=Path(tempfile.gettempdir()) / "pairtune-methods.jsonl"
    )
    parser.add_argument("--field", nargs="+", choices=played, default=(), metavar="METHOD")
    parser.add_argument("--table", action="store_true", help="play nothing, write the table")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
