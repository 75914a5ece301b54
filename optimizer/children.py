"""How a child process of the program is started, and what of the environment it gets to see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
_MOST_THREADS = 8  # models as small as these gain nothing from more
_SECRET = ("KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL")

Stream = IO[bytes] | IO[str] | int


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of the program with the program's own Python.

    Args:
        module: Its dotted name.
        arguments: What follows on the command line.
    """
    return [sys.executable, "-m", module, *arguments]


def start_child(
    command: Sequence[str],
    *,
    keys: Collection[str] | None = (),
    stdin: Stream = subprocess.PIPE,
    stderr: Stream = subprocess.DEVNULL,
    folder: Path | None = ROOT,
    more: Mapping[str, str] | None = None,
    humble: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a child whose standard output is a pipe.

    Args:
        command: What is run; see `module_command`.
        keys: Which variables with secrets it gets, by name; None for the whole environment.
        stdin: What it reads; a pipe by default, whose end tells it that the program has gone.
        stderr: Where its complaints go; libraries may print what they were sent.
        folder: Where it works; None for where the program does.
        more: Variables that are set for it alone.
        humble: Whether it stands back behind other work where the system can be told at the start.

    Raises:
        OSError: It cannot be started.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        flags |= subprocess.BELOW_NORMAL_PRIORITY_CLASS if humble else 0
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        cwd=folder,
        env=environment(keys) | dict(more or {}),
        # Ctrl+C in the terminal is for the program, which then ends its children.
        start_new_session=os.name == "posix",
        creationflags=flags,
    )


def spare_threads() -> int:
    """Return with how many threads a child may compute: one core is left to the window.

    Libraries of models let their threads wait for each other by spinning: with as many threads as
    cores, one busy neighbour made answers ten times slower, and the window's events up to 0.3 s
    late.
    """
    return max(1, min(_cores() - 1, _MOST_THREADS))


def _cores() -> int:
    cores = os.cpu_count() or 1
    if sys.platform == "linux":
        cores = len(os.sched_getaffinity(0))
    return cores


def environment(keys: Collection[str] | None = ()) -> dict[str, str]:
    """Return the environment of a child: it finds the program, and no secret it has no use for.

    Args:
        keys: As for `start_child`.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if keys is None or name in keys or not any(word in name.upper() for word in _SECRET)
    }
    # So that the package is found without being installed, wherever the child works.
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH", ""))))
    return kept
