from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from optimizer.errors import ExportFault
from optimizer.export import write_atomically


def test_the_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "é\r\nb\n")
    assert (tmp_path / "a.txt").read_bytes() == "é\r\nb\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    write_atomically(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "x\ud800y")
    assert (tmp_path / "a.txt").read_text("utf-8") == "x\ufffdy"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if failing == "fsync" else (Path, "replace")), fail)
    with pytest.raises(ExportFault, match="No space left") as caught:
        write_atomically(path, "new")
    assert "disk is full" in caught.value.remedy
    monkeypatch.undo()
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, said in [
        (tmp_path / "none" / "a.txt", os.strerror(errno.ENOENT)),
        (tmp_path, os.strerror(errno.EISDIR)),
        (tmp_path / "a\0b", "null"),
        (tmp_path / "loop" / "a.txt", "loop"),
        (tmp_path / ("x" * 300) / "a.txt", os.strerror(errno.ENAMETOOLONG)),
    ]:
        with pytest.raises(ExportFault, match=r"(?i)" + said) as caught:
            write_atomically(path, "new")
        assert caught.value.remedy
