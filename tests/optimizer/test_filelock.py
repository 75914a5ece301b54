from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.filelock import FileLock, lock_path

_HOLD = """
import sys
from pathlib import Path
from optimizer.filelock import FileLock
print(FileLock.take(Path(sys.argv[1])) is not None, flush=True)
sys.stdin.read()
"""
_ROOT = Path(__file__).parents[2]


def _holder(project: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    return process


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    lock = FileLock.take(project)
    assert lock is not None

    assert FileLock.take(project) is None
    assert FileLock.take(tmp_path / "b.pairtune") is not None

    lock.release()
    again = FileLock.take(project)
    assert again is not None
    again.release()


def test_a_released_lock_leaves_no_file(tmp_path: Path) -> None:
    lock = FileLock.take(tmp_path / "a.pairtune")
    assert lock is not None
    assert lock.path.exists()

    lock.release()
    lock.release()

    assert list(tmp_path.iterdir()) == []


def test_releasing_twice_does_not_free_anothers_lock(tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    first = FileLock.take(project)
    assert first is not None
    first.release()
    second = FileLock.take(project)
    assert second is not None

    first.release()

    assert FileLock.take(project) is None
    second.release()


def test_two_names_of_one_file_share_a_lock(tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    project.touch()
    link = tmp_path / "link.pairtune"
    link.symlink_to(project)

    assert lock_path(link) == lock_path(project)


def test_a_kill_frees_the_lock(tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    with _holder(project) as process:
        assert FileLock.take(project) is None
        process.kill()
        process.wait()

    lock = FileLock.take(project)
    assert lock is not None
    lock.release()


def test_a_child_process_does_not_inherit_the_lock(tmp_path: Path) -> None:
    project = tmp_path / "a.pairtune"
    lock = FileLock.take(project)
    assert lock is not None
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as child:
        lock.release()
        again = FileLock.take(project)
        child.kill()
    assert again is not None
    again.release()


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLock.take(tmp_path / "missing" / "a.pairtune")
