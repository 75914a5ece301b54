"""The real package installer is used, on an index that is a folder: no network."""

from __future__ import annotations

import hashlib
import sys
import threading
import zipfile

import pytest

from optimizer.errors import ModelFault
from optimizer.local import fetch
from optimizer.local.fetch import fetch_wheel

INFO = "small-1.0.dist-info"


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder with one package, the only place where packages are looked for."""
    folder = tmp_path / "index"
    folder.mkdir()
    wheel = folder / "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{INFO}/METADATA", "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n")
        archive.writestr(
            f"{INFO}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{INFO}/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return wheel


@pytest.fixture
def folder(tmp_path):
    staging = tmp_path / "staging"
    staging.mkdir()
    return staging


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def nothing(done, total):
    pass


def test_the_right_package_is_fetched_with_its_progress(index, folder):
    seen = []
    size = index.stat().st_size
    wheel = fetch_wheel(
        "small==1.0",
        sha256(index),
        size,
        folder,
        lambda *step: seen.append(step),
        threading.Event(),
    )
    assert wheel.read_bytes() == index.read_bytes()
    assert seen[-1] == (size, size)
    assert all(0 <= done <= total for done, total in seen)


def test_another_hash_is_told_as_such(index, folder):
    with pytest.raises(ModelFault) as caught:
        fetch_wheel("small==1.0", "0" * 64, 1, folder, nothing, threading.Event())
    assert caught.value.kind == "hash_mismatch"


def test_what_cannot_be_reached_is_told_with_a_remedy(index, folder):
    with pytest.raises(ModelFault) as caught:
        fetch_wheel("absent==1.0", "0" * 64, 1, folder, nothing, threading.Event())
    assert caught.value.kind == "network"
    assert caught.value.retryable
    assert "HTTPS_PROXY" in caught.value.remedy


def test_a_full_disk_is_told_with_the_folder_that_lacks_room(folder, monkeypatch):
    full = "import sys; sys.exit('ERROR: [Errno 28] No space left on device')"
    monkeypatch.setattr(fetch, "_command", lambda lock, whole: [sys.executable, "-c", full])
    with pytest.raises(ModelFault) as caught:
        fetch_wheel("small==1.0", "0" * 64, 1, folder, nothing, threading.Event())
    assert caught.value.kind == "disk_full"
    assert str(folder) in caught.value.message


def test_cancel_ends_the_installer(index, folder):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ModelFault) as caught:
        fetch_wheel("small==1.0", sha256(index), 1, folder, nothing, cancel)
    assert caught.value.kind == "cancelled"
