"""Everything that must hold before a change is good: lint, format, types, borders, tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = ("-n", "2", "--dist", "loadfile", "--ignore=tests/benchmarks")


def run_checks(root: Path, programs: Path, python: Path, extra: list[str]) -> int:
    """Run all checks, even after one failed; the last line printed is the test runner's own.

    Args:
        root: The project's folder.
        programs: Where the checking programs stand.
        python: The interpreter for the tests.
        extra: More arguments for the test runner.

    Returns:
        0 if all passed, otherwise 1.
    """
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    failed = []
    for name, *arguments in (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    ):
        title = " ".join((name, *arguments))
        print(f"--- {title}", flush=True)
        command = [str(programs / name), *arguments]
        if subprocess.run(command, cwd=root, env=surroundings, check=False).returncode != 0:
            failed.append(title)
    print("--- pytest", flush=True)
    code, closing = _stream([str(python), "-m", "pytest", *TESTS, *extra], root, surroundings)
    if code != 0:
        failed.append("pytest")
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    print(closing, flush=True)
    return 1 if failed else 0


def _stream(command: list[str], root: Path, surroundings: dict[str, str]) -> tuple[int, str]:
    """Pass a program's output on as it comes, but hold its last line back."""
    held = ""
    with subprocess.Popen(
        command,
        cwd=root,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.strip():
                continue
            if held:
                print(held, flush=True)
            held = line.rstrip("\n")
    sys.stdout.flush()
    return process.returncode, held
