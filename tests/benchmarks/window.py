"""How quick the window is: key to next pair, start, opening a big project, pages, memory.

Run as `python -m tests.benchmarks.window`. Every figure comes from a program of its own; the load
of the machine stands beside it, because it decides as much as we do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.benchmarks import big_project, huge_project


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7, help="starts of each window")
    parser.add_argument(
        "--only", default="abcd", help="of: a keys and memory, b start, c opening, d pages"
    )
    parser.add_argument("--huge", action="store_true", help="10,000 prompts, 100,000 votes")
    parser.add_argument("--project", type=Path, help="kept and used again, to save its making")
    options = parser.parse_args()
    kind = huge_project if options.huge else big_project
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {load()}")
    if "b" in options.only:
        _start(options.rounds)
    with tempfile.TemporaryDirectory(prefix="pairtune-bench-") as folder:
        project = options.project or Path(folder) / "big.pairtune"
        if set("acd") & set(options.only) and not project.exists():
            kind.make(project)
        if "c" in options.only:
            _open(project, Path(folder), options.rounds, kind)
        if "a" in options.only:
            _vote(project, Path(folder), options.presses, kind)
        if "d" in options.only:
            _turn(project, Path(folder), kind)


def load() -> str:
    """Return the machine's load in words."""
    return f"load {os.getloadavg()[0]:.1f}"


def _start(rounds: int) -> None:
    ours, bare, loaded = [], [], set()
    for _ in range(rounds):
        bare.append(_until_interactive("bare")[1])
        told, took = _until_interactive("start")
        ours.append(took)
        loaded |= set(told["loaded"])
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"start to interactive window: {statistics.median(ours):.2f} s "
        f"(a bare PySide6 + pyqtgraph window {statistics.median(bare):.2f} s), "
        f"ratio {ratio:.2f}; loaded of litellm, pandas, scipy: {', '.join(loaded) or 'none'}; "
        f"{load()}"
    )


def _open(project: Path, folder: Path, rounds: int, kind: ModuleType) -> None:
    times, work = [], []
    for _ in range(rounds):
        with _fresh(project, folder) as path:
            told = _child("open", str(path))
        times.append(told["opened_ms"])
        work.append(told["work_ms"])
    print(
        f"opening {_size(kind)}: first pair after {statistics.median(times):.0f} ms "
        f"(from {min(times):.0f} to {max(times):.0f}), by then all threads had worked "
        f"{statistics.median(work):.0f} ms; {load()}"
    )


def _vote(project: Path, folder: Path, presses: int, kind: ModuleType) -> None:
    before = load()
    with _fresh(project, folder) as path:
        told = _child("vote", str(path), str(presses))
    print(f"key to next pair painted, {_size(kind)}, optimizer at work, {presses} keys; {before}")
    for name, what in (
        ("whole", "whole"),
        ("late", "of it until the key is taken"),
        ("handled", "of it in the window's code"),
        ("work", "processor time of that"),
    ):
        print(f"  {what}: {_spread(told[name])}")
    print(f"  {told['waits']} times no next pair was ready; {told['calls']} calls; {load()}")
    print(f"peak memory of the window with this project: {told['peak_mb']:.0f} MB")


def _turn(project: Path, folder: Path, kind: ModuleType) -> None:
    before = load()
    with _fresh(project, folder) as path:
        told = _child("turn", str(path))
    print(f"turning from page to page, {_size(kind)}, optimizer at work; {before}")
    for name, (took, work) in told["took"].items():
        print(f"  {name}: {took:.0f} ms, processor time of the window's thread {work:.0f} ms")


def _size(kind: ModuleType) -> str:
    outputs = kind.PROMPTS * kind.ANSWERED
    return f"{kind.PROMPTS:,} prompts, {outputs:,} outputs, {kind.VOTES:,} votes"


def _spread(figures: Sequence[float]) -> str:
    ordered = sorted(figures)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"p50 {statistics.median(ordered):.1f}, p99 {p99:.1f}, max {ordered[-1]:.1f} ms"


@contextmanager
def _fresh(project: Path, folder: Path) -> Iterator[Path]:
    path = folder / "copy.pairtune"
    shutil.copy(project, path)
    try:
        yield path
    finally:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _until_interactive(work: str) -> tuple[dict[str, Any], float]:
    """Return seconds from the start of a process until its window can be used."""
    begun = time.perf_counter()
    with _process(work) as process:
        return _line(process), time.perf_counter() - begun


def _child(*arguments: str) -> dict[str, Any]:
    with _process(*arguments) as process:
        return _line(process)


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        sys.exit("a program of the benchmark failed; what it said stands above")
    told: dict[str, Any] = json.loads(line)
    return told


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.benchmarks.window_child", *arguments]
    with tempfile.TemporaryDirectory(prefix="pairtune-bench-home-") as home:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PAIRTUNE_HOME": home,
            "OPENBLAS_NUM_THREADS": "1",  # as the program sets it before anything is imported
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        # Libraries come compiled; we are compiled by the first start.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        with process:
            yield process


if __name__ == "__main__":
    main()
